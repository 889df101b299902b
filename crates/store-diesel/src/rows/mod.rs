//! Rows as the tables hold them, and their way from and to the core's records.

mod access;
mod audit;
mod bill;
mod customer;
mod event;
mod file;
mod idempotency;
mod ledger;
mod link;
mod merchant;
mod message;
mod payment;
mod payment_method;
mod refund;
mod reminder;
mod report;
mod suppression;
mod webhook;
mod work;

pub(crate) use access::ApiKeyRow;
pub(crate) use audit::{AuditRow, SealRow};
pub(crate) use bill::BillRow;
pub(crate) use customer::CustomerRow;
pub(crate) use event::EventRow;
pub(crate) use file::{FileRow, FileUsageRow};
pub(crate) use idempotency::IdempotencyRow;
pub(crate) use ledger::LedgerRow;
pub(crate) use link::{LinkRow, slug_key, terms_text};
pub(crate) use merchant::MerchantRow;
pub(crate) use message::MessageRow;
pub(crate) use payment::PaymentRow;
pub(crate) use payment_method::PaymentMethodRow;
pub(crate) use refund::RefundRow;
pub(crate) use reminder::ReminderRow;
pub(crate) use report::{CountedColumns, CountedRow, FactRow, currency_code, method_name};
pub(crate) use suppression::SuppressionRow;
pub(crate) use webhook::{DeliveryRow, EndpointRow};
pub(crate) use work::WorkRow;

use crate::types::{At, JsonText};
use paylink_core::{Currency, Stored, Timestamp, ports::StoreError};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Display;

/// A row that becomes a record, or turns out to be damaged.
pub(crate) trait Restore {
    /// What it becomes.
    type Record;
    /// Reads every column.
    ///
    /// # Errors
    /// `Corrupt` when a column cannot be understood.
    fn restore(self) -> Result<Stored<Self::Record>, StoreError>;
}

/// Restores all rows of a list.
pub(crate) fn restore_all<R: Restore>(rows: Vec<R>) -> Result<Vec<Stored<R::Record>>, StoreError> {
    rows.into_iter().map(Restore::restore).collect()
}

/// Names the row that is being read, for errors.
struct Reading<'a>(&'static str, &'a dyn Display);

impl Reading<'_> {
    fn damaged(&self, column: &str, problem: &dyn Display) -> StoreError {
        StoreError::Corrupt { entity: self.0, id: self.1.to_string(), problem: format!("{column}: {problem}") }
    }

    fn at(&self, column: &str, at: At) -> Result<Timestamp, StoreError> {
        Timestamp::from_micros(at.0).map_err(|error| self.damaged(column, &error))
    }

    fn maybe_at(&self, column: &str, at: Option<At>) -> Result<Option<Timestamp>, StoreError> {
        at.map(|at| self.at(column, at)).transpose()
    }

    fn word<T>(&self, column: &str, word: &str, named: fn(&str) -> Option<T>) -> Result<T, StoreError> {
        named(word).ok_or_else(|| self.damaged(column, &"not a value this version knows"))
    }

    fn currency(&self, code: &str) -> Result<Currency, StoreError> {
        self.word("currency", code, Currency::named)
    }

    fn json<T: DeserializeOwned>(&self, column: &str, text: &JsonText) -> Result<T, StoreError> {
        // serde's message may quote the value; the place is enough.
        serde_json::from_str(&text.0).map_err(|error| {
            self.damaged(column, &format_args!("not understood at column {} of the JSON text", error.column()))
        })
    }

    fn maybe_json<T: DeserializeOwned>(&self, column: &str, text: Option<&JsonText>) -> Result<Option<T>, StoreError> {
        text.map(|text| self.json(column, text)).transpose()
    }

    fn to_json<T: Serialize>(&self, column: &str, value: &T) -> Result<JsonText, StoreError> {
        serde_json::to_string(value).map(JsonText).map_err(|error| self.damaged(column, &error))
    }
}
