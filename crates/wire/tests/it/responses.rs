//! What the native API answers.

use crate::samples::{self, time};
use paylink_core::{
    Currency,
    records::{LinkStateName, Method, MethodDetails, PaymentStatus, RefundStatus, Usage},
    views::Listed,
};
use paylink_wire::v1::responses::{Checkout, CheckoutPayment, List, Merchant, Payment, PaymentLink, Refund};
use serde::Serialize;
use serde_json::{Value, json};

pub(crate) fn written(answer: impl Serialize) -> Value {
    serde_json::to_value(answer).unwrap()
}

fn has_all(answer: &Value, names: &[&str]) {
    let object = answer.as_object().unwrap();
    let missing: Vec<&&str> = names.iter().filter(|name| !object.contains_key(**name)).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
}

#[test]
fn a_link_shows_every_field_of_the_contract() {
    let link = written(PaymentLink::from(&samples::link()));
    has_all(
        &link,
        &[
            "merchant_id",
            "amount",
            "card_amount",
            "ach_amount",
            "card_amount_note",
            "ach_amount_note",
            "line_items",
            "currency",
            "payment_methods",
            "usage",
            "max_payments",
            "starts_at",
            "ends_at",
            "due_date",
            "description",
            "order_number",
            "invoice_number",
            "sales_tax",
            "customer",
            "delivery",
            "slug",
            "save_payment_method",
            "payment_method_id",
            "captcha",
            "internal_transaction_id",
            "external_id",
            "metadata",
            "invoice_id",
            "order_id",
            "reminders",
            "reminders_paused",
            "tags",
            "attachments",
            "redirect_url",
            "show_receipt_details",
            "show_billing_fields",
            "id",
            "object",
            "url",
            "qr_code_url",
            "status",
            "payment_status",
            "payable",
            "amount_paid",
            "amount_refunded",
            "payments_count",
            "views_count",
            "sent_at",
            "viewed_at",
            "completed_at",
            "cancelled_at",
            "created_at",
            "updated_at",
        ],
    );
    assert_eq!(link["object"], "payment_link");
    assert_eq!(
        (&link["amount"], &link["card_amount"], &link["ach_amount"]),
        (&json!("12.50"), &Value::Null, &Value::Null)
    );
    assert_eq!(link["payment_methods"], json!(["card", "ach"]));
    assert_eq!((&link["status"], &link["payment_status"]), (&json!("ACTIVE"), &json!("unpaid")));
    assert_eq!((&link["usage"], &link["max_payments"]), (&json!("one_time"), &Value::Null));
    assert_eq!((&link["due_date"], &link["ends_at"]), (&json!("2030-01-31"), &json!("2030-02-01T00:00:00.25Z")));
    assert_eq!((&link["sales_tax"], &link["amount_paid"]), (&json!("1.10"), &json!("12.50")));
    assert_eq!((&link["metadata"], &link["payments_count"]), (&json!({"order": "7"}), &json!(3)));
    assert_eq!((&link["completed_at"], &link["cancelled_at"]), (&Value::Null, &Value::Null));
}

#[test]
fn a_link_with_a_price_per_method_shows_those_prices() {
    let mut view = samples::link();
    view.link.per_method = true;
    view.link.ach_minor = Some(1200);
    let link = written(PaymentLink::from(&view));
    assert_eq!(
        (&link["amount"], &link["card_amount"], &link["ach_amount"]),
        (&Value::Null, &json!("12.50"), &json!("12.00"))
    );
}

#[test]
fn a_link_for_bank_debits_only_shows_their_price_as_the_amount() {
    let mut view = samples::link();
    view.link.card_minor = None;
    let link = written(PaymentLink::from(&view));
    assert_eq!((&link["amount"], &link["payment_methods"]), (&json!("12.50"), &json!(["ach"])));
}

#[test]
fn a_closed_link_shows_when_and_how() {
    let mut view = samples::link();
    view.link.closed_at = Some(time("2030-01-03T00:00:00Z"));
    view.link.state = LinkStateName::Completed;
    let link = written(PaymentLink::from(&view));
    assert_eq!((&link["completed_at"], &link["cancelled_at"]), (&json!("2030-01-03T00:00:00Z"), &Value::Null));
    view.link.state = LinkStateName::Cancelled;
    let link = written(PaymentLink::from(&view));
    assert_eq!((&link["completed_at"], &link["cancelled_at"]), (&Value::Null, &json!("2030-01-03T00:00:00Z")));
}

