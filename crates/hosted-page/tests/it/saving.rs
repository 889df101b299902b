//! The box to have a card saved: never ticked beforehand, and its words are known by their version.

use crate::{NONCE, every_sample, markup::Markup, now, sample};
use paylink_core::ports::{CheckoutPage, ConsentTexts, Page, Pages};
use paylink_hosted_page::{HostedPages, samples};

const ENGLISH: &str = concat!(include_str!("../../locales/en/pages.ftl"), include_str!("../../locales/en/letters.ftl"));

/// The checkboxes of a page.
fn boxes(markup: &Markup) -> Vec<Vec<(String, String)>> {
    let is_box = |attributes: &Vec<(String, String)>| {
        attributes.iter().any(|(name, value)| name == "type" && value == "checkbox")
    };
    markup.tags.iter().map(|tag| tag.attributes.clone()).filter(is_box).collect()
}

#[test]
fn the_box_is_on_the_page_that_asks_and_on_no_other() {
    for (name, page) in every_sample() {
        let Page::Checkout(checkout) = &page else { continue };
        let html = HostedPages::new().unwrap().render(&page, NONCE, "en").unwrap().html;
        let wanted = usize::from(checkout.ask_to_save);
        assert_eq!(boxes(&Markup::read(&html)).len(), wanted, "{name}");
    }
}

#[test]
fn the_box_is_never_ticked_and_nothing_fills_it() {
    let markup = Markup::read(&sample("checkout-save"));
    let [attributes] = <[_; 1]>::try_from(boxes(&markup)).expect("one box");
    assert!(attributes.iter().all(|(name, _)| name != "checked" && name != "name" && name != "required"));
    assert!(attributes.iter().any(|(name, value)| name == "autocomplete" && value == "off"), "{attributes:?}");
}

#[test]
fn the_page_shows_the_words_and_the_version_that_are_kept_as_evidence() {
    let pages = HostedPages::new().unwrap();
    let offered = pages.offered("Northlight Studio", "en");
    let html = sample("checkout-save");
    assert!(Markup::read(&html).text.contains(&offered.text));
    assert!(html.contains(&format!("\"consent\":\"{}\"", offered.version)));
    assert_eq!(pages.of_version("Northlight Studio", &offered.version), Some(offered.clone()));
    let other = pages.offered("Corner Bakery", "en");
    assert_eq!(other.version, offered.version, "the merchant's name is no part of the words");
    assert!(other.text.contains("Corner Bakery") && !other.text.contains("Northlight"));
    for unknown in ["", "en", "en-000000000000", offered.version.split_at(1).1] {
        assert_eq!(pages.of_version("Northlight Studio", unknown), None, "{unknown}");
    }
}

#[test]
fn other_words_have_another_version() {
    let version = |catalogue: &str, tag: &str, asked: &str| {
        let pages = HostedPages::new().unwrap().with_language(tag, catalogue).unwrap();
        pages.offered("Corner Bakery", asked).version
    };
    let changed = ENGLISH.replace("Save this card or bank account", "Keep this card or bank account");
    assert_ne!(changed, ENGLISH, "the words stand in the catalogue");
    let first = version(ENGLISH, "en", "en");
    assert_ne!(version(&changed, "en", "en"), first, "changed words");
    assert_ne!(version(ENGLISH, "xx", "xx"), first, "the same words in another language");
    let elsewhere = ENGLISH.replace("Powered by Paylink", "Paylink");
    assert_eq!(version(&elsewhere, "en", "en"), first, "other texts do not matter");
    let both = HostedPages::new().unwrap().with_language("xx", &changed).unwrap();
    let found = both.of_version("Corner Bakery", &both.offered("Corner Bakery", "xx").version).unwrap();
    assert_eq!(found.locale, "xx", "words are found in every language");
    assert!(found.text.starts_with("Keep this card"));
}

#[test]
fn a_saved_card_leaves_nothing_to_fill_in() {
    for name in ["checkout-saved-card", "checkout-saved-account"] {
        let markup = Markup::read(&sample(name));
        let fields: Vec<_> = markup.tags.iter().filter(|tag| matches!(tag.name.as_str(), "input" | "select")).collect();
        assert!(fields.is_empty(), "{name}: {}", fields.len());
        assert_eq!(markup.tags.iter().filter(|tag| tag.name == "form").count(), 1, "{name}");
        assert!(!markup.text.contains("4242 4242") && !markup.text.contains("000123456789"), "{name}");
    }
}

#[test]
fn a_kept_page_is_not_shown_once_it_asks_or_offers_otherwise() {
    let pages = HostedPages::new().unwrap();
    let plain = samples::checkout(now());
    let asks = CheckoutPage { ask_to_save: true, ..plain.clone() };
    for (page, wanted) in [(&plain, 0), (&asks, 1), (&plain, 0)] {
        let html = pages.render(&Page::Checkout(Box::new(page.clone())), NONCE, "en").unwrap().html;
        assert_eq!(boxes(&Markup::read(&html)).len(), wanted);
    }
}
