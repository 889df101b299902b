//! Hostile texts in every field of a letter: the mail keeps the elements, attributes and lines it has with harmless ones.

use crate::{escaping::HOSTILE, markup::Markup, now};
use paylink_core::{
    ports::{MessageWriter, WrittenMail},
    records::{Letter, LetterMerchant, LetterPayment, LetterPrice, LetterRefund, MessageKind, MethodDetails},
};
use paylink_hosted_page::{HostedPages, samples};

/// Texts that try to begin a line of their own: a header, a signature, a body.
const BREAKS: [&str; 10] = [
    "x\r\nBcc: victim@evil.example",
    "x\nBcc: victim@evil.example",
    "x\rBcc: victim@evil.example",
    "x\r\n\r\n<script>alert(1)</script>",
    "x\n-- \nx",
    "x\u{0}x",
    "x\u{85}x\u{b}x\u{c}x",
    "x\u{2028}x\u{2029}x",
    "x\t\u{1b}[31mx\u{7f}",
    "\u{202e}x\u{2066}\u{200f}",
];

/// A letter with `text` wherever a letter holds text.
fn letter(kind: MessageKind, text: &str) -> Letter {
    let some = || Some(text.to_owned());
    let usual = samples::letters::letter(kind, now());
    let price = |amount: &str| Some(LetterPrice { amount: amount.to_owned(), note: some() });
    let address = || Some(format!("https://merchant.example/?{text}"));
    Letter {
        merchant: LetterMerchant {
            name: text.to_owned(),
            email: some(),
            phone: some(),
            website: address(),
            accent_color: some(),
            logo_url: address(),
        },
        greeting: some(),
        locale: some(),
        payment_method_url: address(),
        timezone: text.to_owned(),
        card: price("1.00"),
        ach: price(text),
        lines: usual.lines.map(|mut table| {
            for line in &mut table.lines {
                text.clone_into(&mut line.name);
                text.clone_into(&mut line.amount);
            }
            table
        }),
        description: some(),
        order_number: some(),
        invoice_number: some(),
        url: usual.url.and(address()),
        unsubscribe_url: address(),
        payment: usual.payment.map(|payment| LetterPayment {
            amount: text.to_owned(),
            method: Some(MethodDetails::Ach {
                bank_name: some(),
                last4: text.to_owned(),
                account_type: text.to_owned(),
            }),
            failure_code: some(),
            failure_message: some(),
            payer_name: some(),
            ..payment
        }),
        refund: usual.refund.map(|refund| LetterRefund { amount: text.to_owned(), reason: some(), ..refund }),
        ..usual
    }
}

fn mail(letter: &Letter) -> WrittenMail {
    HostedPages::new().unwrap().mail(letter).unwrap()
}

fn check(kind: MessageKind, letter: &Letter, text: &str) {
    let (found, harmless) = (mail(letter), mail(&self::letter(kind, "harmless")));
    let (markup, expected) = (Markup::read(&found.html), Markup::read(&harmless.html));
    assert_eq!(markup.skeleton(), expected.skeleton(), "{kind:?} with {text}");
    assert_eq!(markup.raw, expected.raw, "{kind:?} with {text}");
    assert_eq!(found.html.lines().count(), harmless.html.lines().count(), "{kind:?} with {text:?}");
    assert_eq!(found.text.lines().count(), harmless.text.lines().count(), "{kind:?} with {text:?}");
    for address in markup.values("href").chain(markup.values("src")) {
        assert!(address.starts_with("https://merchant.example/?") || address == "cid:payment-qr", "{address}");
    }
    assert!(!found.subject.chars().any(|c| c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c)), "{text:?}");
    for c in found.text.chars().filter(|c| *c != '\n') {
        assert!(!c.is_control() && !('\u{2028}'..='\u{202e}').contains(&c), "{text:?}");
    }
}

#[test]
fn hostile_texts_are_inert_in_every_field() {
    for kind in MessageKind::ALL {
        for text in HOSTILE {
            check(*kind, &letter(*kind, text), text);
        }
    }
}

#[test]
fn no_text_begins_a_line_of_its_own() {
    for kind in MessageKind::ALL {
        for text in BREAKS {
            // the description alone may have several lines
            let description = Some("harmless".to_owned());
            check(*kind, &Letter { description, ..letter(*kind, text) }, text);
        }
    }
}

#[test]
fn a_text_message_is_one_line() {
    let pages = HostedPages::new().unwrap();
    for kind in MessageKind::ALL {
        for text in HOSTILE.iter().chain(&BREAKS) {
            let text = pages.text(&letter(*kind, text)).unwrap();
            assert!(!text.chars().any(|c| c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c)), "{text:?}");
        }
    }
}
