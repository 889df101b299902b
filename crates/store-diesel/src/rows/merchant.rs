//! The row of a merchant.

use super::{Reading, Restore};
use crate::{
    schema::merchants,
    types::{At, Id, JsonText},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{
    Stored, Timezone, Version,
    ports::StoreError,
    records::{MerchantLogos, MerchantRecord},
};

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = merchants, primary_key(id, created_at))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct MerchantRow {
    id: Id,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    website: Option<String>,
    external_id: Option<String>,
    currency: String,
    card: bool,
    ach: bool,
    accent_color: Option<String>,
    timezone: String,
    messages: JsonText,
    ach_hold_minutes: i64,
    tokens_valid_after: Option<At>,
    logo_id: Option<Id>,
    logo_dark_id: Option<Id>,
    metadata: JsonText,
    version: i64,
    created_at: At,
    updated_at: At,
}

impl MerchantRow {
    pub(crate) fn of(record: &MerchantRecord, version: Version) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id::of(record.id),
            name: record.name.clone(),
            email: record.email.clone(),
            phone: record.phone.clone(),
            website: record.website.clone(),
            external_id: record.external_id.clone(),
            currency: record.currency.code().to_owned(),
            card: record.card,
            ach: record.ach,
            accent_color: record.accent_color.clone(),
            timezone: record.timezone.name().to_owned(),
            messages: Reading("merchant", &record.id).to_json("messages", &record.messages)?,
            ach_hold_minutes: record.ach_hold_minutes,
            tokens_valid_after: record.tokens_valid_after.map(At::of),
            logo_id: record.logos.light.map(Id::of),
            logo_dark_id: record.logos.dark.map(Id::of),
            metadata: Reading("merchant", &record.id).to_json("metadata", &record.metadata)?,
            version: version.0,
            created_at: At::of(record.created_at),
            updated_at: At::of(record.updated_at),
        })
    }
}

impl Restore for MerchantRow {
    type Record = MerchantRecord;

    fn restore(self) -> Result<Stored<MerchantRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("merchant", &id);
        let value = MerchantRecord {
            id,
            currency: row.currency(&self.currency)?,
            timezone: row.word("timezone", &self.timezone, Timezone::named)?,
            messages: row.json("messages", &self.messages)?,
            ach_hold_minutes: self.ach_hold_minutes,
            tokens_valid_after: row.maybe_at("tokens_valid_after", self.tokens_valid_after)?,
            logos: MerchantLogos { light: self.logo_id.map(Id::typed), dark: self.logo_dark_id.map(Id::typed) },
            metadata: row.json("metadata", &self.metadata)?,
            created_at: row.at("created_at", self.created_at)?,
            updated_at: row.at("updated_at", self.updated_at)?,
            name: self.name,
            email: self.email,
            phone: self.phone,
            website: self.website,
            external_id: self.external_id,
            card: self.card,
            ach: self.ach,
            accent_color: self.accent_color,
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}
