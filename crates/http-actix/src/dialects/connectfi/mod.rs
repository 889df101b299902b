//! connectFi Payment Link: what a client, its merchants and their customers ask, each with a token of its own.
//!
//! Clients are at `/payment-link`, merchants at `/public/merchant`, customers at `/public/customer`. What two of them may
//! ask is answered by one handler: the path says whose token counts ([`Ask::caller`]).

mod ask;
mod auth;
mod invoices;
mod lists;
mod logos;
mod merchants;
mod paying;
mod payments;
mod refunds;
mod reminders;
mod routes;
mod rows;
mod statuses;

use super::{Asked, Dialect};
use crate::answers::json_answer;
use paylink_core::{Answer, Error};
use paylink_wire::dialects::connectfi::{About, Refusal};

pub(crate) static DIALECT: Dialect = Dialect {
    name: "connectfi",
    title: "connectFi Payment Link",
    prefixes: &["/payment-link", "/public", "/auth", "/user"],
    challenge: "connectFi realm=\"paylink\"",
    routes: routes::ROUTES,
    problem,
};

/// What the shell refuses is about nothing but the address.
fn problem(error: &Error, asked: &Asked<'_>) -> Answer {
    written(&Refusal::of(error, &About::Path, ask::shown_id(asked.request_id)))
}

fn written(refusal: &Refusal) -> Answer {
    json_answer(refusal.status, refusal)
}
