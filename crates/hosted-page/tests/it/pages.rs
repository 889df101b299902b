//! Every sample page: complete, small, and about what it should be about.

use crate::{NONCE, every_sample, markup::Markup, sample};
use paylink_core::ports::{Page, PageSituation, Pages};
use paylink_hosted_page::{HostedPages, samples};

#[test]
fn every_page_is_one_complete_small_document() {
    let pages = HostedPages::new().unwrap();
    for (name, page) in every_sample() {
        let html = pages.render(&page, NONCE, "en").unwrap().html;
        assert!(html.starts_with("<!DOCTYPE html>") && html.trim_end().ends_with("</html>"), "{name}");
        assert!(html.len() < 60 * 1024, "{name} has {} bytes", html.len());
        let markup = Markup::read(&html);
        let count = |wanted: &str| markup.tags.iter().filter(|tag| tag.name == wanted).count();
        assert_eq!([count("title"), count("main"), count("h1")], [1, 1, 1], "{name}");
        for meta in ["viewport", "robots", "referrer", "color-scheme", "theme-color", "format-detection"] {
            assert!(markup.values("name").any(|value| value == meta), "{name} lacks {meta}");
        }
        assert_eq!(markup.values("lang").next(), Some("en"), "{name}");
    }
}

#[test]
fn ids_are_unique_and_every_reference_has_its_target() {
    for (name, page) in every_sample() {
        let markup = Markup::read(&HostedPages::new().unwrap().render(&page, NONCE, "en").unwrap().html);
        let mut ids: Vec<&str> = markup.values("id").collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{name}");
        let references =
            ["for", "aria-labelledby", "aria-describedby"].into_iter().flat_map(|kind| markup.values(kind));
        for id in references.flat_map(str::split_whitespace) {
            assert!(ids.contains(&id), "{name} refers to {id}");
        }
        for anchor in markup.values("href").filter_map(|address| address.strip_prefix('#')) {
            assert!(ids.contains(&anchor), "{name} leads to #{anchor}");
        }
    }
}

#[test]
fn the_form_shows_what_is_paid_and_how() {
    let text = Markup::read(&sample("checkout")).text;
    for expected in [
        "Pay $1,250.00",
        "$1,225.00",
        "Includes $98.46 tax",
        "INV-2026-0031",
        "10482",
        "March 31, 2026",
        "April 5, 2026, 11:04\u{a0}AM New York time (UTC−04:00)",
        "Two days of shooting",
        "Arrives the same day",
        "2 % less",
        "Test mode",
        "www",
    ] {
        assert_eq!(text.contains(expected), expected != "www", "{expected}");
    }
}

#[test]
fn card_and_account_fields_have_no_name_to_be_sent_under() {
    let markup = Markup::read(&sample("checkout"));
    for tag in markup.tags.iter().filter(|tag| matches!(tag.name.as_str(), "input" | "select")) {
        let value =
            |wanted: &str| tag.attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        if value("type") != Some("radio") {
            assert_eq!(value("name"), None, "{:?}", value("id"));
        }
    }
    let forms = markup.tags.iter().filter(|tag| tag.name == "form");
    assert!(forms.flat_map(|form| &form.attributes).all(|(name, _)| name != "action" && name != "method"));
}

#[test]
fn a_link_that_cannot_be_paid_has_no_form() {
    for (name, page) in every_sample() {
        let Page::Checkout(checkout) = &page else { continue };
        let html = HostedPages::new().unwrap().render(&page, NONCE, "en").unwrap().html;
        assert_eq!(html.contains("<form"), checkout.situation == PageSituation::Payable, "{name}");
    }
}

