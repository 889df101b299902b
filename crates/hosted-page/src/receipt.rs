//! The confirmation of one payment, wherever it stands.

use crate::{
    assets::{ASSETS, inert_json},
    checkout::page_lines,
    format::{instant, money},
    language::Messages,
    lines::Lines,
    shell::{Fact, Frame, Mark, Payee, Shell, fact, web_address},
};
use askama::Template;
use paylink_core::{
    ports::ReceiptPage,
    records::{MethodDetails, PaymentStatus},
};
use serde_json::json;

#[derive(Template)]
#[template(path = "receipt.html", whitespace = "minimize")]
pub(crate) struct Receipt<'a> {
    shell: Shell<'a>,
    payee: Payee<'a>,
    mark: Mark,
    title: &'a str,
    amount: String,
    texts: Vec<String>,
    actions: Vec<Action>,
    facts: Vec<Fact<'a>>,
    lines: Option<Lines<'a>>,
    /// Where the saved card or account of the payment is seen and removed.
    saved: Option<&'a str>,
    reference: &'a str,
    test_mode: bool,
    data: String,
    script: &'static str,
}

/// Where the payer can go from here; the first one is the main one.
struct Action {
    address: String,
    label: String,
}

/// What is said about a status.
struct Story<'a> {
    mark: Mark,
    title: &'a str,
    texts: Vec<String>,
}

impl<'a> Receipt<'a> {
    pub(crate) fn new(frame: &Frame<'a>, page: &'a ReceiptPage) -> Self {
        let words = &frame.language.messages;
        let story = story(page, words);
        let open = matches!(page.status, PaymentStatus::Processing | PaymentStatus::RequiresAction);
        let data = json!({
            "slug": page.slug,
            "payment": page.payment_id,
            "status": page.status.name(),
            "open": open,
        });
        let title = words.receipt_document_title(story.title, &page.merchant_name);
        Self {
            shell: Shell::new(frame, title, &ASSETS.slip_css, page.accent_color.as_deref()),
            payee: Payee::new(&page.merchant_name, page.merchant_website.as_deref())
                .with_logo(page.logo.as_ref(), words),
            mark: story.mark,
            title: story.title,
            amount: money(&page.amount, page.currency, words),
            texts: story.texts,
            actions: actions(page, words),
            facts: facts(page, words),
            lines: page_lines(page.lines.as_ref().filter(|_| page.show_details), page.currency, words),
            saved: page.payment_method_url.as_deref().filter(|address| web_address(address).is_some()),
            reference: &page.payment_id,
            test_mode: page.test_mode,
            data: inert_json(&data),
            script: &ASSETS.receipt_js,
        }
    }
}

fn story<'a>(page: &ReceiptPage, words: &'a Messages) -> Story<'a> {
    let name = page.merchant_name.as_str();
    match page.status {
        PaymentStatus::Succeeded => Story {
            mark: Mark::Done,
            title: &words.receipt_title_succeeded,
            texts: vec![words.receipt_text_succeeded(name)],
        },
        PaymentStatus::Processing if matches!(page.method, Some(MethodDetails::Ach { .. })) => Story {
            mark: Mark::Clock,
            title: &words.receipt_title_bank_debit,
            texts: vec![words.receipt_text_bank_debit(name)],
        },
        PaymentStatus::Processing => Story {
            mark: Mark::Busy,
            title: &words.receipt_title_checking,
            texts: vec![words.receipt_text_checking.clone()],
        },
        PaymentStatus::RequiresAction => Story {
            mark: Mark::Action,
            title: &words.receipt_title_action,
            texts: vec![words.receipt_text_action.clone()],
        },
        PaymentStatus::Failed => Story {
            mark: Mark::Crossed,
            title: &words.receipt_title_failed,
            texts: vec![reason(page, words), words.receipt_text_failed.clone()],
        },
        PaymentStatus::Returned => Story {
            mark: Mark::Back,
            title: &words.receipt_title_returned,
            texts: vec![reason(page, words), words.receipt_text_returned(name)],
        },
    }
}

