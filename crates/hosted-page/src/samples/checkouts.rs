//! The payment page in every situation it can be in.

use super::{HOUR, Sample, account, bare, card, checkout, currency, files, lines, logo, one_price, price, saved};
use paylink_core::{
    Timestamp,
    ports::{CheckoutPage, Page, PageSituation},
};
use std::time::Duration;

pub(super) fn checkouts(now: Timestamp) -> Vec<Sample> {
    let full = || checkout(now);
    let in_situation = |situation| CheckoutPage { situation, ..full() };
    let pages = [
        ("checkout", full()),
        ("checkout-short", CheckoutPage { show_billing_fields: false, ..full() }),
        ("checkout-bare", bare(now)),
        (
            "checkout-bank-only",
            CheckoutPage {
                card: None,
                currency: currency("KWD"),
                ach: price("1.250", Some("Bank debits only")),
                accent_color: Some("#ffe14d".to_owned()),
                ..full()
            },
        ),
        (
            "checkout-yen",
            CheckoutPage {
                currency: currency("JPY"),
                card: price("1200", None),
                accent_color: Some("#0b0b0b".to_owned()),
                merchant_name: "珈琲 焙煎所".to_owned(),
                description: Some("コーヒー豆 500g".to_owned()),
                timezone: "Asia/Tokyo".to_owned(),
                ..bare(now)
            },
        ),
        ("checkout-lines", CheckoutPage { lines: lines(0), ..one_price(now) }),
        ("checkout-many-lines", CheckoutPage { lines: lines(40), ..one_price(now) }),
        ("checkout-long", long(now)),
        ("checkout-logo", CheckoutPage { logo: logo(Some("dark")), files: files(2), ..full() }),
        ("checkout-files", CheckoutPage { logo: logo(None), files: files(10), ..bare(now) }),
        ("checkout-closing", CheckoutPage { ends_at: Some(now.plus(Duration::from_secs(95))), ..full() }),
        ("checkout-save", CheckoutPage { ask_to_save: true, show_billing_fields: false, ..full() }),
        ("checkout-saved-card", CheckoutPage { ach: None, saved: Some(saved(card())), ..full() }),
        (
            "checkout-saved-account",
            CheckoutPage { card: None, saved: Some(saved(account(Some("First Example Bank"), "checking"))), ..full() },
        ),
        ("method-unavailable", in_situation(PageSituation::MethodUnavailable)),
        ("not-yet-open", in_situation(PageSituation::NotYetOpen { opens_at: now.plus(HOUR * 30) })),
        ("ended", in_situation(PageSituation::Ended { ended_at: now.minus(HOUR * 30) })),
        ("being-paid", in_situation(PageSituation::BeingPaid)),
        (
            "paid-lines",
            CheckoutPage {
                situation: PageSituation::Paid { paid_at: now.minus(HOUR) },
                lines: lines(0),
                ..one_price(now)
            },
        ),
        ("paid", in_situation(PageSituation::Paid { paid_at: now.minus(HOUR) })),
        (
            "paid-files",
            CheckoutPage {
                situation: PageSituation::Paid { paid_at: now.minus(HOUR) },
                logo: logo(Some("dark")),
                files: files(2),
                ..full()
            },
        ),
        ("cancelled", CheckoutPage { situation: PageSituation::Cancelled, ..bare(now) }),
    ];
    pages.into_iter().map(|(name, page)| (name, Page::Checkout(Box::new(page)))).collect()
}

/// Texts at their limits, without a place to break.
fn long(now: Timestamp) -> CheckoutPage {
    CheckoutPage {
        merchant_name: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".to_owned(),
        merchant_website: Some(format!("https://{}.example/", "very-long-name".repeat(4))),
        accent_color: Some("#e64b9b".to_owned()),
        card: price("99999999.99", Some(&"note ".repeat(40))),
        ach: price("99999999.98", Some(&"n".repeat(200))),
        currency: currency("CHF"),
        description: Some("unbreakable".repeat(45)),
        order_number: Some("A".repeat(20)),
        invoice_number: Some("W".repeat(64)),
        timezone: "America/Argentina/ComodRivadavia".to_owned(),
        ..checkout(now)
    }
}
