//! Quick invoices out: statuses, items, and the documented answer.

use crate::samples::{id, link, merchant};
use paylink_core::{
    Currency, LinkId, MerchantId, Quantity, Timestamp,
    records::{Channel, Delivery, LineItem, LineKind, LinkRecord, LinkStateName, ReminderRule, Usage},
    views::{LinkStatus, LinkView},
};
use paylink_wire::dialects::{
    Stage,
    fortis::{Latest, LinkRow as _, One, QuickInvoice, QuickStatus, Takes, quick_status},
};
use serde_json::{Value, json};

fn now() -> Timestamp {
    "2030-01-15T00:00:00Z".parse().unwrap()
}

#[test]
fn every_link_state_and_latest_payment_has_the_status_of_the_table() {
    for stage in Stage::ALL {
        for latest in Latest::ALL.into_iter().map(Some).chain([None]) {
            for takes in Takes::ALL {
                let payment_status_id = match (stage, latest, takes) {
                    (Stage::Completed, _, _) => 2,
                    // nothing that was taken back, and nothing that takes more payments, is paid as a whole
                    (Stage::Scheduled | Stage::Open | Stage::Ended, Some(Latest::Submitted), Takes::One) => 2,
                    (_, _, Takes::One) => 1,
                    (_, Some(Latest::Submitted), Takes::Many) => 3,
                    (_, _, Takes::Many) => 1,
                    (_, _, Takes::More) => 3,
                };
                let open = payment_status_id != 2 && !matches!(stage, Stage::Cancelled | Stage::Deleted);
                let active = match stage {
                    Stage::Open | Stage::Completed => true,
                    Stage::Scheduled | Stage::Ended => payment_status_id == 2,
                    Stage::Cancelled | Stage::Deleted => false,
                };
                let wanted = QuickStatus { status_id: u8::from(open), payment_status_id, active };
                assert_eq!(quick_status(stage, latest, takes), wanted, "{stage:?} {latest:?} {takes:?}");
            }
        }
    }
}

/// A link as the documented request makes it.
fn minimal() -> LinkView {
    let mut view = link();
    let line = |name: &str, unit_minor: i64| LineItem {
        kind: LineKind::Item,
        name: name.to_owned(),
        quantity: Quantity::ONE,
        unit_minor,
        tax_minor: None,
    };
    let rule = |days: i32| ReminderRule { offset_days: Some(days), remind_on: None, channels: vec![Channel::Email] };
    let LinkRecord { details, .. } = &mut view.link;
    details.description = Some("Invoice with min fields".to_owned());
    details.line_items = vec![line("item2yy", 1100), line("item1xx", 1000)];
    details.reminders = vec![rule(-3), rule(0), rule(7)];
    details.metadata = [("created_user_id".to_owned(), "key_a".to_owned())].into();
    details.customer = None;
    details.delivery = Delivery::None;
    view.link.customer_id = None;
    (view.link.card_minor, view.link.ach_minor) = (Some(2100), None);
    (view.link.ends_at, view.link.external_id, view.link.invoice_number) = (None, None, None);
    view
}

fn text(view: &LinkView, latest: Option<Latest>) -> String {
    let zone = merchant().timezone;
    let shown = QuickInvoice::of(view, latest, now(), Some(&zone)).at("https://pay.example");
    serde_json::to_string(&One(&shown)).unwrap()
}

fn shown(view: &LinkView, latest: Option<Latest>) -> Value {
    serde_json::from_str::<Value>(&text(view, latest)).unwrap()["quickinvoice"].clone()
}

#[test]
fn the_documented_answer_is_given() {
    let (place, merchant) = (id::<LinkId>(2).to_string(), id::<MerchantId>(1).to_string());
    let wanted = json!({
        "id": place, "location_id": merchant, "contact_id": null, "invoice_number": null,
        "title": "Invoice with min fields", "item_header": null, "item_list": {"item1xx": 10, "item2yy": 11},
        "item_footer": null, "status_id": 1, "payment_status_id": 1, "amount_due": "21.00",
        "remaining_balance": "21.00", "due_date": "2030-01-31", "expire_date": null, "email": null,
        "allow_partial_pay": 0, "notification_days_before_due_date": 3, "notification_on_due_date": 1,
        "notification_days_after_due_date": 7, "cc_product_transaction_id": merchant.replace("mer_", "card_"),
        "ach_product_transaction_id": null, "is_active": 1, "created_ts": 1_893_553_445, "created_user_id": "key_a",
        "modified_ts": 1_893_553_446, "modified_user_id": "key_a",
        "_links": {"self": {"href": format!("https://pay.example/v2/quickinvoice/view?id={place}")}},
        // of later samples
        "active": 1, "allow_overpayment": 0, "note": null, "attach_files_to_email": 0,
        "single_payment_min_amount": "21.00", "single_payment_max_amount": "21.00",
        // of this server
        "quick_invoice_api_id": null,
    });
    assert_eq!(shown(&minimal(), None), wanted);
    assert!(text(&minimal(), None).contains(r#""item_list":{"item2yy":11,"item1xx":10}"#));
}

#[test]
fn lines_of_every_kind_are_items_that_add_up_to_the_price() {
    let mut view = minimal();
    let line = |kind, name: &str, quantity: &str, unit_minor, tax_minor| LineItem {
        kind,
        name: name.to_owned(),
        quantity: quantity.parse().unwrap(),
        unit_minor,
        tax_minor,
    };
    view.link.details.line_items = vec![
        line(LineKind::Item, "Cake", "2.5", 1000, Some(110)),
        line(LineKind::Item, "Bread", "1", 5, None),
        line(LineKind::Discount, "Voucher", "1", 250, None),
        line(LineKind::Item, "Bread", "3", 5, None),
    ];
    let json = text(&view, None);
    assert!(json.contains(r#""item_list":{"Cake":26.1,"Bread":0.2,"Voucher":-2.5}"#), "{json}");
    view.link.currency = Currency::named("JPY").unwrap();
    assert!(text(&view, None).contains(r#"{"Cake":2610,"#));
}

#[test]
fn what_is_left_to_be_paid_follows_from_the_status() {
    let mut view = minimal();
    let state = |view: &LinkView, latest| {
        let shown = shown(view, latest);
        let number = |name: &str| shown[name].as_u64().unwrap();
        let balance = shown["remaining_balance"].as_str().unwrap().to_owned();
        (number("status_id"), number("payment_status_id"), number("is_active"), balance)
    };
    let (whole, nothing) = ("21.00".to_owned(), "0.00".to_owned());
    assert_eq!(state(&view, Some(Latest::Submitted)), (0, 2, 1, nothing.clone()));
    assert_eq!(state(&view, Some(Latest::Returned)), (1, 1, 1, whole.clone()));
    (view.link.usage, view.link.max_payments, view.totals.paid_count) = (Usage::MultiUse, None, 1);
    assert_eq!(state(&view, Some(Latest::Succeeded)), (1, 3, 1, whole.clone()));
    (view.status, view.link.state) = (LinkStatus::Completed, LinkStateName::Completed);
    // also when some of it was given back
    view.totals.refunded_minor = 5;
    assert_eq!(state(&view, Some(Latest::Succeeded)), (0, 2, 1, nothing));
    (view.status, view.link.state, view.link.usage) = (LinkStatus::Cancelled, LinkStateName::Cancelled, Usage::OneTime);
    assert_eq!(state(&view, None), (0, 1, 0, whole));
}
