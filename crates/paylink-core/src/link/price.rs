//! What a link costs: one amount for every method, or one per method.

use crate::{
    Code, Currency, FieldErrors, Money,
    forms::{LineItemForm, LinkForm, Patch},
    lines::{line_forms, read_lines},
    records::{LinkRecord, MerchantRecord},
    values::{AmountError, parse_amount},
};

/// Whether the form says anything about the price, so that it must be decided anew.
pub(super) const fn mentions_price(form: &LinkForm) -> bool {
    form.amount.is_mentioned()
        || form.card_amount.is_mentioned()
        || form.ach_amount.is_mentioned()
        || form.line_items.is_mentioned()
        || form.currency.is_mentioned()
        || form.payment_methods.is_mentioned()
}

/// Notes a broken amount rule against its field.
pub(crate) fn amount_error(field: &str, error: AmountError, errors: &mut FieldErrors) {
    let code = match error {
        AmountError::Malformed => Code::InvalidAmount,
        AmountError::TooManyDecimals => Code::TooManyDecimals,
        AmountError::Zero | AmountError::TooLarge => Code::AmountOutOfRange,
    };
    errors.add(field, code, error.to_string());
}

struct Inputs {
    amount: Option<String>,
    card: Option<String>,
    ach: Option<String>,
    lines: Option<Vec<LineItemForm>>,
}

/// Writes currency, methods and amounts of `form` into `draft`, completing them from `base` or the merchant.
pub(super) fn apply_price(
    form: &LinkForm,
    base: Option<&LinkRecord>,
    merchant: &MerchantRecord,
    draft: &mut LinkRecord,
    errors: &mut FieldErrors,
) {
    let currency = match form.currency.set() {
        Some(code) => Currency::named(code).unwrap_or_else(|| {
            errors.add("currency", Code::InvalidCurrency, Code::InvalidCurrency.meaning());
            merchant.currency
        }),
        None => base.map_or(merchant.currency, |link| link.currency),
    };
    let (card, ach) = methods(form, base, merchant, errors);
    let inputs = inputs(form, base);
    draft.currency = currency;
    let had_lines = !draft.details.line_items.is_empty();
    match inputs {
        Inputs { lines: Some(_), amount: Some(_), .. }
        | Inputs { lines: Some(_), card: Some(_), .. }
        | Inputs { lines: Some(_), ach: Some(_), .. } => {
            errors.add("line_items", Code::NotSupported, "give either line_items or amounts");
        }
        Inputs { lines: Some(forms), amount: None, card: None, ach: None } => {
            draft.per_method = false;
            if let Some((lines, totals)) = read_lines(&forms, currency, errors) {
                draft.card_minor = Some(totals.total_minor).filter(|_| card);
                draft.ach_minor = Some(totals.total_minor).filter(|_| ach);
                draft.details.line_items = lines;
                draft.details.sales_tax_minor = Some(totals.tax_minor).filter(|tax| *tax > 0);
            }
            return;
        }
        Inputs { amount: Some(text), card: None, ach: None, lines: None } => {
            draft.per_method = false;
            let minor = read("amount", &text, currency, errors);
            draft.card_minor = minor.filter(|_| card);
            draft.ach_minor = minor.filter(|_| ach);
        }
        Inputs { amount: Some(_), .. } => {
            errors.add("amount", Code::NotSupported, "give either amount, or card_amount and ach_amount");
        }
        Inputs { amount: None, card: None, ach: None, lines: None } => {
            if !errors.names("line_items") {
                errors.add("amount", Code::Required, "an amount is required");
            }
        }
        Inputs { amount: None, card: card_text, ach: ach_text, lines: None } => {
            draft.per_method = true;
            draft.card_minor = card_text.as_deref().and_then(|text| read("card_amount", text, currency, errors));
            draft.ach_minor = ach_text.as_deref().and_then(|text| read("ach_amount", text, currency, errors));
            for (field, missing) in [("card_amount", card_text.is_none()), ("ach_amount", ach_text.is_none())] {
                if missing {
                    errors.add(field, Code::Required, "card_amount and ach_amount belong together");
                }
            }
            if !(card && ach) {
                errors.add("payment_methods", Code::NotSupported, "amounts per method need both card and ach");
            }
        }
    }
    // lines that are given up take their tax along
    draft.details.line_items.clear();
    if had_lines {
        draft.details.sales_tax_minor = None;
    }
}

/// The amounts as texts: those of the form, completed by those the link has if the form keeps its kind of pricing.
fn inputs(form: &LinkForm, base: Option<&LinkRecord>) -> Inputs {
    let per_method_now = form.card_amount.set().is_some() || form.ach_amount.set().is_some();
    let single_now = form.amount.set().is_some();
    let lines_now = form.line_items.set().is_some();
    let old = |minor: Option<i64>, link: &LinkRecord| minor.map(|minor| plain_text(Money::new(minor, link.currency)));
    let kept = |field: &Patch<String>, from: Option<String>| match field {
        Patch::Set(text) => Some(text.clone()),
        Patch::Clear => None,
        Patch::Keep => from,
    };
    let has_lines = |link: &&LinkRecord| !link.details.line_items.is_empty();
    let old_lines = base.filter(has_lines).filter(|_| !single_now && !per_method_now);
    let old_single = base.filter(|link| !link.per_method && !per_method_now && !lines_now && !has_lines(link));
    let old_pair = base.filter(|link| link.per_method && !single_now && !lines_now);
    Inputs {
        amount: kept(&form.amount, old_single.and_then(|link| old(link.card_minor.or(link.ach_minor), link))),
        card: kept(&form.card_amount, old_pair.and_then(|link| old(link.card_minor, link))),
        ach: kept(&form.ach_amount, old_pair.and_then(|link| old(link.ach_minor, link))),
        lines: match &form.line_items {
            Patch::Set(forms) => Some(forms.clone()),
            Patch::Clear => None,
            Patch::Keep => old_lines.map(|link| line_forms(&link.details.line_items, link.currency)),
        },
    }
}

/// An amount as a text without needless decimals, so that it can be read again in another currency.
pub(crate) fn plain_text(money: Money) -> String {
    money.to_decimal().normalize().to_string()
}

fn read(field: &str, text: &str, currency: Currency, errors: &mut FieldErrors) -> Option<i64> {
    match parse_amount(text, currency, false) {
        Ok(money) => Some(money.minor),
        Err(error) => {
            amount_error(field, error, errors);
            None
        }
    }
}

pub(super) fn methods(
    form: &LinkForm,
    base: Option<&LinkRecord>,
    merchant: &MerchantRecord,
    errors: &mut FieldErrors,
) -> (bool, bool) {
    match (form.payment_methods.set(), base) {
        (Some(names), _) => read_methods(names, errors),
        (None, Some(link)) if !form.payment_methods.is_mentioned() => {
            (link.card_minor.is_some(), link.ach_minor.is_some())
        }
        (None, _) => (merchant.card, merchant.ach),
    }
}

/// Reads `["card", "ach"]` into (card, ach).
pub(crate) fn read_methods(names: &[String], errors: &mut FieldErrors) -> (bool, bool) {
    let known = |name: &String| name == "card" || name == "ach";
    let distinct = names.iter().enumerate().all(|(place, name)| !names.iter().take(place).any(|other| other == name));
    if names.is_empty() || !names.iter().all(known) || !distinct {
        errors.add("payment_methods", Code::InvalidValue, "a list with card, ach or both, each once");
    }
    (names.iter().any(|name| name == "card"), names.iter().any(|name| name == "ach"))
}
