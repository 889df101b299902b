//! Reading the body of a payment.

use paylink_core::{Code, forms::PayForm};
use paylink_wire::{json::parse_object, v1::requests};

fn read(body: &str) -> PayForm {
    requests::payment(parse_object(body.as_bytes()).unwrap())
}

fn refused(body: &str) -> Vec<(String, Code)> {
    let error = read(body).unread.finish().err();
    error.map_or_else(Vec::new, |error| error.fields.into_iter().map(|field| (field.field, field.code)).collect())
}

#[test]
fn every_field_reaches_the_form() {
    let form = read(
        r#"{"method":"card","token":"tok_1","payer":{"name":"Kari","email":"kari@example.com"},
        "billing":{"line1":"1","line2":"2","city":"c","state":"s","postal_code":"p","country":"NO"},
        "payment_method_id":"pm_1","save_payment_method":true,"consent_version":"en-1","captcha_token":null}"#,
    );
    assert_eq!(form.method.as_deref(), Some("card"));
    assert_eq!(form.token.as_deref(), Some("tok_1"));
    assert_eq!((form.payer_name.as_deref(), form.payer_email.as_deref()), (Some("Kari"), Some("kari@example.com")));
    assert_eq!(form.payment_method_id.as_deref(), Some("pm_1"));
    assert_eq!((form.save_payment_method, form.consent_version.as_deref()), (Some(true), Some("en-1")));
    let billing = form.billing.unwrap();
    let lines = [billing.line1, billing.line2, billing.city, billing.state, billing.postal_code, billing.country];
    assert_eq!(lines.map(Option::unwrap), ["1", "2", "c", "s", "p", "NO"]);
    assert!(form.unread.finish().is_ok());
}

#[test]
fn everything_but_method_and_token_may_be_left_out_or_null() {
    for body in [r#"{"method":"card","token":"t"}"#, r#"{"method":"card","token":"t","payer":null,"billing":null}"#] {
        let form = read(body);
        assert!(form.payer_name.is_none() && form.billing.is_none());
        assert!(form.unread.finish().is_ok());
    }
}

#[test]
fn a_payer_names_no_price() {
    for (field, json) in [("amount", "\"0.01\""), ("amount", "0.01"), ("currency", "\"JPY\"")] {
        assert_eq!(refused(&format!("{{\"{field}\":{json}}}")), [(field.to_owned(), Code::AmountNotAllowed)]);
    }
}

#[test]
fn card_and_account_data_is_refused_wherever_it_stands() {
    let bodies = [
        ("card", r#"{"card":{"number":"4242424242424242"}}"#),
        ("number", r#"{"number":"4242424242424242"}"#),
        ("cvv", r#"{"cvv":"123"}"#),
        ("cvc", r#"{"cvc":123}"#),
        ("cardNumber", r#"{"cardNumber":"4242424242424242"}"#),
        ("card_number", r#"{"card_number":null}"#),
        ("account_number", r#"{"account_number":"000123456789"}"#),
        ("routing-number", r#"{"routing-number":"110000000"}"#),
        ("bank_account", r#"{"bank_account":{}}"#),
        ("payer", r#"{"payer":{"name":"Kari","cvv":"123"}}"#),
        ("billing", r#"{"billing":{"card":{"pan":1}}}"#),
        ("extra", r#"{"extra":[{"deep":[{"account_number":1}]}]}"#),
        ("token", r#"{"token":"4242 4242 4242 4242"}"#),
        ("token", r#"{"token":"4242424242424242"}"#),
        ("token", r#"{"token":4242424242424242}"#),
        ("?", r#"{"4242424242424242":1}"#),
    ];
    for (field, body) in bodies {
        assert_eq!(refused(body), [(field.to_owned(), Code::CardDataNotAllowed)], "{body}");
    }
}

#[test]
fn a_token_that_only_holds_digits_by_chance_is_passed_on() {
    for token in ["tok_4242424242424242", "pm_1N4242424242424242", "1234"] {
        let form = read(&format!("{{\"token\":\"{token}\"}}"));
        assert_eq!(form.token.as_deref(), Some(token));
        assert!(form.unread.finish().is_ok());
    }
}

#[test]
fn what_comes_later_and_what_is_unknown_is_refused() {
    assert_eq!(refused(r#"{"save_payment_method":1}"#), [("save_payment_method".to_owned(), Code::InvalidType)]);
    assert_eq!(refused(r#"{"payment_method_id":{}}"#), [("payment_method_id".to_owned(), Code::InvalidType)]);
    assert_eq!(refused(r#"{"captcha_token":"x"}"#), [("captcha_token".to_owned(), Code::NotAvailable)]);
    assert_eq!(refused(r#"{"payer":{"phone":"1"}}"#), [("payer.phone".to_owned(), Code::UnknownField)]);
    assert_eq!(refused(r#"{"payer":{"email":1}}"#), [("payer.email".to_owned(), Code::InvalidType)]);
    assert_eq!(refused(r#"{"billing":"home"}"#), [("billing".to_owned(), Code::InvalidType)]);
    assert_eq!(refused(r#"{"slug":"x"}"#), [("slug".to_owned(), Code::UnknownField)]);
}
