//! Amounts as people read them.

use super::money;
use crate::language::Languages;
use paylink_core::Currency;

#[test]
fn amounts_carry_symbol_or_code_and_are_grouped() {
    let languages = Languages::built_in().unwrap();
    let words = &languages.choose("").messages;
    let check = |amount: &str, code: &str, expected: &str| {
        assert_eq!(money(amount, Currency::named(code).unwrap(), words), expected);
    };
    check("12.50", "USD", "$12.50");
    check("12.50", "EUR", "€12.50");
    check("1200", "JPY", "¥1,200");
    check("1.250", "KWD", "KWD\u{a0}1.250");
    check("0.05", "GBP", "£0.05");
    check("100", "KRW", "₩100");
    check("999", "USD", "$999");
    check("1000", "USD", "$1,000");
    check("99999999.99", "USD", "$99,999,999.99");
    check("123456.7891", "CLF", "CLF\u{a0}123,456.7891");
    check("10.00", "CHF", "CHF\u{a0}10.00");
}

#[test]
fn a_text_that_is_no_amount_is_shown_as_it_is() {
    let languages = Languages::built_in().unwrap();
    let words = &languages.choose("").messages;
    for odd in ["", ".", "1.", ".5", "-1", "1e5", "1.2.3", "１２"] {
        assert_eq!(money(odd, Currency::USD, words), format!("${odd}"));
    }
}
