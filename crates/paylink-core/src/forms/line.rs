//! A line item as a caller wrote it.

/// One line of an invoice, an order or a link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineItemForm {
    /// `item` (default) or `discount`.
    pub kind: Option<String>,
    /// At most 200 characters.
    pub name: Option<String>,
    /// A number over 0 with at most three decimals; default 1.
    pub quantity: Option<String>,
    /// Price of one without tax, decimal text; 0 is allowed.
    pub unit_amount: Option<String>,
    /// Tax on the whole line, added to it; not for discounts.
    pub tax_amount: Option<String>,
}
