//! The same orders through a server process over HTTP.

use crate::{
    Outcome, api,
    compare::Turn,
    http::{Load, Request, ask, load},
    options::Options,
    process::{KEY, Server},
    storage::changes::Order,
};
use serde_json::{Value, json};
use std::{net::SocketAddr, path::Path, sync::Arc, thread};

/// Payments of one turn for each client; every one needs a link and a token of its own.
const EACH: usize = 10;

/// Every server on PostgreSQL needs one.
pub(crate) const SECRET: &str = "bench_0d8e2a5c7f1946b3bench_0d8e2a5c7f1946b3";

/// A server on a copy of the same database.
pub(super) struct Served<'a> {
    server: Server,
    clients: usize,
    options: &'a Options,
}

impl<'a> Served<'a> {
    pub(super) fn start(options: &'a Options, folder: &Path, url: &str, clients: usize) -> Outcome<Self> {
        let server = Server::start(options, folder, &[("PAYLINK_DATABASE_URL", url), ("PAYLINK_SECRET", SECRET)])?;
        Ok(Self { server, clients, options })
    }

    /// Makes links for the length of a turn.
    pub(super) fn links(&self, merchant: &str) -> Outcome<Turn> {
        self.load([api::link_request(merchant)].into(), false)
    }

    /// Pays the links of the next orders, once each. The tokens are made before the clock runs, as payers' browsers do.
    pub(super) fn payments(&self, orders: &mut std::slice::Iter<'_, Order>) -> Outcome<Turn> {
        let count = self.clients.saturating_mul(EACH);
        let slugs: Vec<&str> = orders
            .by_ref()
            .take(count)
            .filter_map(|order| order.link.as_ref())
            .map(|link| link.slug.as_str())
            .collect();
        if slugs.len() < count {
            return Err("too few links to pay over HTTP: more --operations or fewer --rounds".into());
        }
        let tokens = tokens(self.server.address, count)?;
        let pay = |(slug, token): (&&str, &String)| {
            let body = json!({"method": "card", "token": token, "payer": {"name": "Ada Example"}});
            Request::post_once(&format!("/v1/checkout/{slug}/payments"), KEY, &body.to_string(), slug)
        };
        self.load(slugs.iter().zip(&tokens).map(pay).collect(), true)
    }

    fn load(&self, requests: Arc<[Request]>, once: bool) -> Outcome<Turn> {
        let (address, clients, span) = (self.server.address, self.clients, self.options.turn);
        let before = self.server.child.busy();
        let mut turn = load(&Load { address, requests, expected: 201, clients, span, once })?;
        turn.busy = before.zip(self.server.child.busy()).map(|(before, after)| after.saturating_sub(before));
        Ok(turn)
    }
}

/// Tokens of a card that works.
fn tokens(address: SocketAddr, count: usize) -> Outcome<Vec<String>> {
    let makers: Vec<_> = (0..16).map(|_| thread::spawn(move || some_tokens(address, count.div_ceil(16)))).collect();
    let mut tokens = Vec::new();
    for maker in makers {
        tokens.extend(maker.join().map_err(|_| "a maker of tokens broke off")??);
    }
    Ok(tokens)
}

fn some_tokens(address: SocketAddr, count: usize) -> Outcome<Vec<String>> {
    let card = json!({"card": {"number": "4242424242424242", "exp_month": 12, "exp_year": 2040, "cvc": "123"}});
    let request = Request::post("/sandbox/tokens", KEY, &card.to_string());
    let one = |_| {
        let answer: Value = serde_json::from_slice(&ask(address, &request)?.expect(201)?.body)?;
        Ok(answer.get("token").and_then(Value::as_str).ok_or("an answer without a token")?.to_owned())
    };
    (0..count).map(one).collect()
}
