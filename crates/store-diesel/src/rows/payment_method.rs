//! The row of a saved payment method.

use super::{Reading, Restore};
use crate::{
    schema::payment_methods,
    types::{At, Id, JsonText},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{
    Stored, Version,
    ports::StoreError,
    records::{Method, PaymentMethodRecord, Revocation, RevokedBy},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
// What an update leaves alone is named as if it were part of the key.
#[diesel(table_name = payment_methods, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(id, merchant_id, link_id, payment_id, method, details, created_at))]
pub(crate) struct PaymentMethodRow {
    id: Id,
    merchant_id: Id,
    customer_id: Option<Id>,
    link_id: Id,
    payment_id: Id,
    method: String,
    details: JsonText,
    gateway_reference: Option<String>,
    consent: JsonText,
    status: String,
    revoked_at: Option<At>,
    revoked_by: Option<String>,
    revoke_reason: Option<String>,
    version: i64,
    created_at: At,
    updated_at: At,
}

impl PaymentMethodRow {
    pub(crate) fn of(record: &PaymentMethodRecord, version: Version) -> Result<Self, StoreError> {
        let row = Reading("payment_method", &record.id);
        let end = record.revoked.as_ref();
        Ok(Self {
            id: Id::of(record.id),
            merchant_id: Id::of(record.merchant_id),
            customer_id: record.customer_id.map(Id::of),
            link_id: Id::of(record.link_id),
            payment_id: Id::of(record.payment_id),
            method: record.method.name().to_owned(),
            details: row.to_json("details", &record.details)?,
            gateway_reference: record.gateway_reference.clone(),
            consent: row.to_json("consent", &record.consent)?,
            status: record.status().name().to_owned(),
            revoked_at: end.map(|end| At::of(end.at)),
            revoked_by: end.map(|end| end.by.name().to_owned()),
            revoke_reason: end.map(|end| end.reason.clone()),
            version: version.0,
            created_at: At::of(record.created_at),
            updated_at: At::of(record.updated_at),
        })
    }
}

impl Restore for PaymentMethodRow {
    type Record = PaymentMethodRecord;

    fn restore(self) -> Result<Stored<PaymentMethodRecord>, StoreError> {
        let id = self.id.typed();
        let row = Reading("payment_method", &id);
        let revoked = match (row.maybe_at("revoked_at", self.revoked_at)?, self.revoked_by, self.revoke_reason) {
            (None, None, None) => None,
            (Some(at), Some(by), Some(reason)) => {
                Some(Revocation { at, by: row.word("revoked_by", &by, RevokedBy::named)?, reason })
            }
            _ => return Err(row.damaged("revoked_at", &"the revocation is not whole")),
        };
        let value = PaymentMethodRecord {
            id,
            merchant_id: self.merchant_id.typed(),
            customer_id: self.customer_id.map(Id::typed),
            link_id: self.link_id.typed(),
            payment_id: self.payment_id.typed(),
            method: row.word("method", &self.method, Method::named)?,
            details: row.json("details", &self.details)?,
            gateway_reference: self.gateway_reference,
            consent: row.json("consent", &self.consent)?,
            revoked,
            created_at: row.at("created_at", self.created_at)?,
            updated_at: row.at("updated_at", self.updated_at)?,
        };
        Ok(Stored { value, version: Version(self.version) })
    }
}
