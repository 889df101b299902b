//! Refunds through the real server: one by one, sixty-four at once, and as the sandbox's cards decide.

use crate::{
    postgres::Place,
    world::{CARD, Receiver, Server, Shop, eventually, pay_by_card, text},
};
use futures_util::future::join_all;
use serde_json::{Value, json};

async fn paid(server: &Server, shop: &Shop, number: &str) -> String {
    let link = shop.one_time_link(server).await;
    text(&pay_by_card(server, &link, number, "pay").await.ok(201), "id")
}

async fn show(server: &Server, path: String) -> Value {
    server.admin("GET", &path).send().await.ok(200)
}

/// 64 refunds of 0.30 of one payment of 12.50, spread over these servers: 41 fit, 0.20 remains.
async fn sixty_four_at_once(servers: &[Server]) {
    let first = servers.first().unwrap();
    let shop = Shop::open(first).await;
    let payment = paid(first, &shop, CARD).await;
    let path = format!("/v1/payments/{payment}/refunds");
    let asked = (0..64).map(|number| {
        let server = &servers[number % servers.len()];
        server.admin("POST", &path).key(&format!("refund-{number}")).json(&json!({"amount": "0.30"}))
    });
    let asked: Vec<_> = asked.collect();
    let answers = join_all(asked.iter().map(|say| say.send())).await;
    let made = answers.iter().filter(|answer| matches!(answer.status, 201 | 202)).count();
    let refused = answers.iter().filter(|answer| answer.status == 409 && answer.code() == "refund_exceeds_payment");
    let seen: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!((made, refused.count()), (41, 23), "{seen:?}");
    let payment_shown = eventually("every refund has an outcome", async || {
        let shown = show(first, format!("/v1/payments/{payment}")).await;
        (shown["amount_refunded"] == "12.30").then_some(shown)
    })
    .await;
    assert_eq!(payment_shown["status"], "succeeded");
    let over = first.admin("POST", &path).json(&json!({"amount": "0.21"})).send().await;
    assert_eq!((over.status, over.code().as_str()), (409, "refund_exceeds_payment"));
    let rest = first.admin("POST", &path).send().await.ok(201);
    assert_eq!((&rest["amount"], &rest["status"]), (&json!("0.20"), &json!("succeeded")), "the remainder is exact");
    assert_eq!(show(first, format!("/v1/payments/{payment}")).await["amount_refunded"], "12.50");
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_refunds_at_once_never_pass_the_payment_on_sqlite() {
    let server = Server::new().await;
    sixty_four_at_once(std::slice::from_ref(&server)).await;
    let doctor = server.home.run(&["doctor"]);
    assert!(doctor.status.success(), "{}", String::from_utf8_lossy(&doctor.stdout));
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_refunds_at_two_servers_never_pass_the_payment_on_postgresql() {
    let place = Place::new();
    let servers = [place.home("web").serve().await, place.home("all").serve().await];
    sixty_four_at_once(&servers).await;
    assert_eq!(place.count("refunds WHERE status = 'succeeded'"), 42);
    assert_eq!(place.count("ledger WHERE kind = 'refund'"), 42);
    let doctor = servers[0].home.run(&["doctor"]);
    assert!(doctor.status.success(), "{}", String::from_utf8_lossy(&doctor.stdout));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_told_by_webhook_and_shown_on_payment_and_link() {
    let server = Server::new().await;
    let receiver = Receiver::new().await;
    let wanted = json!({"url": receiver.url("/hooks"), "events": ["refund.succeeded"]});
    server.admin("POST", "/v1/webhook_endpoints").json(&wanted).send().await.ok(201);
    let shop = Shop::open(&server).await;
    let link = shop.one_time_link(&server).await;
    let payment = text(&pay_by_card(&server, &link, CARD, "pay").await.ok(201), "id");
    let path = format!("/v1/payments/{payment}/refunds");
    let refund = server.admin("POST", &path).json(&json!({"amount": "5.00", "reason": "cold"})).send().await.ok(201);
    let told = receiver.hears("refund.succeeded", |delivery| delivery.kind() == "refund.succeeded").await.json();
    assert_eq!(told["data"], refund);
    assert_eq!(show(&server, format!("/v1/payments/{payment}")).await["amount_refunded"], "5.00");
    let link = show(&server, format!("/v1/payment_links/{}", text(&link, "id"))).await;
    assert_eq!((&link["amount_refunded"], &link["status"]), (&json!("5.00"), &json!("COMPLETED")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_whose_answer_was_lost_is_found_out() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let payment = paid(&server, &shop, "4000000000003824").await;
    let path = format!("/v1/payments/{payment}/refunds");
    let refund = server.admin("POST", &path).key("once").send().await.ok(202);
    assert_eq!(refund["status"], "processing");
    let over = server.admin("POST", &path).send().await;
    assert_eq!(over.code(), "refund_exceeds_payment", "its amount is reserved");
    let id = text(&refund, "id");
    let done = eventually("the refund has an outcome", async || {
        let shown = show(&server, format!("/v1/refunds/{id}")).await;
        (shown["status"] != "processing").then_some(shown)
    })
    .await;
    assert_eq!(done["status"], "succeeded");
    let replayed = server.admin("POST", &path).key("once").send().await;
    assert_eq!((replayed.status, replayed.json()), (202, refund), "the first answer, byte for byte");
}
