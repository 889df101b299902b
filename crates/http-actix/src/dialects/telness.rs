//! Telness Connect: payment links for orders and invoices, with a key in `X-API-Key`.

use super::{Asked, Dialect, Route};
use crate::{
    answers::{json, json_answer, reply},
    call::Call,
    failure::Failure,
};
use actix_web::HttpResponse;
use paylink_core::{Answer, Caller, Error, views::LinkView};
use paylink_wire::dialects::telness::{Link, Problem, create_link};

pub(crate) static DIALECT: Dialect = Dialect {
    name: "telness",
    title: "Telness Connect",
    prefixes: &["/payment-links"],
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
            path: "/payment-links/{payment_link_id}",
            about: "Reads a link.",
            run: |call| Box::pin(read(call)),
        },
    ],
    problem,
};

/// Longest idempotency key.
const KEY: usize = 256;

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

async fn read(call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let link = call.paylink().link(&caller, call.segment("payment_link_id")).await?;
    Ok(json(200, &Link::of(&link, None, call.state().clock().now())))
}
