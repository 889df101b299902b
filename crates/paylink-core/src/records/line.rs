//! A line of an invoice, an order or a payment link.

use super::named;
use crate::Quantity;
use serde::{Deserialize, Serialize};

named! {
    /// What a line does to the sum.
    LineKind {
        /// Adds to it.
        Item = "item",
        /// Takes from it.
        Discount = "discount",
    }
}

/// One line. Its amount and the sums of several follow from it and are not stored: [`crate::lines`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineItem {
    /// Item or discount.
    pub kind: LineKind,
    /// What it is about.
    pub name: String,
    /// How much of it.
    pub quantity: Quantity,
    /// Price of one without tax, minor units; not negative, for a discount either.
    pub unit_minor: i64,
    /// Tax on the whole line, minor units, added to its amount; not negative. Discounts have none.
    pub tax_minor: Option<i64>,
}

/// A line as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableLine {
    /// Item or discount.
    pub kind: LineKind,
    /// What it is about.
    pub name: String,
    /// How much of it.
    pub quantity: Quantity,
    /// Price of one without tax, decimal text.
    pub unit_amount: String,
    /// Tax on the line, decimal text.
    pub tax_amount: Option<String>,
    /// Quantity × unit price without tax, decimal text; of a discount negative.
    pub amount: String,
}

/// Line items and what they come to, as people read them: the amounts add up to subtotal and discount, and those with the
/// taxes to the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTable {
    /// The lines in the order they were given.
    pub lines: Vec<TableLine>,
    /// The items without tax, decimal text.
    pub subtotal: String,
    /// The discounts, decimal text, negative; `None` without any.
    pub discount: Option<String>,
    /// The taxes, decimal text; `None` without any.
    pub tax: Option<String>,
    /// What is to be paid, decimal text.
    pub total: String,
}
