//! Many payers at once: a link takes what it was made for, and not one payment more.

use crate::world::{Books, Heard, Server, Shop, card_token, link_of, pay, text};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Lets `count` people, each with a card of their own, pay `link` at the same moment.
async fn rush(server: &Server, link: &Value, count: usize) -> Vec<Heard> {
    let tokens = join_all((0..count).map(|_| card_token(server, "4242424242424242"))).await;
    let payments =
        tokens.iter().enumerate().map(|(payer, token)| pay(server, link, "card", token, &format!("payer-{payer}")));
    let payments: Vec<_> = payments.collect();
    join_all(payments.iter().map(|payment| payment.send())).await
}

/// How often each status came, with the code of refusals.
fn tally(answers: &[Heard]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for answer in answers {
        let name = if answer.status == 201 { "201".to_owned() } else { format!("{} {}", answer.status, answer.code()) };
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn refused(counts: &BTreeMap<String, usize>) -> usize {
    ["409 payment_in_progress", "409 link_completed"].iter().filter_map(|name| counts.get(*name)).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_payers_of_a_one_time_link_make_one_payment_and_one_charge() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let link = shop.one_time_link(&server).await;

    let counts = tally(&rush(&server, &link, 200).await);
    assert_eq!(counts.get("201"), Some(&1), "{counts:?}");
    assert_eq!(refused(&counts), 199, "{counts:?}");

    let link = link_of(&server, &link).await;
    assert_eq!(link["status"], "COMPLETED");
    assert_eq!(link["payment_status"], "paid");
    assert_eq!(link["amount_paid"], "12.50");
    assert_eq!(link["payments_count"], 1);
    let mut books = Books::open(&server.home.database());
    assert_eq!(books.charges().len(), 1, "keys the gateway has ever heard of");
    assert_eq!(books.charged().len(), 1);
    assert!(books.is_sound());
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_payers_of_a_link_for_fifty_make_exactly_fifty_payments() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let link = shop.link(&server, json!({"usage": "multi_use", "max_payments": 50})).await;

    let counts = tally(&rush(&server, &link, 500).await);
    assert_eq!(counts.get("201"), Some(&50), "{counts:?}");
    assert_eq!(refused(&counts), 450, "{counts:?}");

    let link = link_of(&server, &link).await;
    assert_eq!(link["status"], "COMPLETED");
    assert_eq!(link["amount_paid"], "625.00");
    assert_eq!(link["payments_count"], 50);
    let mut books = Books::open(&server.home.database());
    assert_eq!(books.charges().len(), 50);
    assert_eq!(books.charged().len(), 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn payers_who_are_declined_leave_the_link_to_one_who_is_not() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let link = shop.one_time_link(&server).await;
    let bad = join_all((0..20).map(|_| card_token(&server, "4000000000000002"))).await;
    let declined: Vec<_> = bad
        .iter()
        .enumerate()
        .map(|(payer, token)| pay(&server, &link, "card", token, &format!("bad-{payer}")))
        .collect();

    let answers = join_all(declined.iter().map(|payment| payment.send())).await;
    for answer in &answers {
        assert!([402, 409].contains(&answer.status), "{}", answer.text());
    }
    assert!(answers.iter().any(|answer| answer.status == 402 && answer.code() == "card_declined"));

    let token = card_token(&server, "4242424242424242").await;
    let paid = pay(&server, &link, "card", &token, "good").send().await.ok(201);
    assert_eq!(Books::open(&server.home.database()).charged(), [text(&paid, "id")]);
}
