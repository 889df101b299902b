//! What the native API answers about lines, invoices and orders.

use crate::{responses::written, samples};
use paylink_core::records::BillKind;
use paylink_wire::v1::responses::{Checkout, Invoice, Order, PaymentLink};
use serde_json::{Value, json};

#[test]
fn lines_are_shown_with_their_amounts_and_add_up() {
    let link = written(PaymentLink::from(&samples::link()));
    let lines = json!([
        {"kind": "item", "name": "Two-layer cake", "quantity": "1.5", "unit_amount": "8.00", "tax_amount": "1.10",
         "amount": "12.00"},
        {"kind": "discount", "name": "Regulars", "quantity": "1", "unit_amount": "0.60", "tax_amount": null,
         "amount": "-0.60"},
    ]);
    assert_eq!((&link["line_items"], &link["amount"]), (&lines, &json!("12.50")));
    let checkout = written(Checkout::of(samples::link().link.id, true, &samples::checkout_page(), None, samples::BASE));
    assert_eq!(checkout["line_items"], lines);
    let mut view = samples::link();
    view.link.details.line_items.clear();
    assert_eq!(written(PaymentLink::from(&view))["line_items"], Value::Null);
}

#[test]
fn a_link_names_the_invoice_or_order_it_is_for() {
    let mut view = samples::link();
    let id = "inv_00000000000000000000000009";
    let link = written(PaymentLink::from(&view));
    assert!(link["invoice_id"].as_str().unwrap().starts_with("inv_"), "{link}");
    assert_eq!(link["order_id"], Value::Null);
    view.link.bill.as_mut().unwrap().kind = BillKind::Order;
    let order = written(PaymentLink::from(&view));
    assert_eq!(order["invoice_id"], Value::Null);
    assert_eq!(order["order_id"].as_str().map(|id| id.trim_start_matches("ord_").len()), Some(id.len() - 4));
}

#[test]
fn an_invoice_and_an_order_show_where_they_stand() {
    let invoice = written(Invoice::from(&samples::bill(BillKind::Invoice)));
    assert_eq!((&invoice["object"], &invoice["status"]), (&json!("invoice"), &json!("paid")));
    assert_eq!((&invoice["amount"], &invoice["sales_tax"]), (&json!("12.50"), &json!("1.10")));
    assert_eq!((&invoice["paid_at"], &invoice["voided_at"]), (&json!("2030-01-03T00:00:00Z"), &Value::Null));
    assert!(invoice["payment_id"].is_string() && invoice["payment_link_id"].is_string(), "{invoice}");
    let order = written(Order::from(&samples::bill(BillKind::Order)));
    assert_eq!((&order["object"], &order["status"]), (&json!("order"), &json!("cancelled")));
    assert_eq!((&order["paid_at"], &order["cancelled_at"]), (&Value::Null, &json!("2030-01-03T00:00:00Z")));
    assert_eq!((&order["payment_id"], &order["customer"]["email"]), (&Value::Null, &json!("ada@example.com")));
}
