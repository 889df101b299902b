//! Invoices and line items in which everything is set.

use super::{family::Family, samples::long};
use crate::{
    Quantity,
    records::{BillDetails, BillKind, BillRecord, BillStateName, LineItem, LineKind, LinkCustomer, MAX_OPEN_LINKS},
    testing::build::instant,
};

/// Sets everything in that of the family.
pub(super) fn fill_bill(family: &mut Family) {
    family.bill = BillRecord {
        kind: BillKind::Order,
        number: long(48) + &family.bill.number,
        total_minor: 7,
        due_date: "2028-02-29".parse().ok(),
        customer_id: Some(family.customer.id),
        max_open_links: MAX_OPEN_LINKS,
        details: BillDetails {
            line_items: lines(),
            sales_tax_minor: Some(7),
            description: Some(long(500)),
            customer: Some(LinkCustomer { name: Some(long(200)), ..LinkCustomer::default() }),
        },
        state: BillStateName::Paid,
        closed_at: Some(instant(7)),
        payment_id: Some(family.payment.id),
        link_id: Some(family.link.id),
        deleted_at: Some(instant(8)),
        ..family.bill.clone()
    };
}

/// As many lines as there can be, of both kinds.
pub(super) fn lines() -> Vec<LineItem> {
    let line = |number: i64| LineItem {
        kind: if number % 2 == 0 { LineKind::Item } else { LineKind::Discount },
        name: long(200),
        quantity: Quantity::of_thousandths(999_999_999 - number).unwrap_or(Quantity::ONE),
        unit_minor: i64::MAX - number,
        tax_minor: Some(number).filter(|_| number % 3 == 0),
    };
    (0..100).map(line).collect()
}
