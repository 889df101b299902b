//! Reading the bodies of merchants, webhook endpoints and API keys.

use paylink_core::{Code, FieldErrors, forms::Patch};
use paylink_wire::{
    json::{Object, parse_object},
    v1::requests,
};

fn body(text: &str) -> Object {
    parse_object(text.as_bytes()).unwrap()
}

fn refused(unread: FieldErrors) -> Vec<(String, Code)> {
    let error = unread.finish().err();
    error.map_or_else(Vec::new, |error| error.fields.into_iter().map(|field| (field.field, field.code)).collect())
}

#[test]
fn every_field_of_a_merchant_reaches_the_form() {
    let form = requests::merchant(body(
        r##"{"name":"n","email":"e","phone":"p","website":"w","external_id":"x","currency":"NOK",
        "payment_methods":["ach"],"delivery_mode":"send","accent_color":"#000000","logo_url":null,"timezone":null}"##,
    ));
    let texts = [form.name, form.email, form.phone, form.website, form.external_id, form.currency, form.accent_color];
    assert_eq!(texts.map(|text| text.into_set().unwrap()), ["n", "e", "p", "w", "x", "NOK", "#000000"]);
    assert_eq!(form.payment_methods, Patch::Set(vec!["ach".to_owned()]));
    assert_eq!(form.timezone, Patch::Clear);
    assert!(refused(form.unread).is_empty());
}

#[test]
fn a_merchant_cannot_have_what_is_uploaded_or_what_the_server_decides() {
    let form = requests::merchant(body(r#"{"logo_url":"https://x/y.png","id":"mer_1"}"#));
    let found = refused(form.unread);
    assert_eq!(found, [("logo_url".to_owned(), Code::NotAvailable), ("id".to_owned(), Code::UnknownField)]);
}

#[test]
fn every_field_of_an_endpoint_reaches_the_form() {
    let form = requests::create_endpoint(body(
        r#"{"url":"u","events":["*"],"merchant_id":"mer_1","format":"native","disabled":true}"#,
    ));
    assert_eq!(form.url, Patch::from("u"));
    assert_eq!(form.events, Patch::Set(vec!["*".to_owned()]));
    assert_eq!(form.merchant_id, Patch::from("mer_1"));
    assert_eq!(form.format, Patch::from("native"));
    assert_eq!(form.disabled, Patch::Set(true));
    assert!(refused(form.unread).is_empty());
}

#[test]
fn formats_of_endpoints_are_left_to_the_core() {
    for format in ["connectfi", "telness", "fortis", "payengine", "xml"] {
        let form = requests::create_endpoint(body(&format!("{{\"format\":\"{format}\"}}")));
        assert_eq!(form.format, Patch::from(format));
        assert!(refused(form.unread).is_empty());
    }
}

#[test]
fn merchant_and_format_of_an_endpoint_cannot_be_changed() {
    let found = refused(requests::update_endpoint(body(r#"{"merchant_id":"mer_1","format":"native"}"#)).unread);
    assert_eq!(found, [("format".to_owned(), Code::UnknownField), ("merchant_id".to_owned(), Code::UnknownField)]);
}

#[test]
fn every_field_of_an_api_key_reaches_the_form() {
    let form = requests::api_key(body(r#"{"name":"n","role":"admin","merchant_id":"mer_1"}"#));
    assert_eq!([form.name, form.role, form.merchant_id].map(Option::unwrap), ["n", "admin", "mer_1"]);
    let found = refused(requests::api_key(body(r#"{"name":1,"secret":"x"}"#)).unread);
    assert_eq!(found, [("name".to_owned(), Code::InvalidType), ("secret".to_owned(), Code::UnknownField)]);
}
