//! The payment page while it can be paid.

use crate::{
    assets::{ASSETS, inert_json},
    files::{FileLine, file_lines},
    format::{day, instant, money, number},
    language::Messages,
    lines::{Figures, Lines},
    receipt::method_text,
    shell::{Fact, Frame, Payee, Shell, fact, web_address},
};
use askama::Template;
use paylink_core::{
    Currency,
    ports::{CheckoutPage, PagePrice},
    records::LineTable,
};
use serde_json::json;

#[derive(Template)]
#[template(path = "checkout.html", whitespace = "minimize")]
pub(crate) struct Checkout<'a> {
    shell: Shell<'a>,
    payee: Payee<'a>,
    /// Says whom to pay, above the amount.
    lead: String,
    total: String,
    tax: Option<String>,
    lines: Option<Lines<'a>>,
    /// The note of the only method; with two, the notes stand at the choices.
    only_note: Option<&'a str>,
    description: Option<&'a str>,
    facts: Vec<Fact<'a>>,
    files: Vec<FileLine<'a>>,
    card: Option<&'a PagePrice>,
    ach: Option<&'a PagePrice>,
    choices: Vec<Choice<'a>>,
    mandate: Option<String>,
    /// The words beside the box that is never ticked beforehand.
    consent: Option<String>,
    /// The saved card or account that pays, in words; then there is nothing to fill in.
    saved: Option<String>,
    saved_only: String,
    pay: String,
    billing: bool,
    test_mode: bool,
    needs_script: String,
    assurance: String,
    /// Where the payer can go instead of paying.
    back: Option<Back>,
    data: String,
    script: &'static str,
}

/// The way back to the merchant.
struct Back {
    address: String,
    label: String,
}

/// A method the payer can choose.
struct Choice<'a> {
    method: &'static str,
    name: &'a str,
    price: String,
    note: Option<&'a str>,
}

impl<'a> Checkout<'a> {
    /// `None` when the page names no method to pay with.
    pub(crate) fn new(frame: &Frame<'a>, page: &'a CheckoutPage) -> Option<Self> {
        let words = &frame.language.messages;
        let name = page.merchant_name.as_str();
        let choices = choices(page, words);
        let first = choices.first()?;
        let same = choices.iter().all(|choice| choice.price == first.price);
        let title = if same { words.title_pay_amount(&first.price, name) } else { words.title_pay(name) };
        let prices: serde_json::Map<_, _> = choices
            .iter()
            .map(|choice| {
                let shown = json!({"total": choice.price, "pay": words.pay_amount(&choice.price)});
                (choice.method.to_owned(), shown)
            })
            .collect();
        let data = json!({
            "slug": page.slug,
            "situation": "payable",
            "token": page.gateway.token_url,
            "now": page.now.micros() / 1000,
            "ends": page.ends_at.map(|end| end.micros() / 1000),
            "prices": prices,
            "billing": page.show_billing_fields && page.saved.is_none(),
            "consent": page.ask_to_save.then_some(&frame.language.consent_version),
            "saved": page.saved.as_ref().map(|saved| saved.id.to_string()),
            "hide": ["form", "closing", "test"],
        });
        let ends = page.ends_at.map(|end| instant(end, &page.timezone, words));
        Some(Self {
            shell: Shell::new(frame, title, &ASSETS.checkout_css, page.accent_color.as_deref()),
            payee: Payee::new(name, page.merchant_website.as_deref()).with_logo(page.logo.as_ref(), words),
            lead: words.pay_merchant(name),
            total: first.price.clone(),
            tax: tax(page, words).filter(|_| page.lines.is_none()),
            lines: page_lines(page.lines.as_ref(), page.currency, words),
            only_note: if choices.len() == 1 { first.note } else { None },
            description: page.description.as_deref(),
            facts: common_facts(page, words).into_iter().chain(fact(&words.fact_closes, ends)).collect(),
            files: file_lines(page, words),
            card: page.card.as_ref(),
            ach: page.ach.as_ref(),
            consent: page.ask_to_save.then(|| words.save_consent(name)),
            saved: page.saved.as_ref().map(|saved| method_text(&saved.details, words)),
            saved_only: words.saved_only(name),
            mandate: page.ach.as_ref().map(|ach| words.ach_mandate(name, &money(&ach.amount, page.currency, words))),
            pay: words.pay_amount(&first.price),
            billing: page.show_billing_fields && page.saved.is_none(),
            test_mode: page.gateway.test_mode,
            needs_script: words.needs_script_text(name),
            assurance: words.where_card_data_goes(name),
            back: page
                .cancel_url
                .as_deref()
                .and_then(web_address)
                .map(|address| Back { address: address.into(), label: words.back_to_merchant(name) }),
            data: inert_json(&data),
            script: &ASSETS.checkout_js,
            choices,
        })
    }
}

fn choices<'a>(page: &'a CheckoutPage, words: &'a Messages) -> Vec<Choice<'a>> {
    let choice = |method, name: &'a String, price: &'a Option<PagePrice>| {
        price.as_ref().map(|price| Choice {
            method,
            name,
            price: money(&price.amount, page.currency, words),
            note: price.note.as_deref(),
        })
    };
    let card = choice("card", &words.method_card, &page.card);
    let ach = choice("ach", &words.method_ach, &page.ach);
    card.into_iter().chain(ach).collect()
}

fn tax(page: &CheckoutPage, words: &Messages) -> Option<String> {
    page.sales_tax.as_ref().map(|tax| words.includes_tax(&money(tax, page.currency, words)))
}

/// All lines, as pages write them.
pub(crate) fn page_lines<'a>(
    table: Option<&'a LineTable>,
    currency: Currency,
    words: &'a Messages,
) -> Option<Lines<'a>> {
    let figures = Figures { money: &|text| money(text, currency, words), number: &|text| number(text, words) };
    table.map(|table| Lines::new(table, &figures, words, usize::MAX))
}

/// Numbers and dates of what is paid.
pub(crate) fn common_facts<'a>(page: &CheckoutPage, words: &'a Messages) -> Vec<Fact<'a>> {
    let facts = [
        fact(&words.fact_order, page.order_number.clone()),
        fact(&words.fact_invoice, page.invoice_number.clone()),
        fact(&words.fact_due, page.due_date.map(|due| day(due, words))),
    ];
    facts.into_iter().flatten().collect()
}

/// Lines with the price per method, or one line when it is the same.
pub(crate) fn price_facts<'a>(page: &'a CheckoutPage, words: &'a Messages) -> Vec<Fact<'a>> {
    let choices = choices(page, words);
    let mut facts: Vec<_> =
        choices.iter().map(|choice| Fact { label: choice.name, value: choice.price.clone() }).collect();
    facts.dedup_by(|a, b| a.value == b.value);
    if let [only] = facts.as_mut_slice() {
        only.label = &words.fact_amount;
    }
    facts
}
