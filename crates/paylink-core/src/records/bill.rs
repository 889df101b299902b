//! The row of an invoice or an order, called a bill where it does not matter which.

use super::{LineItem, LinkCustomer, named};
use crate::{
    BillId, Currency, CustomerId, Date, InvoiceId, LinkId, MerchantId, OrderId, PaymentId, Timestamp, TypedId,
};
use serde::{Deserialize, Serialize};

named! {
    /// Which of the two a bill is.
    BillKind {
        /// An invoice.
        Invoice = "invoice",
        /// An order.
        Order = "order",
    }
}

impl BillKind {
    /// The id as it is shown.
    #[must_use]
    pub fn show(self, id: BillId) -> String {
        match self {
            Self::Invoice => InvoiceId::from_uuid(id.uuid()).to_string(),
            Self::Order => OrderId::from_uuid(id.uuid()).to_string(),
        }
    }

    /// The id that is shown like this.
    #[must_use]
    pub fn read(self, text: &str) -> Option<BillId> {
        let uuid = match self {
            Self::Invoice => text.parse::<InvoiceId>().ok()?.uuid(),
            Self::Order => text.parse::<OrderId>().ok()?.uuid(),
        };
        Some(BillId::from_uuid(uuid))
    }
}

named! {
    /// The stored state of a bill.
    BillStateName {
        /// Not paid.
        Open = "open",
        /// Paid.
        Paid = "paid",
        /// Taken back by the merchant: a void invoice, a cancelled order.
        Void = "void",
    }
}

/// The parts of a bill that are never searched: stored as one JSON document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillDetails {
    /// What is owed line by line; empty when only the sum was given.
    pub line_items: Vec<LineItem>,
    /// Tax contained in the sum, minor units.
    pub sales_tax_minor: Option<i64>,
    /// What is owed, in words.
    pub description: Option<String>,
    /// Who owes it; private.
    pub customer: Option<LinkCustomer>,
}

/// An invoice or an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillRecord {
    /// Identity.
    pub id: BillId,
    /// Invoice or order; never changes.
    pub kind: BillKind,
    /// Whom it is owed to.
    pub merchant_id: MerchantId,
    /// Number; unique per merchant and kind among those that are not deleted.
    pub number: String,
    /// The currency.
    pub currency: Currency,
    /// What is owed, tax included, minor units.
    pub total_minor: i64,
    /// When it is due.
    pub due_date: Option<Date>,
    /// The customer record, if it has one.
    pub customer_id: Option<CustomerId>,
    /// How many payment links may be open for it at the same time.
    pub max_open_links: i64,
    /// Everything that is only shown.
    pub details: BillDetails,
    /// Stored state.
    pub state: BillStateName,
    /// When it was paid or taken back.
    pub closed_at: Option<Timestamp>,
    /// Its slot: the payment that is under way for it, or that has paid it.
    pub payment_id: Option<PaymentId>,
    /// The link that was made last, or by which it is being paid or was paid.
    pub link_id: Option<LinkId>,
    /// Soft delete.
    pub deleted_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// The bill that a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkBill {
    /// Which.
    pub id: BillId,
    /// Invoice or order.
    pub kind: BillKind,
    /// The place the link takes among the bill's open links, from 1; no two open links have the same.
    pub place: i64,
}

/// The most links that can be open for one bill.
pub const MAX_OPEN_LINKS: i64 = 10;
