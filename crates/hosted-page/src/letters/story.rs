//! What is said in a message of each kind, around the amount and the facts.

use super::{
    clean::{fenced, shortened},
    facts::{amount, prices},
};
use crate::format::Voice;
use paylink_core::records::{Letter, MessageKind, RevokedBy};
use std::cmp::Ordering;

/// Names and numbers in a subject are cut after so many characters.
const IN_SUBJECT: usize = 48;

/// The words of a message.
pub(super) struct Story {
    pub(super) subject: String,
    pub(super) title: String,
    /// Between the title and the amount.
    pub(super) lead: Vec<String>,
    /// Below the facts.
    pub(super) notes: Vec<String>,
    /// What the button says, if there is one.
    pub(super) button: String,
}

impl Story {
    pub(super) fn new(letter: &Letter, voice: &Voice<'_>) -> Self {
        match letter.kind {
            MessageKind::PaymentRequest => request(letter, voice),
            MessageKind::Reminder => reminder(letter, voice),
            MessageKind::Receipt => receipt(letter, voice),
            MessageKind::PaymentNotice => notice(letter, voice),
            MessageKind::RefundNotice => refund(letter, voice),
            MessageKind::ReturnNotice => returned(letter, voice),
            MessageKind::FailedNotice => failed(letter, voice),
            MessageKind::MethodNotice => method_gone(letter, voice),
        }
    }
}

fn in_subject(text: &str) -> String {
    fenced(&shortened(text, IN_SUBJECT, "…")).into_owned()
}

/// The one price, or nothing when it depends on the method.
fn one_price(letter: &Letter, voice: &Voice<'_>) -> Option<String> {
    match prices(letter, voice).as_slice() {
        [only] => Some(only.amount.clone()),
        _ => None,
    }
}

fn request(letter: &Letter, voice: &Voice<'_>) -> Story {
    let (words, name) = (voice.words, fenced(&letter.merchant.name));
    let (short, price) = (in_subject(&letter.merchant.name), one_price(letter, voice));
    let invoice = letter.invoice_number.as_deref().map(in_subject);
    let subject = match (&invoice, &price) {
        (None, None) => words.request_subject(&short),
        (None, Some(price)) => words.request_subject_amount(&short, price),
        (Some(invoice), None) => words.request_subject_invoice(invoice, &short),
        (Some(invoice), Some(price)) => words.request_subject_invoice_amount(invoice, &short, price),
    };
    Story {
        subject,
        title: words.request_title.clone(),
        lead: std::iter::once(words.request_text(&name)).chain(due(letter, voice)).collect(),
        notes: vec![words.request_safe(&name), words.request_unexpected(&name)],
        button: price.map_or_else(|| words.request_choose.clone(), |price| words.request_pay(&price)),
    }
}

fn reminder(letter: &Letter, voice: &Voice<'_>) -> Story {
    let (words, name) = (voice.words, fenced(&letter.merchant.name));
    let (short, price) = (in_subject(&letter.merchant.name), one_price(letter, voice));
    let subject = match &price {
        Some(price) => words.reminder_subject_amount(price, &short),
        None => words.reminder_subject(&short),
    };
    let asked = request(letter, voice);
    Story {
        subject,
        title: words.reminder_title.clone(),
        lead: std::iter::once(words.reminder_text(&name)).chain(due(letter, voice)).collect(),
        notes: std::iter::once(words.reminder_done.clone()).chain(asked.notes).collect(),
        button: asked.button,
    }
}

/// When it is or was due, seen from the day on which the message was made.
fn due(letter: &Letter, voice: &Voice<'_>) -> Option<String> {
    let due = letter.due_date?;
    let day = voice.day(due);
    Some(match Voice::compared(due, letter.made_at, &letter.timezone) {
        Ordering::Greater => voice.words.due_on(&day),
        Ordering::Equal => voice.words.due_today.clone(),
        Ordering::Less => voice.words.due_past(&day),
    })
}

fn receipt(letter: &Letter, voice: &Voice<'_>) -> Story {
    let words = voice.words;
    Story {
        subject: words.receipt_subject(&in_subject(&letter.merchant.name), &amount(letter, voice)),
        title: words.receipt_title_succeeded.clone(),
        lead: vec![words.letter_receipt_text(&fenced(&letter.merchant.name))],
        notes: Vec::new(),
        button: words.letter_receipt_open.clone(),
    }
}

fn payer(letter: &Letter) -> Option<&str> {
    letter.payment.as_ref().and_then(|payment| payment.payer_name.as_deref())
}

fn notice(letter: &Letter, voice: &Voice<'_>) -> Story {
    let (words, amount) = (voice.words, amount(letter, voice));
    let (subject, text) = match payer(letter) {
        Some(payer) => (words.notice_subject_payer(&amount, &in_subject(payer)), words.notice_text(&fenced(payer))),
        None => (words.notice_subject(&amount), words.notice_text_nobody.clone()),
    };
    let title = words.notice_title.clone();
    Story { subject, title, lead: vec![text], notes: Vec::new(), button: String::new() }
}

fn refund(letter: &Letter, voice: &Voice<'_>) -> Story {
    let (words, name) = (voice.words, fenced(&letter.merchant.name));
    let back = letter.refund.as_ref().map(|refund| &refund.amount);
    let part = letter.payment.as_ref().filter(|payment| Some(&payment.amount) != back);
    let text = match part {
        Some(payment) => words.refund_text_part(&name, &voice.money(&payment.amount, letter.currency)),
        None => words.refund_text(&name),
    };
    Story {
        subject: words.refund_subject(&in_subject(&letter.merchant.name), &amount(letter, voice)),
        title: words.refund_title.clone(),
        lead: vec![text, words.refund_wait.clone()],
        notes: Vec::new(),
        button: words.letter_receipt_open.clone(),
    }
}

fn returned(letter: &Letter, voice: &Voice<'_>) -> Story {
    let (words, amount) = (voice.words, amount(letter, voice));
    let subject = match payer(letter) {
        Some(payer) => words.return_subject_payer(&amount, &in_subject(payer)),
        None => words.return_subject(&amount),
    };
    let (title, text) = (words.return_title.clone(), words.return_text.clone());
    Story { subject, title, lead: vec![text], notes: Vec::new(), button: String::new() }
}

fn method_gone(letter: &Letter, voice: &Voice<'_>) -> Story {
    let words = voice.words;
    let subject = match payer(letter) {
        Some(payer) => words.method_notice_subject_payer(&in_subject(payer)),
        None => words.method_notice_subject.clone(),
    };
    let text = match letter.method_removed_by {
        Some(RevokedBy::Payer) => &words.method_notice_payer,
        Some(RevokedBy::Gateway | RevokedBy::Merchant) | None => &words.method_notice_bank,
    };
    let title = words.method_notice_title.clone();
    Story { subject, title, lead: vec![text.clone()], notes: Vec::new(), button: String::new() }
}

fn failed(letter: &Letter, voice: &Voice<'_>) -> Story {
    let words = voice.words;
    let again = letter.url.as_ref().map(|_| words.failed_again.clone());
    Story {
        subject: words.failed_subject(&in_subject(&letter.merchant.name)),
        title: words.failed_title.clone(),
        lead: std::iter::once(words.failed_text(&fenced(&letter.merchant.name))).chain(again).collect(),
        notes: Vec::new(),
        button: words.failed_pay.clone(),
    }
}
