//! The wire formats of other systems through the server binary: a link made in each is paid once, and receivers of every
//! format are told.

use crate::world::{CARD, Delivery, Receiver, Say, Server, Shop, pay_by_card, text};
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
            "telness" => delivery.kind() == "payment_link.completed" && !delivery.header("x-api-key").is_empty(),
            "payengine" => delivery.body.contains("PAYMENT_SALE") && !delivery.header("x-pf-signature").is_empty(),
            _ => delivery.body.starts_with("type=CREATE&resource=transaction&"),
        }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_of_every_dialect_is_paid_and_told_to_receivers_of_every_format() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let key = Key::of(&server, &shop).await;
    let receiver = Receiver::new().await;
    let formats = ["native", "telness", "payengine", "fortis"];
    for format in formats {
        let wanted =
            json!({"url": receiver.url(&format!("/{format}")), "format": format, "merchant_id": shop.merchant});
        let made = server.admin("POST", "/v1/webhook_endpoints").json(&wanted).send().await.ok(201);
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
    let home = server.kill();
    let found = home.run(&["doctor"]);
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stdout));
}
