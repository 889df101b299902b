//! Webhooks go to public addresses unless the operator allows others: checked when set, and again when sent.

use crate::world::{Receiver, Server, Shop, eventually};
use serde_json::json;

const REFUSED: [&str; 14] = [
    "http://example.com/hooks",
    "https://127.0.0.1/hooks",
    "https://localhost/hooks",
    "https://[::1]/hooks",
    "https://[::ffff:10.0.0.1]/hooks",
    "https://[64:ff9b::a9fe:a9fe]/hooks",
    "https://10.1.2.3/hooks",
    "https://192.168.0.1:8443/hooks",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/hooks",
    "https://2130706433/hooks",
    "https://0x7f000001/hooks",
    "https://user:pass@example.com/hooks",
    "https://example.com:25/hooks",
];

#[tokio::test(flavor = "multi_thread")]
async fn private_addresses_are_refused_when_an_endpoint_is_made_and_when_it_is_changed() {
    let server = crate::world::Home::new().without("PAYLINK_ALLOW_PRIVATE_WEBHOOKS").serve().await;
    let made = server.admin("POST", "/v1/webhook_endpoints").json(&json!({"url": "https://203.0.114.1/hooks"}));
    let made = made.send().await.ok(201);
    let path = format!("/v1/webhook_endpoints/{}", made["id"].as_str().unwrap());
    for url in REFUSED {
        for request in [server.admin("POST", "/v1/webhook_endpoints"), server.admin("PATCH", &path)] {
            let refused = request.json(&json!({"url": url})).send().await;
            assert_eq!((refused.status, refused.code()), (422, "url_not_allowed".to_owned()), "{url}");
            assert_eq!(refused.json()["errors"][0]["field"], "url", "{url}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_became_forbidden_is_not_sent_to() {
    let server = Server::new().await;
    let receiver = Receiver::new().await;
    server.admin("POST", "/v1/webhook_endpoints").json(&json!({"url": receiver.url("/hooks")})).send().await.ok(201);
    let shop = Shop::open(&server).await;

    let server = server.kill().with("PAYLINK_ALLOW_PRIVATE_WEBHOOKS", "false").serve().await;
    shop.one_time_link(&server).await;
    let delivery = eventually("an attempt is logged", async || {
        let log = server.admin("GET", "/v1/webhook_deliveries").send().await.ok(200);
        log["data"].as_array().unwrap().iter().find(|delivery| delivery["attempts"] == 1).cloned()
    })
    .await;
    assert_eq!(delivery["last_error"], "the address is not allowed");
    assert!(receiver.heard().is_empty());
}