/// Our own words for the gateway's code, else the gateway's words, else that nobody knows better.
fn reason(page: &ReceiptPage, words: &Messages) -> String {
    let known = page.failure_code.as_deref().and_then(|code| words.failure(code));
    known.or(page.failure_message.as_deref()).unwrap_or(words.failure_other()).to_owned()
}

fn actions(page: &ReceiptPage, words: &Messages) -> Vec<Action> {
    let bank = page.action_url.as_deref().filter(|_| page.status == PaymentStatus::RequiresAction);
    let bank = bank.and_then(own_or_web_address);
    let onward = page.redirect_url.as_deref().filter(|_| page.status != PaymentStatus::RequiresAction);
    let onward = onward.and_then(web_address).map(String::from);
    let again = match page.status {
        PaymentStatus::Failed | PaymentStatus::Returned => Some(&words.receipt_pay_again),
        PaymentStatus::Succeeded | PaymentStatus::Processing => Some(&words.receipt_pay_new),
        PaymentStatus::RequiresAction => None,
    };
    let again = again.filter(|_| page.payable).map(|label| (format!("/p/{}", page.slug), label.clone()));
    let onward = onward.map(|address| (address, words.receipt_continue_to(&page.merchant_name)));
    let bank = bank.map(|address| (address, words.receipt_continue_at_bank.clone()));
    let ordered = if page.status == PaymentStatus::Failed { [bank, again, onward] } else { [bank, onward, again] };
    ordered.into_iter().flatten().map(|(address, label)| Action { address, label }).collect()
}

/// The gateway's page may be on this server: then its address is a path.
fn own_or_web_address(text: &str) -> Option<String> {
    let own = text.starts_with('/') && !text.starts_with("//") && !text.contains('\\');
    if own { Some(text.to_owned()) } else { web_address(text).map(String::from) }
}

fn facts<'a>(page: &ReceiptPage, words: &'a Messages) -> Vec<Fact<'a>> {
    let details = page.show_details;
    let shown = |value: &Option<String>| value.clone().filter(|_| details);
    let tax = page.sales_tax.as_ref().filter(|_| details).map(|tax| money(tax, page.currency, words));
    let method = page.method.as_ref().filter(|_| details).map(|method| method_text(method, words));
    let facts = [
        fact(&words.receipt_to, Some(page.merchant_name.clone())),
        fact(&words.receipt_amount, Some(money(&page.amount, page.currency, words))),
        fact(&words.receipt_refunded, page.amount_refunded.as_ref().map(|text| money(text, page.currency, words))),
        fact(&words.receipt_tax, tax),
        fact(&words.receipt_date, Some(instant(page.created_at, &page.timezone, words))),
        fact(&words.receipt_method, method),
        fact(&words.receipt_description, page.description.clone()),
        fact(&words.fact_order, shown(&page.order_number)),
        fact(&words.fact_invoice, shown(&page.invoice_number)),
    ];
    facts.into_iter().flatten().collect()
}

/// Card or account in words.
pub(crate) fn method_text(method: &MethodDetails, words: &Messages) -> String {
    match method {
        MethodDetails::Card { brand, last4, .. } => words.receipt_card(brand_name(brand, words), last4),
        MethodDetails::Ach { bank_name, last4, account_type } => {
            let account = if account_type == "savings" {
                words.receipt_account_savings(last4)
            } else {
                words.receipt_account_checking(last4)
            };
            bank_name.as_ref().map_or(account.clone(), |bank| words.receipt_account_of_bank(bank, &account))
        }
    }
}

/// Card schemes are names; they are the same in every language.
fn brand_name<'a>(brand: &str, words: &'a Messages) -> &'a str {
    match brand {
        "visa" => "Visa",
        "mastercard" => "Mastercard",
        "amex" | "american_express" => "American Express",
        "discover" => "Discover",
        "diners" | "diners_club" => "Diners Club",
        "jcb" => "JCB",
        "unionpay" => "UnionPay",
        _ => &words.card_brand_other,
    }
}
