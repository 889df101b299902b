//! The row of a reminder.

use super::{Reading, Restore};
use crate::{
    schema::reminders,
    types::{At, Id, JsonText},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{
    Date, Stored, Version,
    ports::StoreError,
    records::{ReminderRecord, ReminderStatus},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reminders, primary_key(id, link_id, merchant_id, created_at))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct ReminderRow {
    id: Id,
    link_id: Id,
    merchant_id: Id,
    remind_on: String,
    offset_days: Option<i64>,
    channels: JsonText,
    status: String,
    reason: Option<String>,
    version: i64,
    created_at: At,
    updated_at: At,
}

impl ReminderRow {
    pub(crate) fn of(record: &ReminderRecord, version: Version) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id::of(record.id),
            link_id: Id::of(record.link_id),
            merchant_id: Id::of(record.merchant_id),
            remind_on: record.remind_on.to_string(),
            offset_days: record.offset_days.map(i64::from),
            channels: Reading("reminder", &record.id).to_json("channels", &record.channels)?,
            status: record.status.name().to_owned(),
            reason: record.reason.clone(),
            version: version.0,
            created_at: At::of(record.created_at),
            updated_at: At::of(record.updated_at),
        })
    }
}

impl Restore for ReminderRow {
    type Record = ReminderRecord;

    fn restore(self) -> Result<Stored<ReminderRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("reminder", &id);
        let days = |days: i64| i32::try_from(days).map_err(|error| row.damaged("offset_days", &error));
        let value = ReminderRecord {
            id,
            link_id: self.link_id.typed(),
            merchant_id: self.merchant_id.typed(),
            remind_on: row.word("remind_on", &self.remind_on, |text| text.parse::<Date>().ok())?,
            offset_days: self.offset_days.map(days).transpose()?,
            channels: row.json("channels", &self.channels)?,
            status: row.word("status", &self.status, ReminderStatus::named)?,
            created_at: row.at("created_at", self.created_at)?,
            updated_at: row.at("updated_at", self.updated_at)?,
            reason: self.reason,
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}
