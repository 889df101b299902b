//! Bodies that break rules: each gets its own refusal, and never a 5xx.

use crate::world::{World, world};
use serde_json::json;

/// POSTs `body` as JSON and checks status and code.
fn check(world: &World, path: &str, rows: &[(&str, Vec<u8>, u16, &str)]) {
    for (name, body, status, code) in rows {
        let answer =
            world.admin("POST", path).key(&format!("k-{name}").replace(' ', "-")).raw("application/json", body).send();
        assert_eq!((answer.status, answer.code().as_str()), (*status, *code), "{name}: {}", answer.text());
    }
}

#[test]
fn what_is_not_one_strict_json_object_is_invalid_json() {
    let world = world();
    let deep = |levels: usize| format!("{{\"name\":{}{}}}", "[".repeat(levels), "]".repeat(levels)).into_bytes();
    let malformed = [
        ("empty", b"".to_vec()),
        ("truncated", b"{\"name\":\"a\"".to_vec()),
        ("trailing garbage", b"{\"name\":\"a\"} x".to_vec()),
        ("two documents", b"{}{}".to_vec()),
        ("invalid UTF-8", b"{\"name\":\"\xff\xfe\"}".to_vec()),
        ("byte order mark", b"\xef\xbb\xbf{\"name\":\"a\"}".to_vec()),
        ("lone surrogate", br#"{"name":"\ud800"}"#.to_vec()),
        ("repeated key", br#"{"name":"a","name":"b"}"#.to_vec()),
        ("repeated key, escaped", br#"{"name":"a","n\u0061me":"b"}"#.to_vec()),
        ("33 levels", deep(32)),
        ("100 levels", deep(100)),
        ("10000 levels", deep(10_000)),
        ("NaN", b"{\"name\":NaN}".to_vec()),
        ("single quotes", b"{'name':'a'}".to_vec()),
        ("comment", b"{/*x*/\"name\":\"a\"}".to_vec()),
        ("raw control character", b"{\"name\":\"a\x01\"}".to_vec()),
        ("an array", b"[]".to_vec()),
        ("a string", b"\"name\"".to_vec()),
        ("null", b"null".to_vec()),
    ];
    let rows: Vec<_> = malformed.into_iter().map(|(name, body)| (name, body, 400, "invalid_json")).collect();
    check(&world, "/v1/merchants", &rows);
    check(&world, "/v1/payment_links", &rows);
    check(&world, "/v1/webhook_endpoints", &rows);
    check(&world, "/v1/api_keys", &rows);
    let slug = world.link()["slug"].as_str().unwrap().to_owned();
    check(&world, &format!("/v1/checkout/{slug}/payments"), &rows);
}

#[test]
fn values_that_break_rules_are_named() {
    let world = world();
    let merchant = world.merchant();
    let link = |more: &str| format!(r#"{{"merchant_id":"{merchant}",{more}}}"#).into_bytes();
    let amount = |text: &str| link(&format!(r#""amount":{text}"#));
    let fine = |more: &str| link(&format!(r#""amount":"12.50",{more}"#));
    check(
        &world,
        "/v1/payment_links",
        &[
            ("unknown field", fine(r#""colour":"red""#), 422, "unknown_field"),
            ("exponent", amount("\"1e2\""), 422, "invalid_amount"),
            ("exponent as number", amount("1e2"), 422, "invalid_amount"),
            ("full-width digits", amount("\"１０\""), 422, "invalid_amount"),
            ("leading space", amount("\" 1\""), 422, "invalid_amount"),
            ("plus", amount("\"+1\""), 422, "invalid_amount"),
            ("minus", amount("\"-1\""), 422, "invalid_amount"),
            ("no decimals", amount("\"1.\""), 422, "invalid_amount"),
            ("no units", amount("\".5\""), 422, "invalid_amount"),
            ("comma", amount("\"1,50\""), 422, "invalid_amount"),
            ("infinity", amount("\"Infinity\""), 422, "invalid_amount"),
            ("zero", amount("\"0\""), 422, "amount_out_of_range"),
            ("too much", amount("\"100000000\""), 422, "amount_out_of_range"),
            ("three decimals", amount("\"1.001\""), 422, "too_many_decimals"),
            ("amount as list", amount("[1]"), 422, "invalid_type"),
            ("amount missing", format!(r#"{{"merchant_id":"{merchant}"}}"#).into_bytes(), 422, "required"),
            ("currency", fine(r#""currency":"XYZ""#), 422, "invalid_currency"),
            ("NUL", fine(r#""description":"a\u0000b""#), 422, "invalid_text"),
            ("C0 control", fine(r#""description":"a\u0007b""#), 422, "invalid_text"),
            ("bidi override", fine(r#""description":"a\u202eb""#), 422, "invalid_text"),
            ("card number in text", fine(r#""description":"4242 4242 4242 4242""#), 422, "card_data_not_allowed"),
            ("card number in metadata", fine(r#""metadata":{"n":"4242424242424242"}"#), 422, "card_data_not_allowed"),
            ("cvv in metadata", fine(r#""metadata":{"cvv":"123"}"#), 422, "card_data_not_allowed"),
            ("long description", fine(&format!(r#""description":"{}""#, "x".repeat(501))), 422, "too_long"),
            ("javascript", fine(r#""redirect_url":"javascript:alert(1)""#), 422, "url_not_allowed"),
            ("data", fine(r#""redirect_url":"data:text/html,x""#), 422, "url_not_allowed"),
            ("scheme-relative", fine(r#""redirect_url":"//evil.example""#), 422, "url_not_allowed"),
            ("a day without a date", fine(r#""reminders":[{"offset_days":-3}]"#), 422, "invalid_request"),
            ("not available", fine(r#""captcha":true"#), 422, "not_available"),
            ("tags as text", fine(r#""tags":"a""#), 422, "invalid_type"),
            ("a tag that is none", fine(r#""tags":["a",1]"#), 422, "invalid_type"),
            ("an empty tag", fine(r#""tags":[" "]"#), 422, "invalid_text"),
            ("NUL in a tag", fine(r#""tags":["a\u0000"]"#), 422, "invalid_text"),
            ("bidi override in a tag", fine(r#""tags":["a\u202eb"]"#), 422, "invalid_text"),
            ("card number in a tag", fine(r#""tags":["4242424242424242"]"#), 422, "card_data_not_allowed"),
            ("long tag", fine(&format!(r#""tags":["{}"]"#, "x".repeat(41))), 422, "too_long"),
            ("many tags", fine(&format!(r#""tags":[{}]"#, vec![r#""x""#; 21].join(","))), 422, "too_many"),
        ],
    );
    check(
        &world,
        "/v1/merchants",
        &[
            (
                "CR LF in address",
                br#"{"name":"a","email":"a@b.example\r\nBcc: x@y.example"}"#.to_vec(),
                422,
                "invalid_email",
            ),
            ("comma in address", br#"{"name":"a","email":"a@b.example,c@d.example"}"#.to_vec(), 422, "invalid_email"),
            ("no name", b"{}".to_vec(), 422, "required"),
            ("wrong type", br#"{"name":5}"#.to_vec(), 422, "invalid_type"),
            ("time zone", br#"{"name":"a","timezone":"Mars/Phobos"}"#.to_vec(), 422, "invalid_value"),
        ],
    );
}

#[test]
fn all_wrong_fields_are_named_at_once_and_no_value_comes_back() {
    let world = world();
    let body = json!({"merchant_id": world.merchant(), "amount": "1e2", "currency": "secret-one", "colour": "secret-two",
        "description": "secret-three\u{0}"});
    let answer = world.post("/v1/payment_links", &body);
    assert_eq!((answer.status, answer.code().as_str()), (422, "invalid_request"));
    let errors = answer.json()["errors"].clone();
    let named = |field: &str| {
        errors.as_array().unwrap().iter().find(|error| error["field"] == field).map(|error| error["code"].clone())
    };
    assert_eq!(named("colour"), Some(json!("unknown_field")));
    assert_eq!(named("description"), Some(json!("invalid_text")));
    assert_eq!(named("currency"), Some(json!("invalid_currency")));
    assert!(!answer.text().contains("secret"), "{}", answer.text());
}

#[test]
fn a_payer_sends_no_price_and_no_card() {
    let world = world();
    let slug = world.link()["slug"].as_str().unwrap().to_owned();
    let body = |more: &str| format!(r#"{{"method":"card","token":"tok_ok"{more}}}"#).into_bytes();
    check(
        &world,
        &format!("/v1/checkout/{slug}/payments"),
        &[
            ("amount", body(r#","amount":"0.01""#), 422, "amount_not_allowed"),
            ("number", body(r#","number":"4242424242424242""#), 422, "card_data_not_allowed"),
            ("cvc", body(r#","cvc":"123""#), 422, "card_data_not_allowed"),
            ("name", body(r#","payer":{"name":"4242424242424242"}"#), 422, "card_data_not_allowed"),
            ("two addresses", body(r#","payer":{"email":"a@b.example,c@d.example"}"#), 422, "invalid_email"),
            ("other method", br#"{"method":"ach","token":"tok_ok"}"#.to_vec(), 402, "invalid_token"),
            ("unknown method", br#"{"method":"cash","token":"tok_ok"}"#.to_vec(), 422, "invalid_value"),
            ("no token", br#"{"method":"card"}"#.to_vec(), 422, "required"),
        ],
    );
}

#[test]
fn webhook_addresses_pass_the_senders_check() {
    let world = world();
    world.webhooks.refuse_url("https://10.0.0.1/");
    let answer = world.post("/v1/webhook_endpoints", &json!({"url": "https://10.0.0.1/"}));
    assert_eq!((answer.status, answer.code().as_str()), (422, "url_not_allowed"));
}
