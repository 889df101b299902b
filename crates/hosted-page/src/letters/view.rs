//! A mail as its two templates see it.

use super::{
    QR,
    clean::fenced,
    facts::{Price, amount, facts, prices, reference},
    story::Story,
};
use crate::{
    accent::{self, Accent},
    format::Voice,
    language::Messages,
    lines::{Figures, Lines},
    shell::{Fact, Payee, web_address},
};
use askama::Template;
use paylink_core::records::{Letter, MessageKind};

#[derive(Template)]
#[template(path = "letters/mail.html", whitespace = "minimize")]
pub(super) struct HtmlMail<'a> {
    pub(super) view: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "letters/mail.txt", whitespace = "preserve")]
pub(super) struct PlainMail<'a> {
    pub(super) view: &'a View<'a>,
}

/// Everything both forms of a mail say.
pub(super) struct View<'a> {
    pub(super) subject: String,
    tag: &'a str,
    words: &'a Messages,
    light: Accent,
    dark: Accent,
    payee: Payee<'a>,
    logo: Option<Logo>,
    title: String,
    /// The first words of the mail in a list of mails, after the subject.
    preview: String,
    greeting: String,
    lead: Vec<String>,
    /// The amount when there is only one.
    amount: Option<String>,
    /// The prices to choose from when there are several.
    prices: Vec<Price<'a>>,
    /// The note of the only price.
    note: Option<&'a str>,
    about: Vec<&'a str>,
    lines: Option<Lines<'a>>,
    facts: Vec<Fact<'a>>,
    reference: Option<String>,
    button: Option<Button>,
    with_qr: bool,
    notes: Vec<String>,
    /// Who sent it and why.
    why: String,
    /// How to reach the merchant.
    contact: Option<Contact>,
    /// Where the saved card or account of the payment is seen and removed.
    saved: Option<Button>,
    stop: Option<Button>,
    test_mode: bool,
}

struct Logo {
    address: String,
    alt: String,
}

/// A link, and what it says.
struct Button {
    address: String,
    label: String,
}

struct Contact {
    lead: String,
    ways: Vec<String>,
}

impl<'a> View<'a> {
    pub(super) fn new(letter: &'a Letter, voice: &Voice<'a>) -> Self {
        let words = voice.words;
        let merchant = &letter.merchant;
        let Story { subject, title, lead, notes, button } = Story::new(letter, voice);
        let (light, dark) = accent::themes(merchant.accent_color.as_deref());
        let name = fenced(&merchant.name);
        let logo = merchant.logo_url.as_deref().and_then(web_address);
        let address = letter.url.as_deref().and_then(web_address);
        let asks = letter.kind.asks_for_money();
        let mut prices = if asks { prices(letter, voice) } else { Vec::new() };
        let only = if prices.len() == 1 { prices.pop() } else { None };
        let amount = match &only {
            Some(price) => Some(price.amount.clone()),
            None if asks => None,
            None => Some(amount(letter, voice)).filter(|amount| !amount.is_empty()),
        };
        let saved = letter.payment_method_url.as_deref().and_then(web_address);
        let stop = letter.unsubscribe_url.as_deref().and_then(web_address);
        Self {
            subject,
            tag: voice.tag,
            words,
            light,
            dark,
            payee: Payee::new(&merchant.name, merchant.website.as_deref()),
            logo: logo.map(|address| Logo { address: address.into(), alt: words.letter_logo(&name) }),
            title,
            preview: lead.join(" "),
            greeting: match &letter.greeting {
                Some(greeting) => words.letter_hello(&fenced(greeting)),
                None => words.letter_hello_nobody.clone(),
            },
            lead,
            amount,
            prices,
            note: only.and_then(|price| price.note),
            about: letter.description.as_deref().map(|text| text.lines().collect()).unwrap_or_default(),
            lines: lines(letter, voice),
            facts: facts(letter, voice),
            reference: reference(letter),
            with_qr: asks && address.is_some(),
            button: address.map(|address| Button { address: address.into(), label: button }),
            notes,
            why: match (letter.kind.is_for_payer(), asks) {
                (false, _) => words.letter_why_payee(&name),
                (true, true) => words.letter_why_asked(&name),
                (true, false) => words.letter_why_paid(&name),
            },
            contact: contact(letter, words),
            saved: saved.map(|address| Button { address: address.into(), label: words.letter_saved_method(&name) }),
            stop: stop.map(|address| Button { address: address.into(), label: words.letter_stop(&name) }),
            test_mode: letter.test_mode,
        }
    }

    /// What the QR code says, if there is one.
    pub(super) fn qr_address(&self) -> Option<&str> {
        self.button.as_ref().filter(|_| self.with_qr).map(|button| button.address.as_str())
    }

    /// Whether the amount is too long for the largest type.
    fn is_long(&self) -> bool {
        self.amount.as_ref().is_some_and(|amount| amount.chars().count() > 12)
    }

    /// The side on which lines begin.
    fn start(&self) -> &'static str {
        if self.words.text_direction == "rtl" { "right" } else { "left" }
    }

    /// The side on which lines end.
    fn end(&self) -> &'static str {
        if self.words.text_direction == "rtl" { "left" } else { "right" }
    }
}

/// Lines of a mail; the payment page and the receipt show all of them. Providers cut mails that grow too large.
const MOST_LINES: usize = 20;

/// The lines, in the mails that say what is or was to be paid.
fn lines<'a>(letter: &'a Letter, voice: &Voice<'a>) -> Option<Lines<'a>> {
    let wanted = match letter.kind {
        MessageKind::PaymentRequest | MessageKind::Reminder | MessageKind::Receipt => true,
        MessageKind::PaymentNotice
        | MessageKind::RefundNotice
        | MessageKind::ReturnNotice
        | MessageKind::FailedNotice
        | MessageKind::MethodNotice => false,
    };
    let money = |text: &str| voice.money(text, letter.currency);
    let figures = Figures { money: &money, number: &|text| voice.number(text) };
    letter.lines.as_ref().filter(|_| wanted).map(|table| Lines::new(table, &figures, voice.words, MOST_LINES))
}

/// How payers reach the merchant. The mail address is among it: whoever hands a message over may send it from another.
fn contact(letter: &Letter, words: &Messages) -> Option<Contact> {
    let merchant = &letter.merchant;
    let website = merchant.website.as_deref().and_then(web_address).map(String::from);
    let ways: Vec<String> = [merchant.email.clone(), merchant.phone.clone(), website].into_iter().flatten().collect();
    let wanted = letter.kind.is_for_payer() && !ways.is_empty();
    wanted.then(|| Contact { lead: words.letter_reach(&fenced(&merchant.name)), ways })
}
