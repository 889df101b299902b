//! From views and errors of the core to answers.

use super::{NOW, completed, written};
use crate::samples::{self, time};
use paylink_core::{Code, Error, FieldErrors, records::PaymentStatus, views::LinkStatus};
use paylink_wire::dialects::{
    Stage,
    telness::{Link, Problem, Status, status},
};
use serde_json::json;

#[test]
fn every_stage_and_payment_has_a_status() {
    let every = PaymentStatus::ALL.iter().copied().map(Some).chain([None]);
    for latest in every {
        let back = latest == Some(PaymentStatus::Returned);
        for stage in Stage::ALL {
            let expected = match stage {
                Stage::Scheduled => Status::Active,
                Stage::Open if back => Status::Completed,
                Stage::Open => Status::Active,
                Stage::Ended if back => Status::Completed,
                Stage::Ended => Status::Expired,
                Stage::Completed => Status::Completed,
                Stage::Cancelled | Stage::Deleted => Status::Cancelled,
            };
            for sent in [false, true] {
                assert_eq!(status(stage, latest, sent), expected, "{stage:?}, {latest:?}, sent {sent}");
            }
        }
    }
}

#[test]
fn an_open_link_leaves_out_what_there_is_not() {
    let mut view = samples::link();
    let shown = written(&Link::of(&view, None, time(NOW)));
    let expected = json!({
        "paymentLinkId": view.link.id.to_string(),
        "url": view.url,
        "status": "ACTIVE",
        "description": "Cake",
        "expiresAt": "2030-02-01T00:00:00.25Z",
        "createdAt": "2030-01-02T03:04:05Z",
        "updatedAt": "2030-01-02T03:04:06Z",
        "metadata": {"order": "7"},
    });
    assert_eq!(shown, expected);
    view.link.ends_at = None;
    view.link.details.description = None;
    let bare = written(&Link::of(&view, None, time(NOW)));
    assert!(bare.get("expiresAt").is_none() && bare.get("description").is_none(), "{bare}");
}

#[test]
fn a_completed_link_names_its_payment_and_when() {
    let payment = samples::payment();
    let shown = written(&Link::of(&completed(), Some(&payment), time(NOW)));
    assert_eq!(shown["status"], "COMPLETED");
    assert_eq!(shown["paymentId"], payment.payment.id.to_string());
    assert_eq!(shown["completedAt"], "2030-01-10T00:00:00Z");
    let mut failed = samples::payment();
    failed.payment.status = PaymentStatus::Failed;
    let open = written(&Link::of(&samples::link(), Some(&failed), time(NOW)));
    assert!(open.get("paymentId").is_none() && open.get("completedAt").is_none(), "{open}");
}

#[test]
fn a_link_whose_bank_debit_came_back_stays_completed() {
    let mut back = samples::payment();
    back.payment.status = PaymentStatus::Returned;
    let shown = written(&Link::of(&samples::link(), Some(&back), time(NOW)));
    assert_eq!(shown["status"], "COMPLETED");
    assert_eq!(shown["paymentId"], back.payment.id.to_string());
    assert_eq!(shown["completedAt"], back.payment.updated_at.to_string());
}

#[test]
fn a_link_expires_at_its_end_and_not_before_its_beginning() {
    let mut view = samples::link();
    view.status = LinkStatus::Inactive;
    assert_eq!(Link::of(&view, None, time("2030-02-01T00:00:00.25Z")).status, Status::Expired);
    assert_eq!(Link::of(&view, None, time("2029-12-31T00:00:00Z")).status, Status::Active);
}

#[test]
fn refusals_have_the_codes_of_the_dialect() {
    for (code, status, name) in [
        (Code::InvalidJson, 400, "invalid_request"),
        (Code::InvalidIdempotencyKey, 400, "invalid_request"),
        (Code::TooLong, 400, "invalid_request"),
        (Code::Unauthenticated, 401, "unauthorized"),
        (Code::Forbidden, 403, "forbidden"),
        (Code::NotFound, 404, "not_found"),
        (Code::MethodNotAllowed, 405, "method_not_allowed"),
        (Code::LinkClosed, 409, "conflict"),
        (Code::HasOpenLink, 409, "conflict"),
        (Code::IdempotencyKeyReused, 409, "idempotency_key_mismatch"),
        (Code::IdempotencyKeyInUse, 409, "idempotency_key_locked"),
        (Code::PayloadTooLarge, 413, "payload_too_large"),
        (Code::UnsupportedMediaType, 415, "unsupported_media_type"),
        (Code::RateLimited, 429, "rate_limited"),
        (Code::Internal, 500, "internal_error"),
        (Code::StorageUnavailable, 503, "unavailable"),
    ] {
        let problem = Problem::of(&Error::of(code));
        assert_eq!((problem.status, problem.code), (status, name));
        let body = written(&problem);
        assert_eq!(body, json!({"code": name, "message": code.meaning()}));
    }
    assert!(Code::ALL.iter().all(|code| Problem::of(&Error::of(*code)).status >= 400));
}

#[test]
fn wrong_fields_are_named_once_and_in_the_words_of_the_dialect() {
    let mut errors = FieldErrors::default();
    for field in
        ["orderId", "order_id", "invoice_id", "payment_method_id", "save_payment_method", "redirect_url", "cancel_url"]
    {
        errors.add(field, Code::InvalidId, field);
    }
    for field in ["ends_at", "customer.phone", "customer.external_id", "metadata.k"] {
        errors.add(field, Code::TooLong, field);
    }
    let problem = Problem::of(&errors.finish().unwrap_err());
    let names: Vec<&str> = problem.details.iter().map(|detail| detail.field.as_str()).collect();
    let expected = [
        "orderId",
        "invoiceId",
        "paymentProfileId",
        "savePaymentProfile",
        "successUrl",
        "cancelUrl",
        "expiresAt",
        "customer.msisdn",
        "customer.referenceId",
        "metadata.k",
    ];
    assert_eq!(names, expected);
    assert_eq!(problem.details[0].message, "orderId", "what the reader said");
    let one = Problem::of(&Error::field("order_id", Code::InvalidId, "there is no such order"));
    let detail = json!({"field": "orderId", "code": "invalid_id", "message": "there is no such order"});
    let body = json!({"code": "invalid_request", "message": "orderId: there is no such order", "details": [detail]});
    assert_eq!(written(&one), body);
}
