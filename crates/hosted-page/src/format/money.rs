//! Amounts for people, from decimal text to `$1,250.00`, digit by digit: no number type takes part.

use crate::language::Messages;
use paylink_core::Currency;

/// Symbols that need no explanation where the page is read in English; all other currencies show their code.
/// Source: Unicode CLDR 45, `common/main/en.xml`.
const SYMBOLS: &[(&str, &str)] = &[
    ("AUD", "A$"),
    ("BRL", "R$"),
    ("CAD", "CA$"),
    ("CNY", "CN¥"),
    ("EUR", "€"),
    ("GBP", "£"),
    ("HKD", "HK$"),
    ("ILS", "₪"),
    ("INR", "₹"),
    ("JPY", "¥"),
    ("KRW", "₩"),
    ("MXN", "MX$"),
    ("NZD", "NZ$"),
    ("PHP", "₱"),
    ("TWD", "NT$"),
    ("USD", "$"),
    ("VND", "₫"),
];

/// `amount` (decimal text as the models carry it) with its currency.
pub(crate) fn money(amount: &str, currency: Currency, words: &Messages) -> String {
    let number = grouped(amount, &words.number_group_separator, &words.number_decimal_separator, false);
    match sign(currency) {
        Some(sign) => words.money_with_symbol(sign, &number),
        None => words.money_with_code(currency.code(), &number),
    }
}

/// A number (decimal text) without a currency.
pub(crate) fn number(text: &str, words: &Messages) -> String {
    grouped(text, &words.number_group_separator, &words.number_decimal_separator, false)
}

/// The currency's sign, if it needs no explanation.
pub(super) fn sign(currency: Currency) -> Option<&'static str> {
    SYMBOLS.iter().find(|(known, _)| *known == currency.code()).map(|(_, sign)| *sign)
}

/// Groups the digits before the dot by three, or by two above the thousand (`lakhs`), and writes the separators given.
/// A text that is not an amount is shown as it is.
pub(super) fn grouped(amount: &str, group: &str, decimal: &str, lakhs: bool) -> String {
    let (whole, decimals) = amount.split_once('.').map_or((amount, None), |(whole, rest)| (whole, Some(rest)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !decimals.is_none_or(digits) {
        return amount.to_owned();
    }
    let mut shown = String::with_capacity(amount.len() + 8);
    for (place, digit) in whole.chars().enumerate() {
        let left = whole.len() - place;
        let starts = if lakhs && left > 3 { (left - 3).is_multiple_of(2) } else { left.is_multiple_of(3) };
        if place > 0 && starts {
            shown.push_str(group);
        }
        shown.push(digit);
    }
    if let Some(decimals) = decimals {
        shown.push_str(decimal);
        shown.push_str(decimals);
    }
    shown
}

#[cfg(test)]
mod tests;
