//! Money as text: every currency, there and back, and nothing but plain digits.

use paylink_core::{AmountError, Currency, Money, MoneyError, parse_amount};
use proptest::prelude::*;

/// All currencies there are.
fn currencies() -> Vec<Currency> {
    let letters = || (b'A'..=b'Z').map(char::from);
    let codes = letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| format!("{a}{b}{c}"))));
    codes.filter_map(|code| Currency::named(&code)).collect()
}

/// The largest amount of a payment in minor units.
fn most(currency: Currency) -> i64 {
    9_999_999_999 * 10_i64.pow(currency.exponent()) / 100
}

fn read(money: Money) -> Result<Money, AmountError> {
    parse_amount(&money.decimal_text(), money.currency, false)
}

/// Four decimals make the largest amounts longer than an amount may be written.
fn written_too_long(money: Money) -> bool {
    money.decimal_text().len() > 12
}

#[test]
fn there_are_the_currencies_of_iso_4217_with_their_decimals() {
    let all = currencies();
    assert!((150..200).contains(&all.len()), "{}", all.len());
    let decimals = [
        ("USD", 2),
        ("EUR", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("VND", 0),
        ("ISK", 0),
        ("CLP", 0),
        ("KWD", 3),
        ("BHD", 3),
        ("TND", 3),
        ("OMR", 3),
        ("CLF", 4),
        ("UYW", 4),
    ];
    for (code, exponent) in decimals {
        assert_eq!(Currency::named(code).map(Currency::exponent), Some(exponent), "{code}");
    }
    for code in ["XAU", "XAG", "XXX", "XTS", "usd", "US", "USDD", "", "ÄÖÜ"] {
        assert_eq!(Currency::named(code), None, "{code}");
    }
}

#[test]
fn the_least_and_the_most_of_every_currency_survive_the_way_through_text() {
    for currency in currencies() {
        for minor in [1, 9, 10, most(currency) - 1, most(currency)] {
            let money = Money::new(minor, currency);
            assert_eq!(read(money), if written_too_long(money) { Err(AmountError::Malformed) } else { Ok(money) });
        }
        let over = Money::new(most(currency) + 1, currency);
        let expected = if written_too_long(over) { AmountError::Malformed } else { AmountError::TooLarge };
        assert_eq!(read(over), Err(expected), "{currency}");
        assert_eq!(parse_amount("0", currency, false), Err(AmountError::Zero));
        assert_eq!(parse_amount("0", currency, true), Ok(Money::zero(currency)));
    }
}

#[test]
fn money_adds_only_its_own_kind_and_never_wraps() {
    let (usd, eur) = (Currency::USD, Currency::named("EUR").expect("a currency"));
    let most = Money::new(i64::MAX, usd);
    assert_eq!(most.plus(Money::new(1, usd)), Err(MoneyError::Overflow));
    assert_eq!(Money::new(i64::MIN, usd).minus(Money::new(1, usd)), Err(MoneyError::Overflow));
    assert_eq!(most.plus(Money::new(1, eur)), Err(MoneyError::CurrencyMismatch));
    assert_eq!(Money::new(1250, usd).minus(Money::new(1300, usd)).expect("a sum").decimal_text(), "-0.50");
    assert_eq!(Money::new(i64::MIN, usd).decimal_text(), "-92233720368547758.08");
}

fn any_currency() -> impl Strategy<Value = Currency> {
    proptest::sample::select(currencies())
}

proptest! {
    #[test]
    fn every_amount_survives_the_way_through_text(currency in any_currency(), part in 1..=9_999_999_999_i64) {
        let money = Money::new((part % most(currency)) + 1, currency);
        let text = money.decimal_text();
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        prop_assert_eq!(decimals, usize::try_from(currency.exponent()).expect("small"));
        if text.len() <= 12 {
            prop_assert_eq!(parse_amount(&text, currency, false), Ok(money));
        }
        prop_assert_eq!(serde_json::from_str::<Money>(&serde_json::to_string(&money).expect("json")).expect("money"), money);
    }

    #[test]
    fn what_is_read_is_what_was_written(currency in any_currency(), text in "[0-9]{1,9}(\\.[0-9]{0,5})?") {
        if let Ok(money) = parse_amount(&text, currency, true) {
            let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
            let exponent = usize::try_from(currency.exponent()).expect("small");
            let written: i64 = format!("{whole}{decimals:0<exponent$}").parse().expect("digits");
            prop_assert_eq!(money.minor, written);
        }
    }

    #[test]
    fn garbage_is_refused_and_never_panics(currency in any_currency(), text in any::<String>()) {
        let plain = !text.is_empty() && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let read = parse_amount(&text, currency, true);
        prop_assert!(plain || read == Err(AmountError::Malformed), "{:?}", text);
    }
}
