//! The rows of webhook endpoints and deliveries.

use super::{Reading, Restore};
use crate::{
    schema::{webhook_deliveries, webhook_endpoints},
    types::{At, Id, JsonText},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{
    Stored, Version,
    ports::StoreError,
    records::{DeliveryRecord, DeliveryStatus, EndpointRecord, WebhookFormat},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = webhook_endpoints, primary_key(id, merchant_id, created_at))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct EndpointRow {
    id: Id,
    merchant_id: Option<Id>,
    url: String,
    events: JsonText,
    format: String,
    secret: String,
    previous_secret: Option<String>,
    previous_secret_until: Option<At>,
    disabled: bool,
    disabled_reason: Option<String>,
    failing_since: Option<At>,
    version: i64,
    created_at: At,
    updated_at: At,
}

impl EndpointRow {
    pub(crate) fn of(record: &EndpointRecord, version: Version) -> Result<Self, StoreError> {
        Ok(Self {
            id: Id::of(record.id),
            merchant_id: record.merchant_id.map(Id::of),
            url: record.url.clone(),
            events: Reading("endpoint", &record.id).to_json("events", &record.events)?,
            format: record.format.name().to_owned(),
            secret: record.secret.clone(),
            previous_secret: record.previous_secret.clone(),
            previous_secret_until: record.previous_secret_until.map(At::of),
            disabled: record.disabled,
            disabled_reason: record.disabled_reason.clone(),
            failing_since: record.failing_since.map(At::of),
            version: version.0,
            created_at: At::of(record.created_at),
            updated_at: At::of(record.updated_at),
        })
    }
}

impl Restore for EndpointRow {
    type Record = EndpointRecord;

    fn restore(self) -> Result<Stored<EndpointRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("endpoint", &id);
        let value = EndpointRecord {
            id,
            merchant_id: self.merchant_id.map(Id::typed),
            events: row.json("events", &self.events)?,
            format: row.word("format", &self.format, WebhookFormat::named)?,
            previous_secret_until: row.maybe_at("previous_secret_until", self.previous_secret_until)?,
            failing_since: row.maybe_at("failing_since", self.failing_since)?,
            created_at: row.at("created_at", self.created_at)?,
            updated_at: row.at("updated_at", self.updated_at)?,
            url: self.url,
            secret: self.secret,
            previous_secret: self.previous_secret,
            disabled: self.disabled,
            disabled_reason: self.disabled_reason,
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
// What an update leaves alone is named as if it were part of the key.
#[diesel(table_name = webhook_deliveries, primary_key(id, event_id, endpoint_id, merchant_id, body, created_at))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct DeliveryRow {
    id: Id,
    event_id: Id,
    endpoint_id: Id,
    merchant_id: Option<Id>,
    body: String,
    status: String,
    attempts: i64,
    last_status: Option<i64>,
    last_error: Option<String>,
    next_attempt_at: Option<At>,
    delivered_at: Option<At>,
    version: i64,
    created_at: At,
    updated_at: At,
}

impl DeliveryRow {
    pub(crate) fn of(record: &DeliveryRecord, version: Version) -> Self {
        Self {
            id: Id::of(record.id),
            event_id: Id::of(record.event_id),
            endpoint_id: Id::of(record.endpoint_id),
            merchant_id: record.merchant_id.map(Id::of),
            body: record.body.clone(),
            status: record.status.name().to_owned(),
            attempts: record.attempts,
            last_status: record.last_status,
            last_error: record.last_error.clone(),
            next_attempt_at: record.next_attempt_at.map(At::of),
            delivered_at: record.delivered_at.map(At::of),
            version: version.0,
            created_at: At::of(record.created_at),
            updated_at: At::of(record.updated_at),
        }
    }
}

impl Restore for DeliveryRow {
    type Record = DeliveryRecord;

    fn restore(self) -> Result<Stored<DeliveryRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("delivery", &id);
        let value = DeliveryRecord {
            id,
            event_id: self.event_id.typed(),
            endpoint_id: self.endpoint_id.typed(),
            merchant_id: self.merchant_id.map(Id::typed),
            status: row.word("status", &self.status, DeliveryStatus::named)?,
            next_attempt_at: row.maybe_at("next_attempt_at", self.next_attempt_at)?,
            delivered_at: row.maybe_at("delivered_at", self.delivered_at)?,
            created_at: row.at("created_at", self.created_at)?,
            updated_at: row.at("updated_at", self.updated_at)?,
            body: self.body,
            attempts: self.attempts,
            last_status: self.last_status,
            last_error: self.last_error,
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}
