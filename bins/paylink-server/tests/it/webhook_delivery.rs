//! Receivers that fail, hang, move away or are gone: every event arrives, once or more, under its own id.

use crate::world::{Answer, CARD, Delivery, Receiver, Server, Shop, eventually, pay_by_card, text};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

async fn subscribe(server: &Server, url: &str, events: &Value) -> String {
    let wanted = json!({"url": url, "events": events});
    text(&server.admin("POST", "/v1/webhook_endpoints").json(&wanted).send().await.ok(201), "id")
}

/// Deliveries to an endpoint, as the log of deliveries tells them.
async fn log_of(server: &Server, endpoint: &str) -> Vec<Value> {
    let path = format!("/v1/webhook_deliveries?webhook_endpoint_id={endpoint}&limit=100");
    server.admin("GET", &path).send().await.ok(200)["data"].as_array().unwrap().clone()
}

/// Waits for the first delivery of an endpoint to have been attempted.
async fn first_attempt(server: &Server, endpoint: &str) -> Value {
    eventually("an attempt is logged", async || {
        log_of(server, endpoint).await.into_iter().find(|delivery| delivery["attempts"] == 1)
    })
    .await
}

async fn endpoint_of(server: &Server, id: &str) -> Value {
    server.admin("GET", &format!("/v1/webhook_endpoints/{id}")).send().await.ok(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_fails_at_first_gets_every_event_under_the_same_id() {
    let server = Server::new().await;
    let receiver = Receiver::that(|_, before| Answer::Status(if before == 0 { 500 } else { 200 })).await;
    let endpoint = subscribe(&server, &receiver.url("/hooks"), &json!(["*"])).await;
    let shop = Shop::open(&server).await;
    for number in 0..5 {
        let link = shop.one_time_link(&server).await;
        pay_by_card(&server, &link, CARD, &format!("pay-{number}")).await.ok(201);
    }
    let events = server.admin("GET", "/v1/events?limit=100").send().await.ok(200);
    let events: BTreeSet<String> = events["data"].as_array().unwrap().iter().map(|event| text(event, "id")).collect();
    assert_eq!(events.len(), 20);

    let log = eventually("every event is delivered", async || {
        let log = log_of(&server, &endpoint).await;
        (log.len() == 20 && log.iter().all(|delivery| delivery["status"] == "succeeded")).then_some(log)
    })
    .await;
    assert!(log.iter().all(|delivery| delivery["attempts"] == 2 && delivery["last_status"] == 200), "{log:?}");
    let heard = receiver.heard();
    let ids: BTreeSet<String> = heard.iter().map(Delivery::id).collect();
    assert_eq!(ids, events, "every event, and nothing else");
    assert_eq!(heard.len(), 40, "each twice: no attempt was made after a success");
    for id in &ids {
        let attempts: Vec<&Delivery> = heard.iter().filter(|delivery| delivery.id() == *id).collect();
        let [first, second] = attempts[..] else { panic!("{} attempts", attempts.len()) };
        assert_eq!(first.body, second.body, "the body is written once and for all");
        let wait = second.at - first.at;
        assert!(
            wait >= Duration::from_secs(4) && wait < Duration::from_secs(30),
            "the first retry came after {wait:?}"
        );
    }
    assert_eq!(endpoint_of(&server, &endpoint).await["failing_since"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_sent_again_on_request_keeps_its_id_and_body() {
    let server = Server::new().await;
    let receiver = Receiver::that(|_, before| Answer::Status(if before < 2 { 503 } else { 204 })).await;
    let endpoint = subscribe(&server, &receiver.url("/hooks"), &json!(["payment_link.created"])).await;
    let shop = Shop::open(&server).await;
    shop.one_time_link(&server).await;
    let failed = first_attempt(&server, &endpoint).await;
    assert_eq!((&failed["status"], &failed["last_status"]), (&json!("pending"), &json!(503)));

    let event = text(&failed, "event_id");
    for attempt in 2..=3 {
        server.admin("POST", &format!("/v1/events/{event}/redeliver")).send().await.ok(202);
        eventually("the event comes again", async || (receiver.heard().len() >= attempt).then_some(())).await;
    }
    let delivered = eventually("it was taken", async || {
        log_of(&server, &endpoint).await.into_iter().find(|delivery| delivery["status"] == "succeeded")
    })
    .await;
    assert_eq!((&delivered["id"], &delivered["last_status"]), (&failed["id"], &json!(204)));
    let heard = receiver.heard();
    assert!(heard.iter().all(|delivery| delivery.id() == event && delivery.body == heard[0].body));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_says_it_is_gone_is_disabled_and_left_alone() {
    let server = Server::new().await;
    let receiver = Receiver::that(|_, _| Answer::Status(410)).await;
    let endpoint = subscribe(&server, &receiver.url("/hooks"), &json!(["*"])).await;
    let shop = Shop::open(&server).await;
    shop.one_time_link(&server).await;
    let shown = eventually("the endpoint is disabled", async || {
        Some(endpoint_of(&server, &endpoint).await).filter(|endpoint| endpoint["disabled"] == true)
    })
    .await;
    assert_eq!(shown["disabled_reason"], "gone");

    let witness = Receiver::new().await;
    subscribe(&server, &witness.url("/hooks"), &json!(["payment.succeeded"])).await;
    let link = shop.one_time_link(&server).await;
    pay_by_card(&server, &link, CARD, "pay").await.ok(201);
    witness.hears("a later event", |_| true).await;
    assert_eq!(receiver.heard().len(), 1, "nothing was sent after 410");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_a_failure_and_is_not_followed() {
    let server = Server::new().await;
    let elsewhere = Receiver::new().await;
    let target = elsewhere.url("/elsewhere");
    let receiver = Receiver::that(move |_, _| Answer::RedirectTo(target.clone())).await;
    let endpoint = subscribe(&server, &receiver.url("/hooks"), &json!(["*"])).await;
    Shop::open(&server).await.one_time_link(&server).await;

    let attempt = first_attempt(&server, &endpoint).await;
    assert_eq!((&attempt["status"], &attempt["last_status"]), (&json!("pending"), &json!(302)));
    assert_eq!(attempt["last_error"], "answered with a redirect");
    assert!(elsewhere.heard().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_hangs_holds_up_no_other() {
    let server = Server::new().await;
    let hanging = Receiver::that(|_, _| Answer::Hang).await;
    let healthy = Receiver::new().await;
    subscribe(&server, &hanging.url("/hooks"), &json!(["*"])).await;
    let endpoint = subscribe(&server, &healthy.url("/hooks"), &json!(["*"])).await;
    let shop = Shop::open(&server).await;
    for _ in 0..40 {
        shop.one_time_link(&server).await;
    }
    eventually("the healthy one has everything", async || (healthy.heard().len() == 40).then_some(())).await;
    let log = eventually("all are logged", async || {
        let log = log_of(&server, &endpoint).await;
        log.iter().all(|delivery| delivery["status"] == "succeeded").then_some(log)
    })
    .await;
    assert_eq!(log.len(), 40);
    assert_eq!(hanging.heard().len(), 4, "the hanging one is tried four times at once, and no more");
}

#[tokio::test(flavor = "multi_thread")]
async fn attempts_under_way_when_the_process_is_killed_are_made_again_under_the_same_ids() {
    let well = Arc::new(AtomicBool::new(false));
    let seen = well.clone();
    let receiver = Receiver::that(move |_, _| match seen.load(Ordering::SeqCst) {
        true => Answer::Status(200),
        false => Answer::Hang,
    })
    .await;
    let server = Server::new().await;
    let endpoint = subscribe(&server, &receiver.url("/hooks"), &json!(["*"])).await;
    let shop = Shop::open(&server).await;
    for number in 0..3 {
        let link = shop.one_time_link(&server).await;
        pay_by_card(&server, &link, CARD, &format!("pay-{number}")).await.ok(201);
    }
    eventually("four attempts are under way", async || (receiver.heard().len() == 4).then_some(())).await;
    let before: BTreeSet<String> = receiver.heard().iter().map(Delivery::id).collect();

    let server = server.again().await;
    eventually("they are made again", async || (receiver.heard().len() == 8).then_some(())).await;
    let home = server.kill();
    well.store(true, Ordering::SeqCst);
    let server = home.serve().await;
    let log = eventually("every event is delivered", async || {
        let log = log_of(&server, &endpoint).await;
        (log.len() == 12 && log.iter().all(|delivery| delivery["status"] == "succeeded")).then_some(log)
    })
    .await;
    let ids: BTreeSet<String> = log.iter().map(|delivery| text(delivery, "event_id")).collect();
    let heard: BTreeSet<String> = receiver.heard().iter().map(Delivery::id).collect();
    assert_eq!((ids.len(), &ids), (12, &heard));
    assert!(before.iter().all(|id| receiver.heard().iter().filter(|delivery| delivery.id() == *id).count() >= 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_event_goes_to_its_endpoint_alone_even_if_that_wants_no_such_events() {
    let server = Server::new().await;
    let (one, other) = (Receiver::new().await, Receiver::new().await);
    let endpoint = subscribe(&server, &one.url("/hooks"), &json!(["payment.succeeded"])).await;
    subscribe(&server, &other.url("/hooks"), &json!(["*"])).await;
    let queued = server.admin("POST", &format!("/v1/webhook_endpoints/{endpoint}/test")).send().await.ok(201);
    let heard = one.hears("the test event", |_| true).await;
    assert_eq!((heard.id(), heard.kind()), (text(&queued, "event_id"), "webhook_endpoint.test".to_owned()));
    assert_eq!(heard.path, "/hooks");
    assert!(other.heard().is_empty());
}
