//! Line items as the API shows them.

use crate::v1::shapes::LineKindShape;
use paylink_core::{
    Currency,
    lines::line_table,
    records::{LineItem as Line, LineKind, LineTable, TableLine},
};
use serde::Serialize;
use utoipa::ToSchema;

/// One line. All `amount`s and `tax_amount`s together are the amount of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineItem {
    /// Item or discount.
    #[schema(value_type = LineKindShape)]
    pub kind: LineKind,
    /// What it is about.
    #[schema(examples("Baking class"))]
    pub name: String,
    /// How much of it.
    #[schema(examples("1.5"))]
    pub quantity: String,
    /// Price of one, without tax.
    #[schema(examples("40.00"))]
    pub unit_amount: String,
    /// Tax on the whole line, added to its amount.
    #[schema(required, examples("4.80"))]
    pub tax_amount: Option<String>,
    /// Quantity × unit amount without tax, rounded half up; of a discount negative.
    #[schema(examples("60.00"))]
    pub amount: String,
}

impl From<&TableLine> for LineItem {
    fn from(line: &TableLine) -> Self {
        Self {
            kind: line.kind,
            name: line.name.clone(),
            quantity: line.quantity.to_string(),
            unit_amount: line.unit_amount.clone(),
            tax_amount: line.tax_amount.clone(),
            amount: line.amount.clone(),
        }
    }
}

/// The lines of a table.
pub(super) fn of_table(table: &LineTable) -> Vec<LineItem> {
    table.lines.iter().map(LineItem::from).collect()
}

/// Stored lines; `None` when there are none.
pub(super) fn of_lines(lines: &[Line], currency: Currency) -> Option<Vec<LineItem>> {
    line_table(lines, currency).as_ref().map(of_table)
}
