//! A year of three shops, and every figure of their reports computed again from exports and the list of events.

mod retold;

use crate::world::{World, world};
use futures_util::FutureExt as _;
use paylink_core::{PaymentId, RefundId, testing::SeededIds};
use serde_json::{Value, json};
use std::time::Duration;

/// Shops: time zone, currencies, how links are delivered.
const SHOPS: [(&str, &[&str]); 3] =
    [("America/New_York", &["USD", "EUR"]), ("Europe/Berlin", &["EUR", "JPY"]), ("Asia/Kolkata", &["USD"])];

struct Year {
    world: World,
    chance: SeededIds,
    shops: Vec<String>,
    links: Vec<Value>,
    payments: Vec<String>,
    debits: Vec<PaymentId>,
    refunds: Vec<RefundId>,
    steps: u64,
}

impl Year {
    fn begin(seed: u64) -> Self {
        let world = world();
        world.clock.set("2026-02-20T07:00:00Z".parse().unwrap());
        let shop = |(zone, _): &(&str, &[&str])| {
            let body = json!({"name": zone.replace('/', " "), "timezone": zone, "delivery_mode": "webhook"});
            world.post("/v1/merchants", &body).ok(201)["id"].as_str().unwrap().to_owned()
        };
        let shops = SHOPS.iter().map(shop).collect();
        let (links, payments, debits, refunds) = (vec![], vec![], vec![], vec![]);
        Self { world, chance: SeededIds::new(seed), shops, links, payments, debits, refunds, steps: 0 }
    }

    fn below(&self, limit: usize) -> usize {
        usize::try_from(self.chance.next_u64() % u64::try_from(limit).unwrap()).unwrap()
    }

    fn one_of<'a, T>(&self, all: &'a [T]) -> Option<&'a T> {
        (!all.is_empty()).then(|| &all[self.below(all.len())])
    }

    fn create(&mut self) {
        let shop = self.below(3);
        let currency = *self.one_of(SHOPS[shop].1).unwrap();
        let units = 1 + self.below(900);
        let amount = if currency == "JPY" { units.to_string() } else { format!("{units}.{:02}", self.below(100)) };
        let mut body = json!({"merchant_id": self.shops[shop], "amount": amount, "currency": currency,
            "customer": {"email": "ada@example.com"}});
        match self.below(5) {
            0 => body["usage"] = json!("multi_use"),
            1 => {
                body["usage"] = json!("multi_use");
                body["max_payments"] = json!(2);
            }
            _ => {}
        }
        let link = self.world.post("/v1/payment_links", &body).ok(201);
        self.links.push(link);
    }

    fn pay(&mut self) {
        // the newest links are the ones that people pay
        let newest = self.links.len().saturating_sub(12);
        let Some(link) = self.one_of(&self.links[newest..]).cloned() else { return };
        let tokens = [
            "tok_ok",
            "tok_ok",
            "tok_ok",
            "tok_ok_refund_pending",
            "tok_ok_refund_refused",
            "tok_declined",
            "tok_insufficient",
            "tok_ach",
            "tok_ach",
            "tok_ach_declined",
            "tok_timeout_charged",
            "tok_unknown",
        ];
        let token = *self.one_of(&tokens).unwrap();
        let method = if token.starts_with("tok_ach") { "ach" } else { "card" };
        let path = format!("/v1/checkout/{}/payments", link["slug"].as_str().unwrap());
        let key = format!("pay-{}", self.steps);
        let answer = self.world.say("POST", &path).key(&key).json(&json!({"method": method, "token": token})).send();
        if matches!(answer.status, 201 | 202) {
            let id = answer.json()["id"].as_str().unwrap().to_owned();
            if method == "ach" {
                self.debits.push(id.parse().unwrap());
            }
            self.payments.push(id);
        }
    }

    fn bank(&self) {
        let Some(debit) = self.one_of(&self.debits) else { return };
        match self.below(6) {
            0 | 1 => self.world.gateway.give_back(*debit, "R01"),
            2 => self.world.gateway.decline(*debit, "R02"),
            _ => self.world.gateway.settle(*debit),
        }
    }

    fn refund(&mut self) {
        let Some(payment) = self.one_of(&self.payments).cloned() else { return };
        let path = format!("/v1/payments/{payment}/refunds");
        let shown = self.world.get(&format!("/v1/payments/{payment}")).ok(200);
        let body = match (self.below(3), shown["currency"] == "JPY") {
            (0, _) => json!({}),
            (_, true) => json!({"amount": "1"}),
            (_, false) => json!({"amount": "0.37"}),
        };
        let answer = self.world.post(&path, &body);
        if answer.status == 201 || answer.status == 202 {
            self.refunds.push(answer.json()["id"].as_str().unwrap().parse().unwrap());
        }
    }

    fn step(&mut self) {
        self.steps += 1;
        match self.below(13) {
            0..=2 => self.create(),
            3..=6 => self.pay(),
            7 => self.bank(),
            8 | 9 => self.refund(),
            10 => {
                if let Some(refund) = self.one_of(&self.refunds) {
                    match self.below(3) {
                        0 => self.world.gateway.fail_refund(*refund, "account_closed"),
                        _ => self.world.gateway.finish_refund(*refund),
                    }
                }
            }
            11 => {
                if let Some(link) = self.one_of(&self.links) {
                    self.world.post(&format!("/v1/payment_links/{}/send", link["id"].as_str().unwrap()), &json!({}));
                }
            }
            _ => {
                if let Some(link) = self.one_of(&self.links) {
                    let path = format!("/v1/checkout/{}/views", link["slug"].as_str().unwrap());
                    self.world.say("POST", &path).send();
                }
            }
        }
        let (hours, seconds) = (self.below(22), self.below(3600));
        let waits = self.below(3) == 0;
        let span = if waits { hours * 3600 + seconds } else { seconds / 4 };
        self.world.clock.advance(Duration::from_secs(u64::try_from(span).unwrap()));
        let paylink = &self.world.paylink;
        paylink.reconcile_tick().now_or_never().unwrap().unwrap();
        paylink.refund_tick().now_or_never().unwrap().unwrap();
        if self.below(4) == 0 {
            paylink.fold_tick().now_or_never().unwrap().unwrap();
        }
    }
}

