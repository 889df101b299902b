//! The tax that is contained in the price of a link.

use super::for_bill::bill_field;
use super::price::{amount_error, plain_text};
use crate::{
    Code, FieldErrors, Money,
    forms::{LinkForm, Patch},
    records::LinkRecord,
    values::parse_amount,
};

/// Reads `sales_tax`: given, kept, or the sum of the lines' taxes.
pub(super) fn apply_tax(form: &LinkForm, base: Option<&LinkRecord>, draft: &mut LinkRecord, errors: &mut FieldErrors) {
    // the tax of lines, and that of an invoice or order, is theirs
    let of_bill = match base {
        Some(link) => link.bill.is_some(),
        None => bill_field(form).is_some(),
    };
    let of_lines = form.line_items.set().is_some() || !draft.details.line_items.is_empty();
    if of_lines && form.sales_tax.set().is_some() {
        errors.add("sales_tax", Code::NotSupported, "with line_items it is the sum of their taxes");
    }
    if of_bill || of_lines {
        return;
    }
    let kept = base.filter(|link| link.details.line_items.is_empty());
    let kept =
        kept.and_then(|link| link.details.sales_tax_minor.map(|minor| plain_text(Money::new(minor, link.currency))));
    let text = match &form.sales_tax {
        Patch::Keep => kept,
        Patch::Clear => None,
        Patch::Set(text) => Some(text.clone()),
    };
    draft.details.sales_tax_minor = text.and_then(|text| match parse_amount(&text, draft.currency, true) {
        Ok(tax) => Some(tax.minor),
        Err(error) => {
            amount_error("sales_tax", error, errors);
            None
        }
    });
    let least = [draft.card_minor, draft.ach_minor].into_iter().flatten().min();
    if draft.details.sales_tax_minor.zip(least).is_some_and(|(tax, price)| tax > price) {
        errors.add("sales_tax", Code::AmountOutOfRange, "the tax is contained in the amount and cannot be over it");
    }
}
