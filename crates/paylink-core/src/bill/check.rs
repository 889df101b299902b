//! From what a caller wrote about an invoice or order to a row that keeps every rule, or to the list of rules broken.

use crate::{
    BillId, Code, Currency, FieldErrors, MerchantId, Money, Timestamp, TypedId,
    forms::{BillForm, LineItemForm, Patch},
    lines::{line_forms, read_lines},
    link::{Known, amount_error, apply_person, is_order_number, plain_text},
    records::{BillDetails, BillKind, BillRecord, BillStateName, MAX_OPEN_LINKS},
    usecases::fields::{check, put_date, put_text},
    values::parse_amount,
};
use uuid::Uuid;

const INVOICE_NUMBER: usize = 64;
const ORDER_NUMBER: usize = 20;

/// A new bill, still without number and sum.
pub(crate) fn blank(id: BillId, kind: BillKind, merchant: (MerchantId, Currency), now: Timestamp) -> BillRecord {
    BillRecord {
        id,
        kind,
        merchant_id: merchant.0,
        number: String::new(),
        currency: merchant.1,
        total_minor: 0,
        due_date: None,
        customer_id: None,
        max_open_links: 1,
        details: BillDetails::default(),
        state: BillStateName::Open,
        closed_at: None,
        payment_id: None,
        link_id: None,
        deleted_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// Applies `form` to a new bill, or to `base`.
pub(crate) fn check_bill(
    form: &BillForm,
    base: Option<&BillRecord>,
    new: impl FnOnce() -> BillRecord,
    (known, now): (Known<'_>, Timestamp),
) -> Result<BillRecord, crate::Error> {
    let mut draft = base.cloned().unwrap_or_else(new);
    apply(form, base, known, &mut draft).finish()?;
    draft.updated_at = now;
    Ok(draft)
}

/// What is wrong with a new bill whose merchant is not known: all that is wrong whoever the merchant is.
pub(crate) fn wrong_fields(form: &BillForm, kind: BillKind, now: Timestamp) -> FieldErrors {
    // the most decimals
    let currency = Currency::named("CLF").unwrap_or(Currency::USD);
    let anyone = (MerchantId::from_uuid(Uuid::nil()), currency);
    apply(form, None, Known::Unasked, &mut blank(BillId::from_uuid(Uuid::nil()), kind, anyone, now))
}

/// Writes what `form` says into `draft`; returns what is wrong with it.
fn apply(form: &BillForm, base: Option<&BillRecord>, known: Known<'_>, draft: &mut BillRecord) -> FieldErrors {
    // first, so that a field of the wrong type is not called missing
    let mut errors = form.unread.clone();
    apply_number(form, base, draft, &mut errors);
    apply_sum(form, base, draft, &mut errors);
    put_date("due_date", &form.due_date, &mut draft.due_date, &mut errors);
    put_text("description", &form.description, 500, &mut draft.details.description, &mut errors);
    match &form.customer {
        Patch::Keep => {}
        Patch::Clear => (draft.details.customer, draft.customer_id) = (None, None),
        Patch::Set(customer) => {
            (draft.details.customer, draft.customer_id) = apply_person(customer, known, &mut errors);
        }
    }
    match &form.max_open_links {
        Patch::Keep => {}
        Patch::Clear => draft.max_open_links = 1,
        Patch::Set(most) if (1..=MAX_OPEN_LINKS).contains(most) => draft.max_open_links = *most,
        Patch::Set(_) => {
            errors.add("max_open_links", Code::InvalidValue, format!("a whole number from 1 to {MAX_OPEN_LINKS}"));
        }
    }
    errors
}

fn apply_number(form: &BillForm, base: Option<&BillRecord>, draft: &mut BillRecord, errors: &mut FieldErrors) {
    let number = match &form.number {
        Patch::Keep if base.is_some() => return,
        Patch::Keep | Patch::Clear => {
            if !errors.names("number") {
                errors.add("number", Code::Required, "a number is required");
            }
            return;
        }
        Patch::Set(number) => number,
    };
    let good = match draft.kind {
        BillKind::Invoice => check("number", number, INVOICE_NUMBER, errors),
        BillKind::Order => {
            let plain = check("number", number, ORDER_NUMBER, errors);
            if plain && !is_order_number(number) {
                errors.add("number", Code::InvalidValue, "1 to 20 letters and digits");
            }
            plain && is_order_number(number)
        }
    };
    if good {
        draft.number.clone_from(number);
    }
}

/// What is owed: a sum, or lines that add up to one.
enum Owed {
    Sum(String),
    Lines(Vec<LineItemForm>),
}

fn apply_sum(form: &BillForm, base: Option<&BillRecord>, draft: &mut BillRecord, errors: &mut FieldErrors) {
    let mentioned = form.amount.is_mentioned() || form.line_items.is_mentioned() || form.currency.is_mentioned();
    if base.is_some() && !mentioned && !form.sales_tax.is_mentioned() {
        return;
    }
    if let Some(code) = form.currency.set() {
        match Currency::named(code) {
            Some(currency) => draft.currency = currency,
            None => errors.add("currency", Code::InvalidCurrency, Code::InvalidCurrency.meaning()),
        }
    }
    let unread = errors.names("amount") || errors.names("line_items");
    let Some(owed) = owed(form, base, errors) else {
        if !unread && !errors.names("line_items") {
            errors.add("amount", Code::Required, "an amount or line_items are required");
        }
        return;
    };
    match owed {
        Owed::Lines(forms) => {
            if form.sales_tax.set().is_some() {
                errors.add("sales_tax", Code::NotSupported, "with line_items it is the sum of their taxes");
            }
            if let Some((lines, totals)) = read_lines(&forms, draft.currency, errors) {
                draft.total_minor = totals.total_minor;
                draft.details.line_items = lines;
                draft.details.sales_tax_minor = Some(totals.tax_minor).filter(|tax| *tax > 0);
            }
        }
        Owed::Sum(text) => {
            draft.details.line_items.clear();
            match parse_amount(&text, draft.currency, false) {
                Ok(sum) => draft.total_minor = sum.minor,
                Err(error) => amount_error("amount", error, errors),
            }
            apply_tax(form, base, draft, errors);
        }
    }
}

/// What the form says, or the bill said before if the form keeps its kind of sum.
fn owed(form: &BillForm, base: Option<&BillRecord>, errors: &mut FieldErrors) -> Option<Owed> {
    match (form.amount.set(), form.line_items.set()) {
        (Some(_), Some(_)) => {
            errors.add("line_items", Code::NotSupported, "give either amount or line_items");
            None
        }
        (Some(text), None) => Some(Owed::Sum(text.clone())),
        (None, Some(forms)) => Some(Owed::Lines(forms.clone())),
        (None, None) => {
            let old = base?;
            let lines = &old.details.line_items;
            let cleared = if lines.is_empty() { &form.amount } else { &Patch::Keep };
            if cleared.is_mentioned() || (!lines.is_empty() && form.line_items.is_mentioned()) {
                return None;
            }
            Some(match lines.is_empty() {
                true => Owed::Sum(plain_text(Money::new(old.total_minor, old.currency))),
                false => Owed::Lines(line_forms(lines, old.currency)),
            })
        }
    }
}

fn apply_tax(form: &BillForm, base: Option<&BillRecord>, draft: &mut BillRecord, errors: &mut FieldErrors) {
    // a tax that was the sum of lines goes with them
    let kept = base.filter(|old| old.details.line_items.is_empty());
    let kept =
        kept.and_then(|old| old.details.sales_tax_minor.map(|minor| plain_text(Money::new(minor, old.currency))));
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
    if !errors.names("amount") && draft.details.sales_tax_minor.is_some_and(|tax| tax > draft.total_minor) {
        errors.add("sales_tax", Code::AmountOutOfRange, "the tax is contained in the amount and cannot be over it");
    }
}
