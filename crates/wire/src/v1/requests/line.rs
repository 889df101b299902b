//! Line items of a link, an invoice or an order.

use crate::json::Fields;
use paylink_core::forms::{LineItemForm, Patch};

/// Reads the field `line_items`.
pub(super) fn line_items(fields: &mut Fields) -> Patch<Vec<LineItemForm>> {
    fields.objects("line_items", |line| LineItemForm {
        kind: line.text("kind").into_set(),
        name: line.text("name").into_set(),
        quantity: line.amount("quantity").into_set(),
        unit_amount: line.amount("unit_amount").into_set(),
        tax_amount: line.amount("tax_amount").into_set(),
    })
}
