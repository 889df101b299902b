//! The amounts and facts of a letter, as lines to read.

use super::clean::fenced;
use crate::{
    format::Voice,
    receipt::method_text,
    shell::{Fact, fact},
};
use paylink_core::records::{Letter, LetterPayment, LetterPrice, MessageKind};

/// A price that can be paid.
pub(super) struct Price<'a> {
    /// By which method; `None`: by any.
    pub(super) method: Option<&'a str>,
    pub(super) amount: String,
    pub(super) note: Option<&'a str>,
}

/// What can be paid: one price, or one per method.
pub(super) fn prices<'a>(letter: &'a Letter, voice: &Voice<'a>) -> Vec<Price<'a>> {
    let price = |method: &'a str, price: &'a Option<LetterPrice>| {
        price.as_ref().map(|price| Price {
            method: Some(method),
            amount: voice.money(&price.amount, letter.currency),
            note: price.note.as_deref(),
        })
    };
    let card = price(&voice.words.letter_by_card, &letter.card);
    let ach = price(&voice.words.letter_by_ach, &letter.ach);
    let mut prices: Vec<Price<'a>> = card.into_iter().chain(ach).collect();
    let silent = prices.iter().all(|price| price.note.is_none());
    if silent {
        prices.dedup_by(|a, b| a.amount == b.amount);
    }
    if let [only] = prices.as_mut_slice() {
        only.method = None;
    }
    prices
}

/// The amount a message about a payment is about.
pub(super) fn amount(letter: &Letter, voice: &Voice<'_>) -> String {
    let paid = letter.payment.as_ref().map(|payment| &payment.amount);
    let back = letter.refund.as_ref().map(|refund| &refund.amount);
    let asked = letter.card.as_ref().or(letter.ach.as_ref()).map(|price| &price.amount);
    let amount = match letter.kind {
        MessageKind::RefundNotice => back.or(paid),
        MessageKind::PaymentRequest | MessageKind::Reminder => asked,
        MessageKind::MethodNotice => None,
        MessageKind::Receipt | MessageKind::PaymentNotice | MessageKind::ReturnNotice | MessageKind::FailedNotice => {
            paid.or(asked)
        }
    };
    amount.map(|amount| voice.money(amount, letter.currency)).unwrap_or_default()
}

/// The facts below the amount.
pub(super) fn facts<'a>(letter: &Letter, voice: &Voice<'a>) -> Vec<Fact<'a>> {
    let words = voice.words;
    let asks = letter.kind.asks_for_money();
    let money = |amount: &str| voice.money(amount, letter.currency);
    let when = |at| voice.instant(at, &letter.timezone);
    let payment = letter.payment.as_ref().filter(|_| !asks);
    let refund = letter.refund.as_ref().filter(|_| letter.kind == MessageKind::RefundNotice);
    let (payer, code) = if letter.kind.is_for_payer() {
        (None, None)
    } else {
        let code = payment
            .filter(|_| letter.kind == MessageKind::ReturnNotice)
            .and_then(|payment| payment.failure_code.clone());
        (payment.and_then(|payment| payment.payer_name.clone()), code)
    };
    let reason = match letter.kind {
        MessageKind::ReturnNotice => payment.and_then(|payment| reason_for_merchant(payment, voice)),
        MessageKind::FailedNotice => payment.and_then(|payment| reason_for_payer(payment, voice)),
        MessageKind::RefundNotice => refund.and_then(|refund| refund.reason.clone()),
        MessageKind::PaymentRequest
        | MessageKind::Reminder
        | MessageKind::Receipt
        | MessageKind::PaymentNotice
        | MessageKind::MethodNotice => None,
    };
    let names: Vec<_> = letter.attachments.iter().map(|name| fenced(name)).collect();
    let files = Some(names.join(", ")).filter(|names| !names.is_empty());
    let facts = [
        fact(&words.letter_payer, payer),
        fact(&words.letter_reason, reason),
        fact(&words.letter_bank_code, code),
        fact(&words.refund_paid, refund.and(payment).map(|payment| money(&payment.amount))),
        fact(&words.letter_date, payment.map(|payment| when(payment.created_at))),
        fact(
            &words.letter_method,
            payment.and_then(|payment| payment.method.as_ref()).map(|how| method_text(how, words)),
        ),
        fact(&words.letter_invoice, letter.invoice_number.clone()),
        fact(&words.letter_order, letter.order_number.clone()),
        fact(&words.letter_files, files.filter(|_| asks)),
        fact(&words.letter_due, letter.due_date.filter(|_| asks).map(|due| voice.day(due))),
        fact(&words.letter_ends, letter.ends_at.filter(|_| asks).map(when)),
    ];
    facts.into_iter().flatten().collect()
}

/// What people quote: the id of the refund or payment.
pub(super) fn reference(letter: &Letter) -> Option<String> {
    match letter.kind {
        MessageKind::PaymentRequest | MessageKind::Reminder => None,
        MessageKind::RefundNotice => letter.refund.as_ref().map(|refund| refund.id.to_string()),
        MessageKind::Receipt
        | MessageKind::PaymentNotice
        | MessageKind::ReturnNotice
        | MessageKind::FailedNotice
        | MessageKind::MethodNotice => letter.payment.as_ref().map(|payment| payment.id.to_string()),
    }
}

/// Our own words for the gateway's code, else the gateway's, else that nobody knows better.
fn reason_for_payer(payment: &LetterPayment, voice: &Voice<'_>) -> Option<String> {
    let known = payment.failure_code.as_deref().and_then(|code| voice.words.failure(code));
    Some(known.or(payment.failure_message.as_deref()).unwrap_or(voice.words.failure_other()).to_owned())
}

/// The catalogue's words for declines speak to payers; those for the bank network's return codes to everybody.
fn reason_for_merchant(payment: &LetterPayment, voice: &Voice<'_>) -> Option<String> {
    let code = payment.failure_code.as_deref().filter(|code| code.starts_with('R'));
    let known = code.and_then(|code| voice.words.failure(code));
    known.or(payment.failure_message.as_deref()).map(str::to_owned)
}
