//! The gateway's answer gets lost: the payment is not a failure, nobody pays twice, and the truth comes out.

use crate::world::{Books, CARD, Server, Shop, eventually, link_of, pay_by_card, text};
use serde_json::{Value, json};

const CHARGED: &str = "4000000000000341";
const NOT_CHARGED: &str = "4000000000000259";

async fn lost(card: &str) -> (Server, Value, Value) {
    let server = Server::new().await;
    let link = Shop::open(&server).await.one_time_link(&server).await;
    let payment = pay_by_card(&server, &link, card, "first").await.ok(202);
    assert_eq!((&payment["status"], &payment["failure"]), (&json!("processing"), &Value::Null));
    let other = pay_by_card(&server, &link, CARD, "second").await;
    assert_eq!((other.status, other.code()), (409, "payment_in_progress".to_owned()));
    (server, link, payment)
}

async fn asked(server: &Server, link: &Value, payment: &Value) -> Value {
    let path = format!("/v1/checkout/{}/payments/{}", text(link, "slug"), text(payment, "id"));
    server.say("GET", &path).send().await.ok(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_whose_answer_was_lost_is_found_when_its_payer_asks() {
    let (server, link, payment) = lost(CHARGED).await;
    assert_eq!(asked(&server, &link, &payment).await["status"], "succeeded");
    let paid = link_of(&server, &link).await;
    assert_eq!((&paid["status"], &paid["payment_status"]), (&json!("COMPLETED"), &json!("paid")));
    assert_eq!(Books::open(&server.home.database()).charged(), [text(&payment, "id")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_whose_answer_was_lost_is_found_when_nobody_asks() {
    let (server, link, payment) = lost(CHARGED).await;
    eventually("the link is paid", async || (link_of(&server, &link).await["payment_status"] == "paid").then_some(()))
        .await;
    assert_eq!(Books::open(&server.home.database()).charged(), [text(&payment, "id")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_never_arrived_fails_and_leaves_the_link_to_others() {
    let (server, link, payment) = lost(NOT_CHARGED).await;
    let failed = eventually("the payment has failed", async || {
        Some(asked(&server, &link, &payment).await).filter(|payment| payment["status"] == "failed")
    })
    .await;
    assert_eq!(failed["failure"]["code"], "processing_error");
    let paid = pay_by_card(&server, &link, CARD, "third").await.ok(201);
    assert_eq!(Books::open(&server.home.database()).charged(), [text(&paid, "id")]);
}
