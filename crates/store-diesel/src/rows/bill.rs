//! The row of an invoice or order, and how a link names the one it is for.

use super::{Reading, Restore};
use crate::{
    schema::bills,
    types::{At, Id, JsonText},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{
    Date, Stored, Version,
    ports::StoreError,
    records::{BillKind, BillRecord, BillStateName, LinkBill},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
// What an update leaves alone is named as if it were part of the key.
#[diesel(table_name = bills, primary_key(id, kind, merchant_id, created_at))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct BillRow {
    id: Id,
    kind: String,
    merchant_id: Id,
    number: String,
    currency: String,
    total_minor: i64,
    due_date: Option<String>,
    customer_id: Option<Id>,
    max_open_links: i64,
    details: JsonText,
    state: String,
    closed_at: Option<At>,
    payment_id: Option<Id>,
    link_id: Option<Id>,
    deleted_at: Option<At>,
    version: i64,
    created_at: At,
    updated_at: At,
}

impl BillRow {
    pub(crate) fn of(record: &BillRecord, version: Version) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id::of(record.id),
            kind: record.kind.name().to_owned(),
            merchant_id: Id::of(record.merchant_id),
            number: record.number.clone(),
            currency: record.currency.code().to_owned(),
            total_minor: record.total_minor,
            due_date: record.due_date.map(|day| day.to_string()),
            customer_id: record.customer_id.map(Id::of),
            max_open_links: record.max_open_links,
            details: Reading("bill", &record.id).to_json("details", &record.details)?,
            state: record.state.name().to_owned(),
            closed_at: record.closed_at.map(At::of),
            payment_id: record.payment_id.map(Id::of),
            link_id: record.link_id.map(Id::of),
            deleted_at: record.deleted_at.map(At::of),
            version: version.0,
            created_at: At::of(record.created_at),
            updated_at: At::of(record.updated_at),
        })
    }
}

impl Restore for BillRow {
    type Record = BillRecord;

    fn restore(self) -> Result<Stored<BillRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("bill", &id);
        let day = |text: &str| text.parse::<Date>().ok();
        let value = BillRecord {
            id,
            kind: row.word("kind", &self.kind, BillKind::named)?,
            merchant_id: self.merchant_id.typed(),
            currency: row.currency(&self.currency)?,
            due_date: self.due_date.map(|text| row.word("due_date", &text, day)).transpose()?,
            details: row.json("details", &self.details)?,
            state: row.word("state", &self.state, BillStateName::named)?,
            closed_at: row.maybe_at("closed_at", self.closed_at)?,
            deleted_at: row.maybe_at("deleted_at", self.deleted_at)?,
            created_at: row.at("created_at", self.created_at)?,
            updated_at: row.at("updated_at", self.updated_at)?,
            number: self.number,
            total_minor: self.total_minor,
            customer_id: self.customer_id.map(Id::typed),
            max_open_links: self.max_open_links,
            payment_id: self.payment_id.map(Id::typed),
            link_id: self.link_id.map(Id::typed),
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}

/// Kind and place of a link at its bill, in one column so that one index guards the places: `invoice 1`.
pub(super) fn place_text(bill: LinkBill) -> String {
    format!("{} {}", bill.kind.name(), bill.place)
}

/// The bill of a link, from its two columns.
pub(super) fn bill_of(row: &Reading<'_>, id: Option<Id>, place: Option<&str>) -> Result<Option<LinkBill>, StoreError> {
    let (Some(id), Some(text)) = (id, place) else {
        let whole = id.is_none() && place.is_none();
        return if whole {
            Ok(None)
        } else {
            Err(row.damaged("bill_place", &"one of bill_id and bill_place is missing"))
        };
    };
    let read = |text: &str| {
        let (kind, place) = text.split_once(' ')?;
        Some(LinkBill { id: id.typed(), kind: BillKind::named(kind)?, place: place.parse().ok()? })
    };
    read(text).map(Some).ok_or_else(|| row.damaged("bill_place", &"not a value this version knows"))
}
