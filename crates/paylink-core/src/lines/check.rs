//! From line items as a caller wrote them to lines that keep every rule, or to the list of rules broken.

use super::{LineTotals, add_up};
use crate::{
    Code, Currency, FieldErrors, Money, Quantity,
    forms::LineItemForm,
    link::{amount_error, plain_text},
    records::{LineItem, LineKind},
    usecases::fields::check,
    values::{AmountError, check_amount, parse_amount},
};

/// Lines of one invoice, order or link.
const MOST: usize = 100;
const NAME: usize = 200;

/// Reads the field `line_items`. `None`: something is wrong with it, and is noted.
pub(crate) fn read_lines(
    forms: &[LineItemForm],
    currency: Currency,
    errors: &mut FieldErrors,
) -> Option<(Vec<LineItem>, LineTotals)> {
    if forms.is_empty() {
        errors.add("line_items", Code::Required, "at least one line");
        return None;
    }
    if forms.len() > MOST {
        errors.add("line_items", Code::TooMany, format!("at most {MOST} lines"));
        return None;
    }
    let mut lines = Vec::with_capacity(forms.len());
    for (place, form) in forms.iter().enumerate() {
        lines.extend(read_line(place, form, currency, errors));
    }
    if lines.len() < forms.len() {
        return None;
    }
    match add_up(&lines).map(|totals| (totals, check_amount(totals.total_minor, currency))) {
        Some((totals, Ok(_))) => Some((lines, totals)),
        Some((_, Err(error))) => {
            let detail = format!("the lines together: {error}");
            errors.add("line_items", Code::AmountOutOfRange, detail);
            None
        }
        None => {
            errors.add("line_items", Code::AmountOutOfRange, format!("the lines together: {}", AmountError::TooLarge));
            None
        }
    }
}

fn read_line(place: usize, form: &LineItemForm, currency: Currency, errors: &mut FieldErrors) -> Option<LineItem> {
    let field = |name: &str| format!("line_items.{place}.{name}");
    // what the adapter could not read is named already and not missing
    let given =
        |name: &str, errors: &FieldErrors| errors.names(&format!("line_items.{place}")) || errors.names(&field(name));
    let kind = match form.kind.as_deref() {
        None => Some(LineKind::Item).filter(|_| !given("kind", errors)),
        Some(name) => {
            let kind = LineKind::named(name);
            if kind.is_none() {
                errors.add(field("kind"), Code::InvalidValue, "item or discount");
            }
            kind
        }
    };
    let name = match &form.name {
        Some(name) => check(&field("name"), name, NAME, errors).then(|| name.clone()),
        None => {
            if !given("name", errors) {
                errors.add(field("name"), Code::Required, "what the line is about is required");
            }
            None
        }
    };
    let quantity = match form.quantity.as_deref().map(str::parse::<Quantity>) {
        None => Some(Quantity::ONE).filter(|_| !given("quantity", errors)),
        Some(Ok(quantity)) => Some(quantity),
        Some(Err(error)) => {
            errors.add(field("quantity"), Code::InvalidValue, error.to_string());
            None
        }
    };
    let money = |name: &str, text: &str, errors: &mut FieldErrors| match parse_amount(text, currency, true) {
        Ok(money) => Some(money.minor),
        Err(error) => {
            amount_error(&field(name), error, errors);
            None
        }
    };
    let unit_minor = match form.unit_amount.as_deref() {
        Some(text) => money("unit_amount", text, errors),
        None => {
            if !given("unit_amount", errors) {
                errors.add(field("unit_amount"), Code::Required, "the price of one is required");
            }
            None
        }
    };
    let tax_minor = match form.tax_amount.as_deref() {
        Some(_) if kind == Some(LineKind::Discount) => {
            errors.add(field("tax_amount"), Code::NotSupported, "a discount has no tax: give the taxes that remain");
            None
        }
        Some(text) => Some(money("tax_amount", text, errors)?),
        None if given("tax_amount", errors) => return None,
        None => None,
    };
    if errors.names(&field("tax_amount")) {
        return None;
    }
    Some(LineItem { kind: kind?, name: name?, quantity: quantity?, unit_minor: unit_minor?, tax_minor })
}

/// Lines as a caller would have written them, so that they can be read again in another currency.
pub(crate) fn line_forms(lines: &[LineItem], currency: Currency) -> Vec<LineItemForm> {
    let text = |minor: i64| plain_text(Money::new(minor, currency));
    let form = |line: &LineItem| LineItemForm {
        kind: Some(line.kind.name().to_owned()),
        name: Some(line.name.clone()),
        quantity: Some(line.quantity.to_string()),
        unit_amount: Some(text(line.unit_minor)),
        tax_amount: line.tax_minor.map(text),
    };
    lines.iter().map(form).collect()
}
