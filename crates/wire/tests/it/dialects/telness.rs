//! Telness Connect: requests to forms, views to answers, statuses, refusals, webhooks.

use crate::samples::{self, time};
use paylink_core::{
    Code, Currency, Error, EventKind, FieldErrors, Money, Secret,
    forms::{CustomerForm, LinkForm, Patch},
    records::{LinkStateName, PaymentStatus},
    views::{EventView, LinkStatus, LinkView, SubjectView},
};
use paylink_wire::{
    dialects::{
        AmountNumber, Attempt, Stage,
        telness::{Link, Payment, PaymentSearch, Payments, Problem, Search, Status, create_link, status, webhook},
    },
    json::parse_object,
};
use serde_json::{Value, json};

const NOW: &str = "2030-01-15T12:00:00Z";

fn form(body: &str) -> LinkForm {
    create_link(parse_object(body.as_bytes()).unwrap(), time(NOW))
}

fn wrong(form: LinkForm) -> Vec<(String, Code)> {
    form.unread
        .finish()
        .err()
        .map_or_else(Vec::new, |error| error.fields.into_iter().map(|wrong| (wrong.field, wrong.code)).collect())
}

fn written(answer: &impl serde::Serialize) -> Value {
    serde_json::to_value(answer).unwrap()
}

