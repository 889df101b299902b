//! The API description says what is read and written.

use crate::{fits::misfits, samples};
use paylink_core::{
    Code, FieldErrors,
    records::BillKind,
    views::{Listed, SubjectView},
};
use paylink_wire::{
    json::{Node, Object},
    v1::{bodies, problem::Problem, requests, responses},
};
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::{OpenApi, PartialSchema, ToSchema, openapi::RefOr};

#[derive(OpenApi)]
#[openapi(components(schemas(
    bodies::CreateMerchant,
    bodies::UpdateMerchant,
    bodies::CreateCustomer,
    bodies::UpdateCustomer,
    bodies::MergeCustomer,
    bodies::EraseCustomer,
    bodies::CreatePaymentLink,
    bodies::UpdatePaymentLink,
    bodies::CreateInvoice,
    bodies::UpdateInvoice,
    bodies::CreateOrder,
    bodies::UpdateOrder,
    bodies::CreatePayment,
    bodies::CreateWebhookEndpoint,
    bodies::UpdateWebhookEndpoint,
    bodies::CreateApiKey,
    bodies::CreateSandboxToken,
    responses::List<responses::PaymentLink>,
    responses::Invoice,
    responses::List<responses::Invoice>,
    responses::Order,
    responses::List<responses::Order>,
    responses::List<responses::Payment>,
    responses::List<responses::Reminder>,
    responses::Customer,
    responses::List<responses::Customer>,
    responses::Merchant,
    responses::Reminder,
    responses::MerchantToken,
    responses::NewApiKey,
    responses::WebhookEndpoint,
    responses::WebhookDelivery,
    responses::Redelivery,
    responses::Event,
    responses::Checkout,
    responses::CheckoutPayment,
    responses::Health,
    responses::SandboxToken,
    Problem
)))]
struct Description;

fn description() -> Value {
    serde_json::to_value(Description::openapi()).unwrap()
}

fn schema_of<S: PartialSchema>() -> Value {
    let RefOr::T(schema) = S::schema() else { panic!("a reference") };
    serde_json::to_value(schema).unwrap()
}

fn properties(schema: &Value) -> BTreeSet<String> {
    schema["properties"].as_object().unwrap().keys().cloned().collect()
}

const NOT_TAKEN: [Code; 4] = [Code::UnknownField, Code::NotAvailable, Code::AmountNotAllowed, Code::CardDataNotAllowed];

/// The body takes the fields its schema names, and no field of any other body or answer.
fn takes_what_it_describes<S: ToSchema>(read: impl Fn(Object) -> FieldErrors) {
    let schema = schema_of::<S>();
    assert_eq!(schema["additionalProperties"], Value::Bool(false), "{}", S::name());
    let refused = |name: &str| {
        let body = Object::from([(name.to_owned(), Node::Number("1".to_owned()))]);
        let error = read(body).finish().err();
        error.is_some_and(|error| NOT_TAKEN.contains(&error.code))
    };
    let taken: BTreeSet<String> = every_property().into_iter().filter(|name| !refused(name)).collect();
    assert_eq!(taken, properties(&schema), "{}", S::name());
}

#[test]
fn every_described_field_of_a_body_is_read() {
    takes_what_it_describes::<bodies::CreateMerchant>(|body| requests::merchant(body).unread);
    takes_what_it_describes::<bodies::UpdateMerchant>(|body| requests::merchant(body).unread);
    takes_what_it_describes::<bodies::CreateCustomer>(|body| requests::create_customer(body).form.unread);
    takes_what_it_describes::<bodies::MergeCustomer>(|body| requests::merge_customer(body).unread);
    takes_what_it_describes::<bodies::EraseCustomer>(|body| requests::erase_customer(body).unread);
    takes_what_it_describes::<bodies::UpdateCustomer>(|body| requests::update_customer(body).unread);
    takes_what_it_describes::<bodies::CreatePaymentLink>(|body| requests::create_link(body).form.unread);
    takes_what_it_describes::<bodies::UpdatePaymentLink>(|body| requests::update_link(body).unread);
    takes_what_it_describes::<bodies::CreateInvoice>(|body| requests::create_bill(body).form.unread);
    takes_what_it_describes::<bodies::UpdateInvoice>(|body| requests::update_bill(body).unread);
    takes_what_it_describes::<bodies::CreateOrder>(|body| requests::create_bill(body).form.unread);
    takes_what_it_describes::<bodies::UpdateOrder>(|body| requests::update_bill(body).unread);
    takes_what_it_describes::<bodies::CreatePayment>(|body| requests::payment(body).unread);
    takes_what_it_describes::<bodies::CreateWebhookEndpoint>(|body| requests::create_endpoint(body).unread);
    takes_what_it_describes::<bodies::UpdateWebhookEndpoint>(|body| requests::update_endpoint(body).unread);
    takes_what_it_describes::<bodies::CreateApiKey>(|body| requests::api_key(body).unread);
}

