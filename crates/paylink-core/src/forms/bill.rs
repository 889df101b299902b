//! The fields of an invoice or an order.

use super::{CustomerForm, LineItemForm, Patch};
use crate::FieldErrors;

/// What can be said about an invoice or an order, at creation and afterwards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BillForm {
    /// An invoice's: at most 64 characters. An order's: `[A-Za-z0-9]{1,20}`. Unique per merchant among its kind.
    pub number: Patch<String>,
    /// What is owed, decimal text; or `line_items`.
    pub amount: Patch<String>,
    /// What is owed, line by line; or `amount`.
    pub line_items: Patch<Vec<LineItemForm>>,
    /// Tax contained in `amount`, decimal text; with line items it is the sum of theirs.
    pub sales_tax: Patch<String>,
    /// ISO 4217 code.
    pub currency: Patch<String>,
    /// Date.
    pub due_date: Patch<String>,
    /// At most 500 characters.
    pub description: Patch<String>,
    /// Who owes it.
    pub customer: Patch<CustomerForm>,
    /// How many payment links may be open for it at the same time, 1 to 10.
    pub max_open_links: Patch<i64>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}
