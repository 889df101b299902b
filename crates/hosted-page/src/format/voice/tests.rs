//! The same amounts, days and hours for readers from different regions.

use super::Voice;
use crate::language::Languages;
use paylink_core::Currency;

fn with<T>(locale: &str, look: impl Fn(&Voice<'_>) -> T) -> T {
    let languages = Languages::built_in().unwrap();
    let locale = Some(locale).filter(|locale| !locale.is_empty());
    look(&Voice::new(languages.choose(""), locale))
}

#[test]
fn amounts_are_written_as_the_reader_is_used_to() {
    let check = |locale: &str, amount: &str, code: &str, expected: &str| {
        let shown = with(locale, |voice| voice.money(amount, Currency::named(code).unwrap()));
        assert_eq!(shown, expected, "{locale}");
    };
    check("", "1250.00", "USD", "$1,250.00");
    check("en", "1250.00", "USD", "$1,250.00");
    check("en-US", "1250.00", "EUR", "€1,250.00");
    check("en-GB", "1250.00", "GBP", "£1,250.00");
    check("de-DE", "1250.00", "EUR", "1.250,00\u{a0}€");
    check("de", "1250.00", "EUR", "1.250,00\u{a0}€");
    check("en-DE", "1250.00", "EUR", "1.250,00\u{a0}€");
    check("de-AT", "1250.00", "EUR", "€\u{a0}1.250,00");
    check("de-CH", "1250.00", "CHF", "CHF\u{a0}1’250.00");
    check("fr-FR", "1250.00", "EUR", "1\u{202f}250,00\u{a0}€");
    check("sv_SE", "1250.00", "SEK", "1\u{a0}250,00\u{a0}SEK");
    check("nl", "1250.00", "EUR", "€\u{a0}1.250,00");
    check("pt-BR", "1250.00", "BRL", "R$\u{a0}1.250,00");
    check("tr-TR", "1250.00", "USD", "$1.250,00");
    check("es-MX", "1250.00", "MXN", "$1,250.00");
    check("es-MX", "1250.00", "USD", "US$1,250.00");
    check("en-AU", "1250.00", "AUD", "$1,250.00");
    check("en-AU", "1250.00", "USD", "US$1,250.00");
    check("en-CA", "1250.00", "AUD", "A$1,250.00");
    check("en-IN", "1250000.00", "INR", "₹12,50,000.00");
    check("hi-Deva-IN", "12500000.00", "INR", "₹1,25,00,000.00");
    check("en-IN", "125.00", "INR", "₹125.00");
    check("ja-JP", "1200", "JPY", "¥1,200");
    check("de-DE", "1.250", "KWD", "1,250\u{a0}KWD");
    check("xx-nonsense-\u{1f98a}", "1250.00", "USD", "$1,250.00");
}

#[test]
fn days_and_hours_are_written_as_the_reader_is_used_to() {
    let check = |locale: &str, expected: &str| {
        let shown = with(locale, |voice| {
            let at = "2026-03-31T21:05:00Z".parse().unwrap();
            format!("{} | {}", voice.day("2026-03-31".parse().unwrap()), voice.instant(at, "UTC"))
        });
        assert_eq!(shown, expected, "{locale}");
    };
    check("", "March 31, 2026 | March 31, 2026, 9:05\u{a0}PM UTC");
    check("en-CA", "March 31, 2026 | March 31, 2026, 9:05\u{a0}PM UTC");
    check("en-GB", "31 March 2026 | 31 March 2026, 21:05 UTC");
    check("de-DE", "31 March 2026 | 31 March 2026, 21:05 UTC");
    check("de", "31 March 2026 | 31 March 2026, 21:05 UTC");
    check("en-AU", "31 March 2026 | 31 March 2026, 9:05\u{a0}PM UTC");
}

#[test]
fn a_language_with_its_own_catalogue_writes_days_its_own_way() {
    let mut languages = Languages::built_in().unwrap();
    let (pages, letters) =
        (include_str!("../../../locales/en/pages.ftl"), include_str!("../../../locales/en/letters.ftl"));
    let german = pages.replace("day = { $month } { $day }, { $year }", "day = { $day }. { $month } { $year }");
    languages.add("de", &format!("{german}{letters}")).unwrap();
    let day = |locale: &str| Voice::new(languages.choose(locale), Some(locale)).day("2026-03-31".parse().unwrap());
    assert_eq!(day("de-DE"), "31. March 2026");
    assert_eq!(day("fr-FR"), "31 March 2026");
}
