//! What each kind of change is to the log: one match over all of them, so that none can be forgotten.

use super::{
    mask::{MaskKey, Shot},
    shapes, shapes_money, shapes_post,
};
use crate::{
    Actor, Change, EndpointId, FileId, MerchantId, SuppressionId, TypedId as _, Version,
    records::{AuditSubject, BillKind, BillRecord},
};
use uuid::Uuid;

/// What is said of one changed row.
pub(super) struct Draft {
    pub(super) kind: AuditSubject,
    pub(super) subject: Uuid,
    pub(super) merchant: Option<MerchantId>,
    pub(super) verb: &'static str,
    pub(super) version: Version,
    /// `None` when the row is gone.
    pub(super) state: Option<String>,
    /// The row that goes.
    pub(super) gone: Option<Gone>,
}

/// A row that goes.
#[derive(Clone, Copy)]
pub(super) enum Gone {
    Merchant(MerchantId),
    Endpoint(EndpointId),
    Suppression(SuppressionId),
    File(FileId),
}

const CREATED: &str = "created";
pub(super) const UPDATED: &str = "updated";
const DELETED: &str = "deleted";
const REVOKED: &str = "revoked";

/// What a change is to the log; `None` for what is not logged.
pub(super) fn draft(actor: Actor, change: &Change, key: &MaskKey) -> Option<Draft> {
    let new = |kind, id: Uuid, merchant, shot: Shot<'_>| Some(written(kind, id, merchant, CREATED, Version(0), shot));
    match change {
        Change::InsertMerchant(row) => {
            new(AuditSubject::Merchant, row.id.uuid(), Some(row.id), shapes::merchant(key, row))
        }
        Change::UpdateMerchant(row) => {
            let (id, shot) = (row.value.id, shapes::merchant(key, &row.value));
            Some(written(AuditSubject::Merchant, id.uuid(), Some(id), UPDATED, row.version, shot))
        }
        Change::DeleteMerchant(id, version) => {
            Some(gone(AuditSubject::Merchant, id.uuid(), *version, Gone::Merchant(*id)))
        }
        Change::InsertCustomer(row) => {
            new(AuditSubject::Customer, row.id.uuid(), Some(row.merchant_id), shapes::customer(key, row))
        }
        Change::UpdateCustomer(row) => {
            let (value, shot) = (&row.value, shapes::customer(key, &row.value));
            Some(written(AuditSubject::Customer, value.id.uuid(), Some(value.merchant_id), UPDATED, row.version, shot))
        }
        Change::InsertLink(row) => {
            new(AuditSubject::Link, row.id.uuid(), Some(row.merchant_id), shapes::link(key, row))
        }
        Change::UpdateLink(row) => {
            let (value, shot) = (&row.value, shapes::link(key, &row.value));
            Some(written(AuditSubject::Link, value.id.uuid(), Some(value.merchant_id), UPDATED, row.version, shot))
        }
        Change::InsertBill(row) => {
            new(bill_kind(row), row.id.uuid(), Some(row.merchant_id), shapes_money::bill(key, row))
        }
        Change::UpdateBill(row) => {
            let (value, shot) = (&row.value, shapes_money::bill(key, &row.value));
            Some(written(bill_kind(value), value.id.uuid(), Some(value.merchant_id), UPDATED, row.version, shot))
        }
        Change::InsertPayment(row) => {
            new(AuditSubject::Payment, row.id.uuid(), Some(row.merchant_id), shapes_money::payment(key, row))
        }
        Change::UpdatePayment(row) => {
            let (value, shot) = (&row.value, shapes_money::payment(key, &row.value));
            Some(written(AuditSubject::Payment, value.id.uuid(), Some(value.merchant_id), UPDATED, row.version, shot))
        }
        Change::InsertRefund(row) => {
            new(AuditSubject::Refund, row.id.uuid(), Some(row.merchant_id), shapes_money::refund(key, row))
        }
        Change::UpdateRefund(row) => {
            let (value, shot) = (&row.value, shapes_money::refund(key, &row.value));
            Some(written(AuditSubject::Refund, value.id.uuid(), Some(value.merchant_id), UPDATED, row.version, shot))
        }
        Change::InsertPaymentMethod(row) => {
            let shot = shapes_money::payment_method(key, row);
            new(AuditSubject::PaymentMethod, row.id.uuid(), Some(row.merchant_id), shot)
        }
        Change::UpdatePaymentMethod(row) => {
            let (value, shot) = (&row.value, shapes_money::payment_method(key, &row.value));
            let (id, merchant) = (value.id.uuid(), Some(value.merchant_id));
            Some(written(AuditSubject::PaymentMethod, id, merchant, UPDATED, row.version, shot))
        }
        Change::InsertLedgerEntry(row) => {
            new(AuditSubject::LedgerEntry, row.id.uuid(), Some(row.merchant_id), shapes_money::ledger_entry(key, row))
        }
        Change::InsertApiKey(row) => {
            new(AuditSubject::ApiKey, row.id.uuid(), row.merchant_id, shapes::api_key(key, row))
        }
        Change::UpdateApiKey(row) => {
            let (value, shot) = (&row.value, shapes::api_key(key, &row.value));
            let verb = if value.revoked_at.is_some() { REVOKED } else { UPDATED };
            Some(written(AuditSubject::ApiKey, value.id.uuid(), value.merchant_id, verb, row.version, shot))
        }
        Change::InsertEndpoint(row) => {
            new(AuditSubject::Endpoint, row.id.uuid(), row.merchant_id, shapes::endpoint(key, row))
        }
        Change::UpdateEndpoint(row) => {
            let (value, shot) = (&row.value, shapes::endpoint(key, &row.value));
            Some(written(AuditSubject::Endpoint, value.id.uuid(), value.merchant_id, UPDATED, row.version, shot))
        }
        Change::DeleteEndpoint(id, version) => {
            Some(gone(AuditSubject::Endpoint, id.uuid(), *version, Gone::Endpoint(*id)))
        }
        Change::InsertDelivery(row) if is_by_hand(actor) => {
            new(AuditSubject::Delivery, row.id.uuid(), row.merchant_id, shapes_post::delivery(key, row))
        }
        Change::UpdateDelivery(row) if is_by_hand(actor) => {
            let (value, shot) = (&row.value, shapes_post::delivery(key, &row.value));
            Some(written(AuditSubject::Delivery, value.id.uuid(), value.merchant_id, UPDATED, row.version, shot))
        }
        Change::InsertMessage(row) => {
            new(AuditSubject::Message, row.id.uuid(), Some(row.merchant_id), shapes_post::message(key, row))
        }
        Change::UpdateMessage(row) => {
            let (value, shot) = (&row.value, shapes_post::message(key, &row.value));
            Some(written(AuditSubject::Message, value.id.uuid(), Some(value.merchant_id), UPDATED, row.version, shot))
        }
        Change::InsertReminder(row) => {
            new(AuditSubject::Reminder, row.id.uuid(), Some(row.merchant_id), shapes_post::reminder(key, row))
        }
        Change::UpdateReminder(row) => {
            let (value, shot) = (&row.value, shapes_post::reminder(key, &row.value));
            Some(written(AuditSubject::Reminder, value.id.uuid(), Some(value.merchant_id), UPDATED, row.version, shot))
        }
        Change::InsertSuppression(row) => {
            new(AuditSubject::Suppression, row.id.uuid(), row.merchant_id, shapes_post::suppression(key, row))
        }
        // never changed in between, so the second write ends it
        Change::DeleteSuppression(id) => {
            Some(gone(AuditSubject::Suppression, id.uuid(), Version::FIRST, Gone::Suppression(*id)))
        }
        Change::InsertFile(row) => {
            new(AuditSubject::File, row.id.uuid(), Some(row.merchant_id), shapes_post::file(key, row))
        }
        Change::UpdateFile(row) => {
            let (value, shot) = (&row.value, shapes_post::file(key, &row.value));
            Some(written(AuditSubject::File, value.id.uuid(), Some(value.merchant_id), UPDATED, row.version, shot))
        }
        Change::DeleteFile(id, version) => Some(gone(AuditSubject::File, id.uuid(), *version, Gone::File(*id))),
        // written by the server itself on its way; see above
        Change::InsertDelivery(_) | Change::UpdateDelivery(_) => None,
        // what is only read
        Change::ExpectMerchant(..)
        | Change::ExpectPaymentMethod(..)
        | Change::ExpectCustomer(..)
        | Change::ExpectLink(..)
        | Change::ExpectPayment(..) => None,
        // tells of a write that is logged
        Change::InsertEvent(_) => None,
        // follow from a merge and from an erasure, which are logged at their customer
        Change::MoveCustomer { .. }
        | Change::RewriteEvent(_)
        | Change::RewriteDelivery(_)
        | Change::RewriteMessage(_) => None,
        // bookkeeping
        Change::InsertView(..)
        | Change::InsertFileUsage(_)
        | Change::UpdateFileUsage(_)
        | Change::InsertFact(_)
        | Change::FoldFacts(_)
        | Change::CountView(..)
        | Change::InsertIdempotency(_)
        | Change::UpdateIdempotency(_)
        | Change::PutWork(_)
        | Change::FinishWork(..)
        | Change::DropWork(_)
        | Change::UpdateWork(_) => None,
        // the log itself
        Change::InsertAudit(_) | Change::InsertSeal(_) => None,
    }
}

const fn bill_kind(bill: &BillRecord) -> AuditSubject {
    match bill.kind {
        BillKind::Invoice => AuditSubject::Invoice,
        BillKind::Order => AuditSubject::Order,
    }
}

const fn is_by_hand(actor: Actor) -> bool {
    match actor {
        Actor::Key(_) | Actor::Operator | Actor::MerchantToken(_) => true,
        Actor::Payer(_) | Actor::Job(_) | Actor::Gateway | Actor::Provider => false,
    }
}

/// A row written on top of `before`, which is 0 for a new one.
fn written(
    kind: AuditSubject,
    subject: Uuid,
    merchant: Option<MerchantId>,
    verb: &'static str,
    before: Version,
    shot: Shot<'_>,
) -> Draft {
    Draft { kind, subject, merchant, verb, version: before.next(), state: Some(shot.text()), gone: None }
}

/// A row that is not there any more.
fn gone(kind: AuditSubject, subject: Uuid, before: Version, row: Gone) -> Draft {
    Draft { kind, subject, merchant: None, verb: DELETED, version: before.next(), state: None, gone: Some(row) }
}
