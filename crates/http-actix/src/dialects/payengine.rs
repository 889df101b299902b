//! PayEngine: payment links under `/api`, with the key itself behind the word `Basic`.

mod links;
mod merchants;
mod transactions;

use super::{Asked, Dialect, Route};
use crate::{answers::json_answer, call::Call, failure::Failure};
use actix_web::HttpResponse;
use paylink_core::{Answer, Caller, Code, Error, IdempotencyKey};
use paylink_wire::dialects::payengine::error::{About, ErrorBody, status};

pub(crate) static DIALECT: Dialect = Dialect {
    name: "payengine",
    title: "PayEngine",
    prefixes: &["/api"],
    challenge: "Basic realm=\"paylink\"",
    routes: &[
        Route {
            method: "POST",
            path: "/api/payment-link",
            about: "Makes a link for a merchant.",
            run: |call| Box::pin(links::create(call)),
        },
        Route {
            method: "GET",
            path: "/api/payment-link/{payment_link_id}",
            about: "Reads a link.",
            run: |call| Box::pin(links::read(call)),
        },
        Route {
            method: "PUT",
            path: "/api/payment-link/{payment_link_id}",
            about: "Changes the fields of a link that are mentioned, while it is ACTIVE or INACTIVE.",
            run: |call| Box::pin(links::update(call)),
        },
        Route {
            method: "PATCH",
            path: "/api/payment-link/{payment_link_id}",
            about: "The same.",
            run: |call| Box::pin(links::update(call)),
        },
        Route {
            method: "POST",
            path: "/api/payment-link/{payment_link_id}/cancel",
            about: "Takes a link back, while it is ACTIVE or INACTIVE and no payment is under way.",
            run: |call| Box::pin(links::cancel(call)),
        },
        Route {
            method: "GET",
            path: "/api/merchant/{merchant_id}/payment-link",
            about: "Lists a merchant's links page by page, the newest first, all or of one status.",
            run: |call| Box::pin(links::list(call)),
        },
        Route {
            method: "GET",
            path: "/api/merchant/{merchant_id}/transaction",
            about: "Searches a merchant's payments and refunds, also by link.",
            run: |call| Box::pin(transactions::search(call)),
        },
        Route {
            method: "POST",
            path: "/api/payment/refund",
            about: "Gives money of a payment back.",
            run: |call| Box::pin(transactions::refund(call)),
        },
        Route {
            method: "POST",
            path: "/api/payment/void",
            about: "Takes a bank debit back that has not gone to the bank; anything else is refunded.",
            run: |call| Box::pin(transactions::void(call)),
        },
        Route {
            method: "POST",
            path: "/api/payment/sale",
            about: "Is refused: payers pay on the page of a link.",
            run: |call| Box::pin(refuse(call, PAYERS_PAY)),
        },
        Route {
            method: "POST",
            path: "/api/payment/auth",
            about: "Is refused: payers pay on the page of a link.",
            run: |call| Box::pin(refuse(call, PAYERS_PAY)),
        },
        Route {
            method: "POST",
            path: "/api/merchant",
            about: "Makes a merchant, which can be paid at once.",
            run: |call| Box::pin(merchants::create(call)),
        },
        Route {
            method: "GET",
            path: "/api/merchant",
            about: "Lists merchants page by page, the newest first.",
            run: |call| Box::pin(merchants::list(call)),
        },
        Route {
            method: "GET",
            path: "/api/merchant/{merchant_id}",
            about: "Reads a merchant.",
            run: |call| Box::pin(merchants::read(call)),
        },
    ],
    problem,
};

/// Longest idempotency key.
const KEY: usize = 255;
const PAYERS_PAY: &str = "cards and accounts are never sent here: make a payment link, and the payer pays on its page";

fn problem(error: &Error, asked: &Asked<'_>) -> Answer {
    let of_link = asked.path.starts_with("/api/payment-link");
    let body = ErrorBody::of(error, asked.request_id, if of_link { About::Link } else { About::Other });
    let body = if of_link && asked.path.ends_with("/cancel") { body.without_success() } else { body };
    json_answer(status(error.code), &body)
}

/// Whoever has the key that stands, as it is, behind the word Basic.
async fn caller(call: &Call) -> Result<Caller, Failure> {
    let line = call.header("authorization").and_then(|line| line.split_once(' '));
    let credential = line.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic")).map(|(_, credential)| credential);
    call.caller_by(credential).await
}

/// The key of the native API, for those who send one: nothing like it is part of this dialect.
fn key(call: &Call) -> Result<Option<IdempotencyKey>, Failure> {
    call.key_in("idempotency-key", KEY)
}

/// The parameters of a request, in order.
fn pairs(call: &Call) -> Vec<(String, String)> {
    url::form_urlencoded::parse(call.request().query_string().as_bytes()).into_owned().collect()
}

async fn refuse(mut call: Call, why: &'static str) -> Result<HttpResponse, Failure> {
    caller(&call).await?;
    call.ignored_body().await?;
    Err(Error::new(Code::NotSupported, why).into())
}
