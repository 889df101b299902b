//! `kill -9` under load, again and again: what was acknowledged is there, unchanged, and nothing was charged twice.

mod ledger;

use crate::world::{Books, CARD, Home, Server, Shop, asks_for_card_token, eventually, link_of, pay, text, within};
use futures_util::future::{join, join_all};
use ledger::{Attempt, Ledger};
use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Duration};

const KILLS: u32 = 50;
const WRITERS: u32 = 12;

/// Creates links and pays them until the server is gone.
async fn write(server: &Server, shop: &Shop, ledger: &Ledger, name: &str) {
    for number in 0.. {
        let key = format!("{name}-{number}");
        let Ok(made) = shop.asks_for_link(server, &json!({"external_id": key})).key(&key).try_send().await else {
            return ledger.lost_link(key);
        };
        let link = made.ok(201);
        ledger.link(&link);
        let Ok(token) = asks_for_card_token(server, CARD).try_send().await else { return };
        let attempt = Attempt { link, token: text(&token.ok(201), "token"), key };
        let Ok(paid) = pay(server, &attempt.link, "card", &attempt.token, &attempt.key).try_send().await else {
            return ledger.lost_payment(attempt);
        };
        ledger.payment(&attempt.link, &paid.ok(201));
    }
}

/// Lets writers loose and kills the server once it has acknowledged `enough`.
async fn load_and_kill(server: Server, shop: &Shop, ledger: &Ledger, round: u32, enough: usize) -> Home {
    let before = ledger.acknowledged();
    let names: Vec<String> = (0..WRITERS).map(|writer| format!("r{round}w{writer}")).collect();
    let writers = join_all(names.iter().map(|name| write(&server, shop, ledger, name)));
    let killer = async {
        eventually("the server acknowledges writes", async || (ledger.acknowledged() >= before + enough).then_some(()))
            .await;
        server.signal("KILL");
    };
    join(writers, killer).await;
    server.kill()
}

/// What the last server acknowledged is there as it was.
async fn check_round(server: &Server, ledger: &Ledger) {
    let (links, payments) = ledger.take_round();
    let found = join_all(links.iter().map(|link| link_of(server, link))).await;
    for (link, found) in links.iter().zip(&found) {
        if ledger.was_paid_or_tried(link) {
            assert_eq!(
                (&link["id"], &link["amount"], &link["created_at"]),
                (&found["id"], &found["amount"], &found["created_at"])
            );
        } else {
            assert_eq!(link, found);
        }
    }
    for (link, payment) in &payments {
        let found = server.admin("GET", &format!("/v1/payments/{}", text(payment, "id"))).send().await.ok(200);
        for field in ["id", "payment_link_id", "amount", "currency", "method", "status", "created_at", "updated_at"] {
            assert_eq!(payment[field], found[field], "{field} of a payment");
        }
        assert_eq!(link_of(server, link).await["payment_status"], "paid");
    }
}

/// Clients whose answer was lost ask again with the same key.
async fn ask_again(server: &Server, shop: &Shop, ledger: &Ledger) {
    for key in ledger.take_lost_links() {
        let link = shop.asks_for_link(server, &json!({"external_id": key})).key(&key).send().await.ok(201);
        ledger.link(&link);
    }
    for attempt in ledger.take_lost_payments() {
        let answer = pay(server, &attempt.link, "card", &attempt.token, &attempt.key).send().await;
        let payment = match answer.status {
            201 => answer.json(),
            // not known yet: the payment's own address tells
            202 => followed(server, &attempt.link, &answer.json()).await,
            _ => {
                assert_eq!(answer.code(), "idempotency_key_in_use", "{}", answer.text());
                Value::Null
            }
        };
        match payment["status"].as_str() {
            Some("succeeded") => ledger.payment(&attempt.link, &payment),
            None | Some("processing") => ledger.lost_payment(attempt),
            Some(other) => panic!("the payment ended {other}"),
        }
    }
}

async fn followed(server: &Server, link: &Value, payment: &Value) -> Value {
    let path = format!("/v1/checkout/{}/payments/{}", text(link, "slug"), text(payment, "id"));
    server.say("GET", &path).send().await.ok(200)
}

/// Everything on a list, by id.
async fn all(server: &Server, path: &str) -> BTreeMap<String, Value> {
    let mut rows = BTreeMap::new();
    let mut cursor = String::new();
    loop {
        let page = server.admin("GET", &format!("{path}?limit=100{cursor}")).send().await.ok(200);
        rows.extend(page["data"].as_array().unwrap().iter().map(|row| (text(row, "id"), row.clone())));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return rows,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_kills_under_load_lose_nothing_that_was_acknowledged_and_charge_nothing_twice() {
    let home =
        Home::new().with("PAYLINK_PUBLIC_URL", "http://pay.test").with("PAYLINK_LOG", "warn,paylink_server=info");
    let mut server = home.serve().await;
    let shop = Shop::open(&server).await;
    let ledger = Ledger::default();
    for round in 0..KILLS {
        // from the first writes to the midst of a steady load
        let enough = usize::try_from(1 + round * 7 % 41).unwrap();
        let home = load_and_kill(server, &shop, &ledger, round, enough).await;
        assert!(Books::open(&home.database()).is_sound());
        server = home.serve().await;
        check_round(&server, &ledger).await;
        ask_again(&server, &shop, &ledger).await;
    }

    within(Duration::from_secs(120), "no payment is stuck", async || {
        ask_again(&server, &shop, &ledger).await;
        ledger.nothing_is_lost().then_some(())
    })
    .await;
    let (links, payments) = ledger.all();
    assert!(payments.len() >= 200, "a load worth the name: {} payments", payments.len());
    let (kept_links, kept_payments) = (all(&server, "/v1/payment_links").await, all(&server, "/v1/payments").await);
    assert_eq!(kept_links.len(), links.len(), "each link was made once");
    assert_eq!(kept_payments.len(), payments.len(), "each payment was made once");
    for id in &links {
        assert!(kept_links.contains_key(id), "a link is lost");
    }
    for (id, link) in &payments {
        assert_eq!(kept_payments[id]["status"], "succeeded");
        let link = &kept_links[link];
        assert_eq!((&link["status"], &link["payments_count"]), (&json!("COMPLETED"), &json!(1)));
    }
    let mut books = Books::open(&server.home.database());
    assert_eq!(
        books.charged(),
        payments.keys().cloned().collect::<Vec<_>>(),
        "one charge for each payment, and no other"
    );
    let told = |kind: &str| format!("SELECT count(*) AS number FROM events WHERE kind = '{kind}'");
    let count = i64::try_from(payments.len()).unwrap();
    assert_eq!(books.number(&told("payment.succeeded")), count);
    assert_eq!(books.number(&told("payment_link.completed")), count);
    assert!(books.is_sound());
}
