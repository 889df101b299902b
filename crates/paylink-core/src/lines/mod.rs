//! What line items come to. Pure, exact, and the same in whatever order the lines stand.
//!
//! The amount of a line is quantity × unit price, rounded half up to the minor unit, without tax; that of a discount is
//! negative. The total is the sum of all amounts and all taxes. So the parts that are shown always add up to the total:
//! nothing is rounded twice.

mod check;

pub(crate) use check::{line_forms, read_lines};

use crate::{
    Currency, Money,
    records::{LineItem, LineKind, LineTable, TableLine},
};

/// What several lines come to, minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineTotals {
    /// The items, without tax.
    pub subtotal_minor: i64,
    /// The discounts together; not negative.
    pub discount_minor: i64,
    /// The taxes.
    pub tax_minor: i64,
    /// Subtotal less discounts plus taxes.
    pub total_minor: i64,
}

/// The amount of a line without tax, minor units; negative for a discount. `None` when it does not fit.
#[must_use]
pub fn line_amount(line: &LineItem) -> Option<i64> {
    let thousandths = i128::from(line.quantity.thousandths()).checked_mul(i128::from(line.unit_minor))?;
    let amount = i64::try_from(thousandths.checked_add(500)?.div_euclid(1000)).ok()?;
    match line.kind {
        LineKind::Item => Some(amount),
        LineKind::Discount => amount.checked_neg(),
    }
}

/// The sums of all lines; `None` when one does not fit.
#[must_use]
pub fn add_up(lines: &[LineItem]) -> Option<LineTotals> {
    let (mut subtotal, mut discount, mut tax) = (0_i128, 0_i128, 0_i128);
    for line in lines {
        let amount = i128::from(line_amount(line)?);
        match line.kind {
            LineKind::Item => subtotal = subtotal.checked_add(amount)?,
            LineKind::Discount => discount = discount.checked_sub(amount)?,
        }
        tax = tax.checked_add(i128::from(line.tax_minor.unwrap_or(0)))?;
    }
    let total = subtotal.checked_sub(discount)?.checked_add(tax)?;
    let fit = |sum: i128| i64::try_from(sum).ok();
    Some(LineTotals {
        subtotal_minor: fit(subtotal)?,
        discount_minor: fit(discount)?,
        tax_minor: fit(tax)?,
        total_minor: fit(total)?,
    })
}

/// The lines as people read them; `None` when there are none, or they do not fit.
#[must_use]
pub fn line_table(lines: &[LineItem], currency: Currency) -> Option<LineTable> {
    let totals = add_up(lines).filter(|_| !lines.is_empty())?;
    let text = |minor: i64| Money::new(minor, currency).decimal_text();
    let row = |line: &LineItem| {
        Some(TableLine {
            kind: line.kind,
            name: line.name.clone(),
            quantity: line.quantity,
            unit_amount: text(line.unit_minor),
            tax_amount: line.tax_minor.map(text),
            amount: text(line_amount(line)?),
        })
    };
    Some(LineTable {
        lines: lines.iter().map(row).collect::<Option<_>>()?,
        subtotal: text(totals.subtotal_minor),
        discount: totals.discount_minor.checked_neg().filter(|minor| *minor != 0).map(text),
        tax: Some(totals.tax_minor).filter(|minor| *minor != 0).map(text),
        total: text(totals.total_minor),
    })
}
