//! From bodies to the core's forms.

use paylink_core::{
    Code, LogoScheme,
    forms::{CustomerForm, LinkForm, MerchantForm, Patch, RefundForm, StatusNoteForm},
    records::CustomField,
};
use paylink_wire::{
    dialects::connectfi::{
        MeansWanted, Status, ach_pay, card_pay, create_merchant, create_payment, create_refund, create_reminders,
        link_token, login, merchant_list, payment_list, refund_list, remove_reminders, request_id, scheme_of,
        set_status, update_merchant, update_payment,
    },
    json::{Object, parse_object},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn body(value: Value) -> Object {
    parse_object(value.to_string().as_bytes()).unwrap()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// The fields that a core error names, with their codes.
fn wrong<T>(outcome: Result<T, paylink_core::Error>) -> Vec<(String, Code)> {
    let Err(error) = outcome else { panic!("it was taken") };
    error.fields.into_iter().map(|field| (field.field, field.code)).collect()
}

fn own() -> Value {
    json!([
        {"index": 0, "code": "email", "label": "E-mail", "value": "ada@example.com"},
        {"index": 1, "code": "firstName", "label": "First name", "value": "Ada", "required": true},
        {"index": 2, "code": "lastName", "label": "Last name", "value": "Payer"},
        {"index": 3, "code": "phone", "label": "Phone", "value": "5552345678"},
        {"index": 4, "code": null, "label": "Guests", "value": 4, "options": {"max": 10.50}},
    ])
}

#[test]
fn a_payment_becomes_a_link_with_its_payer_found_among_the_fields() {
    let form = create_payment(body(json!({
        "invoiceNumber": "INV-7", "amount": 10.01, "currency": "USD", "dueDate": "2030-01-31T10:00:00.000Z",
        "description": "Two rolls", "fields": own(), "availablePaymentType": ["ach", null, "card"],
    })));
    let more = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs.iter().map(|(name, json)| ((*name).to_owned(), (*json).to_owned())).collect()
    };
    let field = |index, code: Option<&str>, label: &str, value: Option<&str>, more| CustomField {
        index,
        code: code.map(str::to_owned),
        label: label.to_owned(),
        value: value.map(str::to_owned),
        more,
    };
    let wanted = LinkForm {
        invoice_number: "INV-7".into(),
        amount: "10.01".into(),
        currency: "USD".into(),
        due_date: "2030-01-31".into(),
        description: "Two rolls".into(),
        payment_methods: Patch::Set(vec!["ach".to_owned(), "card".to_owned()]),
        customer: Patch::Set(CustomerForm {
            name: some("Ada Payer"),
            email: some("ada@example.com"),
            phone: some("+15552345678"),
            ..CustomerForm::default()
        }),
        custom_fields: Patch::Set(vec![
            field(0, Some("email"), "E-mail", Some("ada@example.com"), more(&[])),
            field(1, Some("firstName"), "First name", Some("Ada"), more(&[("required", "true")])),
            field(2, Some("lastName"), "Last name", Some("Payer"), more(&[])),
            field(3, Some("phone"), "Phone", Some("5552345678"), more(&[])),
            field(4, None, "Guests", None, more(&[("value", "4"), ("options", "{\"max\":10.50}")])),
        ]),
        ..LinkForm::default()
    };
    // serde_json writes 10.50 as 10.5 into the body
    let form = LinkForm {
        custom_fields: form.custom_fields.clone().map(|mut fields| {
            for text in fields.iter_mut().flat_map(|field| field.more.values_mut()) {
                *text = text.replace("10.5}", "10.50}");
            }
            fields
        }),
        ..form
    };
    assert_eq!(form, wanted);
}

#[test]
fn amounts_are_passed_on_as_they_were_written() {
    for (written, wanted) in [("10.01", "10.01"), ("10.10", "10.10"), ("7", "7"), ("99999999.99", "99999999.99")] {
        let text = format!("{{\"amount\": {written}, \"fields\": []}}");
        assert_eq!(create_payment(parse_object(text.as_bytes()).unwrap()).amount, wanted.into());
    }
}

#[test]
fn what_is_wrong_with_a_payment_is_named_where_it_stands() {
    let form = create_payment(body(json!({
        "invoiceNumber": "a<b", "amount": true, "dueDate": "soon", "description": "x".repeat(501),
        "availablePaymentType": ["cash"], "fields": [{"index": "1", "label": "L"}, 7, {"index": 1, "code": "c"}],
    })));
    let mut named = wrong(form.unread.finish());
    named.sort_by(|one, other| one.0.cmp(&other.0));
    let wanted = [
        ("amount", Code::InvalidType),
        ("availablePaymentType.0", Code::InvalidValue),
        ("description", Code::TooLong),
        ("dueDate", Code::InvalidDate),
        ("fields.0.code", Code::Required),
        ("fields.0.index", Code::InvalidType),
        ("fields.1", Code::InvalidType),
        ("fields.1.code", Code::Required),
        ("fields.1.index", Code::Required),
        ("fields.1.label", Code::Required),
        ("fields.2.label", Code::Required),
        ("invoiceNumber", Code::InvalidText),
    ];
    assert_eq!(named, wanted.map(|(field, code)| (field.to_owned(), code)));
    assert_eq!(
        wrong(create_payment(body(json!({"amount": 1}))).unread.finish()),
        [("fields".to_owned(), Code::Required)]
    );
}

#[test]
fn a_change_names_its_payment_and_empty_texts_clear() {
    let change = update_payment(body(json!({
        "cFiTransactionId": "plink_x", "dueDate": "", "description": "", "fields": [],
    })));
    assert_eq!(change.id, "plink_x");
    assert_eq!((&change.form.due_date, &change.form.description), (&Patch::Clear, &Patch::Clear));
    assert_eq!((&change.form.amount, &change.form.customer), (&Patch::Keep, &Patch::Clear));
    let nameless = update_payment(body(json!({"fields": []})));
    assert_eq!(wrong(nameless.form.unread.finish()), [("cFiTransactionId".to_owned(), Code::Required)]);
}

#[test]
fn a_merchant_has_its_address_kept_beside_what_the_core_knows() {
    let change = create_merchant(body(json!({
        "isArchived": false, "name": "Corner Bakery", "email": "m@example.test", "phone": "5550000000",
        "address": "1 Road", "city": "Town", "stateCode": "NY", "postalCode": "12345-678",
        "availablePaymentType": ["ach", "card"], "usePlaid": true, "reference": "m1",
    })));
    let wanted = MerchantForm {
        name: "Corner Bakery".into(),
        email: "m@example.test".into(),
        phone: "5550000000".into(),
        external_id: "m1".into(),
        payment_methods: Patch::Set(vec!["ach".to_owned(), "card".to_owned()]),
        ach_hold_minutes: Patch::Set(180),
        ..MerchantForm::default()
    };
    assert_eq!(change.form, wanted);
    let before = BTreeMap::from([("archived".to_owned(), "true".to_owned()), ("till".to_owned(), "4".to_owned())]);
    let pairs = [
        ("address", "1 Road"),
        ("city", "Town"),
        ("postal_code", "12345-678"),
        ("state_code", "NY"),
        ("till", "4"),
        ("use_plaid", "true"),
    ];
    assert_eq!(change.metadata(&before), pairs.map(|(key, value)| (key.to_owned(), value.to_owned())));
    let refused = update_merchant(body(json!({
        "phone": "+1", "stateCode": "XX", "postalCode": "1", "city": " ", "reference": "a-b", "usePlaid": "yes",
    })));
    let mut named: Vec<String> = wrong(refused.form.unread.finish()).into_iter().map(|(field, _)| field).collect();
    named.sort();
    assert_eq!(named, ["cFiMerchantId", "city", "phone", "postalCode", "reference", "stateCode", "usePlaid"]);
}

#[test]
fn a_list_asks_the_core_for_what_it_can_look_for() {
    let list = payment_list(body(json!({
        "cFiMerchantId": "mer_x", "status": "Sent", "invoiceNumber": "7", "dateCreateFrom": "2030-01-01",
        "dateCreateTo": "2030-01-31", "dueDateFrom": "2030-02-01", "dueDateTo": "2030-02-28T12:00:00Z",
        "amountFrom": 1, "amountTo": 10.5, "payerName": null, "paymentType": "ach", "numberOfRecords": 1000,
        "skipRecords": 3, "cFiTransactionIds": null,
    })))
    .unwrap();
    let query = list.query();
    assert_eq!((list.skip, list.take), (3, 1000));
    assert_eq!((query.merchant_id.as_deref(), query.status.as_deref()), (Some("mer_x"), Some("ACTIVE")));
    assert_eq!(query.invoice_number.as_deref(), Some("7"));
    assert_eq!(query.created_after.as_deref(), Some("2029-12-31T23:59:59.999999Z"));
    assert_eq!(query.created_before.as_deref(), Some("2030-02-01T00:00:00Z"));
    assert_eq!((query.due_after.as_deref(), query.due_before.as_deref()), (Some("2030-01-31"), Some("2030-03-01")));
    let plain = payment_list(Object::new()).unwrap();
    assert_eq!((plain.skip, plain.take, plain.query()), (0, 100, paylink_core::forms::LinkQuery::default()));
}

#[test]
fn a_list_refuses_what_it_does_not_know() {
    for (given, field, code) in [
        (json!({"status": "Paid"}), "status", Code::InvalidValue),
        (json!({"numberOfRecords": 1001}), "numberOfRecords", Code::TooMany),
        (json!({"numberOfRecords": 0}), "numberOfRecords", Code::InvalidValue),
        (json!({"skipRecords": -1}), "skipRecords", Code::InvalidValue),
        (json!({"skipRecords": "1"}), "skipRecords", Code::InvalidType),
        (json!({"dateCreateFrom": "yesterday"}), "dateCreateFrom", Code::InvalidDate),
        (json!({"amountFrom": "x"}), "amountFrom", Code::InvalidAmount),
        (json!({"paymentType": "cash"}), "paymentType", Code::InvalidValue),
        (json!({"cFiTransactionId": "a-b"}), "cFiTransactionId", Code::InvalidId),
        (json!({"cFiTransactionIds": ["a", ""]}), "cFiTransactionIds", Code::InvalidId),
        (json!({"sort": "amount"}), "sort", Code::UnknownField),
    ] {
        assert_eq!(wrong(payment_list(body(given.clone()))), [(field.to_owned(), code)], "{given}");
    }
    let merchants = merchant_list(body(json!({"isArchived": null, "name": null, "numberOfRecords": null}))).unwrap();
    assert_eq!((merchants.skip, merchants.take), (0, 100));
}

#[test]
fn refunds_reminders_and_statuses_are_read() {
    let refund =
        create_refund(body(json!({"cFiTransactionId": "plink_x", "amount": 2.5, "description": "late"}))).unwrap();
    assert_eq!(refund.id, "plink_x");
    assert_eq!(refund.form, RefundForm { amount: some("2.5"), reason: some("late"), ..RefundForm::default() });
    let list = refund_list(body(json!({"cFiParentId": "plink_x", "status": "Completed"}))).unwrap();
    assert_eq!(list.query().payment_link_id.as_deref(), Some("plink_x"));

    let item = |day: &str| {
        json!({"cFiTransactionId": "p", "remindDate": day, "notificationType": "sentLink",
        "notificationDeliveryTypes": ["SMS", "Email"]})
    };
    let planned = create_reminders(body(json!({"items": [item("2030-01-01"), item("2030-01-02")]}))).unwrap();
    let rules = &planned.by_payment["p"];
    assert_eq!(rules.len(), 2);
    assert_eq!(rules[1].remind_on.as_deref(), Some("2030-01-02"));
    assert_eq!(rules[1].channels, Some(vec!["sms".to_owned(), "email".to_owned()]));
    let later =
        json!({"items": [{"cFiTransactionId": "p", "remindDate": "2030-01-01", "notificationType": "paidLink"}]});
    assert_eq!(wrong(create_reminders(body(later))), [("notificationType".to_owned(), Code::NotSupported)]);
    let bad =
        json!({"items": [{"remindDate": "1.1.2030", "notificationType": "x", "notificationDeliveryTypes": ["Fax"]}]});
    let mut named: Vec<String> = wrong(create_reminders(body(bad))).into_iter().map(|(field, _)| field).collect();
    named.sort();
    let wanted = ["cFiTransactionId", "notificationDeliveryTypes", "notificationType", "remindDate"];
    assert_eq!(named, wanted.map(|name| format!("items.0.{name}")));
    assert_eq!(wrong(create_reminders(Object::new())), [("items".to_owned(), Code::Required)]);
    let gone = remove_reminders(body(json!({"cFiTransactionId": "p", "cFiReminderIds": ["a", "b"]}))).unwrap();
    assert_eq!(gone.ids.len(), 2);
    assert_eq!(
        wrong(remove_reminders(body(json!({"cFiTransactionId": "p"})))),
        [("cFiReminderIds".to_owned(), Code::Required)]
    );

    let set = set_status(body(json!({"cFiTransactionId": "p", "status": "Returned", "description": "per the bank"})))
        .unwrap();
    let note = StatusNoteForm {
        status: "Returned".to_owned(),
        description: some("per the bank"),
        locked: true,
        ..StatusNoteForm::default()
    };
    assert_eq!((set.status, set.form), (Status::Returned, note));
    let unlocked = json!({"cFiTransactionId": "p", "status": "Error", "description": null, "manualStatus": false});
    assert!(!set_status(body(unlocked)).unwrap().form.locked);
    let refused = json!({"cFiTransactionId": "p", "status": "Sent"});
    let named = [("status".to_owned(), Code::InvalidValue), ("description".to_owned(), Code::Required)];
    assert_eq!(wrong(set_status(body(refused))), named);
}

#[test]
fn a_payer_brings_a_token_or_numbers_for_the_gateways_counter() {
    let account = |account: Value| ach_pay(body(json!({"individualName": "Ada Payer", "account": account})));
    let wish = account(json!({"routing": "110000000", "account": "000123456789", "subtype": "Savings"})).unwrap();
    assert_eq!(wish.form.payer_name.as_deref(), Some("Ada Payer"));
    assert_eq!(wish.form.method.as_deref(), Some("ach"));
    assert!(wish.form.token.is_none());
    assert_eq!(
        wish.means,
        MeansWanted::Numbers(json!({"bank_account": {"routing_number": "110000000", "account_number": "000123456789",
            "account_type": "savings", "holder_name": "Ada Payer"}}))
    );
    assert_eq!(format!("{:?}", wish.means), "[redacted]");
    assert_eq!(account(json!({"token": "tok_1"})).unwrap().means, MeansWanted::Token("tok_1".to_owned()));
    assert_eq!(account(json!({"account_id": "acc"})).unwrap().means, MeansWanted::Plaid("acc".to_owned()));
    let named: Vec<_> = wrong(account(json!({}))).into_iter().map(|(field, _)| field).collect();
    assert_eq!(named, ["account.account", "account.routing"].map(str::to_owned).into_iter().rev().collect::<Vec<_>>());

    let owner = json!({"name": {"first": "Ada", "last": "Payer"}, "address": {"addressLine1": "1 Road", "country": "US"},
        "phone": {"countryCode": "1", "number": "5552345678"}});
    let card = |card: Value| card_pay(body(json!({"clearCard": card, "owner": owner})));
    let wish = card(json!({"number": "4242424242424242", "exp": "1231", "cvv": "123"})).unwrap();
    assert_eq!(wish.form.payer_name.as_deref(), Some("Ada Payer"));
    assert_eq!(wish.form.billing.unwrap().line1.as_deref(), Some("1 Road"));
    assert_eq!(
        wish.means,
        MeansWanted::Numbers(
            json!({"card": {"number": "4242424242424242", "exp_month": 12, "exp_year": 2031, "cvc": "123"}})
        )
    );
    assert!(!wrong(card_pay(body(json!({})))).is_empty());
    assert_eq!(link_token(body(json!({"link": "abc"}))).unwrap(), "abc");
    assert_eq!(wrong(link_token(Object::new())), [("link".to_owned(), Code::Required)]);
}

#[test]
fn credentials_and_ids_of_requests_are_read() {
    let login = login(body(json!({"user": {"login": "key_1", "password": "secret"}}))).unwrap();
    assert_eq!((login.login.as_str(), login.password.expose()), ("key_1", "secret"));
    assert_eq!(format!("{:?}", login.password), "[redacted]");
    for (given, kept) in [("abc", true), ("", false), (" ", false), ("a<b", false), (&*"x".repeat(33), false)] {
        let mut body = body(json!({"requestId": given}));
        assert_eq!(request_id(&mut body).is_some(), kept, "{given}");
        assert_eq!(body.is_empty(), kept, "what is refused is left");
    }
    assert_eq!(
        (scheme_of("dark"), scheme_of("Dark"), scheme_of("big")),
        (LogoScheme::Dark, LogoScheme::Dark, LogoScheme::Light)
    );
}