/// The names of all properties anywhere in the description.
fn every_property() -> BTreeSet<String> {
    let description = description();
    let schemas = description["components"]["schemas"].as_object().unwrap().values();
    schemas.filter(|schema| schema.get("properties").is_some()).flat_map(properties).collect()
}

/// An answer has exactly the properties its schema names, and all of them always.
fn writes_what_it_describes<S: ToSchema>(answer: impl serde::Serialize) {
    let (schema, answer) = (schema_of::<S>(), serde_json::to_value(answer).unwrap());
    let written: BTreeSet<String> = answer.as_object().unwrap().keys().cloned().collect();
    assert_eq!(written, properties(&schema), "{}", S::name());
    let required: BTreeSet<String> =
        schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect();
    assert_eq!(required, written, "{}", S::name());
    let components = &description()["components"]["schemas"];
    assert_eq!(misfits(components, &schema, &answer), Vec::<String>::new(), "{}", S::name());
}

#[test]
fn every_field_of_an_answer_is_described_and_required() {
    let (link, payment) = (samples::link(), samples::payment());
    writes_what_it_describes::<responses::PaymentLink>(responses::PaymentLink::from(&link));
    writes_what_it_describes::<responses::Invoice>(responses::Invoice::from(&samples::bill(BillKind::Invoice)));
    writes_what_it_describes::<responses::Order>(responses::Order::from(&samples::bill(BillKind::Order)));
    writes_what_it_describes::<responses::Payment>(responses::Payment::from(&payment));
    writes_what_it_describes::<responses::CheckoutPayment>(responses::CheckoutPayment::from(&payment));
    writes_what_it_describes::<responses::Merchant>(responses::Merchant::of(
        &samples::merchant(),
        samples::logo_urls(),
    ));
    writes_what_it_describes::<responses::Customer>(responses::Customer::from(&samples::customer()));
    writes_what_it_describes::<responses::Reminder>(responses::Reminder::from(&samples::reminder()));
    let page = samples::checkout_page();
    let base = samples::BASE;
    writes_what_it_describes::<responses::Checkout>(responses::Checkout::of(link.link.id, true, &page, None, base));
    let (saved, consent) = (samples::saved_method(), samples::consent());
    let kept = samples::kept_page();
    writes_what_it_describes::<responses::SavedPaymentMethod>(responses::SavedPaymentMethod::from(&saved));
    let asking = responses::Checkout::of(link.link.id, true, &kept, Some(&consent), base);
    writes_what_it_describes::<responses::Checkout>(asking);
    let saved = SubjectView::PaymentMethod(Box::new(saved));
    writes_what_it_describes::<responses::Event>(responses::Event::from(&samples::event(saved)));
    for subject in
        [SubjectView::PaymentLink(Box::new(link)), SubjectView::Payment(Box::new(payment)), SubjectView::Test]
    {
        writes_what_it_describes::<responses::Event>(responses::Event::from(&samples::event(subject)));
    }
}

#[test]
fn an_answer_that_differs_from_its_description_is_noticed() {
    let description = description();
    let components = &description["components"]["schemas"];
    let mut link = serde_json::to_value(responses::PaymentLink::from(&samples::link())).unwrap();
    let object = link.as_object_mut().unwrap();
    object.insert("status".to_owned(), "active".into());
    object.insert("payable".to_owned(), "yes".into());
    object.insert("payment_methods".to_owned(), serde_json::json!(["cash"]));
    object.remove("slug");
    let found = misfits(components, &components["PaymentLink"], &link).join(" ");
    for path in ["$.status", "$.payable", "$.payment_methods[0]", "lacks \"slug\""] {
        assert!(found.contains(path), "{path}: {found}");
    }
}

#[test]
fn a_list_refers_to_its_rows() {
    let description = description();
    let list = &description["components"]["schemas"]["List_PaymentLink"];
    assert_eq!(list["properties"]["data"]["items"]["$ref"], "#/components/schemas/PaymentLink");
    let page = Listed { rows: vec![samples::link()], next: None };
    writes_what_it_describes::<responses::List<responses::PaymentLink>>(responses::List::of(&page, |view| {
        responses::PaymentLink::from(view)
    }));
}

#[test]
fn every_reference_leads_somewhere() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|inner| references(inner, found));
            }
            Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let description = description();
    let mut found = Vec::new();
    references(&description, &mut found);
    assert!(found.len() > 20, "{found:?}");
    for reference in found {
        let name = reference.strip_prefix("#/components/schemas/").unwrap();
        assert!(description["components"]["schemas"].get(name).is_some(), "{reference}");
    }
}

#[test]
fn names_of_the_core_are_listed_as_they_are_written() {
    let description = description();
    let values = |name: &str| description["components"]["schemas"][name]["enum"].clone();
    assert_eq!(values("LinkStatus"), serde_json::json!(["ACTIVE", "INACTIVE", "COMPLETED", "CANCELLED"]));
    assert_eq!(values("PaymentMethodType"), serde_json::json!(["card", "ach"]));
    assert_eq!(values("ApiKeyRole"), serde_json::json!(["admin", "read_only"]));
    assert_eq!(values("EventSubscription")[0], "*");
}
