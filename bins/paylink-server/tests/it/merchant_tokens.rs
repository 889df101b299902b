//! Merchant tokens as other people's software sees them.

use crate::world::{Home, Shop, python, text};
use serde_json::{Value, json};

const SECRET: &str = "a-secret-of-at-least-thirty-two-bytes";

#[tokio::test(flavor = "multi_thread")]
async fn a_third_party_library_reads_a_token_and_cannot_forge_one() {
    let server = Home::new().with("PAYLINK_SECRET", SECRET).serve().await;
    let shop = Shop::open(&server).await;
    let made = server.admin("POST", &format!("/v1/merchants/{}/token", shop.merchant)).send().await.ok(201);
    let token = text(&made, "token");
    let known = json!({"token": token, "secret": SECRET, "audience": "paylink:v1", "issuer": server.url()});
    let seen = python("merchant_tokens.py", &known);
    assert_eq!(seen["with_the_key"]["sub"], json!(shop.merchant));
    assert_eq!(seen["with_another_key"], "InvalidSignatureError");
    assert_eq!(seen["for_another_audience"], "InvalidAudienceError");
    assert_eq!(seen["from_another_issuer"], "InvalidIssuerError");
    let asks = async |token: &str| server.say("GET", "/v1/payment_links").bearer(token).send().await.status;
    assert_eq!(asks(&token).await, 200);
    assert_eq!(asks(&text(&seen, "honest")).await, 200, "the same claims signed with the same key");
    let forged: Vec<(String, Value)> = serde_json::from_value(seen["forged"].clone()).unwrap();
    assert!(forged.len() >= 6);
    for (name, token) in forged {
        assert_eq!(asks(token.as_str().unwrap()).await, 401, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_of_the_secret_keeps_tokens_and_a_server_that_forgot_it_refuses_them() {
    const NEXT: &str = "the-next-secret-of-at-least-thirty-two-bytes";
    let server = Home::new().with("PAYLINK_SECRET", SECRET).with("PAYLINK_PUBLIC_URL", "http://pay.test").serve().await;
    let shop = Shop::open(&server).await;
    let path = format!("/v1/merchants/{}/token", shop.merchant);
    let old = text(&server.admin("POST", &path).send().await.ok(201), "token");
    let home = server.kill().with("PAYLINK_SECRET", NEXT).with("PAYLINK_SECRET_PREVIOUS", SECRET);
    let server = home.serve().await;
    let status = async |server: &crate::world::Server, token: &str| {
        server.say("GET", "/v1/payment_links").bearer(token).send().await.status
    };
    assert_eq!(status(&server, &old).await, 200);
    let new = text(&server.admin("POST", &path).send().await.ok(201), "token");
    assert_eq!(status(&server, &new).await, 200);
    let server = server.kill().without("PAYLINK_SECRET_PREVIOUS").serve().await;
    assert_eq!((status(&server, &old).await, status(&server, &new).await), (401, 200));
}
