//! Telness Connect: payment links for orders and invoices, with a key in `X-API-Key`.

mod profiles;

use super::{
    Asked, Dialect, Route,
    walk::{Window, window},
};
use crate::{
    answers::{json, json_answer, reply},
    call::Call,
    failure::Failure,
};
use actix_web::HttpResponse;
use paylink_core::{
    Answer, Caller, Code, Error,
    forms::{LinkQuery, PaymentQuery},
    views::{LinkView, Listed},
};
use paylink_wire::dialects::telness::{Link, Links, PaymentSearch, Payments, Problem, Search, Status, create_link};

pub(crate) static DIALECT: Dialect = Dialect {
    name: "telness",
    title: "Telness Connect",
    prefixes: &["/payment-links", "/payments", "/payment-profiles"],
    challenge: "ApiKey realm=\"paylink\"",
    routes: &[
        Route {
            method: "POST",
            path: "/payment-links",
            about: "Makes a link for an order or an invoice.",
            run: |call| Box::pin(create(call)),
        },
        Route {
            method: "GET",
            path: "/payment-links",
            about: "Lists links, the newest first, by status, customer and order.",
            run: |call| Box::pin(list(call)),
        },
        Route {
            method: "GET",
            path: "/payment-links/{payment_link_id}",
            about: "Reads a link.",
            run: |call| Box::pin(read(call)),
        },
        Route {
            method: "POST",
            path: "/payment-links/{payment_link_id}/cancel",
            about: "Takes back a link that is active, and answers it.",
            run: |call| Box::pin(cancel(call)),
        },
        Route {
            method: "GET",
            path: "/payments",
            about: "Lists payments, the oldest first, by customer, status and day.",
            run: |call| Box::pin(payments(call)),
        },
        Route {
            method: "GET",
            path: "/payment-profiles",
            about: "Lists a customer's saved methods, the newest first.",
            run: |call| Box::pin(profiles::list(call)),
        },
        Route {
            method: "POST",
            path: "/payment-profiles/sessions",
            about: "Is refused: a method is saved together with a payment.",
            run: |call| Box::pin(profiles::no_session(call)),
        },
        Route {
            method: "POST",
            path: "/payment-profiles/sessions/{session_id}/cancel",
            about: "Is refused likewise.",
            run: |call| Box::pin(profiles::no_session(call)),
        },
        Route {
            method: "GET",
            path: "/payment-profiles/{payment_profile_id}",
            about: "Reads a saved method.",
            run: |call| Box::pin(profiles::read(call)),
        },
    ],
    problem,
};

/// Longest idempotency key.
const KEY: usize = 256;
/// Payments are counted so far to tell how many there are.
const COUNTED: usize = 10_000;

fn problem(error: &Error, _asked: &Asked<'_>) -> Answer {
    let problem = Problem::of(error);
    json_answer(problem.status, &problem)
}

async fn caller(call: &Call) -> Result<Caller, Failure> {
    call.caller_by(call.header("x-api-key")).await
}

async fn create(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let key = call.key_in("x-idempotency-key", KEY)?;
    let command = call.lenient_command(key).await?;
    let now = call.state().clock().now();
    let form = create_link(command.object()?, now);
    let render = call.renders(201, |link: &LinkView| Link::of(link, None, now));
    let outcome = call.paylink().create_link(&caller, None, &form, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

async fn list(call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let search = Search::of(call.parameters());
    let now = call.state().clock().now();
    let page = async |list| {
        let listed = call.paylink().links(&caller, &LinkQuery { list, ..search.query.clone() }).await?;
        let latest = call.paylink().latest_payments(&listed.rows).await?;
        let shown = listed.rows.iter().zip(&latest).map(|(link, latest)| Link::of(link, latest.as_ref(), now));
        Ok(Listed { rows: shown.filter(|link| search.asks_for(link.status)).collect(), next: listed.next })
    };
    let wanted = Window { offset: search.offset, limit: search.limit, count: 0 };
    let (items, _) = window(wanted, &search.query.list, page).await?;
    Ok(json(200, &Links { items }))
}

async fn read(call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    Ok(json(200, &shown(&call, &caller).await?))
}

/// Only what is active can be taken back; what is taken back already is for the core to refuse, which knows replays.
async fn cancel(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let key = call.key_in("x-idempotency-key", KEY)?;
    let command = call.lenient_command(key).await?;
    match shown(&call, &caller).await?.status {
        Status::Active | Status::Cancelled => {}
        Status::Expired | Status::Completed => {
            return Err(Error::new(Code::LinkClosed, "the link is not active").into());
        }
    }
    let now = call.state().clock().now();
    let render = call.renders(200, |link: &LinkView| Link::of(link, None, now));
    let id = call.segment("payment_link_id");
    let outcome = call.paylink().cancel_link(&caller, id, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// The link of the path as it is answered.
async fn shown(call: &Call, caller: &Caller) -> Result<Link, Failure> {
    let link = call.paylink().link(caller, call.segment("payment_link_id")).await?;
    let latest = call.paylink().latest_payment(&link).await?;
    Ok(Link::of(&link, latest.as_ref(), call.state().clock().now()))
}

async fn payments(call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let search = PaymentSearch::of(call.parameters());
    let page = async |list| {
        let listed = call.paylink().payments(&caller, &PaymentQuery { list, ..search.query.clone() }).await?;
        Ok(Listed { rows: listed.rows.into_iter().filter(|row| search.asks_for(row)).collect(), next: listed.next })
    };
    let wanted = Window { offset: search.offset, limit: search.limit, count: COUNTED };
    let (rows, total) = window(wanted, &search.query.list, page).await?;
    Ok(json(200, &Payments::of(&search, &rows, total)))
}
