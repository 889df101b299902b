//! Reading the bodies that create and change payment links.

use paylink_core::{
    Code, FieldErrors,
    forms::{CustomerForm, LineItemForm, LinkForm, Patch, ReminderForm},
};
use paylink_wire::{json::parse_object, v1::requests};

fn create(body: &str) -> requests::NewLink {
    requests::create_link(parse_object(body.as_bytes()).unwrap())
}

fn update(body: &str) -> LinkForm {
    requests::update_link(parse_object(body.as_bytes()).unwrap())
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// Field and code of everything that was refused.
fn refused(unread: FieldErrors) -> Vec<(String, Code)> {
    unread
        .finish()
        .err()
        .map_or_else(Vec::new, |error| error.fields.into_iter().map(|field| (field.field, field.code)).collect())
}

#[test]
fn every_field_reaches_the_form() {
    let new = create(
        r##"{"merchant_id":"mer_1","amount":"12.50","card_amount":12.5,"ach_amount":1e1,"card_amount_note":"c",
        "ach_amount_note":"a","currency":"USD","payment_methods":["card","ach"],"usage":"multi_use","max_payments":3,
        "starts_at":"2030-01-01","ends_at":"2030-02-01","due_date":"2030-01-15","description":"d","order_number":"o",
        "invoice_number":"i","sales_tax":0.10,"slug":"s","internal_transaction_id":"t","external_id":"e",
        "metadata":{"k":"v","a":""},"redirect_url":"https://r","show_receipt_details":false,"show_billing_fields":true,
        "customer":{"id":"i","name":"n","email":"m","phone":"p","external_id":"x","locale":"l"},"delivery":"both",
        "reminders":[{"offset_days":-3},{"remind_on":"2030-01-02","channels":["email"]}],"reminders_paused":true,
        "invoice_id":"inv_1","order_id":"ord_1",
        "line_items":[{"name":"n","unit_amount":1.10},{"kind":"discount","name":"m","quantity":1.5,"unit_amount":"2",
        "tax_amount":0}],
        "save_payment_method":true,"payment_method_id":"pm_1",
        "tags":["VIP"," x "]}"##,
    );
    assert_eq!(new.merchant_id.as_deref(), Some("mer_1"));
    let expected = LinkForm {
        amount: "12.50".into(),
        card_amount: "12.5".into(),
        ach_amount: "1e1".into(),
        line_items: Patch::Set(vec![
            LineItemForm { name: some("n"), unit_amount: some("1.10"), ..LineItemForm::default() },
            LineItemForm {
                kind: some("discount"),
                name: some("m"),
                quantity: some("1.5"),
                unit_amount: some("2"),
                tax_amount: some("0"),
            },
        ]),
        invoice_id: "inv_1".into(),
        order_id: "ord_1".into(),
        card_amount_note: "c".into(),
        ach_amount_note: "a".into(),
        currency: "USD".into(),
        payment_methods: Patch::Set(vec!["card".to_owned(), "ach".to_owned()]),
        usage: "multi_use".into(),
        max_payments: Patch::Set(3),
        starts_at: "2030-01-01".into(),
        ends_at: "2030-02-01".into(),
        due_date: "2030-01-15".into(),
        description: "d".into(),
        order_number: "o".into(),
        invoice_number: "i".into(),
        sales_tax: "0.10".into(),
        slug: "s".into(),
        internal_transaction_id: "t".into(),
        external_id: "e".into(),
        metadata: Patch::Set(vec![("a".to_owned(), String::new()), ("k".to_owned(), "v".to_owned())]),
        redirect_url: "https://r".into(),
        show_receipt_details: Patch::Set(false),
        show_billing_fields: Patch::Set(true),
        customer: Patch::Set(CustomerForm {
            id: Some("i".to_owned()),
            name: Some("n".to_owned()),
            email: Some("m".to_owned()),
            phone: Some("p".to_owned()),
            external_id: Some("x".to_owned()),
            locale: Some("l".to_owned()),
            beside_id: false,
        }),
        delivery: "both".into(),
        reminders: Patch::Set(vec![
            ReminderForm { offset_days: Some(-3), ..ReminderForm::default() },
            ReminderForm {
                remind_on: Some("2030-01-02".to_owned()),
                channels: Some(vec!["email".to_owned()]),
                ..ReminderForm::default()
            },
        ]),
        reminders_paused: Patch::Set(true),
        save_payment_method: Patch::Set(true),
        payment_method_id: "pm_1".into(),
        tags: Patch::Set(vec!["VIP".to_owned(), " x ".to_owned()]),
        captcha: Patch::Keep,
        cancel_url: Patch::Keep,
        may_have_ended: false,
        reminders_may_wait: false,
        custom_fields: Patch::Keep,
        unread: FieldErrors::default(),
    };
    assert_eq!(new.form, expected);
}

