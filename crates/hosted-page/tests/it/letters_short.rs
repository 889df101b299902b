//! Text messages take two segments at most, whatever has to be said, and end with the whole address.

use crate::{every_letter, letter, now};
use paylink_core::{
    ports::MessageWriter,
    records::{Letter, MessageKind},
};
use paylink_hosted_page::{HostedPages, samples};
use proptest::{
    prelude::{Just, Strategy, any},
    prop_assert, prop_oneof, proptest,
};

/// Characters of one septet, and of two, by 3GPP TS 23.038.
const ONE: &str = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡\
                   ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const TWO: &str = "^{}\\[~]|€";

/// Whether it fits into two segments: 306 septets, or 134 units if it must be.
fn fits(text: &str) -> bool {
    let septets = |c: char| if ONE.contains(c) { Some(1) } else { TWO.contains(c).then_some(2) };
    match text.chars().map(septets).sum::<Option<usize>>() {
        Some(septets) => septets <= 306,
        None => text.encode_utf16().count() <= 134,
    }
}

fn text(letter: &Letter) -> String {
    HostedPages::new().unwrap().text(letter).unwrap()
}

#[test]
fn every_sample_fits_and_ends_with_its_address() {
    for (name, letter) in every_letter() {
        let text = text(&letter);
        assert!(fits(&text), "{name}: {text}");
        if let Some(url) = &letter.url {
            assert!(text.ends_with(&format!(" {url}")), "{name}: {text}");
        }
        if letter.test_mode {
            assert!(text.starts_with("Test, no money moves. "), "{name}: {text}");
        }
    }
}

#[test]
fn what_matters_least_goes_first() {
    let check = |name: &str, expected: &str| assert_eq!(text(&letter(name)), expected, "{name}");
    let address = "https://pay.example.com/p/spring-campaign";
    check(
        "payment-request-usual",
        &format!(
            "Northlight Studio: Please pay $1,250.00. Photographs for the spring campaign Two days of shooting and \
             retouching. Invoice INV-2026-0031. Due March 31, 2026. {address}"
        ),
    );
    // pictures, so that the rest is not cut
    check(
        "payment-request-emoji",
        &format!(
            "Fox & Søn <3: Please pay $1,250.00. x 3, \"extra cheese\" - gift. Invoice INV-2026-0031. \
             Due March 31, 2026. {address}"
        ),
    );
    // the sign of a currency that alone would take half the room
    check(
        "payment-request-indian",
        &format!(
            "Northlight Studio: Please pay INR 12,50,000.00. Photographs for the spring campaign Two days of shooting \
             and retouching. Invoice INV-2026-0031. Due 31 March 2026. {address}"
        ),
    );
    // the description, then the number
    check(
        "refund-notice-right-to-left",
        &format!(
            "\u{2068}مقهى النور 24\u{2069}: We refunded $250.00 to you. {address}/payments/pay_01kkh971m8ew3re1r70w3ge1r7"
        ),
    );
    check("payment-notice-bare", "Northlight Studio: You received $1,250.00.");
    check("reminder-bare", &format!("Northlight Studio: Please remember to pay $1,250.00. {address}"));
}

#[test]
fn the_name_is_shortened_when_nothing_else_is_left() {
    let url = format!("https://pay.example.com/{}", "x".repeat(150));
    let long = Letter { url: Some(url.clone()), ..letter("reminder-long") };
    let text = text(&long);
    assert!(text.starts_with("Donau") && text.contains("CHF 99,999,999.99 by card") && fits(&text), "{text}");
    assert!(text.ends_with(&url) && !text.contains("Invoice") && !text.contains("Due"), "{text}");
    let endless = Letter { url: Some(format!("https://pay.example.com/{}", "x".repeat(300))), ..long };
    let refused = HostedPages::new().unwrap().text(&endless).unwrap_err();
    assert!(!refused.to_string().contains("xxx"), "{refused}");
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::collection::vec(any::<char>(), 0..200).prop_map(String::from_iter),
        "[a-zA-Z€{}\\[\\] “”–]{0,300}",
        "(🦊|👩🏽‍🚀|é|ł|م| ){0,120}",
        Just(String::new()),
    ]
}

proptest! {
    #[test]
    fn any_words_fit(
        name in words(), about in words(), number in words(), code in "[a-z0-9-]{3,64}",
        kind in 0_usize..7, test_mode in any::<bool>(), amount in "[0-9]{1,8}\\.[0-9]{2}", locale in "[a-z]{2}(-[A-Z]{2})?",
    ) {
        let kind = MessageKind::ALL[kind];
        let usual = samples::letters::letter(kind, now());
        let url = kind.is_for_payer().then(|| format!("https://pay.example.com/p/{code}"));
        let mut letter = Letter {
            description: Some(about),
            invoice_number: Some(number),
            locale: Some(locale),
            url: url.clone(),
            test_mode,
            ..usual
        };
        letter.merchant.name = name;
        for price in [&mut letter.card, &mut letter.ach].into_iter().flatten() {
            price.amount.clone_from(&amount);
        }
        let pages = HostedPages::new().unwrap();
        let text = pages.text(&letter).unwrap();
        prop_assert!(fits(&text), "{text}");
        prop_assert!(url.is_none_or(|url| text.ends_with(&url)), "{text}");
        prop_assert!(!text.chars().any(char::is_control), "{text:?}");
        let mail = pages.mail(&letter).unwrap();
        prop_assert!(!mail.subject.chars().any(char::is_control));
    }
}
