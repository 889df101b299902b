//! Valid rows of invoices and orders, to be changed by struct update where a test cares.

use super::build::{Make, instant};
use crate::{
    Currency, MerchantId, Quantity,
    records::{BillDetails, BillKind, BillRecord, BillStateName, LineItem, LineKind, LinkBill, LinkRecord},
};

impl Make {
    /// An open invoice over 12.50 with a number of its own.
    pub fn invoice(&self, merchant: MerchantId) -> BillRecord {
        BillRecord {
            id: self.id(),
            kind: BillKind::Invoice,
            merchant_id: merchant,
            number: self.word(),
            currency: Currency::USD,
            total_minor: 1250,
            due_date: None,
            customer_id: None,
            max_open_links: 1,
            details: BillDetails::default(),
            state: BillStateName::Open,
            closed_at: None,
            payment_id: None,
            link_id: None,
            deleted_at: None,
            created_at: instant(0),
            updated_at: instant(0),
        }
    }

    /// An open one-time link for `bill`, at this place of it.
    pub fn link_for(&self, bill: &BillRecord, place: i64) -> LinkRecord {
        let of = LinkBill { id: bill.id, kind: bill.kind, place };
        LinkRecord { bill: Some(of), ..self.link(bill.merchant_id) }
    }
}

/// One line of 1 at this price, without tax.
#[must_use]
pub fn line(name: &str, unit_minor: i64) -> LineItem {
    LineItem { kind: LineKind::Item, name: name.to_owned(), quantity: Quantity::ONE, unit_minor, tax_minor: None }
}
