//! What gets a token, what does not, and what a token is good for.

use crate::bank::{Bank, MINUTE, account, card, now, told};
use paylink_core::{
    Error, Secret,
    ports::{ChargeSource, GatewayError, GatewayToken},
    records::Method,
};
use serde_json::{Value, json};

fn ask(body: &Value) -> Result<GatewayToken, Error> {
    now(Bank::new().gateway.create_token_from_json(body))
}

/// Each wrong field and its code, in any order.
fn wrong(body: &Value) -> Vec<(String, &'static str)> {
    let error = ask(body).expect_err("a refusal");
    let mut fields: Vec<_> = error.fields.into_iter().map(|field| (field.field, field.code.name())).collect();
    fields.sort();
    fields
}

fn body(parent: &str, changes: &Value) -> Value {
    let mut fields = match parent {
        "card" => json!({"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}),
        _ => json!({"routing_number": "110000000", "account_number": "000123456789", "account_type": "checking",
                    "holder_name": "Ada Example"}),
    };
    for (name, value) in changes.as_object().unwrap() {
        fields[name] = value.clone();
    }
    json!({parent: fields})
}

#[test]
fn good_cards_and_accounts_get_tokens() {
    for changes in [
        json!({}),
        json!({"number": "4242 4242 4242 4242"}),
        json!({"number": "4242-4242-4242-4242"}),
        json!({"exp_month": "1", "exp_year": "27"}),
        json!({"exp_month": "01", "exp_year": "2027", "cvc": 123}),
        json!({"exp_month": 1, "exp_year": 2026}),
        json!({"number": "378282246310005", "cvc": "1234"}),
    ] {
        let token = ask(&body("card", &changes)).unwrap_or_else(|error| panic!("{changes}: {error:?}"));
        let random = token.0.expose().strip_prefix("tok_").expect("the prefix").to_owned();
        assert!(random.len() == 32 && random.bytes().all(|byte| byte.is_ascii_hexdigit()), "128 bits");
    }
    for changes in [json!({}), json!({"account_type": "savings"}), json!({"routing_number": "021000021"})] {
        ask(&body("bank_account", &changes)).unwrap_or_else(|error| panic!("{changes}: {error:?}"));
    }
}

#[test]
fn wrong_fields_are_named() {
    // the test clock shows January 2026
    for (parent, field, value, code) in [
        ("card", "number", json!("4242424242424241"), "invalid_value"),
        ("card", "number", json!("424242424242"), "invalid_value"),
        ("card", "number", json!("42424242424242424242"), "invalid_value"),
        ("card", "number", json!("4242424242424242x"), "invalid_value"),
        ("card", "number", json!("４２４２424242424242"), "invalid_value"),
        ("card", "number", json!("42424242424242"), "invalid_value"),
        ("card", "number", json!(""), "invalid_value"),
        ("card", "number", json!(4_242_424_242_424_242_u64), "invalid_type"),
        ("card", "number", json!(null), "required"),
        ("card", "number", json!(" ".repeat(100_000)), "invalid_value"),
        ("card", "exp_month", json!("13"), "invalid_value"),
        ("card", "exp_month", json!(0), "invalid_value"),
        ("card", "exp_month", json!("001"), "invalid_value"),
        ("card", "exp_month", json!(-1), "invalid_type"),
        ("card", "exp_month", json!("+1"), "invalid_value"),
        ("card", "exp_year", json!(2025), "invalid_value"),
        ("card", "exp_year", json!("25"), "invalid_value"),
        ("card", "exp_year", json!("2077"), "invalid_value"),
        ("card", "exp_year", json!("99999999999"), "invalid_value"),
        ("card", "exp_year", json!(20.5), "invalid_type"),
        ("card", "cvc", json!("12"), "invalid_value"),
        ("card", "cvc", json!("1234"), "invalid_value"),
        ("card", "cvc", json!("12a"), "invalid_value"),
        ("card", "cvc", json!(["123"]), "invalid_type"),
        ("card", "name", json!("Ada"), "unknown_field"),
        ("bank_account", "routing_number", json!("110000001"), "invalid_value"),
        ("bank_account", "routing_number", json!("11000000"), "invalid_value"),
        ("bank_account", "routing_number", json!("1100000000"), "invalid_value"),
        ("bank_account", "routing_number", json!("000000000"), "invalid_value"),
        ("bank_account", "routing_number", json!("990000005"), "invalid_value"),
        ("bank_account", "routing_number", json!("11000000é"), "invalid_value"),
        ("bank_account", "account_number", json!("12345"), "invalid_value"),
        ("bank_account", "account_number", json!("123456789012345678"), "invalid_value"),
        ("bank_account", "account_number", json!("12345 789"), "invalid_value"),
        ("bank_account", "account_type", json!("Checking"), "invalid_value"),
        ("bank_account", "holder_name", json!("  "), "required"),
        ("bank_account", "holder_name", json!("A\u{202e}da"), "invalid_text"),
        ("bank_account", "holder_name", json!("x".repeat(101)), "too_long"),
        ("bank_account", "holder_name", json!("4242424242424242"), "card_data_not_allowed"),
        ("bank_account", "holder_name", json!({}), "invalid_type"),
    ] {
        let changes = json!({field: value});
        assert_eq!(wrong(&body(parent, &changes)), [(format!("{parent}.{field}"), code)], "{changes}");
    }
}

#[test]
fn all_wrong_fields_are_named_at_once() {
    let wrong_card = json!({"card": {"number": "1", "exp_month": "x", "exp_year": {}}, "note": 1});
    let expected = [
        ("card.cvc", "required"),
        ("card.exp_month", "invalid_value"),
        ("card.exp_year", "invalid_type"),
        ("card.number", "invalid_value"),
        ("note", "unknown_field"),
    ];
    assert_eq!(wrong(&wrong_card), expected.map(|(field, code)| (field.to_owned(), code)));
}

#[test]
fn a_body_must_hold_exactly_one_of_card_and_account() {
    let both = json!({"card": body("card", &json!({}))["card"], "bank_account": {}});
    for (body, field, code) in [
        (json!({}), "card", "required"),
        (json!([]), "body", "invalid_type"),
        (json!({"card": "4242424242424242"}), "card", "invalid_type"),
        (both, "bank_account", "not_supported"),
    ] {
        assert_eq!(wrong(&body), [(field.to_owned(), code)]);
    }
}

#[test]
fn a_card_works_to_the_end_of_its_month() {
    let bank = Bank::new();
    let request = &body("card", &json!({"exp_month": 1, "exp_year": 2026}));
    let end_of_january = "2026-01-31T23:59:59.999999Z".parse().unwrap();
    bank.clock.set(end_of_january);
    assert!(now(bank.gateway.create_token_from_json(request)).is_ok());
    bank.clock.advance(std::time::Duration::from_micros(1));
    assert!(now(bank.gateway.create_token_from_json(request)).is_err());
}

#[test]
fn a_token_pays_once() {
    let bank = Bank::new();
    let first = bank.card_request("4242424242424242");
    let second = bank.another(&first);
    let charge = bank.charge(&first).unwrap();
    assert!(matches!(bank.charge(&second), Err(GatewayError::InvalidToken)));
    assert_eq!(bank.look_up(second.key), None);
    assert_eq!(bank.charge(&first).unwrap(), charge, "the first key still gets its charge");
    assert_eq!(bank.charges(), 1);
}

#[test]
fn a_token_of_an_account_can_wait_for_two_weeks() {
    let bank = Bank::new();
    let request = || bank.request(bank.token(&account("000123456789")), Method::Ach);
    let (late, held) = (request(), request());
    bank.clock.advance(14 * 24 * 60 * MINUTE - std::time::Duration::from_micros(1));
    assert_eq!(told(&bank.charge(&held).unwrap()), "pending");
    bank.clock.advance(std::time::Duration::from_micros(1));
    assert!(matches!(bank.charge(&late), Err(GatewayError::InvalidToken)));
}

#[test]
fn a_token_of_a_card_runs_out_after_an_hour_unless_it_is_in_use() {
    let bank = Bank::new();
    let (late, used) = (bank.card_request("4242424242424242"), bank.card_request("4242424242424242"));
    bank.clock.advance(60 * MINUTE - std::time::Duration::from_micros(1));
    let charge = bank.charge(&used).unwrap();
    bank.clock.advance(std::time::Duration::from_micros(1));
    assert!(matches!(bank.charge(&late), Err(GatewayError::InvalidToken)));
    assert_eq!(bank.charge(&used).unwrap(), charge);
}

#[test]
fn a_token_of_the_other_method_or_of_nobody_is_refused_for_good() {
    let bank = Bank::new();
    let debit_with_card = bank.request(bank.card_token("4242424242424242"), Method::Ach);
    let card_with_account = bank.request(bank.token(&account("000123456789")), Method::Card);
    let unknown = bank.request(GatewayToken(Secret::new("tok_0")), Method::Card);
    for mut request in [debit_with_card, card_with_account, unknown] {
        assert!(matches!(bank.charge(&request), Err(GatewayError::InvalidToken)));
        assert_eq!(bank.look_up(request.key), None);
        request.source = ChargeSource::Token(bank.card_token("4242424242424242"));
        request.method = Method::Card;
        assert!(
            matches!(bank.charge(&request), Err(GatewayError::InvalidToken)),
            "nothing happens under a refused key"
        );
    }
    assert_eq!(bank.charges(), 0);
}

#[test]
fn tokens_differ() {
    let bank = Bank::new();
    assert_ne!(bank.token(&card("4242424242424242")), bank.token(&card("4242424242424242")));
    assert_eq!(told(&bank.charge(&bank.card_request("4242424242424242")).unwrap()), "succeeded");
}