/// From the first of one day to the last of another, each in intervals of one length.
const RANGES: [(&str, &str, &str); 5] = [
    ("2026-02-19", "2026-12-31", "day"),
    ("2026-02-19", "2026-12-31", "week"),
    ("2026-01-01", "2026-12-31", "month"),
    ("2026-03-06", "2026-03-20", "hour"),
    ("2026-10-24", "2026-11-04", "hour"),
];

#[test]
fn every_figure_of_a_year_is_that_of_the_lists() {
    let mut year = Year::begin(31);
    for _ in 0..1800 {
        year.step();
    }
    let shops: Vec<Option<String>> = year.shops.iter().cloned().map(Some).chain([None]).collect();
    for folded in [false, true] {
        if folded {
            while year.world.paylink.fold_tick().now_or_never().unwrap().unwrap() > 0 {}
        }
        for shop in &shops {
            let retold = retold::Retold::of(&year.world, shop.as_deref());
            if shop.is_none() {
                retold.is_eventful();
            }
            for (from, to, interval) in RANGES {
                let whose = shop.as_ref().map(|shop| format!("&merchant_id={shop}")).unwrap_or_default();
                let path = format!("/v1/reports/summary?from={from}&to={to}&interval={interval}{whose}");
                let report = year.world.get(&path).ok(200);
                retold.check(&report, &path);
            }
            if let Some(shop) = shop {
                let preview = year.world.get(&format!("/v1/reports/payouts-preview?merchant_id={shop}")).ok(200);
                retold.check_preview(&preview);
            }
        }
    }
    let now = paylink_core::ports::Clock::now(&*year.world.clock);
    assert!(now > "2026-11-05T00:00:00Z".parse().unwrap(), "the clock went through both changes: {now}");
}
