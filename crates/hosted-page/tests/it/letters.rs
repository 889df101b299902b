//! Every kind of mail in every guise: complete, about what it should be about, and understood without pictures.

use crate::{every_letter, letter, markup::Markup};
use paylink_core::{
    ports::{MessageWriter, WrittenMail},
    records::{Letter, MessageKind},
};
use paylink_hosted_page::{HostedPages, qr_png, samples};

fn mail(letter: &Letter) -> WrittenMail {
    HostedPages::new().unwrap().mail(letter).unwrap()
}

fn amount(letter: &Letter) -> &str {
    let asked = letter.card.as_ref().or(letter.ach.as_ref()).map(|price| price.amount.as_str());
    let paid = letter.payment.as_ref().map(|payment| payment.amount.as_str());
    let back = letter.refund.as_ref().map(|refund| refund.amount.as_str());
    back.or(paid).or(asked).unwrap()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn every_mail_is_one_complete_small_document_without_scripts_or_foreign_parts() {
    for (name, letter) in every_letter() {
        let mail = mail(&letter);
        let markup = Markup::read(&mail.html);
        assert!(mail.html.starts_with("<!DOCTYPE html>") && mail.html.trim_end().ends_with("</html>"), "{name}");
        // one large provider cuts mails after 102 KiB and ignores styles over 8 KiB
        assert!(mail.html.len() < 32 * 1024, "{name} has {} bytes", mail.html.len());
        assert!(markup.raw.iter().all(|style| style.len() < 8 * 1024 && !style.contains("url(")), "{name}");
        let count = |wanted: &str| markup.tags.iter().filter(|tag| tag.name == wanted).count();
        assert_eq!(
            [count("title"), count("h1"), count("script"), count("link"), count("form")],
            [1, 1, 0, 0, 0],
            "{name}"
        );
        assert_eq!(markup.values("lang").next(), Some("en"), "{name}");
        for meta in ["viewport", "color-scheme", "format-detection"] {
            assert!(markup.values("name").any(|value| value == meta), "{name} lacks {meta}");
        }
        assert_eq!(markup.values("role").filter(|role| *role == "main").count(), 1, "{name}");
        assert!(markup.tags.iter().flat_map(|tag| &tag.attributes).all(|(name, _)| !name.starts_with("on")), "{name}");
        let (title, rest) = mail.html.split_once("<title>").unwrap().1.split_once("</title>").unwrap();
        assert!(!title.is_empty() && rest.contains("prefers-color-scheme:dark"), "{name}");
        for source in markup.values("src") {
            let logo = letter.merchant.logo_url.as_deref();
            assert!(source == "cid:payment-qr" || Some(source) == logo, "{name} loads {source}");
        }
    }
}

#[test]
fn pictures_have_words_and_the_code_is_only_where_money_is_asked_for() {
    for (name, letter) in every_letter() {
        let mail = mail(&letter);
        let markup = Markup::read(&mail.html);
        for tag in markup.tags.iter().filter(|tag| tag.name == "img") {
            let alt = tag.attributes.iter().find(|(attribute, _)| attribute == "alt");
            assert!(alt.is_some_and(|(_, alt)| !alt.is_empty()), "{name}");
        }
        let shown = markup.values("src").any(|source| source == "cid:payment-qr");
        assert_eq!(shown, letter.kind.asks_for_money(), "{name}");
        assert_eq!(mail.images.len(), usize::from(shown), "{name}");
        if let [image] = mail.images.as_slice() {
            assert_eq!(image.name, "payment-qr");
            assert_eq!(image.png, qr_png(letter.url.as_deref().unwrap()).unwrap());
        }
        // nothing is said by a picture alone
        if let Some(url) = &letter.url {
            assert!(markup.text.contains(url.as_str()), "{name}");
            assert!(markup.values("href").filter(|address| address == url).count() >= 2, "{name}");
        }
    }
}

#[test]
fn both_forms_name_the_merchant_the_amount_and_the_address() {
    for (name, letter) in every_letter() {
        let mail = mail(&letter);
        let html = Markup::read(&mail.html).text;
        for text in [&mail.text, &html] {
            // a saved method that ended is about no amount
            let told = letter.kind == MessageKind::MethodNotice || digits(text).contains(&digits(amount(&letter)));
            assert!(told, "{name} lacks {}", amount(&letter));
        }
        assert!(mail.text.contains(&letter.merchant.name), "{name}");
        for address in [&letter.url, &letter.unsubscribe_url].into_iter().flatten() {
            assert!(mail.text.lines().any(|line| line == address), "{name} lacks a line with {address}");
        }
        for number in [&letter.order_number, &letter.invoice_number].into_iter().flatten() {
            assert!(mail.text.contains(number.as_str()) && html.contains(number.as_str()), "{name} lacks {number}");
        }
    }
}

#[test]
fn the_plain_text_is_not_written_as_html() {
    let mail = mail(&letter("payment-request-emoji"));
    assert!(mail.text.contains("🦊 Fox & Søn <3") && mail.text.contains("“extra cheese”"));
    assert!(mail.subject.contains("🦊 Fox & Søn <3"));
    assert!(mail.html.contains("🦊 Fox &#38; Søn &#60;3") && !mail.html.contains("Søn <3"));
    for (name, letter) in every_letter() {
        let text = HostedPages::new().unwrap().mail(&letter).unwrap().text;
        assert!(!text.contains("&#") && !text.contains("<td") && !text.contains("\n\n\n"), "{name}: {text}");
        assert!(text.ends_with('\n') && !text.starts_with(['\n', ' ']), "{name}");
    }
}

#[test]
fn subjects_are_short_and_say_what_it_is_about() {
    let check = |name: &str, expected: &str| assert_eq!(mail(&letter(name)).subject, expected);
    check("payment-request-usual", "Invoice INV-2026-0031 from Northlight Studio: $1,250.00");
    check("payment-request-bare", "Payment request from Northlight Studio: $1,250.00");
    check("payment-request-two-prices", "Invoice INV-2026-0031 from Northlight Studio");
    check("payment-request-yen", "Invoice INV-2026-0031 from 珈琲 焙煎所: ¥1,200");
    check("payment-request-dinar", "Invoice INV-2026-0031 from Northlight Studio: KWD\u{a0}1.250");
    check("payment-request-german", "Invoice INV-2026-0031 from Northlight Studio: 1.250,00\u{a0}€");
    check("payment-request-indian", "Invoice INV-2026-0031 from Northlight Studio: ₹12,50,000.00");
    check("reminder-usual", "Reminder: $1,250.00 to Northlight Studio");
    check("receipt-usual", "Receipt from Northlight Studio: $1,250.00");
    check("payment-notice-usual", "Payment received: $1,250.00 from Ada Example");
    check("payment-notice-bare", "Payment received: $1,250.00");
    check("refund-notice-usual", "Refund from Northlight Studio: $250.00");
    check("return-notice-usual", "Bank payment returned: $1,250.00 from Ada Example");
    check("failed-notice-usual", "Your payment to Northlight Studio did not go through");
    check("receipt-right-to-left", "Receipt from \u{2068}مقهى النور 24\u{2069}: $1,250.00");
    for (name, letter) in every_letter() {
        let subject = mail(&letter).subject;
        assert!(subject.chars().count() <= 140 && !subject.chars().any(char::is_control), "{name}: {subject}");
    }
}

#[test]
fn each_kind_says_what_has_happened() {
    let check = |name: &str, expected: &[&str], never: &[&str]| {
        let text = mail(&letter(name)).text;
        assert!(expected.iter().all(|words| text.contains(words)), "{name}: {text}");
        assert!(never.iter().all(|words| !text.contains(words)), "{name}: {text}");
    };
    let stop = "Stop payment requests and reminders";
    check("payment-request-usual", &["asks you for a payment", "It is due on March 31, 2026.", stop], &["Test mode"]);
    check(
        "payment-request-two-prices",
        &["By card: $1,250.00 (Arrives", "By bank account: $1,225.00 (2 %"],
        &["Amount:"],
    );
    check("payment-request-german", &["It is due on 31 March 2026.", "Berlin time"], &["PM", "AM"]);
    check("payment-request-test-mode", &["Test mode: This is a test. No money moves."], &[]);
    check("payment-request-bare", &["Hello,\n"], &[stop, "due", "Invoice", "Questions?"]);
    check("reminder-usual", &["still open", "It is due on March 31", "If you have paid", stop], &[]);
    check("reminder-due-today", &["It is due today."], &[]);
    check("reminder-overdue", &["It was due on March 1, 2026."], &["It is due"]);
    check("receipt-usual", &["has your payment", "Visa ending in 4242", "Reference: pay_"], &[stop, "R01"]);
    check("payment-notice-usual", &["Ada Example has paid", "are announced to this address"], &[stop, "https://pay."]);
    check("refund-notice-usual", &["a part of your payment of $1,250.00", "left out", "Reference: re_"], &[stop]);
    check("refund-notice-bare", &["has refunded your payment."], &["a part of"]);
    check(
        "return-notice-usual",
        &["no longer counts as paid", "not enough money in the account", "code: R01"],
        &[stop],
    );
    check("return-notice-long", &["Something at the bank went wrong.", "unheard_of"], &["another card"]);
    check("failed-notice-usual", &["did not get the money", "not enough money in the account", "Try again"], &["R01"]);
    check("failed-notice-bare", &["The bank declined the payment."], &["try again"]);
}

#[test]
fn a_notice_to_the_merchant_does_not_speak_as_to_the_payer() {
    let letter = Letter { locale: Some("de-DE".to_owned()), ..letter("payment-notice-usual") };
    assert!(mail(&letter).text.contains("$1,250.00"), "the payer's habits are not the merchant's");
}

#[test]
fn the_same_letter_is_always_the_same_message() {
    let once = HostedPages::new().unwrap();
    for (name, letter) in every_letter() {
        let again = HostedPages::new().unwrap().keeping_none();
        assert!(once.mail(&letter).unwrap() == again.mail(&letter).unwrap(), "{name}");
        assert_eq!(once.text(&letter).unwrap(), again.text(&letter).unwrap(), "{name}");
    }
}

#[test]
fn addresses_that_are_no_web_addresses_become_no_links() {
    for address in ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://x.example/", "mailto:a@b.c", ""]
    {
        let some = || Some(address.to_owned());
        for kind in MessageKind::ALL {
            let usual = samples::letters::letter(*kind, crate::now());
            let mut hostile = Letter { url: some(), unsubscribe_url: some(), payment_method_url: some(), ..usual };
            hostile.merchant.website = some();
            hostile.merchant.logo_url = some();
            let mail = mail(&hostile);
            let markup = Markup::read(&mail.html);
            assert_eq!((markup.values("href").next(), markup.values("src").next()), (None, None), "{address}");
            assert!(mail.images.is_empty());
        }
    }
}
