//! Line items as pages and mails show them.

use crate::{language::Messages, shell::Fact};
use paylink_core::records::{LineKind, LineTable, TableLine};

/// Lines and what they come to.
pub(crate) struct Lines<'a> {
    pub(crate) rows: Vec<LineRow<'a>>,
    /// Subtotal, discounts, taxes and total.
    pub(crate) sums: Vec<Fact<'a>>,
    /// Says how many there are, when that is many.
    pub(crate) all: Option<String>,
    /// Says how many are left out, if any are.
    pub(crate) more: Option<String>,
}

/// One line.
pub(crate) struct LineRow<'a> {
    pub(crate) name: &'a str,
    /// Quantity and unit price, and the tax, where they say more than the amount.
    pub(crate) detail: Option<String>,
    pub(crate) amount: String,
}

/// More lines than this are folded up on a page where something else has to be done.
const FOLDED: usize = 6;

/// How a reader writes an amount, which may be negative, and a number.
pub(crate) struct Figures<'f> {
    pub(crate) money: &'f dyn Fn(&str) -> String,
    pub(crate) number: &'f dyn Fn(&str) -> String,
}

impl<'a> Lines<'a> {
    /// Of more than `most` lines the last ones are left out.
    pub(crate) fn new(table: &'a LineTable, figures: &Figures<'_>, words: &'a Messages, most: usize) -> Self {
        let count = table.lines.len();
        // leaves out several or none, so that the words fit
        let shown = if count > most { most.saturating_sub(5) } else { count };
        let sum = |label: &'a str, amount: &String| Fact { label, value: signed(amount, figures) };
        let mut sums = vec![sum(&words.lines_subtotal, &table.subtotal)];
        sums.extend(table.discount.iter().map(|amount| sum(&words.lines_discount, amount)));
        sums.extend(table.tax.iter().map(|amount| sum(&words.lines_tax, amount)));
        if sums.len() == 1 {
            sums.clear();
        }
        sums.push(sum(&words.lines_total, &table.total));
        Self {
            rows: table.lines.iter().take(shown).map(|line| row(line, figures, words)).collect(),
            sums,
            all: (count > FOLDED).then(|| words.lines_all(&(figures.number)(&count.to_string()))),
            more: (shown < count)
                .then(|| words.lines_more(&(figures.number)(&count.saturating_sub(shown).to_string()))),
        }
    }
}

fn row<'a>(line: &'a TableLine, figures: &Figures<'_>, words: &Messages) -> LineRow<'a> {
    let quantity = line.quantity.to_string();
    let of = (quantity != "1" || line.kind == LineKind::Item && line.unit_amount != line.amount)
        .then(|| words.line_quantity(&(figures.number)(&quantity), &(figures.money)(&line.unit_amount)));
    let tax = line.tax_amount.as_deref().filter(|tax| tax.bytes().any(|byte| (b'1'..=b'9').contains(&byte)));
    let tax = tax.map(|tax| words.line_tax(&(figures.money)(tax)));
    let detail = match (of, tax) {
        (Some(of), Some(tax)) => Some(words.line_detail(&of, &tax)),
        (of, tax) => of.or(tax),
    };
    LineRow { name: &line.name, detail, amount: signed(&line.amount, figures) }
}

/// An amount with a real minus sign before the currency, if it is negative.
fn signed(amount: &str, figures: &Figures<'_>) -> String {
    match amount.strip_prefix('-') {
        Some(positive) => format!("\u{2212}{}", (figures.money)(positive)),
        None => (figures.money)(amount),
    }
}

#[cfg(test)]
mod tests;
