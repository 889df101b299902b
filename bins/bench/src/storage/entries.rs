//! Entries of the audit log, as the core adds them to a change set.

use super::changes::random;
use paylink_core::{
    Timestamp, TypedId,
    records::{ActorKind, AuditRecord, AuditSubject, LinkRecord},
};
use uuid::Uuid;

/// An entry of the audit log, about as long as the core writes it: fields that are not set are left out.
pub(super) fn entry(
    (now, place): (Timestamp, u8),
    (kind, subject, version): (AuditSubject, Uuid, i64),
    link: &LinkRecord,
    row: Result<serde_json::Value, serde_json::Error>,
) -> AuditRecord {
    let mut fields = row.unwrap_or_default();
    if let Some(fields) = fields.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    let mut bits = random();
    if let Some(last) = bits.last_mut() {
        *last = place;
    }
    AuditRecord {
        id: TypedId::from_time(now, bits),
        merchant_id: Some(link.merchant_id),
        actor: ActorKind::Payer,
        actor_id: Some(link.id.to_string()),
        action: format!("{}.updated", kind.name()),
        kind,
        subject,
        version,
        state: Some(fields.to_string()),
        request_id: Some("req_0123456789abcdef0123456789abcdef".to_owned()),
        created_at: now,
    }
}
