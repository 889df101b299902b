//! The pay button: small, needs nothing a strict page forbids, and says everything in every language it knows.

use paylink_core::ports::Pages as _;
use paylink_hosted_page::HostedPages;

const WORDS: &str = include_str!("../../assets/pay-button-words.js");

fn script() -> String {
    HostedPages::new().unwrap().pay_button().to_owned()
}

#[test]
fn it_is_smaller_than_six_kibibytes() {
    let bytes = script().len();
    assert!((3000..6 * 1024).contains(&bytes), "{bytes} bytes");
}

/// What a page under `default-src 'none'; script-src …; require-trusted-types-for 'script'` forbids, and what would ask
/// the network before anybody has clicked.
#[test]
fn it_uses_nothing_that_a_strict_page_forbids_and_nothing_from_the_network() {
    let script = script();
    for code in [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        ".style",
        "'style'",
        "<style",
        "@import",
        "url(",
        "fetch(",
        "XMLHttpRequest",
        "sendBeacon",
        "import(",
        "iframe",
        "postMessage",
        "document.cookie",
        "localStorage",
        "sessionStorage",
    ] {
        assert!(!script.contains(code), "{code}");
    }
    assert!(script.contains("adoptedStyleSheets"));
}

#[test]
fn nothing_of_it_is_global_but_the_element() {
    let script = script();
    assert!(script.starts_with("(()=>{\"use strict\";\nconst STYLE = \":host{"), "{}", script.split_at(60).0);
    assert!(script.ends_with("})()"));
}

#[test]
fn every_language_says_the_same_things() {
    let languages: Vec<(&str, Vec<&str>)> = WORDS
        .lines()
        .filter_map(|line| line.trim().strip_suffix("',")?.split_once(": '"))
        .map(|(language, words)| (language, words.split('|').collect()))
        .collect();
    assert!(languages.len() >= 6, "{languages:?}");
    for (language, words) in languages {
        let [pay, tab, heading, text, show, cancel] = words.as_slice() else { panic!("{language}: {words:?}") };
        assert!([pay, heading, show, cancel].iter().all(|word| !word.is_empty() && !word.contains('*')), "{language}");
        assert!(tab.starts_with('(') && tab.ends_with(')'), "{language}");
        assert_eq!(text.matches('*').count(), 1, "{language} names the payment page's host");
    }
}
