//! A letter as a text message of at most two segments: short sentences, the address whole and last.

use super::{
    clean::{fenced, shortened},
    facts::{amount, prices},
    segments::{is_gsm, plain_marks, segments, without_pictures},
};
use crate::{format::Voice, shell::web_address};
use paylink_core::records::{Letter, MessageKind};
use std::cmp::Ordering;

/// A text message may take so many segments.
const MOST: usize = 2;

/// What is left out first stands last.
struct Parts<'a> {
    letter: &'a Letter,
    voice: &'a Voice<'a>,
    name: String,
    due: Option<String>,
    number: Option<String>,
    about: Option<String>,
    address: Option<String>,
}

/// The message; `None` when not even amount and address fit.
pub(super) fn text(letter: &Letter, voice: &Voice<'_>) -> Option<String> {
    let words = voice.words;
    let invoice = letter.invoice_number.as_deref().map(|number| words.sms_invoice(number));
    let order = || letter.order_number.as_deref().map(|number| words.sms_order(number));
    let asks = letter.kind.asks_for_money();
    let mut parts = Parts {
        letter,
        voice,
        name: letter.merchant.name.clone(),
        due: letter.due_date.filter(|_| asks).map(|due| {
            let day = voice.day(due);
            match Voice::compared(due, letter.made_at, &letter.timezone) {
                Ordering::Less => words.sms_was_due(&day),
                Ordering::Equal | Ordering::Greater => words.sms_due(&day),
            }
        }),
        number: invoice.or_else(order),
        about: letter.description.as_deref().map(|text| text.replace('\n', " ")),
        address: letter.url.as_deref().and_then(web_address).map(String::from),
    };
    parts.fit()
}

impl Parts<'_> {
    /// Leaves out pictures if the rest then takes half the room; shortens the description, then leaves it out, then the
    /// number, then the day, and last shortens the name.
    fn fit(&mut self) -> Option<String> {
        if let Some(text) = self.fitting() {
            return Some(text);
        }
        self.leave_out_pictures();
        if let Some(text) = self.fitting() {
            return Some(text);
        }
        if let Some(about) = self.about.take() {
            for most in (8..about.chars().count()).rev() {
                self.about = Some(shortened(&about, most, "…"));
                if let Some(text) = self.fitting() {
                    return Some(text);
                }
            }
            self.about = None;
        }
        for leave_out in [|parts: &mut Self| parts.number = None, |parts: &mut Self| parts.due = None] {
            if let Some(text) = self.fitting() {
                return Some(text);
            }
            leave_out(self);
        }
        let name = self.name.clone();
        for most in (0..=name.chars().count()).rev() {
            self.name = shortened(&name, most, "…");
            if let Some(text) = self.fitting() {
                return Some(text);
            }
        }
        None
    }

    fn leave_out_pictures(&mut self) {
        let (name, about) = (without_pictures(&self.name), self.about.as_deref().map(without_pictures));
        let all = [Some(&name), about.as_ref(), self.number.as_ref()];
        if !name.is_empty() && all.into_iter().flatten().all(|text| is_gsm(&plain_marks(text))) {
            self.name = name;
            self.about = about.filter(|text| text.chars().any(char::is_alphanumeric));
        }
    }

    /// The message as its parts are now, if it is short enough.
    fn fitting(&self) -> Option<String> {
        Some(self.written()).filter(|text| segments(text) <= MOST)
    }

    fn written(&self) -> String {
        let about = self.about.as_ref().map(|text| format!("{}{}", fenced(text), stop_after(text)));
        let test = self.letter.test_mode.then(|| self.voice.words.sms_test.clone());
        let sentences = [test, Some(self.head()), about, self.number.clone(), self.due.clone()];
        let mut written = plain_marks(&sentences.into_iter().flatten().collect::<Vec<_>>().join(" "));
        if let Some(address) = &self.address {
            written.push(' ');
            written.push_str(address);
        }
        written
    }

    /// Who and how much.
    fn head(&self) -> String {
        let (words, letter) = (self.voice.words, self.letter);
        let name = &*fenced(&self.name);
        let amount = self.amount();
        match letter.kind {
            MessageKind::PaymentRequest => words.sms_request(name, &amount),
            MessageKind::Reminder => words.sms_reminder(name, &amount),
            MessageKind::Receipt => words.sms_receipt(name, &amount),
            MessageKind::PaymentNotice => words.sms_notice(name, &amount),
            MessageKind::RefundNotice => words.sms_refund(name, &amount),
            MessageKind::ReturnNotice => words.sms_return(name, &amount),
            MessageKind::MethodNotice => words.sms_method(name),
            MessageKind::FailedNotice => words.sms_failed(name, &amount),
        }
    }

    /// The amount, with the currency's code where its sign alone would make the whole message longer.
    fn amount(&self) -> String {
        let signs = said(self.letter, self.voice);
        if is_gsm(&plain_marks(&signs)) { signs } else { said(self.letter, &self.voice.by_code()) }
    }
}

/// What there is to pay, or was paid.
fn said(letter: &Letter, voice: &Voice<'_>) -> String {
    let prices = if letter.kind.asks_for_money() { prices(letter, voice) } else { Vec::new() };
    match prices.as_slice() {
        [card, ach] => voice.words.letter_both_prices(&card.amount, &ach.amount),
        _ => amount(letter, voice),
    }
}

/// The full stop that a sentence lacks.
fn stop_after(text: &str) -> &'static str {
    if text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।']) { "" } else { "." }
}
