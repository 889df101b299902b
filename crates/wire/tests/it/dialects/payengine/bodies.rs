//! What callers send.

use paylink_core::{
    Code, Error, FieldErrors,
    forms::{CustomerForm, LinkForm, MerchantForm, Patch, RefundForm},
};
use paylink_wire::{
    dialects::payengine::{
        REFUND_ORDER, REFUND_OWN_ID,
        error::{self, About, ErrorBody},
        requests,
    },
    json::parse_object,
};

fn create(body: &str) -> requests::NewLink {
    requests::create_link(parse_object(body.as_bytes()).unwrap())
}

/// The form of a new link with these fields.
fn form(data: &str) -> LinkForm {
    create(&format!(r#"{{"merchant_id":"mer_1","data":{{{data}}}}}"#)).form
}

fn change(data: &str) -> LinkForm {
    requests::update_link(parse_object(format!(r#"{{"data":{{{data}}}}}"#).as_bytes()).unwrap()).form(None)
}

fn refused(unread: &FieldErrors) -> Vec<(String, Code)> {
    let error = unread.clone().finish().err();
    error.map_or_else(Vec::new, |error| error.fields.into_iter().map(|field| (field.field, field.code)).collect())
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn texts(texts: &[&str]) -> Patch<Vec<String>> {
    Patch::Set(texts.iter().map(|text| (*text).to_owned()).collect())
}

pub(super) fn pairs(query: &[(&str, &str)]) -> Vec<(String, String)> {
    query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The sample of the documentation, its ids replaced.
const SAMPLE: &str = r#"{
"merchant_id": "1cc7b594-b80f-4227-a0fa-299c4c6ce8ab",
"data": {
"amount": 12.50,
"currency_code": "USD",
"payment_methods": ["CC_DC","ACH"],
"sales_tax": 2.50,
"order_number": "A350",
"start_date": "20220510",
"end_date": "20221115",
"description": "A coffee cup in the morning",
"save_card_consent": true,
"internal_transaction_id": "ID1",
"metadata": {
"customer_id": "123",
"email": "[email protected]"
}
}
}"#;

#[test]
fn the_documented_sample_reaches_the_form() {
    let new = create(SAMPLE);
    assert_eq!(new.merchant_id.as_deref(), Some("1cc7b594-b80f-4227-a0fa-299c4c6ce8ab"));
    let expected = LinkForm {
        amount: "12.50".into(),
        currency: "USD".into(),
        payment_methods: texts(&["card", "ach"]),
        sales_tax: "2.50".into(),
        order_number: "A350".into(),
        starts_at: "2022-05-10T00:00:00Z".into(),
        ends_at: "2022-11-16T00:00:00Z".into(),
        description: "A coffee cup in the morning".into(),
        save_payment_method: true.into(),
        internal_transaction_id: "ID1".into(),
        metadata: vec![
            ("customer_id".to_owned(), "123".to_owned()),
            ("email".to_owned(), "[email protected]".to_owned()),
        ]
        .into(),
        may_have_ended: true,
        ..LinkForm::default()
    };
    assert_eq!(new.form, expected);
}

#[test]
fn every_other_field_reaches_the_form_too() {
    let form = form(
        r#""use_same_amount":false,"cc_amount":"10.50","ach_amount":10,"cc_amount_note":"card","ach_amount_note":"bank",
        "one_time_only":false,"enable_captcha":true,"slug_id":"spring","customer":{"first_name":"Ada","last_name":"Payer",
        "business_name":"Ada Ltd","email":"ada@example.com","phone":{"country_code":"+1","subscriber":"4155550123"},
        "address":{"street":"1 Main St"}},"amount":"99.00","colour":"red""#,
    );
    let customer = CustomerForm {
        name: some("Ada Payer"),
        email: some("ada@example.com"),
        phone: some("+14155550123"),
        ..CustomerForm::default()
    };
    let expected = LinkForm {
        card_amount: "10.50".into(),
        ach_amount: "10".into(),
        card_amount_note: "card".into(),
        ach_amount_note: "bank".into(),
        usage: "multi_use".into(),
        captcha: true.into(),
        slug: "spring".into(),
        customer: customer.into(),
        metadata: Patch::Set(vec![("customer_address".to_owned(), r#"{"street":"1 Main St"}"#.to_owned())]),
        may_have_ended: true,
        ..LinkForm::default()
    };
    assert_eq!(form, expected);
    let business = self::form(r#""amount":"1","customer":{"business_name":"Ada Ltd"}"#);
    assert_eq!(business.customer.set().and_then(|customer| customer.name.clone()), some("Ada Ltd"));
}

#[test]
fn use_same_amount_says_which_amounts_count() {
    for (data, amount, card, ach) in [
        (r#""amount":"1""#, Some("1"), None, None),
        (r#""amount":"1","cc_amount":null,"ach_amount":null"#, Some("1"), None, None),
        (r#""use_same_amount":true,"amount":"1","cc_amount":"2","ach_amount":"3""#, Some("1"), None, None),
        (r#""use_same_amount":false,"amount":"1","cc_amount":"2","ach_amount":"3""#, None, Some("2"), Some("3")),
        (r#""use_same_amount":null,"amount":0.10"#, Some("0.10"), None, None),
    ] {
        for form in [form(data), change(data)] {
            let read = [&form.amount, &form.card_amount, &form.ach_amount].map(|field| field.set().map(String::as_str));
            assert_eq!((read, refused(&form.unread)), ([amount, card, ach], vec![]), "{data}");
        }
    }
    let missing = |name: &str| (format!("data.{name}"), Code::Required);
    assert_eq!(refused(&form(r#""use_same_amount":true"#).unread), [missing("amount")]);
    assert_eq!(refused(&form(r#""use_same_amount":false,"ach_amount":"1""#).unread), [missing("cc_amount")]);
    assert_eq!(
        refused(&form(r#""use_same_amount":false,"amount":"1""#).unread),
        [missing("cc_amount"), missing("ach_amount")]
    );
    assert_eq!(
        refused(&form(r#""cc_amount":"1","ach_amount":"2""#).unread),
        [missing("amount"), ("data.cc_amount".to_owned(), Code::NotSupported)]
    );
    assert_eq!(change(r#""cc_amount":"1","ach_amount":"2""#).card_amount, "1".into());
    assert_eq!(refused(&change(r#""use_same_amount":false"#).unread), [missing("cc_amount"), missing("ach_amount")]);
}

#[test]
fn dates_are_days_in_utc_and_the_last_one_counts() {
    for (text, start, end) in [
        ("20300131", "2030-01-31T00:00:00Z", "2030-02-01T00:00:00Z"),
        ("2030-01-31", "2030-01-31T00:00:00Z", "2030-02-01T00:00:00Z"),
        ("2030-01-31T00:00:00.000Z", "2030-01-31T00:00:00Z", "2030-02-01T00:00:00Z"),
        ("20281231", "2028-12-31T00:00:00Z", "2029-01-01T00:00:00Z"),
        ("2030-01-31T10:30:00Z", "2030-01-31T10:30:00Z", "2030-01-31T10:30:00Z"),
        ("2030-01-31T00:00:00+02:00", "2030-01-31T00:00:00+02:00", "2030-01-31T00:00:00+02:00"),
        // refused by the core, as they are
        ("20300230", "20300230", "20300230"),
        ("9999-12-31", "9999-12-31T00:00:00Z", "9999-12-31"),
        ("soon", "soon", "soon"),
    ] {
        let form = form(&format!(r#""amount":1,"start_date":"{text}","end_date":"{text}""#));
        assert_eq!((form.starts_at, form.ends_at), (start.into(), end.into()), "{text}");
    }
    let open = change(r#""start_date":null,"end_date":null"#);
    assert_eq!((open.starts_at, open.ends_at), (Patch::Clear, Patch::Clear));
}

#[test]
fn metadata_of_any_json_is_kept() {
    let form = form(r#""amount":1,"metadata":{"n":1.10,"t":"1.10","o":{"b":[true,null,"\"x\""]}}"#);
    let kept = form.metadata.into_set().unwrap();
    let expected = [("n", "1.10"), ("o", r#"{"b":[true,null,"\"x\""]}"#), ("t", "1.10"), ("json_keys", r#"["n","o"]"#)];
    assert_eq!(kept, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    assert_eq!(refused(&change(r#""metadata":[1]"#).unread), [("data.metadata".to_owned(), Code::InvalidType)]);
    assert_eq!(
        refused(&change(r#""metadata":{"json_keys":"x"}"#).unread),
        [("data.metadata.json_keys".to_owned(), Code::NotSupported)]
    );
    assert_eq!(change(r#""metadata":null"#).metadata, Patch::Clear);
}

#[test]
fn wrong_types_are_named_with_their_path() {
    let form = form(
        r#""amount":true,"payment_methods":["CC"],"one_time_only":"yes","customer":{"email":1},"description":[],
        "card_number":"4242424242424242""#,
    );
    let mut found = refused(&form.unread);
    found.sort_by(|one, other| one.0.cmp(&other.0));
    let expected = [
        ("data.amount", Code::InvalidType),
        ("data.card_number", Code::CardDataNotAllowed),
        ("data.customer.email", Code::InvalidType),
        ("data.description", Code::InvalidType),
        ("data.one_time_only", Code::InvalidType),
        ("data.payment_methods", Code::InvalidValue),
    ];
    assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)));
    for body in [r#"{}"#, r#"{"data":null}"#, r#"{"merchant_id":"mer_1"}"#] {
        assert_eq!(refused(&create(body).form.unread), [("data".to_owned(), Code::Required)], "{body}");
    }
    assert_eq!(refused(&create(r#"{"data":[]}"#).form.unread), [("data".to_owned(), Code::InvalidType)]);
    assert_eq!(self::form(r#""amount":1,"payment_methods":[]"#).payment_methods, Patch::Clear);
}

#[test]
fn errors_name_fields_as_they_were_sent_each_once() {
    let mut fields = FieldErrors::default();
    for name in ["data.amount", "amount", "ends_at", "metadata.k", "customer.email", "merchant_id", "slug", "usage"] {
        fields.add(name, Code::InvalidValue, "must lie after starts_at");
    }
    let body = ErrorBody::of(&fields.finish().unwrap_err(), "req-1", About::Link);
    let names: Vec<&str> = body.error.errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(
        names,
        [
            "data.amount",
            "data.end_date",
            "data.metadata.k",
            "data.customer.email",
            "merchant_id",
            "data.slug_id",
            "data.one_time_only"
        ]
    );
    assert_eq!(body.error.errors[1].message, "must lie after start_date");
    assert_eq!((body.error.code, body.error.request_id.as_str()), ("invalid_value", "req-1"));
    assert_eq!(body.message, body.error.message);
    let json = serde_json::to_value(&body).unwrap();
    assert_eq!(json["error"]["errors"][0]["field"], "data.amount");
    assert!(json.get("success").is_none());
    let single = ErrorBody::of(&Error::field("slug", Code::InvalidValue, "is short"), "req-1", About::Link);
    assert_eq!(single.message, "data.slug_id: is short");
    let hidden = ErrorBody::of(&Error::internal("the disk is on fire"), "req-2", About::Other);
    assert!(!serde_json::to_string(&hidden).unwrap().contains("disk"));
}

#[test]
fn every_code_has_a_status_and_wrong_values_are_400() {
    for code in Code::ALL {
        let status = error::status(*code);
        let native = code.class().status();
        assert_eq!(status, if native == 422 { 400 } else { native }, "{}", code.name());
    }
}

#[test]
fn a_refund_needs_transaction_amount_and_reason() {
    let read = |body: &str| requests::refund(parse_object(body.as_bytes()).unwrap());
    let order = read(
        r#"{"id":"pay_1","amount":"2.50","reason":"stale","internal_transaction_id":"r1","order_number":"A7",
        "metadata":{"a":1},"description":"x"}"#,
    );
    assert_eq!(order.transaction.as_deref(), Some("pay_1"));
    let kept = [("a", "1"), ("json_keys", "[\"a\"]"), (REFUND_OWN_ID, "r1"), (REFUND_ORDER, "A7")];
    let metadata = Patch::Set(kept.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec());
    let expected = RefundForm { amount: some("2.50"), reason: some("stale"), metadata, ..RefundForm::default() };
    assert_eq!(order.form, expected);
    let start = r#"{"id":"pay_1","amount":"1","reason":"x","#;
    for (more, field, code) in [
        (format!(r#""internal_transaction_id":"{}""#, "x".repeat(65)), "internal_transaction_id", Code::TooLong),
        (r#""order_number":"A-7""#.to_owned(), "order_number", Code::InvalidValue),
        (format!(r#""order_number":"{}""#, "7".repeat(21)), "order_number", Code::InvalidValue),
        (format!(r#""metadata":{{"{REFUND_ORDER}":"x"}}"#), "metadata.payengine_order_number", Code::NotSupported),
        (r#""metadata":[]"#.to_owned(), "metadata", Code::InvalidType),
    ] {
        let found = refused(&read(&format!("{start}{more}}}")).form.unread);
        assert_eq!(found, [(field.to_owned(), code)], "{more}");
    }
    let missing = refused(&read("{}").form.unread);
    assert_eq!(missing, ["id", "amount", "reason"].map(|name| (name.to_owned(), Code::Required)));
}

#[test]
fn a_merchant_is_read() {
    let body = br#"{"external_id":"e1","email":"a@b.example","name":"Bakery","core_version":2}"#;
    let expected = MerchantForm {
        external_id: "e1".into(),
        email: "a@b.example".into(),
        name: "Bakery".into(),
        ..MerchantForm::default()
    };
    assert_eq!(requests::create_merchant(parse_object(body).unwrap()), expected);
}
