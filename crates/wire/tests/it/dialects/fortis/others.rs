//! Contacts, locations, tags, transactions, refusals.

use super::body;
use crate::samples::{customer, logo_urls, merchant, payment};
use paylink_core::{
    Code, Error, FieldErrors, Money,
    forms::Patch,
    records::{Method, PaymentRecord, PaymentStatus},
    views::PaymentView,
};
use paylink_wire::dialects::fortis::{
    Contact, Latest, Location, Problem, Source, Transaction, create_contact, create_location, create_tag,
    create_transaction, update_contact,
};
use serde_json::{Value, json};

const LOCATION: &str = "11111111-1111-1111-1111-111111111111";

#[test]
fn a_contact_keeps_what_has_no_place() {
    let fields = json!({"location_id": LOCATION, "first_name": "Ada", "last_name": "Payer", "company_name": "Payer Ltd",
        "cell_phone": "4155550123", "email_trx_receipt": 1, "header_message_type": 2, "contact_c1": "x", "zip": 48375});
    let made = create_contact(body(&json!({"contact": fields})));
    assert_eq!(made.form.name, "Ada Payer".into());
    assert_eq!(made.form.phone, "+14155550123".into());
    let kept = made.form.metadata.into_set().unwrap();
    for (name, value) in
        [("company_name", "Payer Ltd"), ("first_name", "Ada"), ("email_trx_receipt", "1"), ("zip", "48375")]
    {
        assert!(kept.contains(&(name.to_owned(), value.to_owned())), "{name}");
    }
    let nameless = create_contact(body(&json!({"contact": {"location_id": LOCATION}})));
    assert_eq!(nameless.form.unread.clone().finish().unwrap_err().fields[0].field, "last_name");
}

#[test]
fn a_contact_shows_the_name_it_has_now() {
    let mut view = customer();
    let shown = |view: &paylink_core::views::CustomerView| serde_json::to_value(Contact::from(view)).unwrap();
    assert_eq!((&shown(&view)["first_name"], &shown(&view)["last_name"]), (&json!("Ada"), &json!("Payer")));
    assert_eq!(shown(&view)["company_name"], "Payer Ltd");
    assert_eq!(shown(&view)["cell_phone"], "4155550123");
    for (name, value) in [("first_name", "Ada Bea"), ("last_name", "van Payer")] {
        view.customer.metadata.insert(name.to_owned(), value.to_owned());
    }
    view.customer.name = Some("Ada Bea van Payer".to_owned());
    assert_eq!(shown(&view)["last_name"], "van Payer");
    let form = update_contact(body(&json!({"contact": {"first_name": "Eve"}})), &view.customer);
    assert_eq!(form.name, "Eve van Payer".into());
    assert_eq!(form.email, Patch::Keep);
}

#[test]
fn a_location_is_a_merchant() {
    let form = create_location(body(&json!({"location": {"name": "Shop", "tz": "America/New_York", "city": "Novi",
        "office_phone": "2485550123", "email_reply_to": "a@example.com", "location_api_id": "l-1"}})));
    assert_eq!((form.name, form.timezone, form.phone), ("Shop".into(), "America/New_York".into(), "2485550123".into()));
    assert_eq!(form.metadata, Patch::Set(vec![("city".to_owned(), "Novi".to_owned())]));
    let shown = serde_json::to_value(Location::of(&merchant(), logo_urls())).unwrap();
    assert_eq!((&shown["tz"], &shown["default_ach"]), (&json!("Europe/Oslo"), &Value::Null));
    assert!(shown["default_cc"].as_str().unwrap().starts_with("card_"));
    assert_eq!(shown["receipt_logo"], "https://pay.example/logos/file_x.png");
}

#[test]
fn a_tag_needs_its_location() {
    let tag = create_tag(body(&json!({"tag": {"title": "VIP"}})));
    assert_eq!(tag.form.title, "VIP".into());
    assert_eq!(tag.form.unread.finish().unwrap_err().fields[0].field, "location_id");
}

fn paid(status: PaymentStatus, method: Method, refunded: i64) -> PaymentRecord {
    PaymentRecord { status, method, unknown: false, refunded_minor: refunded, ..payment().payment }
}

