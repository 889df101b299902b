//! Refusals in the dialect's shape.

use paylink_core::{Class, Code, Error, FieldErrors};
use paylink_wire::dialects::connectfi::{About, Refusal};
use serde_json::{Value, json, to_value};

fn told(error: &Error, about: &About) -> (u16, Value) {
    let refusal = Refusal::of(error, about, "0af1");
    (refusal.status, to_value(&refusal).unwrap())
}

#[test]
fn every_code_of_the_core_has_the_four_fields_and_a_status_that_fits() {
    for code in Code::ALL {
        for about in [About::Path, About::Payment("plink_x".to_owned()), About::File] {
            let (status, body) = told(&Error::of(*code), &about);
            assert_eq!(body.as_object().unwrap().len(), 4, "{body}");
            assert_eq!(body["requestId"], "0af1");
            assert!(body["code"].is_string() && body["message"].is_string(), "{body}");
            assert!(body["context"].is_object() || body["context"].is_array(), "{body}");
            let ours = matches!(code.class(), Class::Internal | Class::Unavailable);
            assert_eq!(status >= 500, ours, "{code:?}");
        }
    }
}

#[test]
fn what_is_not_there_is_a_400_that_says_what() {
    let id = || "x_1".to_owned();
    for (about, code, key) in [
        (About::Payment(id()), "paymentNotFound", "cFiTransactionId"),
        (About::Refund(id()), "refundNotFound", "cFiTransactionId"),
        (About::Merchant(id()), "merchantNotFound", "cFiMerchantId"),
        (About::Logo(id()), "logoNotFound", "logoId"),
        (About::Invoice(id()), "invoiceNotFound", "cFiInvoiceId"),
    ] {
        let (status, body) = told(&Error::of(Code::NotFound), &about);
        assert_eq!((status, &body["code"], &body["context"]), (400, &json!(code), &json!({key: "x_1"})));
    }
    let (status, body) = told(&Error::of(Code::NotFound), &About::Path);
    assert_eq!((status, &body["code"]), (404, &json!("notFound")), "an address is no object");
}

#[test]
fn the_documented_codes_are_those_of_the_core_in_other_words() {
    let about = About::Payment("plink_x".to_owned());
    for (code, wanted, context) in [
        (Code::LinkClosed, "paymentStatus", json!({"entityId": "plink_x"})),
        (Code::PaymentInProgress, "paymentStatus", json!({"entityId": "plink_x"})),
        (Code::PaymentNotRefundable, "paymentStatus", json!({"entityId": "plink_x"})),
        (Code::RefundExceedsPayment, "unavailableAmount", json!({})),
        (Code::ReminderPlanned, "paymentDuplicateReminder", json!({"entityId": "plink_x"})),
    ] {
        let (status, body) = told(&Error::of(code), &about);
        assert_eq!((status, &body["code"], &body["context"]), (400, &json!(wanted), &context));
    }
    let (status, body) = told(&Error::of(Code::Unauthenticated), &About::Path);
    assert_eq!(
        (status, &body["code"], &body["message"]),
        (401, &json!("unauthorized"), &json!("Authentication error"))
    );
    let taken = told(&Error::of(Code::ExternalIdTaken), &About::Reference("m1".to_owned())).1;
    assert_eq!((&taken["code"], &taken["context"]), (&json!("referenceExists"), &json!({"reference": "m1"})));
}

#[test]
fn a_body_that_does_not_fit_is_told_rule_by_rule() {
    let mut errors = FieldErrors::default();
    errors.add("amount", Code::TooManyDecimals, "the currency has fewer decimals");
    errors.add("due_date", Code::InvalidDate, "a date: YYYY-MM-DD");
    errors.add("fields.0.code", Code::Required, "must have required property 'code'");
    errors.add("surprise", Code::UnknownField, "The field does not exist here.");
    let (status, body) = told(&errors.finish().unwrap_err(), &About::Path);
    assert_eq!((status, &body["code"]), (400, &json!("requestValidateError")));
    let wanted = json!([
        {"instancePath": "/amount", "schemaPath": "#/properties/amount/multipleOf", "keyword": "multipleOf", "params": {},
            "message": "the currency has fewer decimals"},
        {"instancePath": "/dueDate", "schemaPath": "#/properties/dueDate/format", "keyword": "format", "params": {},
            "message": "a date: YYYY-MM-DD"},
        {"instancePath": "/fields/0", "schemaPath": "#/fields/0/required", "keyword": "required",
            "params": {"missingProperty": "code"}, "message": "must have required property 'code'"},
        {"instancePath": "", "schemaPath": "#/additionalProperties", "keyword": "additionalProperties",
            "params": {"additionalProperty": "surprise"}, "message": "The field does not exist here."},
    ]);
    assert_eq!(body["context"], wanted);
    let (_, broken) = told(&Error::of(Code::InvalidJson), &About::Path);
    assert_eq!((&broken["code"], broken["context"].is_array()), (&json!("requestValidateError"), true));
}

#[test]
fn rules_with_a_code_of_their_own_are_told_by_it() {
    let about = About::Payment("plink_x".to_owned());
    let one = |field: &str, code| told(&Error::field(field, code, "d"), &about).1;
    let mail = one("customer.email", Code::Required);
    assert_eq!(mail["code"], "paymentValidateFields");
    assert_eq!(
        (&mail["context"]["entityId"], mail["context"]["errors"].as_array().unwrap().len()),
        (&json!("plink_x"), 1)
    );
    let many = one("numberOfRecords", Code::TooMany);
    assert_eq!(
        (&many["code"], &many["context"]),
        (&json!("greaterNumberOfRecords"), &json!({"maxNumberOfRecords": 1000}))
    );
    assert_eq!(one("notificationType", Code::NotSupported)["code"], "paymentNotificationType");
    assert_eq!(one("currency", Code::InvalidCurrency)["code"], "currencyNotSupported");
    assert_eq!(one("method", Code::InvalidValue)["code"], "paymentAvailableType");
}
