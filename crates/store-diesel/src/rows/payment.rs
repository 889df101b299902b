//! The row of a payment.

use super::{Reading, Restore};
use crate::{
    schema::payments,
    types::{At, Id, JsonText},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{
    Stored, Version,
    ports::StoreError,
    records::{Method, PaymentRecord, PaymentStatus},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
// What an update leaves alone is named as if it were part of the key.
#[diesel(table_name = payments, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(
    id,
    link_id,
    bill_id,
    merchant_id,
    amount_minor,
    currency,
    method,
    exclusive,
    payer_origin,
    created_at
))]
pub(crate) struct PaymentRow {
    id: Id,
    link_id: Id,
    bill_id: Option<Id>,
    merchant_id: Id,
    customer_id: Option<Id>,
    amount_minor: i64,
    currency: String,
    method: String,
    method_details: Option<JsonText>,
    status: String,
    unknown: bool,
    failure_code: Option<String>,
    failure_message: Option<String>,
    action_url: Option<String>,
    gateway_token: Option<String>,
    held_until: Option<At>,
    gateway_reference: Option<String>,
    captured_minor: i64,
    refund_reserved_minor: i64,
    refunded_minor: i64,
    ledger_count: i64,
    exclusive: bool,
    holds_slot: bool,
    review: Option<String>,
    payer_name: Option<String>,
    payer_email: Option<String>,
    billing: Option<JsonText>,
    payer_origin: Option<String>,
    keeping: Option<JsonText>,
    not_found_count: i64,
    version: i64,
    created_at: At,
    updated_at: At,
}

impl PaymentRow {
    pub(crate) fn of(record: &PaymentRecord, version: Version) -> Result<Self, StoreError> {
        let row = Reading("payment", &record.id);
        let details = record.method_details.as_ref().map(|details| row.to_json("method_details", details));
        Ok(Self {
            id: Id::of(record.id),
            link_id: Id::of(record.link_id),
            bill_id: record.bill_id.map(Id::of),
            merchant_id: Id::of(record.merchant_id),
            customer_id: record.customer_id.map(Id::of),
            amount_minor: record.amount_minor,
            currency: record.currency.code().to_owned(),
            method: record.method.name().to_owned(),
            method_details: details.transpose()?,
            status: record.status.name().to_owned(),
            unknown: record.unknown,
            failure_code: record.failure_code.clone(),
            failure_message: record.failure_message.clone(),
            action_url: record.action_url.clone(),
            gateway_token: record.gateway_token.clone(),
            held_until: record.held_until.map(At::of),
            gateway_reference: record.gateway_reference.clone(),
            captured_minor: record.captured_minor,
            refund_reserved_minor: record.refund_reserved_minor,
            refunded_minor: record.refunded_minor,
            ledger_count: record.ledger_count,
            exclusive: record.exclusive,
            holds_slot: record.holds_slot,
            review: record.review.clone(),
            payer_name: record.payer_name.clone(),
            payer_email: record.payer_email.clone(),
            billing: record.billing.as_ref().map(|billing| row.to_json("billing", billing)).transpose()?,
            payer_origin: record.payer_origin.clone(),
            keeping: record.keeping.as_ref().map(|keeping| row.to_json("keeping", keeping)).transpose()?,
            not_found_count: record.not_found_count,
            version: version.0,
            created_at: At::of(record.created_at),
            updated_at: At::of(record.updated_at),
        })
    }
}

impl Restore for PaymentRow {
    type Record = PaymentRecord;

    fn restore(self) -> Result<Stored<PaymentRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("payment", &id);
        let value = PaymentRecord {
            id,
            link_id: self.link_id.typed(),
            bill_id: self.bill_id.map(Id::typed),
            merchant_id: self.merchant_id.typed(),
            customer_id: self.customer_id.map(Id::typed),
            currency: row.currency(&self.currency)?,
            method: row.word("method", &self.method, Method::named)?,
            method_details: row.maybe_json("method_details", self.method_details.as_ref())?,
            status: row.word("status", &self.status, PaymentStatus::named)?,
            billing: row.maybe_json("billing", self.billing.as_ref())?,
            keeping: row.maybe_json("keeping", self.keeping.as_ref())?,
            held_until: row.maybe_at("held_until", self.held_until)?,
            created_at: row.at("created_at", self.created_at)?,
            updated_at: row.at("updated_at", self.updated_at)?,
            amount_minor: self.amount_minor,
            unknown: self.unknown,
            failure_code: self.failure_code,
            failure_message: self.failure_message,
            action_url: self.action_url,
            gateway_token: self.gateway_token,
            gateway_reference: self.gateway_reference,
            captured_minor: self.captured_minor,
            refund_reserved_minor: self.refund_reserved_minor,
            refunded_minor: self.refunded_minor,
            ledger_count: self.ledger_count,
            exclusive: self.exclusive,
            holds_slot: self.holds_slot,
            review: self.review,
            payer_name: self.payer_name,
            payer_email: self.payer_email,
            payer_origin: self.payer_origin,
            not_found_count: self.not_found_count,
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}
