//! From what is asked for to the forms of the core.

use super::NOW;
use crate::samples::time;
use paylink_core::{
    Code,
    forms::{CustomerForm, LinkForm, Patch},
};
use paylink_wire::{dialects::telness::create_link, json::parse_object};

fn form(body: &str) -> LinkForm {
    create_link(parse_object(body.as_bytes()).unwrap(), time(NOW))
}

fn wrong(form: LinkForm) -> Vec<(String, Code)> {
    form.unread
        .finish()
        .err()
        .map_or_else(Vec::new, |error| error.fields.into_iter().map(|wrong| (wrong.field, wrong.code)).collect())
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
