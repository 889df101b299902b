//! The wire formats of other systems through the server binary: a link made in each is paid once, and receivers of every
//! format are told.

use crate::{
    postgres::Place,
    world::{CARD, Delivery, Home, Mailbox, Receiver, Say, Server, Shop, pay_by_card, text},
};
use serde_json::{Value, json};

/// A merchant's own key.
struct Key {
    id: String,
    secret: String,
}

impl Key {
    async fn of(server: &Server, shop: &Shop) -> Self {
        let wanted = json!({"name": "dialects", "role": "admin", "merchant_id": shop.merchant});
        let made = server.admin("POST", "/v1/api_keys").json(&wanted).send().await.ok(201);
        Self { id: text(&made, "id"), secret: text(&made, "secret") }
    }

    fn shown_to(&self, say: Say, dialect: &str) -> Say {
        match dialect {
            "telness" => say.header("x-api-key", &self.secret),
            "payengine" => say.header("authorization", &format!("Basic {}", self.secret)),
            "connectfi" => say.header("x-connectfi-token", &self.secret),
            _ => say.header("developer-id", "d").header("user-id", &self.id).header("user-api-key", &self.secret),
        }
    }
}

/// A link over 12.50 made in each dialect: its id.
async fn links(server: &Server, shop: &Shop, key: &Key) -> Vec<String> {
    let order = json!({"merchant_id": shop.merchant, "number": "A1", "amount": "12.50"});
    let order = text(&server.admin("POST", "/v1/orders").json(&order).send().await.ok(201), "id");
    let made = async |dialect: &str, path: &'static str, body: Value| {
        key.shown_to(server.say("POST", path), dialect).json(&body).send().await
    };
    let telness = made("telness", "/payment-links", json!({"orderId": order})).await.ok(201);
    let paylink = json!({"paylink": {"location_id": shop.merchant, "amount_due": "12.50"}});
    let fortis = made("fortis", "/v2/paylinks", paylink).await.ok(201);
    let link = json!({"merchant_id": shop.merchant, "data": {"amount": 12.50}});
    let payengine = made("payengine", "/api/payment-link", link).await.ok(200);
    let token = json!({"cFiMerchantId": shop.merchant});
    let token = made("connectfi", "/payment-link/merchant/get-token", token).await.ok(200);
    let payment = json!({"amount": 12.50, "currency": "USD", "fields": []});
    let connectfi = server
        .say("POST", "/public/merchant/payment/create")
        .header("x-connectfi-jwtoken", &text(&token["data"], "token"))
        .json(&payment);
    vec![
        text(&telness, "paymentLinkId"),
        text(&fortis["paylink"], "id"),
        text(&payengine["data"], "payment_link_id"),
        text(&connectfi.send().await.ok(200)["data"], "cFiTransactionId"),
    ]
}

/// Whether this tells a receiver of that format that the link was paid.
fn tells(delivery: &Delivery, format: &str, link: &str) -> bool {
    delivery.path == format!("/{format}")
        && delivery.body.contains(link)
        && match format {
            "native" => delivery.kind() == "payment.succeeded" && !delivery.header("webhook-signature").is_empty(),
            "telness" => {
                let told = &delivery.json()["data"];
                let named = told["paymentId"].as_str().is_some_and(|id| id.starts_with("pay_"));
                delivery.kind() == "payment_link.completed" && named && !delivery.header("x-api-key").is_empty()
            }
            "payengine" => delivery.body.contains("PAYMENT_SALE") && !delivery.header("x-pf-signature").is_empty(),
            _ => delivery.body.starts_with("type=CREATE&resource=transaction&"),
        }
}

async fn every_format_hears_of_every_link(home: Home) {
    let server = home.serve().await;
    let shop = Shop::open(&server).await;
    let key = Key::of(&server, &shop).await;
    let receiver = Receiver::new().await;
    let formats = ["native", "telness", "payengine", "fortis"];
    for format in formats {
        let made = listens(&server, &shop, &receiver, format).await;
        assert_eq!(made["format"], format);
    }
    for id in links(&server, &shop, &key).await {
        let link = server.admin("GET", &format!("/v1/payment_links/{id}")).send().await.ok(200);
        pay_by_card(&server, &link, CARD, "pay").await.ok(201);
        assert_eq!(pay_by_card(&server, &link, CARD, "again").await.status, 409, "{id}");
        for format in formats {
            receiver.hears(&format!("{format} of {id}"), |delivery| tells(delivery, format, &id)).await;
        }
    }
    is_sound(server);
}

