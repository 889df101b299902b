//! From what a database says to what the port promises; the one place that knows constraint names.

use diesel::{
    QueryResult,
    result::{DatabaseErrorInformation, DatabaseErrorKind, Error},
};
use paylink_core::{UniqueKey, ports::StoreError};
use std::fmt::Display;

/// What becomes of a write.
pub(crate) type Done = Result<(), StoreError>;

/// An error without a row to blame: the database is away, or a column has a value of the wrong kind.
pub(crate) fn failed(error: Error) -> StoreError {
    if let Error::DeserializationError(problem) = error {
        return StoreError::Corrupt { entity: "row", id: "unknown".to_owned(), problem: problem.to_string() };
    }
    StoreError::Unavailable(Box::new(error))
}

/// How errors call a row: its kind and its id.
pub(crate) type Name<'a> = (&'static str, &'a dyn Display);

/// An error of writing the row `entity` `id`, which refers to the row `parent`.
pub(crate) fn refused(error: Error, (entity, id): Name<'_>, parent: Option<Name<'_>>) -> StoreError {
    let Error::DatabaseError(kind, information) = error else { return failed(error) };
    let problem = information.message().to_owned();
    match (kind, parent) {
        (DatabaseErrorKind::UniqueViolation, _) => match taken(information.as_ref()) {
            Some(key) => StoreError::Taken { key },
            None => StoreError::Corrupt { entity, id: id.to_string(), problem },
        },
        (DatabaseErrorKind::ForeignKeyViolation, Some(parent)) => stale(parent),
        (
            DatabaseErrorKind::CheckViolation
            | DatabaseErrorKind::NotNullViolation
            | DatabaseErrorKind::ForeignKeyViolation,
            _,
        ) => StoreError::Corrupt { entity, id: id.to_string(), problem },
        _ => failed(Error::DatabaseError(kind, information)),
    }
}

/// Which key a unique violation is about.
pub(crate) fn taken(information: &dyn DatabaseErrorInformation) -> Option<UniqueKey> {
    information.constraint_name().map_or_else(|| taken_columns(information), taken_index)
}

/// By the index that PostgreSQL names.
fn taken_index(name: &str) -> Option<UniqueKey> {
    Some(match name {
        "links_slug_key" => UniqueKey::Slug,
        "links_external_id" => UniqueKey::LinkExternalId,
        "customers_external_id" => UniqueKey::CustomerExternalId,
        "merchants_external_id" => UniqueKey::MerchantExternalId,
        "ledger_number" => UniqueKey::LedgerNumber,
        "bills_number" => UniqueKey::BillNumber,
        "links_open_of_bill" => UniqueKey::OpenLinkOfBill,
        "payments_live_of_bill" => UniqueKey::LivePaymentOfBill,
        "payment_methods_payment" => UniqueKey::MethodOfPayment,
        "payments_live" => UniqueKey::LivePayment,
        "api_keys_secret_hash" => UniqueKey::ApiKeySecret,
        "idempotency_pkey" => UniqueKey::IdempotencyKey,
        "messages_reminder" | "messages_event" => UniqueKey::Message,
        "reminders_day" => UniqueKey::ReminderDay,
        "link_views_pkey" => UniqueKey::ViewOfDay,
        "audit_seals_pkey" => UniqueKey::SealNumber,
        "file_usage_pkey" => UniqueKey::FileUsage,
        "work_pkey" | "documents_pkey" => return None,
        one if one.ends_with("_pkey") => UniqueKey::Id,
        _ => return None,
    })
}

/// By the columns SQLite names:
/// `UNIQUE constraint failed: links.slug_key` (<https://www.sqlite.org/rescode.html#constraint_unique>).
fn taken_columns(information: &dyn DatabaseErrorInformation) -> Option<UniqueKey> {
    let (_, columns) = information.message().rsplit_once(": ")?;
    Some(match columns {
        "links.slug_key" => UniqueKey::Slug,
        "links.external_id, links.merchant_id" => UniqueKey::LinkExternalId,
        "customers.external_id, customers.merchant_id" => UniqueKey::CustomerExternalId,
        "merchants.external_id" => UniqueKey::MerchantExternalId,
        "ledger.payment_id, ledger.number" => UniqueKey::LedgerNumber,
        "bills.number, bills.merchant_id, bills.kind" => UniqueKey::BillNumber,
        "links.bill_id, links.bill_place" => UniqueKey::OpenLinkOfBill,
        "payments.bill_id" => UniqueKey::LivePaymentOfBill,
        "payment_methods.payment_id" => UniqueKey::MethodOfPayment,
        "payments.link_id" => UniqueKey::LivePayment,
        "api_keys.secret_hash" => UniqueKey::ApiKeySecret,
        "idempotency.scope, idempotency.key" => UniqueKey::IdempotencyKey,
        "messages.reminder_id, messages.channel" | "messages.event_id, messages.kind, messages.channel" => {
            UniqueKey::Message
        }
        "reminders.link_id, reminders.remind_on" => UniqueKey::ReminderDay,
        "link_views.link_id, link_views.day" => UniqueKey::ViewOfDay,
        "audit_seals.number" => UniqueKey::SealNumber,
        "file_usage.merchant_id" => UniqueKey::FileUsage,
        one if one.ends_with(".id") && !one.contains(',') => UniqueKey::Id,
        _ => return None,
    })
}

/// The outcome of an update that returns what it wrote: no row means that it has changed or is gone.
pub(crate) fn written<T>(done: QueryResult<T>, name: Name<'_>) -> Done {
    match done {
        Ok(_) => Ok(()),
        Err(Error::NotFound) => Err(stale(name)),
        Err(error) => Err(refused(error, name, None)),
    }
}

/// A row that has changed or is gone.
pub(crate) fn stale((entity, id): Name<'_>) -> StoreError {
    StoreError::Stale { entity, id: id.to_string() }
}