#[test]
fn absent_null_and_value_are_told_apart() {
    let form = update(r#"{"description":null,"due_date":"2030-01-01","metadata":null,"show_billing_fields":null}"#);
    assert_eq!(form.description, Patch::Clear);
    assert_eq!(form.due_date, Patch::from("2030-01-01"));
    assert_eq!(form.metadata, Patch::Clear);
    assert_eq!(form.show_billing_fields, Patch::Clear);
    assert_eq!(form.amount, Patch::Keep);
    assert!(refused(form.unread).is_empty());
}

#[test]
fn amounts_are_passed_on_exactly_as_written() {
    for (json, text) in
        [("\" 1\"", " 1"), ("\"１０\"", "１０"), ("1e2", "1e2"), ("-0.0", "-0.0"), ("0.1", "0.1"), ("\"\"", "")]
    {
        assert_eq!(update(&format!("{{\"amount\":{json}}}")).amount, Patch::from(text));
    }
}

#[test]
fn wrong_types_are_all_named_with_their_path() {
    let form = update(
        r#"{"amount":true,"currency":1,"payment_methods":"card","max_payments":"3","metadata":{"order":7,"x":{"y":1}},
        "show_billing_fields":"yes","description":["d"],"sales_tax":{},"ends_at":20300101}"#,
    );
    let mut found = refused(form.unread);
    found.sort_by(|left, right| left.0.cmp(&right.0));
    let names: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(
        names,
        [
            "amount",
            "currency",
            "description",
            "ends_at",
            "max_payments",
            "metadata.order",
            "metadata.x",
            "payment_methods",
            "sales_tax",
            "show_billing_fields"
        ]
    );
    assert!(found.iter().all(|(_, code)| *code == Code::InvalidType));
}

#[test]
fn a_whole_number_is_neither_fraction_nor_exponent_nor_longer_than_64_bits() {
    for json in ["1.0", "1e3", "9223372036854775808", "\"1\"", "1.5"] {
        let form = update(&format!("{{\"max_payments\":{json}}}"));
        assert_eq!(refused(form.unread), [("max_payments".to_owned(), Code::InvalidType)], "{json}");
    }
    assert_eq!(update("{\"max_payments\":-1}").max_payments, Patch::Set(-1));
}

#[test]
fn a_list_item_of_the_wrong_type_is_named_by_its_place() {
    let form = update(r#"{"payment_methods":["card",1,null]}"#);
    let names: Vec<String> = refused(form.unread).into_iter().map(|(field, _)| field).collect();
    assert_eq!(names, ["payment_methods.1", "payment_methods.2"]);
}

#[test]
fn unknown_fields_are_named_unless_their_name_could_be_somebodys_data() {
    let new = create(r#"{"amuont":"1","kari@example.com":1,"":2,"4242 4242 4242 4242":3}"#);
    let found = refused(new.form.unread);
    assert!(found.contains(&("amuont".to_owned(), Code::UnknownField)), "{found:?}");
    assert!(found.iter().all(|(field, _)| field == "amuont" || field == "?"), "{found:?}");
}

#[test]
fn the_merchant_of_a_link_cannot_be_changed() {
    assert_eq!(refused(update(r#"{"merchant_id":"mer_1"}"#).unread), [("merchant_id".to_owned(), Code::UnknownField)]);
}

#[test]
fn fields_that_come_later_are_refused_unless_they_ask_for_nothing() {
    let found = refused(create(r#"{"captcha":true}"#).form.unread);
    assert_eq!(found, [("captcha".to_owned(), Code::NotAvailable)]);
    let nothing = create(r#"{"captcha":false,"payment_method_id":null}"#);
    assert!(refused(nothing.form.unread).is_empty());
}

#[test]
fn what_is_wrong_with_a_line_is_named_by_its_place() {
    let form = update(r#"{"line_items":[{"name":1,"price":"1"},"cake",{"unit_amount":true},{"quantity":[]}]}"#);
    assert_eq!(form.line_items.set().map(Vec::len), Some(4), "places stay what they were");
    let mut found = refused(form.unread);
    found.sort_by(|left, right| left.0.cmp(&right.0));
    let wanted = [
        ("line_items.0.name", Code::InvalidType),
        ("line_items.0.price", Code::UnknownField),
        ("line_items.1", Code::InvalidType),
        ("line_items.2.unit_amount", Code::InvalidType),
        ("line_items.3.quantity", Code::InvalidType),
    ];
    assert_eq!(found, wanted.map(|(field, code)| (field.to_owned(), code)));
}

#[test]
fn what_is_wrong_with_a_reminder_is_named_by_its_place() {
    let form = update(
        r#"{"reminders":[{"offset_days":"3"},7,{"remind_on":20300102,"when":"soon"},{"channels":["sms",1]},
        {"offset_days":1.5}]}"#,
    );
    assert_eq!(form.reminders.set().map(Vec::len), Some(5), "places stay what they were");
    let mut found = refused(form.unread);
    found.sort_by(|left, right| left.0.cmp(&right.0));
    let wanted = [
        ("reminders.0.offset_days", Code::InvalidType),
        ("reminders.1", Code::InvalidType),
        ("reminders.2.remind_on", Code::InvalidType),
        ("reminders.2.when", Code::UnknownField),
        ("reminders.3.channels.1", Code::InvalidType),
        ("reminders.4.offset_days", Code::InvalidType),
    ];
    assert_eq!(found, wanted.map(|(field, code)| (field.to_owned(), code)));
    assert_eq!(
        refused(update(r#"{"reminders":{"offset_days":1}}"#).unread),
        [("reminders".to_owned(), Code::InvalidType)]
    );
    assert_eq!(update(r#"{"reminders":null}"#).reminders, Patch::Clear);
    let open = update(r#"{"reminders":[{"offset_days":1,"remind_on":null,"channels":null}]}"#);
    let rule = ReminderForm { offset_days: Some(1), ..ReminderForm::default() };
    assert_eq!(open.reminders, Patch::Set(vec![rule]), "a rule as it is shown can be sent back");
    assert!(refused(open.unread).is_empty());
}

#[test]
fn a_field_that_asks_for_a_card_code_is_card_data_anywhere() {
    let found = refused(create(r#"{"amount":"1","cvv":"123","card_number":"x"}"#).form.unread);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|(_, code)| *code == Code::CardDataNotAllowed), "{found:?}");
}