#[test]
fn a_limited_link_shows_its_limit_and_money_has_its_currencys_decimals() {
    let mut view = samples::link();
    view.link.usage = Usage::MultiUse;
    view.link.max_payments = Some(50);
    for (code, amount) in [("JPY", "1250"), ("KWD", "1.250"), ("USD", "12.50")] {
        view.link.currency = Currency::named(code).unwrap();
        let link = written(PaymentLink::from(&view));
        assert_eq!((&link["max_payments"], &link["amount"]), (&json!(50), &json!(amount)));
    }
}

#[test]
fn a_payment_shows_every_field_of_the_contract() {
    let payment = written(Payment::from(&samples::payment()));
    has_all(
        &payment,
        &[
            "id",
            "payment_link_id",
            "merchant_id",
            "amount",
            "currency",
            "amount_refunded",
            "method",
            "status",
            "failure",
            "payer",
            "created_at",
            "updated_at",
            "next_action",
        ],
    );
    assert_eq!(
        payment["method"],
        json!({"type": "card", "brand": "visa", "last4": "4242", "exp_month": 7, "exp_year": 2035})
    );
    assert_eq!(payment["payer"], json!({"name": "Kari Nordmann", "email": "kari@example.com"}));
    assert_eq!((&payment["amount"], &payment["amount_refunded"]), (&json!("12.50"), &json!("3.00")));
    assert_eq!((&payment["failure"], &payment["next_action"]), (&Value::Null, &Value::Null));
}

#[test]
fn a_refund_shows_every_field_and_none_of_the_gateways() {
    let mut view = samples::refund();
    let refund = written(Refund::from(&view));
    let wanted = json!({
        "id": "re_01jd2q7x3me5kt6bvs9w0fzr4y",
        "object": "refund",
        "payment_id": view.refund.payment_id.to_string(),
        "payment_link_id": view.refund.link_id.to_string(),
        "merchant_id": view.refund.merchant_id.to_string(),
        "amount": "3.00",
        "currency": "USD",
        "reason": "stale rolls",
        "status": "succeeded",
        "failure": null,
        "review": null,
        "created_at": "2030-01-03T03:04:05Z",
        "updated_at": "2030-01-03T03:04:06Z",
        "metadata": {"ticket": "R-7"},
    });
    assert_eq!(refund, wanted);
    view.refund.status = RefundStatus::Failed;
    view.refund.failure_code = Some("refund_refused".to_owned());
    view.refund.failure_message = Some("The bank refused.".to_owned());
    let refund = written(Refund::from(&view));
    assert_eq!(refund["failure"], json!({"code": "refund_refused", "message": "The bank refused."}));
}

#[test]
fn secrets_of_the_gateway_are_in_no_payment() {
    for shown in [written(Payment::from(&samples::payment())), written(CheckoutPayment::from(&samples::payment()))] {
        assert!(!shown.to_string().contains("private"), "{shown}");
    }
}

#[test]
fn a_payer_sees_nothing_about_who_paid_and_whose_it_is() {
    let shown = written(CheckoutPayment::from(&samples::payment()));
    let text = shown.to_string();
    assert!(!text.contains("kari") && !text.contains("Kari") && !text.contains("mer_"), "{text}");
    assert_eq!((&shown["status"], &shown["amount"]), (&json!("succeeded"), &json!("12.50")));
}

