//! Every documented field of every object, by its type.

use super::{partner, path};
use crate::dialects::shape::{all_fit, fits};
use serde_json::json;

/// What a link has wherever it stands.
const LINK: &str = "
    payment_link_id text
    payment_link_url text
    qr_code_url text
    payment_link_status text
    merchant_id text
    created_at text
    updated_at text
    start_date? text|null
    end_date? text|null
    sales_tax? text|null
    order_number? text|null
    description? text|null
    metadata? object
    internal_transaction_id? text|null
    payment_methods list
    currency_code? text
";
const CREATED: &str = "
    amount text
";
const DETAILS: &str = "
    use_same_amount bool
    save_card_consent bool
    one_time_only bool
    enable_captcha bool
    cc_amount_note? text|null
    ach_amount_note? text|null
    slug_id? text
";
const LISTED: &str = "
    amount text
    payment_methods list
    one_time_only bool
";
const TRANSACTION: &str = "
    id text
    transaction_id text
    batch_id text|null
    merchant_id text
    gateway text|null
    gateway_id text|null
    is_offline bool
    currency text
    internal_transaction_id text|null
    amount text
    status text
    payment_link_id text
    metadata object
";
const REFUND: &str = "
    id text
    transaction_id text
    merchant_id text
    gateway_id text|null
    reason text
    token text|null
    internal_transaction_id text|null
    order_number text|null
    return_response object
    metadata object
";
const MERCHANT: &str = "
    id text
    name text
    email text|null
    status text
    created_at text
    updated_at text
    mid text|null
    total_payment_volume text
";
const META: &str = "
    page whole
    limit whole
    total whole
    total_pages whole
";

#[test]
fn every_object_has_its_documented_fields_and_types() {
    let partner = partner();
    let data = json!({
        "payment_methods": ["CC_DC"], "use_same_amount": true, "amount": 12.50, "start_date": "20260101",
        "end_date": "20300101", "description": "d", "order_number": "A1", "sales_tax": "2.50",
        "save_card_consent": true, "internal_transaction_id": "1", "metadata": {"a": 1},
    });
    let bare = json!({"use_same_amount": false, "cc_amount": "2", "ach_amount": "1", "cc_amount_note": "n"});
    for data in [&data, &bare] {
        let made = partner.link(data);
        for table in [LINK, CREATED] {
            fits("a new link", &made, table);
        }
        let read = partner.read(&made);
        for table in [LINK, DETAILS] {
            fits("a link", &read, table);
        }
        let amounts = if data == &bare { "cc_amount text\nach_amount text" } else { "amount text" };
        fits("a link", &read, amounts);
        let changed = partner.update(&made, &json!({"description": "e"})).ok(200)["data"].clone();
        fits("a changed link", &changed, LINK);
        fits("a cancellation", &partner.cancel(&made).ok(200), "success bool\nmessage text");
    }
    let refused = partner.say("POST", "/api/payment-link/x/cancel").send();
    fits("a refused cancellation", &refused.json(), "success bool\nmessage text");
    let listed = partner.get(&format!("/api/merchant/{}/payment-link", partner.merchant)).ok(200);
    for table in [LINK, LISTED] {
        all_fit("links", &listed["data"], table);
    }
    fits("a list", &listed["meta"], META);
    let link = partner.link(&json!({"amount": "12.50"}));
    assert!(path(&link).len() > 20);
    let payment = partner.pay(&link, "tok_ok", "k").ok(201)["id"].clone();
    partner.world.clock.advance(std::time::Duration::from_secs(1));
    let body = json!({"id": payment, "amount": "1", "reason": "x"});
    let refund = partner.post("/api/payment/refund", &body).ok(200)["data"].clone();
    fits("a refund", &refund, REFUND);
    let response = "status text\nresponseCode text\nresponseMessage text";
    fits("what the processor said", &refund["return_response"], response);
    let found = partner.get(&format!("/api/merchant/{}/transaction", partner.merchant)).ok(200);
    assert_eq!(found["data"].as_array().unwrap().len(), 2);
    all_fit("transactions", &found["data"], TRANSACTION);
    fits("a search", &found["meta"], META);
    let merchant = json!({"external_id": "e1", "email": "a@b.example", "name": "Bakery"});
    let merchant = partner.post("/api/merchant", &merchant).ok(200)["data"].clone();
    fits("a new merchant", &merchant, MERCHANT);
    let read = partner.get(&format!("/api/merchant/{}", merchant["id"].as_str().unwrap())).ok(200);
    fits("a merchant", &read["data"], MERCHANT);
    all_fit("merchants", &partner.get("/api/merchant").ok(200)["data"], MERCHANT);
}