fn completed() -> LinkView {
    let mut view = samples::link();
    view.status = LinkStatus::Completed;
    view.link.state = LinkStateName::Completed;
    view.link.closed_at = Some(time("2030-01-10T00:00:00Z"));
    view
}

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
fn every_documented_field_of_a_new_link_reaches_the_form() {
    let full = form(
        r#"{"orderId":"ord_1","paymentProfileId":"pm_1","savePaymentProfile":false,"description":"Plan",
            "successUrl":"https://shop.example/ok","cancelUrl":"https://shop.example/no",
            "metadata":{"a":"b","n":1.50,"yes":true}}"#,
    );
    let expected = LinkForm {
        order_id: "ord_1".into(),
        payment_method_id: "pm_1".into(),
        save_payment_method: Patch::Set(false),
        description: "Plan".into(),
        redirect_url: "https://shop.example/ok".into(),
        cancel_url: "https://shop.example/no".into(),
        ends_at: "2030-02-14T12:00:00Z".into(),
        metadata: Patch::Set(
            [("a", "b"), ("n", "1.50"), ("yes", "true")].map(|(key, text)| (key.to_owned(), text.to_owned())).into(),
        ),
        ..LinkForm::default()
    };
    assert_eq!(full, expected);
    assert_eq!(form(r#"{"invoiceId":"inv_1"}"#).invoice_id, "inv_1".into());
}

#[test]
fn an_amount_may_stand_in_place_of_an_order() {
    let extended = form(
        r#"{"amount":12.50,"currency":"EUR","expiresAt":"2031-01-01T00:00:00Z",
            "customer":{"name":"Ada","email":"ada@example.com","msisdn":"+15551234567","customerType":"CONSUMER"}}"#,
    );
    assert_eq!((&extended.amount, &extended.currency), (&"12.50".into(), &"EUR".into()));
    assert_eq!(extended.ends_at, "2031-01-01T00:00:00Z".into());
    let said = CustomerForm {
        name: Some("Ada".to_owned()),
        email: Some("ada@example.com".to_owned()),
        phone: Some("+15551234567".to_owned()),
        ..CustomerForm::default()
    };
    assert_eq!(extended.customer, said.into());
    assert!(wrong(extended).is_empty());
    let known = form(r#"{"amount":"3","customerId":"cus_1"}"#);
    let by_id = CustomerForm { id: Some("cus_1".to_owned()), ..CustomerForm::default() };
    assert_eq!(known.customer, by_id.into());
}

#[test]
fn addresses_are_taken_under_each_of_their_names_the_documented_one_first() {
    for name in ["successUrl", "successRedirectUrl", "redirectUrl", "returnUrl"] {
        let body = format!(r#"{{"orderId":"ord_1","{name}":"https://shop.example/ok"}}"#);
        assert_eq!(form(&body).redirect_url, "https://shop.example/ok".into(), "{name}");
    }
    for name in ["cancelUrl", "cancelRedirectUrl"] {
        let body = format!(r#"{{"orderId":"ord_1","{name}":"https://shop.example/no"}}"#);
        assert_eq!(form(&body).cancel_url, "https://shop.example/no".into(), "{name}");
    }
    let both = form(r#"{"orderId":"o","returnUrl":"https://b.example/","successUrl":"https://a.example/"}"#);
    assert_eq!(both.redirect_url, "https://a.example/".into());
}

#[test]
fn what_cannot_be_read_is_named_and_what_is_unknown_left_aside() {
    assert!(wrong(form(r#"{"orderId":"ord_1","colour":"red","nested":{"a":[1]}}"#)).is_empty());
    assert_eq!(wrong(form("{}")), [("orderId".to_owned(), Code::Required)]);
    assert_eq!(wrong(form(r#"{"orderId":null,"invoiceId":null}"#)), [("orderId".to_owned(), Code::Required)]);
    assert_eq!(wrong(form(r#"{"orderId":7}"#)), [("orderId".to_owned(), Code::InvalidType)]);
    let default = form(r#"{"orderId":"o","setAsDefaultPaymentProfile":true}"#);
    assert_eq!(wrong(default), [("setAsDefaultPaymentProfile".to_owned(), Code::NotSupported)]);
    assert!(wrong(form(r#"{"orderId":"o","savePaymentProfile":true,"setAsDefaultPaymentProfile":true}"#)).is_empty());
    assert_eq!(wrong(form(r#"{"orderId":"o","metadata":[1]}"#)), [("metadata".to_owned(), Code::InvalidType)]);
    let nested = form(r#"{"orderId":"o","metadata":{"a":{"b":1},"c":"d"}}"#);
    assert_eq!(nested.metadata, Patch::Set(vec![("c".to_owned(), "d".to_owned())]));
    assert_eq!(wrong(nested), [("metadata".to_owned(), Code::InvalidType)]);
    assert_eq!(wrong(form(r#"{"orderId":"o","cvc":"123"}"#)), [("cvc".to_owned(), Code::CardDataNotAllowed)]);
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

fn pairs(query: &[(&str, &str)]) -> Vec<(String, String)> {
    query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_list_is_asked_for_by_status_customer_and_order() {
    let search = Search::of(pairs(&[
        ("status", "ACTIVE"),
        ("status", "COMPLETED"),
        ("customerId", "cus_1"),
        ("orderId", "ord_1"),
        ("limit", "1000"),
        ("offset", "5"),
        ("unknown", "x"),
    ]));
    assert_eq!((search.limit, search.offset, search.query.status.as_deref()), (1000, 5, None));
    assert_eq!(search.query.customer_id.as_deref(), Some("cus_1"));
    assert_eq!(search.query.order_id.as_deref(), Some("ord_1"));
    assert_eq!(Status::ALL.map(|status| search.asks_for(status)), [true, false, true, false]);
    assert!(search.query.list.unread.finish().is_ok());
    let usual = Search::of(Vec::new());
    assert_eq!((usual.limit, usual.offset), (100, 0));
    assert!(Status::ALL.into_iter().all(|status| usual.asks_for(status)));
    assert_eq!(Search::of(pairs(&[("status", "CANCELLED")])).query.status.as_deref(), Some("CANCELLED"));
    assert_eq!(Search::of(pairs(&[("status", "EXPIRED")])).query.status.as_deref(), Some("INACTIVE"));
    for bad in
        [("limit", "0"), ("limit", "1001"), ("limit", "+1"), ("offset", "-1"), ("offset", ""), ("status", "active")]
    {
        let error = Search::of(pairs(&[bad])).query.list.unread.finish().unwrap_err();
        assert_eq!(error.fields[0].field, bad.0, "{bad:?}");
    }
}

#[test]
fn payments_are_listed_with_amounts_as_exact_numbers() {
    let payment = samples::payment();
    let search = PaymentSearch::of(pairs(&[("limit", "2"), ("offset", "1")]));
    let text = serde_json::to_string(&Payments::of(&search, std::slice::from_ref(&payment), 3)).unwrap();
    let list: Value = serde_json::from_str(&text).unwrap();
    let sort = json!({"key": "createdAt", "direction": "ASC"});
    assert_eq!(list["pagination"], json!({"total": 3, "limit": 2, "offset": 1, "sort": sort}));
    assert_eq!(list["items"][0]["paymentId"], payment.payment.id.to_string());
    assert_eq!(list["items"][0]["status"], "PAID");
    assert!(text.contains(r#""amount":12.5,"currency":"USD""#), "{text}");
    for (minor, code, expected) in [
        (2900, "USD", "29"),
        (1, "USD", "0.01"),
        (1250, "USD", "12.5"),
        (9_999_999_999, "USD", "99999999.99"),
        (1200, "JPY", "1200"),
        (1250, "KWD", "1.25"),
    ] {
        let money = Money::new(minor, Currency::named(code).unwrap());
        assert_eq!(serde_json::to_string(&AmountNumber(money)).unwrap(), expected);
    }
}

#[test]
fn payments_are_asked_for_by_customer_status_and_day() {
    let payment = samples::payment();
    let search = PaymentSearch::of(pairs(&[
        ("status", "PAID"),
        ("status", "FAILED"),
        ("customerId", "cus_1"),
        ("fromDate", "2030-01-01"),
        ("toDate", "2030-01-31"),
    ]));
    assert_eq!(search.query.created_after.as_deref(), Some("2029-12-31T23:59:59.999999Z"));
    assert_eq!(search.query.created_before.as_deref(), Some("2030-02-01T00:00:00Z"));
    assert_eq!(search.query.customer_id.as_deref(), Some("cus_1"));
    assert!(!search.asks_for(&payment), "of another customer");
    let of = payment.payment.customer_id.unwrap().to_string();
    let several = PaymentSearch::of(pairs(&[("customerId", &of), ("customerId", "cus_1"), ("status", "PAID")]));
    assert!(several.query.customer_id.is_none() && several.asks_for(&payment));
    assert!(!PaymentSearch::of(pairs(&[("status", "FAILED")])).asks_for(&payment));
    for bad in [("status", "paid"), ("fromDate", "yesterday"), ("toDate", "2030-02-30"), ("limit", "x")] {
        let error = PaymentSearch::of(pairs(&[bad])).query.list.unread.finish().unwrap_err();
        assert_eq!(error.fields[0].field, bad.0, "{bad:?}");
    }
}

fn event(kind: EventKind, subject: SubjectView) -> EventView {
    EventView { id: samples::event_id(), kind, at: time(NOW), merchant_id: None, subject }
}

#[test]
fn events_carry_a_snapshot_in_an_envelope() {
    let told = |kind, subject| -> Option<Value> {
        webhook::body(&event(kind, subject)).map(|text| serde_json::from_str(&text).unwrap())
    };
    let link = || SubjectView::PaymentLink(Box::new(completed()));
    let body = told(EventKind::LinkCompleted, link()).unwrap();
    assert_eq!(body["eventId"], samples::event_id().to_string());
    assert_eq!((&body["type"], &body["occurredAt"]), (&json!("payment_link.completed"), &json!(NOW)));
    assert_eq!(body["data"], written(&Link::of(&completed(), None, time(NOW))));
    assert_eq!(body.as_object().unwrap().len(), 4);
    let payment = samples::payment();
    for (kind, name) in [
        (EventKind::PaymentSucceeded, "payment.completed"),
        (EventKind::PaymentFailed, "payment.failed"),
        (EventKind::PaymentReturned, "payment.failed"),
    ] {
        let body = told(kind, SubjectView::Payment(Box::new(payment.clone()))).unwrap();
        assert_eq!((&body["type"], &body["data"]), (&json!(name), &written(&Payment::of(&payment))));
    }
    for (kind, name) in [
        (EventKind::LinkCreated, "payment_link.created"),
        (EventKind::LinkCancelled, "payment_link.cancelled"),
        (EventKind::LinkDeleted, "payment_link.cancelled"),
        (EventKind::LinkExpired, "payment_link.expired"),
    ] {
        assert_eq!(told(kind, link()).unwrap()["type"], name);
    }
    for kind in [EventKind::LinkUpdated, EventKind::LinkSent, EventKind::LinkViewed, EventKind::ReminderSent] {
        assert_eq!(told(kind, link()), None, "{kind:?}");
    }
    assert_eq!(told(EventKind::PaymentProcessing, SubjectView::Payment(Box::new(payment))), None);
    assert_eq!(told(EventKind::EndpointTest, SubjectView::Test).unwrap()["data"], json!({}));
}

#[test]
fn a_delivery_is_told_by_the_newest_secret() {
    let secrets = [Secret::new("whsec_new"), Secret::new("whsec_old")];
    let attempt = Attempt { event: samples::event_id(), at: time(NOW), secrets: &secrets };
    assert_eq!(webhook::headers(&attempt, "{}"), [("x-api-key", "whsec_new".to_owned())]);
    assert_eq!(webhook::headers(&Attempt { secrets: &[], ..attempt }, "{}"), []);
}