/// An endpoint of that format.
async fn listens(server: &Server, shop: &Shop, receiver: &Receiver, format: &str) -> Value {
    let wanted = json!({"url": receiver.url(&format!("/{format}")), "format": format, "merchant_id": shop.merchant});
    server.admin("POST", "/v1/webhook_endpoints").json(&wanted).send().await.ok(201)
}

fn is_sound(server: Server) {
    let home = server.kill();
    let found = home.run(&["doctor"]);
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stdout));
}

/// connectFi's one webhook: the client sends the mail itself.
async fn a_mail_is_handed_over(home: Home) {
    let mailbox = Mailbox::open();
    let server = home.with("PAYLINK_SMTP_URL", &mailbox.url()).serve().await;
    let shop = Shop::open(&server).await;
    let wishes = json!({"delivery_mode": "webhook", "external_id": "shop-7"});
    server.admin("PATCH", &format!("/v1/merchants/{}", shop.merchant)).json(&wishes).send().await.ok(200);
    let key = Key::of(&server, &shop).await;
    let receiver = Receiver::new().await;
    listens(&server, &shop, &receiver, "connectfi").await;
    let token = json!({"cFiMerchantId": shop.merchant});
    let token = key.shown_to(server.say("POST", "/payment-link/merchant/get-token"), "connectfi").json(&token);
    let token = text(&token.send().await.ok(200)["data"], "token");
    let sell = async |path: &'static str, body: Value| {
        let ask = server.say("POST", path).header("x-connectfi-jwtoken", &token).json(&body);
        ask.send().await.ok(200)["data"].clone()
    };
    let payer = json!({"index": 0, "code": "email", "label": "E-mail", "value": "ada@example.com"});
    let wanted = json!({"invoiceNumber": "7", "amount": 12.50, "currency": "USD", "fields": [payer]});
    let payment = sell("/public/merchant/payment/create", wanted).await;
    let id = text(&payment, "cFiTransactionId");
    sell("/public/merchant/payment/send", json!({"cFiTransactionId": id})).await;
    let heard = receiver.hears("the mail", |delivery| delivery.path == "/connectfi").await.json();
    let names: Vec<&String> = heard.as_object().unwrap().keys().collect();
    assert_eq!(names, ["data", "html", "subject", "to"]);
    assert_eq!(heard["to"], json!(["ada@example.com"]));
    assert!(heard["subject"].as_str().is_some_and(|text| !text.is_empty()), "{heard}");
    let link = server.admin("GET", &format!("/v1/payment_links/{id}")).send().await.ok(200);
    assert!(heard["html"].as_str().unwrap().contains(&text(&link, "url")), "the mail leads to the page");
    let told = &heard["data"];
    assert_eq!((&told["cFiTransactionId"], &told["status"]), (&json!(id), &json!("Sent")));
    assert_eq!((&told["cFiMerchantRef"], &told["amount"]), (&json!("shop-7"), &json!(12.5)));
    assert_eq!(mailbox.mails().len(), 0, "nobody else sends it");
    is_sound(server);
}

fn on_sqlite() -> Home {
    Home::new().with("PAYLINK_RATE_LIMITS", "false")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_of_every_dialect_is_paid_and_told_to_receivers_of_every_format() {
    every_format_hears_of_every_link(on_sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_of_every_dialect_is_paid_and_told_on_postgresql() {
    every_format_hears_of_every_link(Place::new().home("all")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connectfi_client_is_handed_the_mail_that_it_sends_itself() {
    a_mail_is_handed_over(on_sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connectfi_client_is_handed_its_mail_on_postgresql() {
    a_mail_is_handed_over(Place::new().home("all")).await;
}
