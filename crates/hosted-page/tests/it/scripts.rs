//! What scripts say and touch exists on the page, and nothing is carried along unused.

use crate::{markup::Markup, sample};
use std::collections::BTreeSet;

const SCRIPTS: [&str; 6] = [
    include_str!("../../assets/page.js"),
    include_str!("../../assets/attempt.js"),
    include_str!("../../assets/fields.js"),
    include_str!("../../assets/checkout.js"),
    include_str!("../../assets/waiting.js"),
    include_str!("../../assets/receipt.js"),
];

/// Texts in single quotes.
fn literals() -> BTreeSet<&'static str> {
    SCRIPTS.iter().flat_map(|script| script.lines()).flat_map(|line| line.split('\'').skip(1).step_by(2)).collect()
}

fn texts() -> serde_json::Map<String, serde_json::Value> {
    let markup = Markup::read(&sample("checkout"));
    let parsed =
        markup.raw.iter().filter_map(|raw| serde_json::from_str::<serde_json::Value>(raw.trim_start_matches('>')).ok());
    parsed.filter_map(|value| value.as_object().cloned()).find(|object| object.contains_key("slow")).expect("texts")
}

#[test]
fn scripts_use_every_text_they_are_given_and_no_other() {
    let (texts, literals) = (texts(), literals());
    for id in texts.keys().filter(|id| !id.starts_with("failed-")) {
        let family = id.strip_suffix("-title").or_else(|| id.strip_suffix("-text"));
        assert!(
            literals.contains(id.as_str()) || family.is_some_and(|family| literals.contains(family)),
            "{id} is unused"
        );
    }
    for script in SCRIPTS {
        for call in script.split("say('").skip(1) {
            let id = call.split_once('\'').unwrap().0;
            assert!(texts.contains_key(id), "{id} is missing");
        }
        for call in script.split("showPanel('").skip(1).chain(script.split("nextTry('").skip(1)) {
            let name = call.split_once('\'').unwrap().0;
            assert!(
                texts.contains_key(&format!("{name}-title")) && texts.contains_key(&format!("{name}-text")),
                "{name}"
            );
        }
    }
    for id in literals.iter().filter(|id| id.starts_with("error-")) {
        assert!(texts.contains_key(*id), "{id} is missing");
    }
}

#[test]
fn elements_that_scripts_ask_for_exist() {
    let pages =
        ["checkout", "checkout-save", "checkout-saved-card", "paid", "receipt"].map(|name| Markup::read(&sample(name)));
    let ids: BTreeSet<String> = pages.iter().flat_map(|page| page.values("id").map(str::to_owned)).collect();
    for script in SCRIPTS {
        for call in script.split("byId('").skip(1) {
            let id = call.split_once('\'').unwrap().0;
            assert!(ids.contains(id), "{id}");
        }
    }
}

#[test]
fn scripts_keep_to_the_form_that_the_compaction_relies_on() {
    for script in SCRIPTS {
        for line in script.lines() {
            let code = line.trim_start();
            assert!(code.starts_with("//") || !code.contains(" // "), "a comment has its line to itself: {line}");
            let open = code.contains("/*") || (!code.starts_with("//") && code.contains('`'));
            assert!(!open, "a comment or text that could run over several lines: {line}");
        }
    }
}
