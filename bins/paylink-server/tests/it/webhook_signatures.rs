//! Signatures of real deliveries, judged by libraries that other people wrote.

use crate::world::{CARD, Delivery, Receiver, Server, Shop, eventually, pay_by_card, python, text};
use serde_json::{Value, json};

/// Subscribes a receiver to everything; the endpoint with its secret.
async fn subscribe(server: &Server, receiver: &Receiver) -> Value {
    let wanted = json!({"url": receiver.url("/hooks")});
    server.admin("POST", "/v1/webhook_endpoints").json(&wanted).send().await.ok(201)
}

/// What both libraries say about deliveries signed with `secret`.
fn judged(secret: &str, deliveries: &[Delivery]) -> Vec<Value> {
    let shown = |delivery: &Delivery| {
        let headers: serde_json::Map<_, _> =
            delivery.headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        json!({"secret": secret, "headers": headers, "body": delivery.body})
    };
    let input = json!({"deliveries": deliveries.iter().map(shown).collect::<Vec<_>>()});
    python("verify_webhooks.py", &input).as_array().unwrap().clone()
}

fn good() -> Value {
    let verdict = json!({"as_it_came": true, "tampered_body": false, "other_id": false, "other_secret": false});
    json!({"standardwebhooks": verdict, "svix": verdict})
}

#[tokio::test(flavor = "multi_thread")]
async fn two_third_party_libraries_accept_every_delivery_and_refuse_a_tampered_one() {
    let server = Server::new().await;
    let receiver = Receiver::new().await;
    let endpoint = subscribe(&server, &receiver).await;
    let shop = Shop::open(&server).await;
    let link = shop.one_time_link(&server).await;
    pay_by_card(&server, &link, CARD, "pay").await.ok(201);

    let deliveries =
        eventually("all four events", async || Some(receiver.heard()).filter(|heard| heard.len() >= 4)).await;
    let mut kinds: Vec<String> = deliveries.iter().map(Delivery::kind).collect();
    kinds.sort();
    assert_eq!(kinds, ["payment.processing", "payment.succeeded", "payment_link.completed", "payment_link.created"]);
    assert_eq!(judged(&text(&endpoint, "secret"), &deliveries), vec![good(); 4]);
    for delivery in &deliveries {
        assert_eq!(delivery.header("content-type"), "application/json");
        assert_eq!(delivery.json()["id"], delivery.id());
        let event = server.admin("GET", &format!("/v1/events/{}", delivery.id())).send().await;
        assert_eq!(event.ok(200), delivery.json(), "the delivery is the event as the API tells it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_rotation_both_secrets_verify_and_a_third_does_not() {
    let server = Server::new().await;
    let receiver = Receiver::new().await;
    let endpoint = subscribe(&server, &receiver).await;
    let (id, old) = (text(&endpoint, "id"), text(&endpoint, "secret"));
    let rotated = server.admin("POST", &format!("/v1/webhook_endpoints/{id}/rotate_secret")).send().await.ok(200);
    let new = text(&rotated, "secret");
    assert_ne!(old, new);

    let shop = Shop::open(&server).await;
    shop.one_time_link(&server).await;
    let delivery = receiver.hears("the link's event", |_| true).await;
    assert_eq!(delivery.header("webhook-signature").split(' ').count(), 2);
    for secret in [&old, &new] {
        assert_eq!(judged(secret, std::slice::from_ref(&delivery)), [good()]);
    }
    let shown = server.admin("GET", &format!("/v1/webhook_endpoints/{id}")).send().await.ok(200);
    assert_eq!(shown.get("secret"), None, "a secret is shown when it is made, and never again");
}
