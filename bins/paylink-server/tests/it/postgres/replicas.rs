//! Several servers on one database: nothing that one of them knows is unknown to the others.

use super::Place;
use crate::world::{CARD, Receiver, Shop, card_token, link_of, pay, text};
use futures_util::future::join_all;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_payers_at_two_servers_make_one_payment_and_one_charge() {
    let place = Place::new();
    let servers = [place.home("web").serve().await, place.home("web").serve().await];
    let shop = Shop::open(&servers[0]).await;
    let link = shop.one_time_link(&servers[1]).await;
    let tokens = join_all((0..200).map(|payer| card_token(&servers[payer % 2], CARD))).await;
    // each pays at the server that did not make the token
    let payments: Vec<_> = tokens
        .iter()
        .enumerate()
        .map(|(payer, token)| pay(&servers[(payer + 1) % 2], &link, "card", token, &format!("payer-{payer}")))
        .collect();
    let mut counts = BTreeMap::<String, usize>::new();
    for answer in join_all(payments.iter().map(|payment| payment.send())).await {
        let name = if answer.status == 201 { "201".to_owned() } else { format!("{} {}", answer.status, answer.code()) };
        *counts.entry(name).or_default() += 1;
    }
    let refused: usize =
        ["409 payment_in_progress", "409 link_completed"].iter().filter_map(|name| counts.get(*name)).sum();
    assert_eq!((counts.get("201"), refused), (Some(&1), 199), "{counts:?}");
    assert_eq!(place.count("payments WHERE status = 'succeeded'"), 1);
    assert_eq!(place.count("documents WHERE kind = 'sandbox_charge'"), 1, "keys the gateway has ever heard of");
    for server in &servers {
        assert_eq!(link_of(server, &link).await["status"], "COMPLETED");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_payers_of_one_invoice_at_two_servers_make_one_payment_and_one_charge() {
    let place = Place::new();
    let servers = [place.home("web").serve().await, place.home("web").serve().await];
    let shop = Shop::open(&servers[0]).await;
    let (invoice, links) = shop.invoice_with_links(&servers[0], 2).await;
    let tokens = join_all((0..64).map(|payer| card_token(&servers[payer % 2], CARD))).await;
    // each link is paid at both servers
    let payments: Vec<_> = tokens
        .iter()
        .enumerate()
        .map(|(payer, token)| pay(&servers[payer % 2], &links[payer / 2 % 2], "card", token, &format!("payer-{payer}")))
        .collect();
    let mut counts = BTreeMap::<String, usize>::new();
    for answer in join_all(payments.iter().map(|payment| payment.send())).await {
        let name = if answer.status == 201 { "201".to_owned() } else { format!("{} {}", answer.status, answer.code()) };
        *counts.entry(name).or_default() += 1;
    }
    let told = ["409 payment_in_progress", "409 link_completed", "409 link_cancelled"];
    let refused: usize = told.iter().filter_map(|name| counts.get(*name)).sum();
    assert_eq!((counts.get("201"), refused), (Some(&1), 63), "{counts:?}");
    assert_eq!(place.count("payments WHERE status = 'succeeded'"), 1);
    assert_eq!(place.count("documents WHERE kind = 'sandbox_charge'"), 1, "keys the gateway has ever heard of");
    assert_eq!(place.count("links WHERE state = 'open'"), 0);
    for server in &servers {
        let now = server.admin("GET", &format!("/v1/invoices/{}", text(&invoice, "id"))).send().await.ok(200);
        assert_eq!(now["status"], "paid");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn web_servers_and_a_worker_share_tokens_answers_and_webhooks() {
    let place = Place::new();
    let (one, two) = (place.home("web").serve().await, place.home("web").serve().await);
    let worker = place.home("worker").serve().await;
    let receiver = Receiver::new().await;
    let wanted = json!({"url": receiver.url("/hooks"), "events": ["*"]});
    one.admin("POST", "/v1/webhook_endpoints").json(&wanted).send().await.ok(201);
    let shop = Shop::open(&one).await;
    let (link, other) = (shop.one_time_link(&one).await, shop.one_time_link(&two).await);

    let token = card_token(&one, CARD).await;
    let paid = pay(&two, &link, "card", &token, "mine").send().await;
    assert_eq!(paid.status, 201, "{}", paid.text());
    let replayed = pay(&one, &link, "card", &token, "mine").send().await;
    assert_eq!((replayed.status, &replayed.body), (201, &paid.body), "the same answer, byte for byte");
    assert_eq!(replayed.header("idempotent-replayed"), Some("true"));
    let again = pay(&one, &other, "card", &token, "again").send().await;
    assert_eq!((again.status, again.code().as_str()), (402, "invalid_token"), "a token is charged once");

    // a change through one server shows at once through the other
    let change = json!({"description": "changed"});
    two.admin("PATCH", &format!("/v1/payment_links/{}", text(&other, "id"))).json(&change).send().await.ok(200);
    assert_eq!(link_of(&one, &other).await["description"], "changed");

    receiver.hears("the worker's webhook", |delivery| delivery.kind() == "payment_link.completed").await;
    receiver.hears("the worker's webhook", |delivery| delivery.kind() == "payment_link.updated").await;
    let ids: Vec<String> = receiver.heard().iter().map(|delivery| delivery.id()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an event came twice without need");
    assert_eq!(worker.say("GET", "/health/ready").send().await.status, 200);
}