#[test]
fn transactions_say_what_became_of_them_in_numbers() {
    let whole = payment().payment.amount_minor;
    let cases = [
        (paid(PaymentStatus::Processing, Method::Card, 0), 131, 20, None),
        (paid(PaymentStatus::Processing, Method::Ach, 0), 132, 50, None),
        (paid(PaymentStatus::RequiresAction, Method::Card, 0), 131, 20, None),
        (paid(PaymentStatus::Succeeded, Method::Card, 0), 101, 20, Some(1000)),
        (paid(PaymentStatus::Succeeded, Method::Card, 1), 101, 20, Some(1000)),
        (paid(PaymentStatus::Succeeded, Method::Card, whole), 111, 20, Some(1000)),
        (paid(PaymentStatus::Succeeded, Method::Ach, 0), 134, 50, Some(1000)),
        (paid(PaymentStatus::Failed, Method::Card, 0), 301, 20, Some(1500)),
        (paid(PaymentStatus::Returned, Method::Card, 0), 331, 20, Some(1500)),
        (paid(PaymentStatus::Returned, Method::Ach, 0), 136, 50, Some(1500)),
    ];
    let held = PaymentRecord {
        held_until: Some(payment().payment.created_at),
        gateway_reference: None,
        ..paid(PaymentStatus::Processing, Method::Ach, 0)
    };
    let voided =
        PaymentRecord { failure_code: Some("cancelled".to_owned()), ..paid(PaymentStatus::Failed, Method::Ach, 0) };
    assert_eq!(Latest::of(&PaymentView { payment: held.clone() }), Latest::Processing, "a paylink is not paid by it");
    let handed_over = PaymentRecord { gateway_reference: Some("ch".to_owned()), ..held.clone() };
    assert_eq!(Latest::of(&PaymentView { payment: handed_over }), Latest::Submitted);
    let cases = cases.into_iter().chain([(held, 131, 50, None), (voided, 201, 50, None)]);
    for (record, status, kind, reason) in cases {
        let wanted = (record.link_id.to_string(), Money::new(record.amount_minor, record.currency).decimal_text());
        let shown = Transaction::of(&Source::Payment(Box::new(record)));
        assert_eq!((shown.status_id, shown.type_id, shown.reason_code_id), (status, kind, reason));
        assert_eq!((shown.paylink_id, shown.transaction_amount), wanted);
        assert_eq!(shown.trx_source_id, 16);
    }
}

#[test]
fn only_refunds_can_be_made() {
    let read = |fields: Value| create_transaction(body(&json!({"transaction": fields})));
    let refund = json!({"action": "refund", "payment_method": "cc", "previous_transaction_id": "pay_1",
        "transaction_amount": "1.00", "location_id": LOCATION});
    let wanted = read(refund).unwrap();
    assert_eq!((wanted.previous_transaction_id.as_str(), wanted.form.amount.as_deref()), ("pay_1", Some("1.00")));
    for action in ["sale", "void", "dance"] {
        let error = read(json!({"action": action, "previous_transaction_id": "pay_1"})).unwrap_err();
        assert_eq!(error.fields[0].field, "action", "{action}");
    }
}

#[test]
fn refusals_are_told_by_field_in_the_words_of_the_dialect() {
    let mut errors = FieldErrors::default();
    errors.add("amount", Code::Required, "an amount is required");
    errors.add("customer.email", Code::InvalidEmail, "no mail address");
    errors.add("merchant_id", Code::InvalidId, "no such merchant");
    let problem = Problem::of(&errors.finish().unwrap_err(), "/v2/paylinks");
    assert_eq!(problem.status, 422);
    assert_eq!(
        serde_json::to_value(&problem.errors).unwrap(),
        json!({"amount_due": ["an amount is required"], "email": ["no mail address"], "location_id": ["no such merchant"]})
    );
    let cases = [
        (Code::LinkClosed, "/v2/paylinks/x", 422, "status_id"),
        (Code::ExternalIdTaken, "/v2/paylinks", 422, "paylink_api_id"),
        (Code::ExternalIdTaken, "/v2/contacts", 422, "contact_api_id"),
        (Code::RefundExceedsPayment, "/v2/transactions", 422, "transaction_amount"),
        (Code::Unauthenticated, "/v2/paylinks", 401, "unauthenticated"),
        (Code::Forbidden, "/v2/paylinks", 403, "forbidden"),
        (Code::NotFound, "/v2/nowhere", 404, "not_found"),
        (Code::InvalidJson, "/v2/tags", 400, "invalid_json"),
        (Code::RateLimited, "/v2", 429, "rate_limited"),
        (Code::Internal, "/v2/", 500, "internal"),
    ];
    for (code, path, status, topic) in cases {
        let problem = Problem::of(&Error::of(code), path);
        assert_eq!((problem.status, problem.errors.keys().next().map(String::as_str)), (status, Some(topic)));
        assert!(!problem.message.is_empty());
    }
    assert_eq!(Problem::deleted().status, 409);
}
