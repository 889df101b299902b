//! Quick invoices in: bodies and forms become forms of the core, and what is wrong is named.

use super::body;
use crate::samples::link;
use paylink_core::{
    Code, Error, FieldErrors,
    forms::{LinkForm, Patch, ReminderForm},
    records::{Channel, ReminderRule},
    views::LinkView,
};
use paylink_wire::{
    dialects::fortis::{
        NewLink, Problem, QuickInvoiceChange, create_quick_invoice, quick_invoice_form, transaction_to_tie,
        update_quick_invoice,
    },
    json::{keys_at, parse_object},
};
use serde_json::{Value, json};

const LOCATION: &str = "11111111-1111-1111-1111-111111111111";
const PATH: &[&str] = &["quickinvoice", "item_list"];

/// The fields that were found wrong, in the words of the dialect.
fn wrong(errors: &FieldErrors) -> Vec<String> {
    let found = errors.clone().finish().err();
    found.map(|error| Problem::of(&error, "/v2/quickinvoices").errors.into_keys().collect()).unwrap_or_default()
}

fn create(text: &str) -> NewLink {
    let order = keys_at(text.as_bytes(), PATH);
    create_quick_invoice(parse_object(text.as_bytes()).unwrap(), &order, None)
}

fn created(fields: Value) -> LinkForm {
    let mut all = json!({"location_id": LOCATION, "title": "Cake", "due_date": "2030-01-31", "item_list": {"a": 1}});
    for (name, value) in fields.as_object().unwrap() {
        all[name] = value.clone();
    }
    create(&json!({"quickinvoice": all}).to_string()).form
}

fn reminder(days: i64) -> ReminderForm {
    ReminderForm { offset_days: Some(days), channels: Some(vec!["email".to_owned()]), ..ReminderForm::default() }
}

/// Names and amounts of the lines a form asks for.
fn lines(form: &LinkForm) -> Vec<(String, String, String)> {
    let given = form.line_items.set().unwrap().iter();
    given
        .map(|line| (line.name.clone().unwrap(), line.kind.clone().unwrap(), line.unit_amount.clone().unwrap()))
        .collect()
}

#[test]
fn the_documented_request_becomes_a_form() {
    let sample = r#"{
        "quickinvoice": {
            "title":"Invoice with min fields",
            "due_date":"2030-01-31",
            "item_list": {
                "item2yy":11,
                "item1xx":10
            },
            "location_id":"11111111-1111-1111-1111-111111111111"
        }
    }"#;
    let made = create(sample);
    assert_eq!((made.location_id.as_deref(), made.contact_api_id), (Some(LOCATION), None));
    let line = |name: &str, amount: &str| (name.to_owned(), "item".to_owned(), amount.to_owned());
    // in the order in which they were written
    assert_eq!(lines(&made.form), [line("item2yy", "11"), line("item1xx", "10")]);
    let wanted = LinkForm {
        line_items: made.form.line_items.clone(),
        description: "Invoice with min fields".into(),
        due_date: "2030-01-31".into(),
        delivery: "none".into(),
        reminders: vec![reminder(-3), reminder(0), reminder(7)].into(),
        reminders_may_wait: true,
        may_have_ended: true,
        ..LinkForm::default()
    };
    assert_eq!(made.form, wanted);
}

