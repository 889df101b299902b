//! The row of a payment link.

use super::{
    Reading, Restore,
    bill::{bill_of, place_text},
};
use crate::{
    schema::links,
    types::{At, Id, JsonText},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{
    Date, Stored, Version,
    ports::StoreError,
    records::{LinkRecord, LinkStateName, Usage},
};
use std::collections::BTreeSet;

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
// What an update leaves alone is named as if it were part of the key.
#[diesel(table_name = links, primary_key(id, merchant_id, bill_id, bill_place, created_at))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct LinkRow {
    id: Id,
    merchant_id: Id,
    customer_id: Option<Id>,
    slug: String,
    slug_key: String,
    currency: String,
    card_minor: Option<i64>,
    ach_minor: Option<i64>,
    per_method: bool,
    usage: String,
    max_payments: Option<i64>,
    starts_at: Option<At>,
    ends_at: Option<At>,
    due_date: Option<String>,
    order_number: Option<String>,
    invoice_number: Option<String>,
    bill_id: Option<Id>,
    bill_place: Option<String>,
    external_id: Option<String>,
    details: JsonText,
    state: String,
    closed_at: Option<At>,
    slots_used: i64,
    paid_count: i64,
    paid_minor: i64,
    sent_at: Option<At>,
    customer_email: Option<String>,
    viewed_at: Option<At>,
    deleted_at: Option<At>,
    version: i64,
    created_at: At,
    updated_at: At,
}

impl LinkRow {
    pub(crate) fn of(record: &LinkRecord, version: Version) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id::of(record.id),
            merchant_id: Id::of(record.merchant_id),
            customer_id: record.customer_id.map(Id::of),
            slug: record.slug.clone(),
            slug_key: slug_key(&record.slug),
            currency: record.currency.code().to_owned(),
            card_minor: record.card_minor,
            ach_minor: record.ach_minor,
            per_method: record.per_method,
            usage: record.usage.name().to_owned(),
            max_payments: record.max_payments,
            starts_at: record.starts_at.map(At::of),
            ends_at: record.ends_at.map(At::of),
            due_date: record.due_date.map(|day| day.to_string()),
            order_number: record.order_number.clone(),
            invoice_number: record.invoice_number.clone(),
            bill_id: record.bill.map(|bill| Id::of(bill.id)),
            bill_place: record.bill.map(place_text),
            external_id: record.external_id.clone(),
            details: Reading("link", &record.id).to_json("details", &record.details)?,
            state: record.state.name().to_owned(),
            closed_at: record.closed_at.map(At::of),
            slots_used: record.slots_used,
            paid_count: record.paid_count,
            paid_minor: record.paid_minor,
            sent_at: record.sent_at.map(At::of),
            customer_email: record.customer_email_key(),
            viewed_at: record.viewed_at.map(At::of),
            deleted_at: record.deleted_at.map(At::of),
            version: version.0,
            created_at: At::of(record.created_at),
            updated_at: At::of(record.updated_at),
        })
    }
}

impl LinkRow {
    /// The columns that the terms of a link are made from.
    pub(crate) fn searched(&self) -> (JsonText, Option<String>, Option<String>) {
        (self.details.clone(), self.order_number.clone(), self.invoice_number.clone())
    }
}

/// The terms of a link as one text, each between line breaks.
pub(crate) fn terms_text(terms: &BTreeSet<String>) -> String {
    let mut text = String::from("\n");
    for term in terms {
        text.push_str(term);
        text.push('\n');
    }
    text
}

/// The form of a slug that is unique and looked up.
pub(crate) fn slug_key(slug: &str) -> String {
    slug.to_ascii_lowercase()
}

impl Restore for LinkRow {
    type Record = LinkRecord;

    fn restore(self) -> Result<Stored<LinkRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("link", &id);
        let day = |text: &str| text.parse::<Date>().ok();
        let value = LinkRecord {
            id,
            merchant_id: self.merchant_id.typed(),
            customer_id: self.customer_id.map(Id::typed),
            currency: row.currency(&self.currency)?,
            usage: row.word("usage", &self.usage, Usage::named)?,
            starts_at: row.maybe_at("starts_at", self.starts_at)?,
            ends_at: row.maybe_at("ends_at", self.ends_at)?,
            due_date: self.due_date.map(|text| row.word("due_date", &text, day)).transpose()?,
            details: row.json("details", &self.details)?,
            state: row.word("state", &self.state, LinkStateName::named)?,
            closed_at: row.maybe_at("closed_at", self.closed_at)?,
            sent_at: row.maybe_at("sent_at", self.sent_at)?,
            viewed_at: row.maybe_at("viewed_at", self.viewed_at)?,
            deleted_at: row.maybe_at("deleted_at", self.deleted_at)?,
            created_at: row.at("created_at", self.created_at)?,
            updated_at: row.at("updated_at", self.updated_at)?,
            bill: bill_of(&row, self.bill_id, self.bill_place.as_deref())?,
            slug: self.slug,
            card_minor: self.card_minor,
            ach_minor: self.ach_minor,
            per_method: self.per_method,
            max_payments: self.max_payments,
            order_number: self.order_number,
            invoice_number: self.invoice_number,
            external_id: self.external_id,
            slots_used: self.slots_used,
            paid_count: self.paid_count,
            paid_minor: self.paid_minor,
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}
