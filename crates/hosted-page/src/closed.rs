//! The payment page while it cannot be paid, in each of its situations.

use crate::{
    assets::{ASSETS, inert_json},
    checkout::{common_facts, page_lines, price_facts},
    files::{FileLine, file_lines},
    format::instant,
    language::Messages,
    lines::Lines,
    shell::{Fact, Frame, Mark, Payee, Shell},
};
use askama::Template;
use paylink_core::ports::{CheckoutPage, PageSituation};
use serde_json::json;

#[derive(Template)]
#[template(path = "closed.html", whitespace = "minimize")]
pub(crate) struct Closed<'a> {
    shell: Shell<'a>,
    payee: Payee<'a>,
    mark: Mark,
    title: &'a str,
    text: String,
    description: Option<&'a str>,
    lines: Option<Lines<'a>>,
    facts: Vec<Fact<'a>>,
    files: Vec<FileLine<'a>>,
    test_mode: bool,
    data: String,
    script: &'static str,
}

/// What is said about a situation.
struct Story<'a> {
    /// Its name in the page's data.
    name: &'static str,
    mark: Mark,
    title: &'a str,
    text: String,
}

impl<'a> Closed<'a> {
    /// `None` when the page can be paid.
    pub(crate) fn new(frame: &Frame<'a>, page: &'a CheckoutPage) -> Option<Self> {
        let words = &frame.language.messages;
        let story = story(page, words)?;
        let opens = match page.situation {
            PageSituation::NotYetOpen { opens_at } => Some(opens_at.micros() / 1000),
            PageSituation::Payable
            | PageSituation::Ended { .. }
            | PageSituation::BeingPaid
            | PageSituation::Paid { .. }
            | PageSituation::Cancelled
            | PageSituation::MethodUnavailable => None,
        };
        let data = json!({
            "slug": page.slug,
            "situation": story.name,
            "now": page.now.micros() / 1000,
            "opens": opens,
            "watch": page.situation == PageSituation::BeingPaid,
            "hide": ["state", "facts"],
        });
        let title = words.receipt_document_title(story.title, &page.merchant_name);
        let facts = price_facts(page, words).into_iter().chain(common_facts(page, words)).collect();
        Some(Self {
            shell: Shell::new(frame, title, &ASSETS.slip_css, page.accent_color.as_deref()),
            payee: Payee::new(&page.merchant_name, page.merchant_website.as_deref())
                .with_logo(page.logo.as_ref(), words),
            mark: story.mark,
            title: story.title,
            text: story.text,
            description: page.description.as_deref(),
            lines: page_lines(page.lines.as_ref(), page.currency, words),
            facts,
            files: file_lines(page, words),
            test_mode: page.gateway.test_mode,
            data: inert_json(&data),
            script: &ASSETS.waiting_js,
        })
    }
}

fn story<'a>(page: &CheckoutPage, words: &'a Messages) -> Option<Story<'a>> {
    let name = page.merchant_name.as_str();
    let at = |when| instant(when, &page.timezone, words);
    let (tag, mark, title, text) = match page.situation {
        PageSituation::Payable => return None,
        PageSituation::NotYetOpen { opens_at } => {
            ("not_yet_open", Mark::Clock, &words.not_yet_open_title, words.not_yet_open_text(&at(opens_at)))
        }
        PageSituation::Ended { ended_at } => {
            ("ended", Mark::Over, &words.ended_title, words.ended_text(&at(ended_at), name))
        }
        PageSituation::BeingPaid => ("being_paid", Mark::Busy, &words.being_paid_title, words.being_paid_text.clone()),
        PageSituation::Paid { paid_at } => ("paid", Mark::Done, &words.paid_title, words.paid_text(name, &at(paid_at))),
        PageSituation::MethodUnavailable => {
            ("method_unavailable", Mark::Lost, &words.method_unavailable_title, words.method_unavailable_text(name))
        }
        PageSituation::Cancelled => ("cancelled", Mark::Crossed, &words.cancelled_title, words.cancelled_text(name)),
    };
    Some(Story { name: tag, mark, title, text })
}
