//! Every documented field of every object, by its type.

use super::{Shop, shop};
use crate::{
    dialects::shape::{all_fit, fits},
    saved_methods::ticked,
};
use serde_json::{Value, json};

const LINK: &str = "
    paymentLinkId text
    url text
    status text
    createdAt text
    updatedAt text
    description? text
    paymentId? text
    expiresAt? text
    completedAt? text
    metadata object
";
const PAYMENT: &str = "
    paymentId text
    status text
    amount number
    currency text
    paymentProfileId? text
    receiptUrl? text
    createdAt text
    updatedAt text
    metadata object
";
const PROFILE: &str = "
    paymentProfileId text
    type text
    status text
    customerId text
    createdAt text
    provider text
    displayName text
    expiresAt? text
    billingDetails? object
    metadata object
";
const BILLING: &str = "
    name? text
    email? text
    address? object
";
const ADDRESS: &str = "
    street1? text
    street2? text
    city? text
    zip? text
    country? text
    state? text
    region? text
    attention? text
";
const PAGINATION: &str = "
    total whole
    limit whole
    offset whole
    sort object
";

/// A link that was paid with a card, which was saved.
fn paid(shop: &Shop) -> Value {
    let body = json!({"orderId": shop.order("P1"), "savePaymentProfile": true});
    let link = shop.post(&body).ok(201);
    let path = format!("/v1/payment_links/{}", link["paymentLinkId"].as_str().unwrap());
    let native = shop.world.get(&path).ok(200);
    let mut wish = ticked("tok_ok");
    wish["payer"] = json!({"name": "Ada", "email": "ada@example.com"});
    wish["billing"] = json!({"line1": "1 Road", "city": "Town", "postal_code": "10001", "country": "US"});
    let pay = format!("/v1/checkout/{}/payments", native["slug"].as_str().unwrap());
    shop.world.say("POST", &pay).key("p").json(&wish).send().ok(201);
    link
}

#[test]
fn every_object_has_its_documented_fields_and_types() {
    let shop = shop();
    let make = |number: &str| shop.post(&json!({"orderId": shop.order(number), "metadata": {"n": number}})).ok(201);
    let made = make("A1");
    let path = |link: &Value| format!("/payment-links/{}", link["paymentLinkId"].as_str().unwrap());
    fits("a new link", &made, LINK);
    fits("a link", &shop.say("GET", &path(&made)).send().ok(200), LINK);
    let cancel = format!("{}/cancel", path(&made));
    fits("a cancelled link", &shop.say("POST", &cancel).send().ok(200), LINK);
    let paid = paid(&shop);
    let done = shop.say("GET", &path(&paid)).send().ok(200);
    fits("a paid link", &done, LINK);
    fits("a paid link", &done, "paymentId text\ncompletedAt text");
    make("A2");
    all_fit("links", &shop.say("GET", "/payment-links").send().ok(200)["items"], LINK);
    let payments = shop.say("GET", "/payments").send().ok(200);
    all_fit("payments", &payments["items"], PAYMENT);
    fits("pagination", &payments["pagination"], PAGINATION);
    fits("sort", &payments["pagination"]["sort"], "key text\ndirection text");
    let profile = payments["items"][0]["paymentProfileId"].as_str().unwrap();
    let profile = shop.say("GET", &format!("/payment-profiles/{profile}")).send().ok(200);
    fits("a profile", &profile, PROFILE);
    fits("billing details", &profile["billingDetails"], BILLING);
    fits("an address", &profile["billingDetails"]["address"], ADDRESS);
    let list = format!("/payment-profiles?customerId={}", profile["customerId"].as_str().unwrap());
    all_fit("profiles", &shop.say("GET", &list).send().ok(200)["items"], PROFILE);
}
