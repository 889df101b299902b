//! Text messages through a server, and what the provider reports about them under its own library's signature.

use crate::world::{Home, Report, Server, Shop, Twilio, eventually, text};
use serde_json::{Value, json};

async fn open(twilio: &Twilio) -> (Server, Shop) {
    // the address people see, which is not the one the server listens on
    let home = Home::new().with("PAYLINK_PUBLIC_URL", "https://pay.example.com");
    let server = twilio.known_to(home).serve().await;
    let shop = Shop::open(&server).await;
    (server, shop)
}

async fn texted(server: &Server, shop: &Shop, number: &str) -> Value {
    shop.link(server, json!({"customer": {"phone": number}, "delivery": "sms"})).await
}

/// The newest message about a link, once it has this status.
async fn reaches(server: &Server, link: &Value, status: &str) -> Value {
    let path = format!("/v1/messages?payment_link_id={}", text(link, "id"));
    eventually(status, async || {
        let newest = server.admin("GET", &path).send().await.ok(200)["data"][0].clone();
        Some(newest).filter(|message| message["status"] == status)
    })
    .await
}

/// The addresses that get nothing any more, and why.
async fn suppressed(server: &Server) -> Vec<(String, String, String)> {
    let known = server.admin("GET", "/v1/suppressions").send().await.ok(200);
    let rows = known["data"].as_array().unwrap().iter();
    rows.map(|one| (text(one, "channel"), text(one, "address"), text(one, "reason"))).collect()
}

fn entry(address: &str, reason: &str) -> (String, String, String) {
    ("sms".to_owned(), address.to_owned(), reason.to_owned())
}

async fn send_again(server: &Server, link: &Value) {
    let path = format!("/v1/payment_links/{}/send", text(link, "id"));
    server.admin("POST", &path).json(&json!({})).send().await.ok(200);
}

const DEAD: &str = "+14155550123";
const STOPPED: &str = "+14155550124";

#[tokio::test(flavor = "multi_thread")]
async fn a_report_signed_by_twilios_library_changes_the_message_and_a_tampered_one_does_not() {
    let twilio = Twilio::open().await;
    let (server, shop) = open(&twilio).await;
    let link = texted(&server, &shop, DEAD).await;
    let sms = twilio.text_to(DEAD).await;
    assert!(sms.body.contains(&text(&link, "url")), "{sms:?}");
    assert_eq!(sms.callback, "https://pay.example.com/v1/inbound/twilio");
    let sent = reaches(&server, &link, "sent").await;

    let report = Report::about(&sms, "undelivered", Some("30005"));
    let forged = Report { signature: String::new(), ..report.clone() };
    let elsewhere = Report::about(
        &crate::world::Text { callback: "https://other.example.com/v1/inbound/twilio".to_owned(), ..sms.clone() },
        "undelivered",
        Some("30005"),
    );
    for wrong in
        [report.tampered("ErrorCode", "21610"), report.tampered("MessageStatus", "delivered"), forged, elsewhere]
    {
        let refused = wrong.post(server.address).await;
        assert_eq!((refused.status, refused.code().as_str()), (403, "forbidden"));
    }
    assert_eq!(reaches(&server, &link, "sent").await, sent, "nothing has changed");
    assert!(suppressed(&server).await.is_empty());

    report.post(server.address).await.ok(204);
    let failed = reaches(&server, &link, "failed").await;
    assert_eq!((&failed["id"], text(&failed, "last_error").contains("30005")), (&sent["id"], true), "{failed}");
    assert_eq!(suppressed(&server).await, [entry(DEAD, "hard_bounce")]);
    // reports come late, twice and out of order
    for late in [Report::about(&sms, "delivered", None), report] {
        late.post(server.address).await.ok(204);
        assert_eq!(reaches(&server, &link, "failed").await, failed);
    }
    send_again(&server, &link).await;
    reaches(&server, &link, "suppressed").await;
    assert_eq!(twilio.texts().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_answered_stop_is_unsubscribed_whether_the_provider_says_so_at_once_or_later() {
    let twilio = Twilio::open().await;
    let (server, shop) = open(&twilio).await;
    let later = texted(&server, &shop, STOPPED).await;
    let sms = twilio.text_to(STOPPED).await;
    reaches(&server, &later, "sent").await;
    Report::about(&sms, "undelivered", Some("21610")).post(server.address).await.ok(204);
    let at_once = texted(&server, &shop, "+15005550004").await;
    for (link, number) in [(&later, STOPPED), (&at_once, "+15005550004")] {
        let failed = reaches(&server, link, "failed").await;
        assert!(text(&failed, "last_error").contains("21610"), "{failed}");
        assert!(suppressed(&server).await.contains(&entry(number, "unsubscribed")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_takes_no_texts_gets_none_any_more() {
    let twilio = Twilio::open().await;
    let (server, shop) = open(&twilio).await;
    for number in ["+15005550001", "+15005550009"] {
        let link = texted(&server, &shop, number).await;
        let failed = reaches(&server, &link, "failed").await;
        assert_eq!((&failed["attempts"], &failed["next_attempt_at"]), (&json!(1), &Value::Null));
        assert!(suppressed(&server).await.contains(&entry(number, "hard_bounce")));
    }
    assert!(twilio.texts().is_empty());
}