#[test]
fn each_situation_and_status_says_so() {
    let check = |name: &str, expected: &[&str]| {
        let text = Markup::read(&sample(name)).text.replace("&#39;", "'");
        for words in expected {
            assert!(text.contains(words), "{name} lacks {words}");
        }
    };
    check("not-yet-open", &["Not open yet", "March 13, 2026, 5:04\u{a0}PM New York time"]);
    check("ended", &["has ended", "March 11, 2026, 5:04\u{a0}AM"]);
    check("being-paid", &["under way", "do not pay again"]);
    check("paid", &["Paid", "March 12, 2026, 10:04\u{a0}AM"]);
    check("cancelled", &["was cancelled"]);
    check("receipt", &["Payment received", "Visa ending in 4242", "pay_01jp5s9m3hfxk8v5n2q7r4w6zt", "Continue to"]);
    check("receipt-refunded", &["Payment received", "Refunded", "$250.00"]);
    check("receipt-bank-debit", &["a few business days", "First Example Bank, checking account ending in 6789"]);
    check("receipt-checking", &["Checking with the bank", "not be charged twice"]);
    check("receipt-action", &["Continue at your bank"]);
    check("receipt-failed", &["did not go through", "not enough money", "Nothing was charged", "Try again"]);
    check("receipt-failed-otherwise", &["Please call your bank."]);
    check("receipt-returned", &["returned by the bank", "not enough money in the account", "savings account"]);
    check("not-found", &["does not exist"]);
    check("unavailable", &["Nothing was charged", "Try again"]);
    check("checkout-saved-card", &["Visa ending in 4242", "Nothing else can be used here", "Pay $1,250.00"]);
    check("checkout-saved-account", &["checking account ending in 6789", "By paying you allow"]);
    check("method-unavailable", &["is gone", "Nothing was charged"]);
    check("saved-card", &["Visa ending in 4242, saved with Northlight Studio", "February 9, 2026", "Remove it"]);
    check("removed-card", &["Removed", "cannot be used by Northlight Studio"]);
    check("receipt-saved", &["See or remove the saved payment method"]);
    check("checkout-yen", &["¥1,200", "珈琲"]);
    check("checkout-bank-only", &["KWD\u{a0}1.250", "Routing number"]);
}

#[test]
fn a_receipt_without_details_keeps_them_to_itself() {
    let text = Markup::read(&sample("receipt-brief")).text;
    for detail in ["4242", "10482", "INV-2026-0031", "98.46"] {
        assert!(!text.contains(detail), "{detail}");
    }
    assert!(text.contains("$1,250.00") && text.contains("Photographs"));
}

#[test]
fn a_bank_debit_is_told_as_one_even_when_details_are_hidden() {
    let samples = every_sample();
    let (_, page) = samples.iter().find(|(name, _)| *name == "receipt-bank-debit").unwrap();
    let Page::Receipt(receipt) = page.clone() else { panic!("a receipt") };
    let page = Page::Receipt(Box::new(paylink_core::ports::ReceiptPage { show_details: false, ..*receipt }));
    let html = HostedPages::new().unwrap().render(&page, NONCE, "en").unwrap().html;
    assert!(html.contains("a few business days") && !html.contains("6789"));
}

#[test]
fn a_link_without_any_method_is_not_a_broken_form() {
    let checkout = paylink_core::ports::CheckoutPage { card: None, ach: None, ..samples::checkout(crate::now()) };
    let html = HostedPages::new().unwrap().render(&Page::Checkout(Box::new(checkout)), NONCE, "en").unwrap().html;
    assert!(html.contains("We cannot show this page"));
}

#[test]
fn the_reference_shows_operations_fields_and_error_codes() {
    let html = sample("api-reference");
    let text = Markup::read(&html).text;
    for expected in
        ["List payment links", "customer.email", "X-Request-Id", "deprecated", "idempotency_key_in_use", "/health/live"]
    {
        assert!(text.contains(expected), "{expected}");
    }
    assert!(html.contains("href=\"#object-PaymentLink\""));
    for broken in ["", "no json", "[]", "{\"paths\": 3}", "{\"paths\": {\"/a\": {\"get\": 1}}}"] {
        let page = Page::ApiReference(broken.to_owned());
        assert!(HostedPages::new().unwrap().render(&page, NONCE, "en").is_ok(), "{broken}");
    }
}
