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
    let code = currency.code();
    let number = number(amount, words);
    match SYMBOLS.iter().find(|(known, _)| *known == code) {
        Some((_, symbol)) => words.money_with_symbol(symbol, &number),
        None => words.money_with_code(code, &number),
    }
}

/// Groups the digits before the dot by three and writes the language's separators. A text that is
/// not an amount is shown as it is.
fn number(amount: &str, words: &Messages) -> String {
    let (whole, decimals) = amount.split_once('.').map_or((amount, None), |(whole, rest)| (whole, Some(rest)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !decimals.is_none_or(digits) {
        return amount.to_owned();
    }
    let mut shown = String::with_capacity(amount.len() + 8);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            shown.push_str(&words.number_group_separator);
        }
        shown.push(digit);
    }
    if let Some(decimals) = decimals {
        shown.push_str(&words.number_decimal_separator);
        shown.push_str(decimals);
    }
    shown
}

#[cfg(test)]
mod tests;
