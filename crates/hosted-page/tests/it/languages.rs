//! Another language: chosen by the browser, complete, and with no word of the first one left.

use crate::{NONCE, every_letter, every_sample, markup::Markup};
use paylink_core::{
    ports::{MessageWriter, Page, Pages},
    records::Letter,
};
use paylink_hosted_page::{HostedPages, LanguageError, samples};

const ENGLISH: &str = concat!(include_str!("../../locales/en/pages.ftl"), include_str!("../../locales/en/letters.ftl"));

/// English with every text in brackets, so that words from elsewhere stand out.
fn bracketed() -> String {
    let mark = |line: &str| match line.split_once(" = ") {
        Some((id, text)) if !line.starts_with('#') && !id.starts_with("text-") => format!("{id} = ⟦{text}⟧\n"),
        _ => format!("{line}\n"),
    };
    ENGLISH.lines().map(mark).collect()
}

/// The text outside all brackets.
fn outside(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '⟦' => depth += 1,
                '⟧' => depth -= 1,
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

/// What the merchant sells.
fn items() -> Vec<String> {
    samples::lines(40).into_iter().flat_map(|table| table.lines).map(|line| line.name).collect()
}

#[test]
fn every_word_of_every_page_comes_from_the_catalogue() {
    let pages = HostedPages::new().unwrap().with_language("xx", &bracketed()).unwrap();
    // what the merchant wrote, and what has no language
    let given = [
        "Northlight Studio",
        "northlight.example",
        "Photographs for the spring campaign",
        "Two days of shooting and retouching",
        "Arrives the same day",
        "2 % less: we save the card fee",
        "Bank debits only",
        "10482",
        "INV-2026-0031",
        "pay_01jp5s9m3hfxk8v5n2q7r4w6zt",
        "Please call your bank.",
        "コーヒー豆 500g",
        "珈琲 焙煎所",
    ];
    let items = items();
    for (name, page) in every_sample() {
        if matches!(page, Page::ApiReference(_)) || name == "checkout-long" {
            continue;
        }
        let rendered = pages.render(&page, NONCE, "xx").unwrap();
        let markup = Markup::read(&rendered.html);
        assert_eq!(markup.values("lang").next(), Some("xx"));
        let labels: Vec<&str> =
            ["aria-label", "placeholder", "title"].into_iter().flat_map(|kind| markup.values(kind)).collect();
        let mut left = outside(&format!("{}\n{}", markup.text, labels.join("\n")));
        let files = if let Page::Checkout(page) = &page { page.files.clone() } else { Vec::new() };
        for text in files.iter().map(|file| file.name.as_str()).chain(items.iter().map(String::as_str)).chain(given) {
            left = left.replace(text, "");
        }
        let words: Vec<&str> =
            left.split_whitespace().filter(|word| word.chars().count() > 1 && *word != "!DOCTYPE").collect();
        assert!(words.is_empty(), "{name}: {words:?}");
    }
}

#[test]
fn every_word_of_every_message_comes_from_the_catalogue() {
    let pages = HostedPages::new().unwrap().with_language("xx", &bracketed()).unwrap();
    let given = [
        "Northlight Studio",
        "northlight.example",
        "studio@",
        "https://",
        "http://",
        "www.",
        "pay.example.com/unsubscribe/q83vEjRWeJCrze8SNFZ4kA",
        "pay.example.com/p/spring-campaign",
        "pay.example.com/payment-methods/pm_01jd2q7x3me5kt6bvs9w0fzr4y-0123456789abcdef",
        "/payments/",
        "+12125550123",
        "Ada Example",
        "Photographs for the spring campaign",
        "Two days of shooting and retouching",
        "Arrives the same day",
        "2 % less: we save the card fee",
        "Bank debits only",
        "One picture was left out",
        "10482",
        "INV-2026-0031",
        "pay_01kkh971m8ew3re1r70w3ge1r7",
        "re_01kkh971m8f44rj289144gj289",
        "R01",
    ];
    let items = items();
    let usual = every_letter().into_iter().filter(|(_, letter)| letter.kind.is_for_payer());
    for (name, letter) in
        usual.filter(|(name, _)| ["usual", "bare", "prices"].iter().any(|guise| name.ends_with(guise)))
    {
        let letter = Letter { locale: Some("xx".to_owned()), ..letter };
        let mail = pages.mail(&letter).unwrap();
        // the brackets alone can take more room than two segments have
        let text = pages.text(&letter).unwrap_or_default();
        let markup = Markup::read(&mail.html);
        assert_eq!(markup.values("lang").next(), Some("xx"));
        let labels: Vec<&str> =
            ["alt", "aria-label", "title"].into_iter().flat_map(|kind| markup.values(kind)).collect();
        let said = [markup.text.clone(), labels.join("\n"), mail.subject, mail.text, text].map(|said| outside(&said));
        let mut left = said.join("\n");
        for text in items.iter().map(String::as_str).chain(given) {
            left = left.replace(text, "");
        }
        let words: Vec<&str> =
            left.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphanumeric()).count() > 1).collect();
        assert!(words.is_empty(), "{name}: {words:?}");
    }
}

#[test]
fn the_browser_chooses_and_english_is_the_last_resort() {
    let pages = HostedPages::new().unwrap().with_language("xx", &bracketed()).unwrap();
    let check = |header: &str, lang: &str| {
        let html = pages.render(&Page::NotFound, NONCE, header).unwrap().html;
        assert!(html.contains(&format!("<html lang=\"{lang}\"")), "{header}");
    };
    check("xx", "xx");
    check("fr, xx;q=0.5", "xx");
    check("en, xx;q=0.5", "en");
    check("fr", "en");
    check("", "en");
}

#[test]
fn a_catalogue_must_hold_exactly_the_messages_of_the_pages() {
    let with = |tag: &str, source: &str| HostedPages::new().unwrap().with_language(tag, source).err();
    for line in ENGLISH.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())) {
        let id = line.split_once(" =").unwrap().0;
        let without = ENGLISH.replace(&format!("\n{line}\n"), "\n");
        let missing = LanguageError::Message { tag: "xx".to_owned(), id: id.to_owned() };
        assert_eq!(with("xx", &without), Some(missing), "{id}");
    }
    let more = format!("{ENGLISH}\nlonely-message = Nobody says this\n");
    let unused = LanguageError::Unused { tag: "xx".to_owned(), id: "lonely-message".to_owned() };
    assert_eq!(with("xx", &more), Some(unused));
    assert!(matches!(with("not a tag", ENGLISH), Some(LanguageError::Tag(_))));
    assert!(matches!(with("xx", "= nothing"), Some(LanguageError::Syntax { .. })));
    let stray = ENGLISH.replace("{ $merchant }", "{ $stranger }");
    assert!(matches!(with("xx", &stray), Some(LanguageError::Message { .. })));
}

#[test]
fn the_direction_of_writing_comes_from_the_catalogue() {
    let source = ENGLISH.replace("text-direction = ltr", "text-direction = rtl");
    let pages = HostedPages::new().unwrap().with_language("he", &source).unwrap();
    assert!(pages.render(&Page::NotFound, NONCE, "he").unwrap().html.contains("<html lang=\"he\" dir=\"rtl\">"));
}
