//! The row of a fact, and what counting it gives back.

use super::Reading;
use crate::{schema::report_facts, types::Id};
use diesel::{Insertable, Queryable, Selectable};
use paylink_core::{
    Currency, FactId,
    ports::{Counted, StoreError},
    records::{CountKey, CountSums, FactRecord, Method, Metric, Slot},
};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = report_facts, treat_none_as_default_value = false)]
pub(crate) struct FactRow {
    id: Id,
    merchant_id: Id,
    slot: i64,
    metric: String,
    currency: String,
    method: String,
    detail: String,
    count: i64,
    amount_minor: i64,
    seconds: i64,
}

/// A currency as it stands in these tables, where it is part of keys: the empty text for none.
pub(crate) fn currency_code(currency: Option<Currency>) -> &'static str {
    currency.map_or("", Currency::code)
}

/// The same for a method.
pub(crate) fn method_name(method: Option<Method>) -> &'static str {
    method.map_or("", Method::name)
}

impl FactRow {
    pub(crate) fn of(record: &FactRecord) -> Self {
        Self {
            id: Id::of(record.id),
            merchant_id: Id::of(record.merchant_id),
            slot: record.slot.0,
            metric: record.key.metric.name().to_owned(),
            currency: currency_code(record.key.currency).to_owned(),
            method: method_name(record.key.method).to_owned(),
            detail: record.key.detail.clone(),
            count: record.sums.count,
            amount_minor: record.sums.amount_minor,
            seconds: record.sums.seconds,
        }
    }

    pub(crate) fn restore(self) -> Result<FactRecord, StoreError> {
        let id: FactId = self.id.typed();
        let words = (self.metric.as_str(), self.currency.as_str(), self.method.as_str());
        let key = key(&Reading("fact", &id), words, self.detail)?;
        let sums = CountSums { count: self.count, amount_minor: self.amount_minor, seconds: self.seconds };
        Ok(FactRecord { id, merchant_id: self.merchant_id.typed(), slot: Slot(self.slot), key, sums })
    }
}

/// Number, metric, currency, method, detail, count, minor units and seconds.
pub(crate) type CountedColumns = (i64, String, String, String, String, i64, i64, i64);

/// What was counted under one number.
pub(crate) struct CountedRow(pub(crate) CountedColumns);

impl CountedRow {
    pub(crate) fn restore(self) -> Result<Counted, StoreError> {
        let (number, metric, currency, method, detail, count, amount_minor, seconds) = self.0;
        let row = Reading("count", &number);
        let key = key(&row, (&metric, &currency, &method), detail)?;
        let small = u32::try_from(number).map_err(|error| row.damaged("number", &error))?;
        Ok(Counted { number: small, key, sums: CountSums { count, amount_minor, seconds } })
    }
}

fn key(
    row: &Reading<'_>,
    (metric, currency, method): (&str, &str, &str),
    detail: String,
) -> Result<CountKey, StoreError> {
    Ok(CountKey {
        metric: row.word("metric", metric, Metric::named)?,
        currency: if currency.is_empty() { None } else { Some(row.currency(currency)?) },
        method: if method.is_empty() { None } else { Some(row.word("method", method, Method::named)?) },
        detail,
    })
}
