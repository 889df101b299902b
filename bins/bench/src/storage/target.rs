//! Which row a change is about, and what happens to it: what every floor is derived from.

use crate::Outcome;
use paylink_core::{Change, TypedId, records::WorkKey};
use uuid::Uuid;

/// What happens to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Insert,
    /// Seen at this version.
    Update(i64),
    Delete,
    /// Looked at and held until the commit: at this version it must still be.
    Expect(i64),
}

/// A value of a key.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    Id(Uuid),
    Text(String),
}

/// A row.
pub(crate) struct Target {
    pub(crate) act: Act,
    pub(crate) table: &'static str,
    pub(crate) key: Vec<(&'static str, Part)>,
}

impl Target {
    /// The rows of a change: one, but for entries of the audit log. Fails for what no order here does.
    pub(crate) fn all(change: &Change) -> Outcome<Vec<Self>> {
        if let Change::InsertAudit(new) = change {
            return Ok(new.iter().map(|entry| by_id("audit_log", entry.id, Act::Insert)).collect());
        }
        Ok(vec![Self::of(change)?])
    }

    fn of(change: &Change) -> Outcome<Self> {
        Ok(match change {
            Change::InsertLink(new) => by_id("links", new.id, Act::Insert),
            Change::InsertPayment(new) => by_id("payments", new.id, Act::Insert),
            Change::InsertLedgerEntry(new) => by_id("ledger", new.id, Act::Insert),
            Change::InsertEvent(new) => by_id("events", new.id, Act::Insert),
            Change::InsertFact(new) => by_id("report_facts", new.id, Act::Insert),
            Change::InsertIdempotency(new) => request(&new.scope, &new.key, Act::Insert),
            Change::PutWork(new) => work(new.key, Act::Insert),
            Change::UpdateLink(new) => by_id("links", new.value.id, Act::Update(new.version.0)),
            Change::UpdatePayment(new) => by_id("payments", new.value.id, Act::Update(new.version.0)),
            Change::UpdateIdempotency(new) => request(&new.value.scope, &new.value.key, Act::Update(new.version.0)),
            Change::DropWork(key) => work(*key, Act::Delete),
            Change::ExpectMerchant(id, version) => by_id("merchants", *id, Act::Expect(version.0)),
            Change::InsertMerchant(_)
            | Change::UpdateMerchant(_)
            | Change::InsertCustomer(_)
            | Change::UpdateCustomer(_)
            | Change::ExpectCustomer(..)
            | Change::MoveCustomer { .. }
            | Change::RewriteEvent(_)
            | Change::RewriteDelivery(_)
            | Change::RewriteMessage(_)
            | Change::ExpectLink(..)
            | Change::ExpectPayment(..)
            | Change::InsertRefund(_)
            | Change::UpdateRefund(_)
            | Change::InsertPaymentMethod(_)
            | Change::UpdatePaymentMethod(_)
            | Change::ExpectPaymentMethod(..)
            | Change::InsertApiKey(_)
            | Change::UpdateApiKey(_)
            | Change::InsertEndpoint(_)
            | Change::UpdateEndpoint(_)
            | Change::DeleteMerchant(..)
            | Change::DeleteEndpoint(..)
            | Change::InsertDelivery(_)
            | Change::UpdateDelivery(_)
            | Change::InsertMessage(_)
            | Change::UpdateMessage(_)
            | Change::InsertReminder(_)
            | Change::InsertBill(_)
            | Change::UpdateBill(_)
            | Change::UpdateReminder(_)
            | Change::InsertSuppression(_)
            | Change::DeleteSuppression(_)
            | Change::InsertFile(_)
            | Change::UpdateFile(_)
            | Change::DeleteFile(..)
            | Change::InsertFileUsage(_)
            | Change::UpdateFileUsage(_)
            | Change::InsertView(..)
            | Change::CountView(..)
            | Change::FoldFacts(_)
            | Change::FinishWork(..)
            | Change::UpdateWork(_)
            | Change::InsertAudit(_)
            | Change::InsertSeal(_) => return Err("no order here makes this change".into()),
        })
    }
}

fn by_id(table: &'static str, id: impl TypedId, act: Act) -> Target {
    Target { act, table, key: vec![("id", Part::Id(id.uuid()))] }
}

fn request(scope: &str, key: &str, act: Act) -> Target {
    let key = vec![("scope", Part::Text(scope.to_owned())), ("key", Part::Text(key.to_owned()))];
    Target { act, table: "idempotency", key }
}

fn work(key: WorkKey, act: Act) -> Target {
    let key = vec![("queue", Part::Text(key.queue.name().to_owned())), ("subject", Part::Id(key.subject))];
    Target { act, table: "work", key }
}
