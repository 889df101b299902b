//! Which payments a list or a file is to hold: what the core can look for, and what is left to look at.

use super::{
    payment_object::{Payment, PaymentParts},
    rules::{begins, count, day, ends, id, ids, method, records, words},
    status::Status,
};
use crate::json::{Fields, Node, Object};
use paylink_core::{
    Code, Date, Error, Timestamp,
    forms::{LinkQuery, Patch},
};
use std::{collections::BTreeSet, time::Duration};

/// The payments that are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaymentList {
    ids: Option<BTreeSet<String>>,
    merchants: Option<BTreeSet<String>>,
    status: Option<Status>,
    payer_name: Option<String>,
    invoice_number: Option<String>,
    amounts: (Option<i128>, Option<i128>),
    method: Option<String>,
    created: (Option<Timestamp>, Option<Timestamp>),
    due: (Option<Date>, Option<Date>),
    /// How many of them are passed over.
    pub skip: usize,
    /// How many are wanted at most.
    pub take: usize,
}

/// Reads the body of a list or of a file.
///
/// # Errors
/// Field errors.
pub fn payment_list(body: Object) -> Result<PaymentList, Error> {
    let mut fields = Fields::of(body);
    let list = read(&mut fields);
    fields.finish().finish()?;
    Ok(list)
}

/// Takes the filters out of a body.
pub(super) fn read(fields: &mut Fields) -> PaymentList {
    let status = status(fields);
    PaymentList {
        ids: both(id(fields, "cFiTransactionId"), ids(fields, "cFiTransactionIds")),
        merchants: both(id(fields, "cFiMerchantId"), ids(fields, "cFiMerchantIds")),
        status,
        payer_name: words(fields, "payerName", 100).into_set(),
        invoice_number: words(fields, "invoiceNumber", 50).into_set(),
        amounts: (amount(fields, "amountFrom"), amount(fields, "amountTo")),
        method: method(fields, "paymentType"),
        created: (begins(fields, "dateCreateFrom"), ends(fields, "dateCreateTo")),
        due: (day(fields, "dueDateFrom"), day(fields, "dueDateTo")),
        skip: count(fields, "skipRecords", 0).unwrap_or(0),
        take: records(fields),
    }
}

/// A status of the list's, or none.
pub(super) fn status(fields: &mut Fields) -> Option<Status> {
    let text = fields.text("status").into_set()?;
    let status = Status::named(&text);
    if status.is_none() {
        fields.refuse("status", Code::InvalidValue, "must be equal to one of the allowed values");
    }
    status
}

/// One id and several are asked for together.
pub(super) fn both(one: Patch<String>, several: Option<BTreeSet<String>>) -> Option<BTreeSet<String>> {
    match (one.into_set(), several) {
        (None, several) => several,
        (Some(one), None) => Some(BTreeSet::from([one])),
        (Some(one), Some(several)) => Some(several.into_iter().filter(|id| *id == one).collect()),
    }
}

impl PaymentList {
    /// What the core can look for.
    #[must_use]
    pub fn query(&self) -> LinkQuery {
        let only = |set: &Option<BTreeSet<String>>| set.as_ref().filter(|ids| ids.len() == 1)?.first().cloned();
        let before = |at: Timestamp| at.minus(Duration::from_micros(1)).to_string();
        LinkQuery {
            merchant_id: only(&self.merchants).filter(|id| id.starts_with("mer_")),
            status: self.status.and_then(core_status).map(str::to_owned),
            invoice_number: self.invoice_number.clone(),
            created_after: self.created.0.map(before),
            created_before: self.created.1.map(|at| at.to_string()),
            due_after: self.due.0.and_then(|day| day.plus_days(-1)).map(|day| day.to_string()),
            due_before: self.due.1.map(|day| day.next().to_string()),
            ..LinkQuery::default()
        }
    }

    /// The payments asked for by id, when there are any: then nothing else has to be looked at.
    #[must_use]
    pub const fn ids(&self) -> Option<&BTreeSet<String>> {
        self.ids.as_ref()
    }

    /// Whether a payment is one of those asked for.
    #[must_use]
    pub fn holds(&self, parts: &PaymentParts<'_>, payment: &Payment) -> bool {
        let record = &parts.link.link;
        let named = |set: &Option<BTreeSet<String>>, id: String| set.as_ref().is_none_or(|ids| ids.contains(&id));
        let amount = scaled(&payment.amount.0.decimal_text());
        let (least, most) = self.amounts;
        let payer = payment.payer_name.as_deref().unwrap_or_default().to_lowercase();
        let from_day = self.due.0.is_none_or(|day| record.due_date.is_some_and(|due| due >= day));
        let to_day = self.due.1.is_none_or(|day| record.due_date.is_some_and(|due| due <= day));
        named(&self.ids, record.id.to_string())
            && named(&self.merchants, record.merchant_id.to_string())
            && self.status.is_none_or(|status| payment.status == status.name())
            && self.invoice_number.as_ref().is_none_or(|number| payment.invoice_number.as_ref() == Some(number))
            && self.payer_name.as_ref().is_none_or(|name| payer.contains(&name.to_lowercase()))
            && self.method.as_deref().is_none_or(|method| match payment.payment_type {
                Some(paid) => paid == method,
                None => payment.available_payment_type.contains(&method),
            })
            && least.is_none_or(|least| amount.is_some_and(|amount| amount >= least))
            && most.is_none_or(|most| amount.is_some_and(|amount| amount <= most))
            && self.created.0.is_none_or(|from| record.created_at >= from)
            && self.created.1.is_none_or(|until| record.created_at < until)
            && from_day
            && to_day
    }
}

/// The status of links among which those of this status are, where it is one. What somebody said by hand may stand on any.
const fn core_status(status: Status) -> Option<&'static str> {
    match status {
        Status::Cancelled => Some("CANCELLED"),
        Status::Sent => Some("ACTIVE"),
        Status::Expired => Some("INACTIVE"),
        Status::Initiated
        | Status::Rejected
        | Status::Error
        | Status::Processing
        | Status::SentToPay
        | Status::Completed
        | Status::Settled
        | Status::Returned
        | Status::Declined => None,
    }
}

/// An amount, to be compared in millionths: a number, or a text that is one.
fn amount(fields: &mut Fields, name: &str) -> Option<i128> {
    if matches!(fields.left().get(name), Some(Node::Null)) {
        fields.raw(name);
    }
    let text = fields.amount(name).into_set()?;
    let read = scaled(&text);
    if read.is_none() {
        fields.refuse(name, Code::InvalidAmount, "must be number");
    }
    read
}

fn scaled(text: &str) -> Option<i128> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 18 || decimals.len() > 6 || !digits(whole) || !digits(decimals) {
        return None;
    }
    format!("{whole}{decimals:0<6}").parse().ok()
}
