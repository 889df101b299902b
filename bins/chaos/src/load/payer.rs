//! One merchant's link and its payer, again and again.

use super::refunds;
use crate::{
    Outcome,
    client::{CARD, Client, pay},
    http::Reply,
    json::Fields as _,
    ledger::{Ledger, Open},
};
use serde_json::{Value, json};
use tokio::{sync::watch, time::sleep};

/// Sandbox cards beside the good one, and in how many of a hundred payments each is tried first.
const OTHERS: [(&str, usize); 3] = [
    // declined
    ("4000000000000002", 5),
    // charged, the answer gets lost
    ("4000000000000341", 2),
    // not charged, the call gets lost
    ("4000000000000259", 2),
];

/// In how many of a hundred looks back money is given back.
const REFUNDED: usize = 15;

/// One client of the load.
pub(super) struct Payer {
    pub(super) name: String,
    pub(super) merchant: String,
    pub(super) client: Client,
    pub(super) ledger: Ledger,
    pub(super) rest_ms: u64,
}

impl Payer {
    /// Makes links and pays them until told to stop.
    pub(super) async fn work(mut self, stopped: watch::Receiver<bool>) -> Outcome<()> {
        let mut number: u64 = 0;
        while !*stopped.borrow() {
            number = number.saturating_add(1);
            self.one(&format!("{}-{number}", self.name)).await?;
            self.look_back(&format!("{}-{number}-back", self.name)).await?;
            sleep(self.client.chance.millis(0, self.rest_ms)).await;
        }
        Ok(())
    }

    async fn one(&mut self, key: &str) -> Outcome<()> {
        let link = self.client.link(&self.merchant, key, &json!({})).await?;
        self.ledger.link(&link)?;
        let slug = link.text("slug")?;
        let first = self.card();
        for (attempt, card) in [first, CARD].into_iter().enumerate() {
            let token = self.client.token(card).await?;
            let key = format!("{key}-{attempt}");
            let reply = self.client.insist(&pay(&slug, &token, &key)).await?;
            let open = Open { link: link.clone(), token, key, payment: None };
            if take(&self.ledger, open, &reply)? {
                return Ok(());
            }
        }
        Err(format!("the payment of {key} was declined with a card that works").into())
    }

    fn card(&mut self) -> &'static str {
        let mut draw = self.client.chance.below(100);
        for (card, percent) in OTHERS {
            if draw < percent {
                return card;
            }
            draw = draw.saturating_sub(percent);
        }
        CARD
    }

    /// What was acknowledged at any time before is still there; some of it is given back.
    async fn look_back(&mut self, key: &str) -> Outcome<()> {
        let draw = self.client.chance.below(usize::MAX);
        let Some((id, paid)) = self.ledger.some_payment(draw) else { return Ok(()) };
        let found = self.client.read(&format!("/v1/payments/{id}")).await?;
        if found.at("status") != paid.status.as_str() || found.at("payment_link_id") != paid.link.as_str() {
            return Err(format!("{id} was acknowledged as {paid:?} and is now {found}").into());
        }
        if paid.status == "succeeded" && self.client.chance.percent(REFUNDED) {
            refunds::give_back(&mut self.client, &self.ledger, &id, key).await?;
        }
        Ok(())
    }
}

/// Writes down what an answer to a payment told; whether the link needs no other payment.
fn take(ledger: &Ledger, open: Open, reply: &Reply) -> Outcome<bool> {
    let body = reply.json();
    match (reply.status(), body.at("status").as_str(), reply.code().as_str()) {
        (201, Some("succeeded"), _) => {
            ledger.ended(&open.link, &body.text("id")?, "succeeded")?;
            Ok(true)
        }
        (402, _, _) => {
            ledger.ended(&open.link, &body.text("payment_id")?, "failed")?;
            Ok(false)
        }
        (201 | 202, Some("processing"), _) => {
            ledger.open(Open { payment: Some(body.text("id")?), ..open });
            Ok(true)
        }
        (409, _, "idempotency_key_in_use") => {
            ledger.open(open);
            Ok(true)
        }
        _ => Err(format!("the payment {} was answered {reply}", open.key).into()),
    }
}

/// Asks once more about every payment and refund whose outcome is open.
pub(super) async fn ask_again(client: &mut Client, ledger: &Ledger) -> Outcome<()> {
    for open in ledger.take_open() {
        let slug = open.link.text("slug")?;
        let Some(payment) = open.payment.clone() else {
            let reply = client.insist(&pay(&slug, &open.token, &open.key)).await?;
            take(ledger, open, &reply)?;
            continue;
        };
        let found: Value = client.read(&format!("/v1/checkout/{slug}/payments/{payment}")).await?;
        match found.at("status").as_str() {
            Some("processing") => ledger.open(open),
            Some(end @ ("succeeded" | "failed")) => ledger.ended(&open.link, &payment, end)?,
            Some(_) | None => return Err(format!("{payment} became {found}").into()),
        }
    }
    refunds::ask_again(client, ledger).await
}
