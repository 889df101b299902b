//! Links are mailed, paid and receipted: through a real mail server and the payer's page.

use crate::world::{CARD, Home, Mailbox, Receiver, Server, Shop, card_token, content, eventually, link_of, text};
use serde_json::{Value, json};

async fn messages_of(server: &Server, link: &Value) -> Vec<Value> {
    let path = format!("/v1/messages?payment_link_id={}&limit=100", text(link, "id"));
    server.admin("GET", &path).send().await.ok(200)["data"].as_array().unwrap().clone()
}

async fn status_of(server: &Server, link: &Value, kind: &str, status: &str) -> Value {
    eventually(&format!("the {kind} is {status}"), async || {
        let found = messages_of(server, link).await;
        found.into_iter().find(|message| message["kind"] == kind && message["status"] == status)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_mailed_opened_paid_and_receipted() {
    let mailbox = Mailbox::open();
    let server = Home::new().with("PAYLINK_SMTP_URL", &mailbox.url()).serve().await;
    let shop = Shop::open(&server).await;
    let owner = json!({"email": "owner@bakery.example"});
    server.admin("PATCH", &format!("/v1/merchants/{}", shop.merchant)).json(&owner).send().await.ok(200);
    let customer = json!({"name": "Ada Payer", "email": "ada@payer.example"});
    let link = shop.link(&server, json!({"customer": customer, "delivery": "email"})).await;

    let mail = mailbox.mail_to("ada@payer.example").await;
    let url = text(&link, "url");
    assert!(content(&mail, "text/plain").contains(&url), "{mail}");
    assert!(content(&mail, "text/html").contains(&url), "{mail}");
    assert_eq!(mail["answers"], json!([["", "owner@bakery.example"]]));
    let request = status_of(&server, &link, "payment_request", "sent").await;
    assert!(text(&mail["headers"], "Message-ID").starts_with(&format!("<{}@", text(&request, "id"))), "{mail}");
    let sent = eventually("the link is dated", async || {
        Some(link_of(&server, &link).await).filter(|link| link["sent_at"] != Value::Null)
    })
    .await;
    assert_eq!(sent["sent_at"], request["sent_at"]);
    let preview = server.admin("GET", &format!("/v1/messages/{}/preview", text(&request, "id"))).send().await.ok(200);
    assert_eq!(preview["html"].as_str().unwrap().trim(), content(&mail, "text/html").trim().replace("\r\n", "\n"));
    assert_eq!(preview["subject"], mail["headers"]["Subject"]);

    let page = server.say("GET", url.strip_prefix(&server.url()).unwrap()).send().await;
    assert_eq!(page.status, 200);
    let token = card_token(&server, CARD).await;
    let wish = json!({"method": "card", "token": token, "payer": {"name": "Ada", "email": "ada@home.example"}});
    let path = format!("/v1/checkout/{}/payments", text(&link, "slug"));
    let payment = server.say("POST", &path).key("pay").json(&wish).send().await.ok(201);
    let receipt = mailbox.mail_to("ada@home.example").await;
    let reference = text(&payment, "id");
    assert!(content(&receipt, "text/plain").contains(&reference), "{receipt}");
    assert_eq!(receipt["headers"]["List-Unsubscribe"], Value::Null, "a receipt is not asked for and comes anyway");
    let notice = mailbox.mail_to("owner@bakery.example").await;
    assert!(content(&notice, "text/plain").contains(&reference), "{notice}");
    assert_eq!(mailbox.mails().len(), 3, "each once");
    assert!(!server.home.log().contains("payer.example"), "no address in the log");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_is_away_loses_no_message() {
    let refused = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let home = Home::new().with("PAYLINK_SMTP_URL", &format!("smtp://{refused}"));
    let server = home.serve().await;
    let shop = Shop::open(&server).await;
    let customer = json!({"email": "ada@payer.example"});
    let link = shop.link(&server, json!({"customer": customer, "delivery": "email"})).await;
    let waiting = eventually("an attempt has failed", async || {
        messages_of(&server, &link).await.into_iter().find(|message| message["attempts"] == 1)
    })
    .await;
    assert_eq!((&waiting["status"], waiting["last_error"].is_string()), (&json!("queued"), true));
    assert!(waiting["next_attempt_at"].is_string());
    assert_eq!(link_of(&server, &link).await["sent_at"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recipient_the_mail_server_refuses_is_given_up_and_suppressed() {
    let mailbox = Mailbox::open();
    let server = Home::new().with("PAYLINK_SMTP_URL", &mailbox.url()).serve().await;
    let shop = Shop::open(&server).await;
    let customer = json!({"email": "550-5.1.1-nobody@payer.example"});
    let link = shop.link(&server, json!({"customer": customer, "delivery": "email"})).await;
    let failed = status_of(&server, &link, "payment_request", "failed").await;
    assert_eq!(failed["attempts"], 1);
    assert!(!text(&failed, "last_error").contains("nobody"), "{failed}");
    let path = format!("/v1/payment_links/{}/send", text(&link, "id"));
    server.admin("POST", &path).json(&json!({})).send().await.ok(200);
    status_of(&server, &link, "payment_request", "suppressed").await;
    let known = server.admin("GET", "/v1/suppressions").send().await.ok(200);
    assert_eq!(known["data"][0]["reason"], "hard_bounce");
    assert!(mailbox.mails().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_gets_the_finished_message_by_webhook() {
    let server = Server::new().await;
    let receiver = Receiver::new().await;
    let wanted = json!({"url": receiver.url("/hooks"), "events": ["message.requested"]});
    server.admin("POST", "/v1/webhook_endpoints").json(&wanted).send().await.ok(201);
    let shop = Shop::open(&server).await;
    let mode = json!({"delivery_mode": "webhook"});
    server.admin("PATCH", &format!("/v1/merchants/{}", shop.merchant)).json(&mode).send().await.ok(200);
    let customer = json!({"email": "ada@payer.example", "phone": "+14155550123"});
    let link = shop.link(&server, json!({"customer": customer, "delivery": "both"})).await;
    let mail = receiver.hears("the mail", |delivery| delivery.json()["data"]["channel"] == "email").await.json();
    let data = &mail["data"];
    assert_eq!((&data["to"], &data["payment_link"]["id"]), (&json!("ada@payer.example"), &link["id"]));
    assert!(text(data, "html").contains(&text(&link, "url")) && !text(data, "subject").is_empty());
    let sms = receiver.hears("the text", |delivery| delivery.json()["data"]["channel"] == "sms").await.json();
    assert_eq!((&sms["data"]["to"], &sms["data"]["subject"]), (&json!("+14155550123"), &Value::Null));
    assert!(text(&sms["data"], "text").ends_with(&text(&link, "url")));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_the_message_can_be_read_and_was_not_sent() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let customer = json!({"email": "ada@payer.example"});
    let link = shop.link(&server, json!({"customer": customer, "delivery": "email"})).await;
    let kept = status_of(&server, &link, "payment_request", "suppressed").await;
    assert_eq!(kept["last_error"], "no mail server is set up");
    let preview = server.admin("GET", &format!("/v1/messages/{}/preview", text(&kept, "id"))).send().await.ok(200);
    assert!(text(&preview, "text").contains(&text(&link, "url")));
}
