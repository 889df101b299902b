//! Many payers at once: a link takes what it was made for, and not one payment more.

use crate::world::{Books, CARD, Heard, Server, Shop, card_token, link_of, pay, text};
use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Lets `count` people, each with a card of their own, pay `link` at the same moment.
async fn rush(server: &Server, link: &Value, count: usize) -> Vec<Heard> {
    let tokens = join_all((0..count).map(|_| card_token(server, CARD))).await;
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

    let token = card_token(&server, CARD).await;
    let paid = pay(&server, &link, "card", &token, "good").send().await.ok(201);
    assert_eq!(Books::open(&server.home.database()).charged(), [text(&paid, "id")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_without_a_limit_takes_everybody() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let link = shop.link(&server, json!({"usage": "multi_use"})).await;

    let counts = tally(&rush(&server, &link, 100).await);
    assert_eq!(counts, BTreeMap::from([("201".to_owned(), 100)]));

    let link = link_of(&server, &link).await;
    assert_eq!((&link["status"], &link["amount_paid"]), (&json!("ACTIVE"), &json!("1250.00")));
    assert_eq!(Books::open(&server.home.database()).charged().len(), 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_token_at_many_links_is_charged_once() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let links = join_all((0..20).map(|_| shop.one_time_link(&server))).await;
    let token = card_token(&server, CARD).await;
    let payments: Vec<_> = links.iter().map(|link| pay(&server, link, "card", &token, "mine")).collect();

    let counts = tally(&join_all(payments.iter().map(|payment| payment.send())).await);
    assert_eq!(counts, BTreeMap::from([("201".to_owned(), 1), ("402 invalid_token".to_owned(), 19)]));
    assert_eq!(Books::open(&server.home.database()).charged().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_cancelled_while_it_is_being_paid_ends_as_one_of_both() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let mut ends = BTreeMap::<(u16, u16), usize>::new();
    for _ in 0..40 {
        let link = shop.one_time_link(&server).await;
        let token = card_token(&server, CARD).await;
        let payment = pay(&server, &link, "card", &token, "pay");
        let cancel = server.admin("POST", &format!("/v1/payment_links/{}/cancel", text(&link, "id")));
        let (paid, cancelled) = join(payment.send(), cancel.send()).await;
        let end = link_of(&server, &link).await;
        match (paid.status, cancelled.status) {
            (201, 409) => assert_eq!((&end["status"], &end["payment_status"]), (&json!("COMPLETED"), &json!("paid"))),
            (409, 200) => assert_eq!((&end["status"], &end["payment_status"]), (&json!("CANCELLED"), &json!("unpaid"))),
            other => panic!("{other:?}: {} {}", paid.text(), cancelled.text()),
        }
        *ends.entry((paid.status, cancelled.status)).or_default() += 1;
    }
    let paid = ends.get(&(201, 409)).copied().unwrap_or_default();
    assert_eq!(Books::open(&server.home.database()).charged().len(), paid, "{ends:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_changes_while_it_is_being_paid_is_charged_as_the_link_then_says() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    for _ in 0..40 {
        let link = shop.one_time_link(&server).await;
        let token = card_token(&server, CARD).await;
        let payment = pay(&server, &link, "card", &token, "pay");
        let change = server.admin("PATCH", &format!("/v1/payment_links/{}", text(&link, "id")));
        let change = change.json(&json!({"amount": "99.00"}));
        let (paid, changed) = join(payment.send(), change.send()).await;
        let (paid, link) = (paid.ok(201), link_of(&server, &link).await);
        match changed.status {
            200 => assert_eq!(paid["amount"], "99.00"),
            _ => assert!(["link_has_payments", "link_closed"].contains(&changed.code().as_str())),
        }
        assert_eq!((&paid["amount"], &paid["amount"]), (&link["amount"], &link["amount_paid"]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_payers_of_one_invoice_through_two_links_make_one_payment_and_one_charge() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let (invoice, links) = shop.invoice_with_links(&server, 2).await;
    let tokens = join_all((0..64).map(|_| card_token(&server, CARD))).await;
    let payments: Vec<_> = tokens
        .iter()
        .enumerate()
        .map(|(payer, token)| pay(&server, &links[payer % 2], "card", token, &format!("payer-{payer}")))
        .collect();

    let counts = tally(&join_all(payments.iter().map(|payment| payment.send())).await);
    let late = counts.get("409 link_cancelled").copied().unwrap_or_default();
    assert_eq!((counts.get("201"), refused(&counts) + late), (Some(&1), 63), "{counts:?}");

    let invoice = server.admin("GET", &format!("/v1/invoices/{}", text(&invoice, "id"))).send().await.ok(200);
    assert_eq!(invoice["status"], "paid");
    let mut ends = Vec::new();
    for link in &links {
        ends.push(text(&link_of(&server, link).await, "status"));
    }
    ends.sort();
    assert_eq!(ends, ["CANCELLED", "COMPLETED"]);
    let mut books = Books::open(&server.home.database());
    assert_eq!(books.charges().len(), 1, "keys the gateway has ever heard of");
    assert!(books.is_sound());
}
