//! Logs: one line per request, findable by its id, with nothing of anybody's in them.

use crate::world::{ADMIN, Account, Home, Receiver, Server, Shop, account_token, card_token, eventually, pay, text};
use serde_json::{Value, json};

/// Every kind of private text goes through the server; what must not be in a log comes back.
async fn traffic(server: &Server) -> Vec<String> {
    let mut private: Vec<String> =
        ["Canary Person", "canary@example.com", "canary-idempotency-key", "canary-metadata", "+15550001234"]
            .map(Into::into)
            .into();
    private.extend(["4242424242424242", "4000000000000341", "000123456789", "Canary Street", ADMIN].map(Into::into));
    let receiver = Receiver::new().await;
    let wanted = json!({"url": receiver.url("/canary-path?canary-query")});
    let endpoint = server.admin("POST", "/v1/webhook_endpoints").json(&wanted).send().await.ok(201);
    private.extend([text(&endpoint, "secret"), "canary-path".to_owned(), "canary-query".to_owned()]);
    let key = server.admin("POST", "/v1/api_keys").json(&json!({"name": "k", "role": "admin"})).send().await.ok(201);
    private.push(text(&key, "secret"));
    let merchant = json!({"name": "Canary Person", "email": "canary@example.com", "phone": "+15550001234"});
    let merchant = server.admin("POST", "/v1/merchants").json(&merchant).send().await.ok(201);
    let shop = Shop { merchant: text(&merchant, "id") };
    let jwt = server.admin("POST", &format!("/v1/merchants/{}/token", shop.merchant)).send().await.ok(201);
    private.push(text(&jwt, "token"));
    for (number, card) in ["4242424242424242", "4000000000000002", "4000000000000341"].into_iter().enumerate() {
        let link = shop.link(server, json!({"metadata": {"note": "canary-metadata"}})).await;
        let token = card_token(server, card).await;
        let body = json!({
            "method": "card", "token": token,
            "payer": {"name": "Canary Person", "email": "canary@example.com"},
            "billing": {"line1": "Canary Street 1"},
        });
        let path = format!("/v1/checkout/{}/payments", text(&link, "slug"));
        let key = format!("canary-idempotency-key-{number}");
        let paid = server.say("POST", &path).key(&key).json(&body).send().await;
        assert!([201, 202, 402].contains(&paid.status), "{}", paid.text());
        private.push(token);
        // either opens the page
        private.extend([text(&link, "slug"), text(&link, "id")]);
    }
    let link = shop.one_time_link(server).await;
    let token = account_token(server, Account::SETTLES).await;
    pay(server, &link, "ach", &token, "canary-idempotency-key").send().await.ok(201);
    private.push(token);

    let bad = json!({"merchant_id": shop.merchant, "amount": "canary-amount", "description": "canary@example.com"});
    server.admin("POST", "/v1/payment_links").json(&bad).send().await.ok(422);
    server.say("GET", "/v1/merchants?api_key=canary-key-in-query").send().await.ok(401);
    server.say("GET", "/v1/merchants").bearer("canary-bearer").send().await.ok(401);
    server.say("GET", "/canary-unknown-path").send().await.ok(404);
    private.extend(["canary-amount", "canary-key-in-query", "canary-bearer", "canary-unknown"].map(Into::into));
    eventually("events have been delivered", async || (receiver.heard().len() >= 8).then_some(())).await;
    private
}

fn assert_clean(log: &str, private: &[String]) {
    for text in private {
        let line = log.lines().find(|line| line.contains(text.as_str()));
        assert_eq!(line, None, "{text} is in the log");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_log_line_holds_anything_private_at_any_level() {
    for level in ["info", "debug", "trace"] {
        let server = Home::new().with("PAYLINK_LOG", level).serve().await;
        let private = traffic(&server).await;
        let home = server.kill();
        assert!(
            home.log().contains("route=\"/v1/checkout/{slug}/payments\" status=402"),
            "{level}: there is something to read"
        );
        assert_clean(&home.log(), &private);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_lines_tell_of_every_request_under_its_id() {
    let server = Home::new().with("PAYLINK_LOG_FORMAT", "json").serve().await;
    let private = traffic(&server).await;
    let asked = server.admin("GET", "/v1/merchants").header("x-request-id", "find-me-7").send().await;
    assert_eq!(asked.header("x-request-id"), Some("find-me-7"));
    let made = server.admin("GET", "/v1/payments").send().await;
    let log = server.kill().log();
    assert_clean(&log, &private);
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let line = |id: &str| lines.iter().find(|line| line["request_id"] == id).expect("a line for each request").clone();
    let found = line("find-me-7");
    assert_eq!(
        (&found["method"], &found["route"], &found["status"]),
        (&json!("GET"), &json!("/v1/merchants"), &json!(200))
    );
    assert!(found["duration_ms"].is_u64());
    assert_eq!(line(made.header("x-request-id").unwrap())["route"], "/v1/payments");
}