#[test]
fn a_payment_says_what_failed_and_what_comes_next() {
    let mut view = samples::payment();
    view.payment.method = Method::Ach;
    view.payment.method_details = None;
    view.payment.status = PaymentStatus::RequiresAction;
    view.payment.action_url = Some("/sandbox/challenge/1".to_owned());
    let payment = written(Payment::from(&view));
    assert_eq!(payment["next_action"], json!({"type": "redirect", "url": "/sandbox/challenge/1"}));
    assert_eq!(payment["method"], json!({"type": "ach", "bank_name": null, "last4": null, "account_type": null}));
    view.payment.status = PaymentStatus::Failed;
    view.payment.failure_code = Some("expired_card".to_owned());
    view.payment.failure_message = Some("The card has expired.".to_owned());
    view.payment.method_details =
        Some(MethodDetails::Ach { bank_name: None, last4: "6789".to_owned(), account_type: "savings".to_owned() });
    let payment = written(Payment::from(&view));
    assert_eq!(payment["failure"], json!({"code": "expired_card", "message": "The card has expired."}));
    assert_eq!(payment["next_action"], Value::Null);
    assert_eq!(
        payment["method"],
        json!({"type": "ach", "bank_name": null, "last4": "6789", "account_type": "savings"})
    );
}

#[test]
fn a_link_shows_its_attachments_with_the_addresses_payers_use() {
    let view = samples::link();
    let link = written(PaymentLink::from(&view));
    let id = samples::id::<paylink_core::FileId>(9);
    assert_eq!(
        link["attachments"],
        json!([{"id": id, "object": "file", "name": "Invoice 2030-0042.pdf", "size": 48_123,
            "content_type": "application/pdf", "url": format!("{}/files/{id}", view.url),
            "created_at": "2030-01-02T03:04:05Z"}])
    );
}

#[test]
fn a_merchant_shows_every_field_of_the_contract() {
    let merchant = written(Merchant::of(&samples::merchant(), samples::logo_urls()));
    has_all(
        &merchant,
        &[
            "id",
            "name",
            "email",
            "phone",
            "website",
            "external_id",
            "currency",
            "payment_methods",
            "delivery_mode",
            "accent_color",
            "logo_url",
            "logo_dark_url",
            "timezone",
            "metadata",
            "created_at",
            "updated_at",
        ],
    );
    assert_eq!((&merchant["payment_methods"], &merchant["delivery_mode"]), (&json!(["card"]), &json!("send")));
    assert_eq!(merchant["timezone"], "Europe/Oslo");
    assert_eq!(merchant["logo_url"], "https://pay.example/logos/file_x.png");
    assert_eq!(merchant["logo_dark_url"], Value::Null);
}

#[test]
fn a_checkout_shows_what_a_page_needs_and_says_when_its_situation_changes() {
    let page = samples::checkout_page();
    let checkout = written(Checkout::of(samples::link().link.id, false, &page, None, samples::BASE));
    assert_eq!((&checkout["payable"], &checkout["situation"]), (&json!(false), &json!("not_yet_open")));
    assert_eq!(checkout["situation_at"], "2030-01-05T00:00:00Z");
    assert_eq!((&checkout["card"]["amount"], &checkout["ach"]), (&json!("12.50"), &Value::Null));
    assert_eq!(
        (&checkout["payment_methods"], &checkout["merchant"]["name"]),
        (&json!(["card"]), &json!("Corner Bakery"))
    );
    assert_eq!(checkout["merchant"]["logo_url"], "https://pay.example/logos/l.png");
    assert_eq!(checkout["merchant"]["logo_dark_url"], "https://pay.example/logos/d.png");
    assert_eq!(
        checkout["attachments"],
        json!([{"name": "Invoice.pdf", "size": 48_123, "content_type": "application/pdf",
            "url": "https://pay.example/p/spring-sale/files/f"}])
    );
    assert_eq!(
        checkout["gateway"],
        json!({"kind": "sandbox", "token_url": "/sandbox/tokens", "publishable_key": null, "test_mode": true})
    );
}

#[test]
fn a_page_of_a_list_says_whether_there_is_more() {
    let page = |next: Option<&str>| Listed { rows: vec![samples::link()], next: next.map(str::to_owned) };
    let middle = written(List::of(&page(Some("c")), |view| PaymentLink::from(view)));
    assert_eq!((&middle["has_more"], &middle["next_cursor"]), (&json!(true), &json!("c")));
    assert_eq!(middle["data"][0], written(PaymentLink::from(&samples::link())));
    let last = written(List::of(&page(None), |view| PaymentLink::from(view)));
    assert_eq!((&last["has_more"], &last["next_cursor"]), (&json!(false), &Value::Null));
}
