//! A payment as connectFi shows it: the link, and how far paying it has come.

use super::{
    AGGREGATOR,
    history::{self, StatusStep},
    status::{Attempt, Status, status},
    times::Instant,
};
use crate::dialects::{AmountNumber, Stage};
use paylink_core::{
    Currency, Date, LinkId, MerchantId, Money, Timestamp,
    records::{CustomField, LinkRecord, Method, PaymentRecord, StatusNote},
    views::LinkView,
};
use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::value::RawValue;

/// What a payment is made from.
#[derive(Debug, Clone, Copy)]
pub struct PaymentParts<'a> {
    /// The link.
    pub link: &'a LinkView,
    /// The last attempt to pay it.
    pub latest: Option<&'a PaymentRecord>,
    /// The client's own id of the merchant.
    pub merchant_ref: Option<&'a str>,
    /// When all this was read.
    pub now: Timestamp,
}

/// A payment.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// The merchant's number of the invoice.
    pub invoice_number: Option<String>,
    /// How much, a number in units of the currency; by card, when it depends on the method.
    pub amount: AmountNumber,
    /// ISO 4217 code.
    pub currency: Currency,
    /// When it is due.
    pub due_date: Option<Date>,
    /// What for.
    pub description: Option<String>,
    /// The merchant's own fields, as they were given.
    pub fields: Vec<OwnField>,
    /// How it can be paid.
    pub available_payment_type: Vec<&'static str>,
    /// Identity.
    #[serde(rename = "cFiTransactionId")]
    pub id: LinkId,
    /// The client.
    #[serde(rename = "cFiAggregatorId")]
    pub aggregator: &'static str,
    /// The payee.
    #[serde(rename = "cFiMerchantId")]
    pub merchant_id: MerchantId,
    /// The client's own id of the payee.
    #[serde(rename = "cFiMerchantRef")]
    pub merchant_ref: Option<String>,
    /// Who pays.
    pub payer_name: Option<String>,
    /// How it was paid, or tried.
    pub payment_type: Option<&'static str>,
    /// Where it stands.
    pub status: String,
    /// How it came there.
    pub status_change_history: Vec<StatusStep>,
    /// When it was made.
    pub dts_created_at: Instant,
    /// When it last changed.
    pub dts_updated_at: Instant,
    /// Until when it can be paid.
    pub dts_expired_at: Option<Instant>,
    /// What its page is opened with.
    pub link: String,
    /// Address of the page.
    pub url: String,
}

impl std::fmt::Debug for Payment {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Payment").field("id", &self.id).field("status", &self.status).finish_non_exhaustive()
    }
}

impl PaymentParts<'_> {
    /// The status that follows from link and payment alone.
    #[must_use]
    pub fn computed(&self) -> Status {
        let record = &self.link.link;
        let sent = record.sent_at.is_some() || record.details.requested_at.is_some();
        status(Stage::of(self.link, self.now), self.attempt(), sent)
    }

    /// The status as it is shown: what somebody says of the payment comes first.
    #[must_use]
    pub fn shown(&self) -> String {
        self.note().map_or_else(|| self.computed().name().to_owned(), |note| note.status.clone())
    }

    fn attempt(&self) -> Attempt {
        Attempt::of(self.latest, self.link.link.usage)
    }

    fn note(&self) -> Option<&StatusNote> {
        let payment = self.latest?;
        self.link.link.details.status_notes.get(&payment.id.to_string()).filter(|note| note.holds(payment.updated_at))
    }

    /// How it was paid or tried, else how it can be paid if there is one way only.
    fn method(&self) -> Option<Method> {
        let record = &self.link.link;
        match (self.latest, record.card_minor, record.ach_minor) {
            (Some(payment), _, _) => Some(payment.method),
            (None, Some(_), None) => Some(Method::Card),
            (None, None, Some(_)) => Some(Method::Ach),
            (None, _, _) => None,
        }
    }
}

impl Payment {
    /// The payment as it is shown.
    #[must_use]
    pub fn of(parts: &PaymentParts<'_>) -> Self {
        let view = parts.link;
        let record = &view.link;
        let amount = Money::new(record.list_minor().unwrap_or(0), record.currency);
        let paid = parts.latest.map(|payment| (payment, word_of(parts.attempt())));
        let now = (parts.computed(), parts.now);
        Self {
            invoice_number: record.invoice_number.clone().or_else(|| record.order_number.clone()),
            amount: AmountNumber(amount),
            currency: record.currency,
            due_date: record.due_date,
            description: record.details.description.clone(),
            fields: record.details.custom_fields.iter().cloned().map(OwnField).collect(),
            available_payment_type: taken(record),
            id: record.id,
            aggregator: AGGREGATOR,
            merchant_id: record.merchant_id,
            merchant_ref: parts.merchant_ref.map(str::to_owned),
            payer_name: record.details.customer.as_ref().and_then(|customer| customer.name.clone()),
            payment_type: parts.method().map(Method::name),
            status: parts.shown(),
            status_change_history: history::of_link(record, paid, parts.note(), now),
            dts_created_at: Instant(record.created_at),
            dts_updated_at: Instant(record.updated_at),
            dts_expired_at: record.ends_at.map(Instant),
            link: record.slug.clone(),
            url: view.url.clone(),
        }
    }
}

/// The status of an attempt by itself.
const fn word_of(attempt: Attempt) -> Status {
    status(Stage::Open, attempt, true)
}

pub(super) fn taken(record: &LinkRecord) -> Vec<&'static str> {
    let card = record.card_minor.map(|_| Method::Card.name());
    let ach = record.ach_minor.map(|_| Method::Ach.name());
    ach.into_iter().chain(card).collect()
}

/// A field of the merchant's own, written as it was given.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnField(CustomField);

impl Serialize for OwnField {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(field) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("index", &field.index)?;
        map.serialize_entry("code", &field.code)?;
        map.serialize_entry("label", &field.label)?;
        if let Some(value) = &field.value {
            map.serialize_entry("value", value)?;
        }
        for (name, json) in &field.more {
            map.serialize_entry(name, &RawValue::from_string(json.clone()).map_err(serde::ser::Error::custom)?)?;
        }
        map.end()
    }
}
