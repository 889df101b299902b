//! Errors as problem details.

use crate::samples;
use paylink_core::{Code, Error, FieldErrors, records::PaymentStatus};
use paylink_wire::v1::problem::Problem;
use serde_json::{Value, json};

fn written(problem: &Problem) -> Value {
    serde_json::to_value(problem).unwrap()
}

#[test]
fn an_error_is_told_with_its_code_its_status_and_its_page() {
    let error = Error::new(Code::SlugTaken, "another payment link has this slug");
    assert_eq!(
        written(&Problem::of(&error, "req-1")),
        json!({
            "type": "/docs#error-slug_taken",
            "title": Code::SlugTaken.meaning(),
            "status": 409,
            "detail": "another payment link has this slug",
            "code": "slug_taken",
            "request_id": "req-1"
        })
    );
}

#[test]
fn every_wrong_field_is_named() {
    let mut fields = FieldErrors::default();
    fields.add("amount", Code::TooManyDecimals, "USD has 2 decimals");
    fields.add("metadata.order", Code::TooLong, "at most 500 characters");
    let problem = written(&Problem::of(&fields.finish().unwrap_err(), "req-1"));
    assert_eq!(problem["status"], 422);
    assert_eq!(problem["code"], "invalid_request");
    assert_eq!(
        problem["errors"],
        json!([
            {"field": "amount", "code": "too_many_decimals", "detail": "USD has 2 decimals"},
            {"field": "metadata.order", "code": "too_long", "detail": "at most 500 characters"}
        ])
    );
}

#[test]
fn a_declined_payment_answers_with_the_gateways_reason_and_the_payments_id() {
    let mut view = samples::payment();
    view.payment.status = PaymentStatus::Failed;
    view.payment.failure_code = Some("insufficient_funds".to_owned());
    view.payment.failure_message = Some("The card has insufficient funds.".to_owned());
    let problem = written(&Problem::declined(&view, "req-1"));
    assert_eq!(problem["status"], 402);
    assert_eq!(problem["code"], "insufficient_funds");
    assert_eq!(problem["detail"], "The card has insufficient funds.");
    assert_eq!(problem["payment_id"], view.payment.id.to_string());
    assert_eq!(problem["type"], "/docs#error-payment_declined");
}

#[test]
fn what_failed_on_our_side_stays_in_the_log() {
    let problem = Problem::of(&Error::internal("row 7 of table links is damaged"), "req-1");
    assert_eq!(problem.status, 500);
    assert_eq!(problem.detail, Code::Internal.meaning());
}