#[test]
fn every_field_has_its_place() {
    let form = created(json!({
        "item_list": {"Cake": "12.50", "Voucher": "-2.50"}, "invoice_number": 42, "expire_date": "2030-03-01",
        "email": "ada@example.com", "send_email": "1", "item_header": "Thanks", "item_footer": "Bye", "note": "Soon",
        "customer_id": "c-1", "attach_files_to_email": 1, "quick_invoice_api_id": "q-1", "tags": ["VIP"],
        "ssn4": "1234", "dl_number": "X", "notification_days_before_due_date": "5",
        "notification_on_due_date": 0, "notification_days_after_due_date": null, "allow_partial_pay": 0,
    }));
    assert_eq!(wrong(&form.unread), [""; 0]);
    let discount = form.line_items.set().unwrap()[1].clone();
    assert_eq!((discount.kind.as_deref(), discount.unit_amount.as_deref()), (Some("discount"), Some("2.50")));
    assert_eq!((&form.invoice_number, &form.ends_at), (&"42".into(), &"2030-03-01".into()));
    assert_eq!((&form.delivery, &form.external_id), (&"email".into(), &"q-1".into()));
    assert_eq!(form.customer.set().unwrap().email.as_deref(), Some("ada@example.com"));
    assert_eq!(form.reminders, vec![reminder(-5)].into());
    let mut kept = form.metadata.into_set().unwrap();
    kept.sort();
    let wanted = [
        ("attach_files_to_email", "1"),
        ("customer_id", "c-1"),
        ("item_footer", "Bye"),
        ("item_header", "Thanks"),
        ("note", "Soon"),
    ];
    // what proves who somebody is, is never kept
    assert_eq!(kept, wanted.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn every_field_of_a_wrong_kind_is_named() {
    let cases = [
        ("location_id", json!(7)),
        ("title", json!(7)),
        ("title", json!("t".repeat(65))),
        ("title", json!(null)),
        ("due_date", json!("soon")),
        ("due_date", json!("")),
        ("item_list", json!("cake")),
        ("item_list", json!({})),
        ("item_list", json!(null)),
        ("item_list", json!([1])),
        ("item_list", json!({"a": true})),
        ("expire_date", json!("2030-02-30")),
        ("email", json!(["a@example.com"])),
        ("contact_id", json!("x")),
        ("contact_api_id", json!({})),
        ("cc_product_transaction_id", json!(5)),
        ("ach_product_transaction_id", json!("short")),
        ("invoice_number", json!("n".repeat(65))),
        ("quick_invoice_api_id", json!(5)),
        ("item_header", json!("h".repeat(251))),
        ("item_footer", json!({})),
        ("note", json!("n".repeat(201))),
        ("customer_id", json!([])),
        ("attach_files_to_email", json!("maybe")),
        ("send_email", json!(2)),
        ("notification_days_before_due_date", json!("three")),
        ("notification_on_due_date", json!(7)),
        ("notification_days_after_due_date", json!(100)),
        ("allow_partial_pay", json!(1)),
        ("allow_partial_pay", json!("some")),
        ("allow_overpayment", json!(true)),
        ("tags", json!("VIP")),
    ];
    for (name, value) in cases {
        assert_eq!(wrong(&created(json!({ name: value.clone() })).unread), [name], "{value}");
        if !["location_id", "send_email"].contains(&name) {
            let change = changed(&link(), json!({ name: value.clone() }));
            assert_eq!((wrong(&change.form.unread), change.says_more), (vec![name.to_owned()], true), "{value}");
        }
    }
    assert_eq!(wrong(&created(json!({"send_email": 1})).unread), ["email"]);
    let bare = create_quick_invoice(body(&json!({"quickinvoice": {}})), &[], None);
    assert_eq!(wrong(&bare.form.unread), ["due_date", "item_list", "location_id", "title"]);
}

fn changed(view: &LinkView, fields: Value) -> QuickInvoiceChange {
    update_quick_invoice(body(&json!({"quickinvoice": fields})), &[], &view.link, Some("key_1"))
}

#[test]
fn a_change_says_what_it_mentions_and_nothing_more() {
    let view = link();
    for (fields, open, says_more) in [
        (json!({}), None, false),
        (json!({"status_id": 0}), Some(false), false),
        (json!({"status_id": "1"}), Some(true), false),
        (json!({"title": "New"}), None, true),
        (json!({"status_id": 0, "note": "x"}), Some(false), true),
        (json!({"contact_api_id": "crm-7"}), None, true),
    ] {
        let change = changed(&view, fields.clone());
        assert_eq!((change.open, change.says_more), (open, says_more), "{fields}");
    }
    let form = changed(&view, json!({"title": "New"})).form;
    let mut metadata: Vec<_> = view.link.details.metadata.into_iter().collect();
    metadata.insert(0, ("modified_user_id".to_owned(), "key_1".to_owned()));
    metadata.sort();
    let wanted = LinkForm {
        description: "New".into(),
        metadata: metadata.into(),
        may_have_ended: true,
        reminders_may_wait: true,
        ..LinkForm::default()
    };
    assert_eq!(form, wanted);
}

#[test]
fn a_notification_takes_the_place_of_those_on_its_side_of_the_due_date() {
    let mut view = link();
    let rule = |offset_days| ReminderRule { offset_days, remind_on: None, channels: vec![Channel::Email] };
    let on_a_day = ReminderRule { remind_on: "2030-01-30".parse().ok(), ..rule(None) };
    view.link.details.reminders = vec![rule(Some(-9)), rule(Some(-2)), on_a_day, rule(Some(0)), rule(Some(4))];
    let days = |fields: Value| match changed(&view, fields).form.reminders {
        Patch::Set(rules) => Some(rules.into_iter().map(|rule| rule.offset_days).collect::<Vec<_>>()),
        Patch::Keep | Patch::Clear => None,
    };
    assert_eq!(days(json!({"title": "x"})), None);
    let before = json!({"notification_days_before_due_date": 5});
    assert_eq!(days(before), Some(vec![None, Some(0), Some(4), Some(-5)]));
    let off = json!({"notification_on_due_date": 0, "notification_days_after_due_date": 0});
    assert_eq!(days(off), Some(vec![Some(-9), Some(-2), None]));
    let on = json!({"notification_days_before_due_date": null, "notification_on_due_date": true});
    assert_eq!(days(on), Some(vec![None, Some(4), Some(0)]));
}

#[test]
fn a_form_says_what_json_would() {
    let part = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let parts = vec![
        part("quickinvoice[title]", " quickinvoice_123"),
        part("quickinvoice[due_date]", "2030-01-31"),
        part("quickinvoice[location_id]", LOCATION),
        part("quickinvoice[item_list][item2]", "1"),
        part("quickinvoice[item_list][item1 [new]]", "1.50"),
        part("quickinvoice[send_email]", "1"),
        part("quickinvoice[email]", "test@email.com"),
        part("quickinvoice[tags][0]", "Test tag1"),
        part("quickinvoice[tags][1]", "Test tag2"),
        part("something else", "is left aside"),
    ];
    let (object, order) = quick_invoice_form(parts.clone()).unwrap();
    let form = create_quick_invoice(object, &order, None).form;
    assert_eq!(wrong(&form.unread), [""; 0]);
    let line = |name: &str, amount: &str| (name.to_owned(), "item".to_owned(), amount.to_owned());
    assert_eq!(lines(&form), [line("item2", "1"), line("item1 [new]", "1.50")]);
    assert_eq!(form.tags, vec!["Test tag1".to_owned(), "Test tag2".to_owned()].into());
    assert_eq!((form.delivery, form.description), ("email".into(), " quickinvoice_123".into()));
    for twice in
        ["quickinvoice[title]", "quickinvoice[item_list][item2]", "quickinvoice[tags]", "quickinvoice[title][x]"]
    {
        let twice = parts.iter().cloned().chain([part(twice, "x")]).collect();
        assert_eq!(quick_invoice_form(twice).unwrap_err().code, Code::InvalidMultipart);
    }
}

#[test]
fn a_payment_stays_where_it_was_made() {
    let told = |fields: Value| {
        let error: Error = transaction_to_tie(body(&json!({"quickinvoice": fields})));
        (error.code, Problem::of(&error, "/v2/quickinvoices/x/addTransaction").errors.into_keys().collect::<Vec<_>>())
    };
    let named = vec!["transaction_id".to_owned()];
    assert_eq!(told(json!({"transaction_id": LOCATION})), (Code::NotSupported, named.clone()));
    assert_eq!(told(json!({})), (Code::Required, named.clone()));
    assert_eq!(told(json!({"transaction_id": 7})), (Code::InvalidType, named));
}

#[test]
fn what_the_core_refuses_is_told_in_the_fields_of_quick_invoices() {
    for (field, wanted) in [
        ("description", "title"),
        ("line_items", "item_list"),
        ("line_items.0.unit_amount", "item_list"),
        ("reminders.1.offset_days", "notification_days_before_due_date"),
        ("ends_at", "expire_date"),
        ("customer.email", "email"),
        ("delivery", "send_email"),
        ("external_id", "quick_invoice_api_id"),
        ("due_date", "due_date"),
    ] {
        let error = Error::field(field, Code::InvalidValue, "so it is");
        let problem = Problem::of(&error, "/v2/quickinvoices");
        assert_eq!(problem.errors.into_keys().collect::<Vec<_>>(), [wanted], "{field}");
    }
    let paid = Problem::of(&Error::of(Code::LinkHasPayments), "/v2/quickinvoices/x");
    assert_eq!((paid.status, paid.errors.into_keys().collect::<Vec<_>>()), (422, vec!["item_list".to_owned()]));
}
