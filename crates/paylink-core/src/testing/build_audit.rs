//! Valid entries of the audit log, and seals over them.

use super::build::{Make, instant};
use crate::{
    AuditId, MerchantId, Timestamp, TypedId as _,
    records::{ActorKind, AuditRecord, AuditSubject, SealRecord, SealedEntry},
};

impl Make {
    /// An entry about a link of its own that was made by a key.
    pub fn audit_entry(&self, merchant_id: Option<MerchantId>) -> AuditRecord {
        self.audit_entry_at(instant(0), merchant_id)
    }

    /// The same, at this time.
    pub fn audit_entry_at(&self, created_at: Timestamp, merchant_id: Option<MerchantId>) -> AuditRecord {
        let random: AuditId = self.id();
        AuditRecord {
            id: AuditId::from_time(created_at, random.uuid().into_bytes()),
            merchant_id,
            actor: ActorKind::ApiKey,
            actor_id: Some(format!("key_{}", self.word())),
            action: "payment_link.created".to_owned(),
            kind: AuditSubject::Link,
            subject: self.id::<crate::LinkId>().uuid(),
            version: 1,
            state: Some("{\"slug\":\"invoice-7\"}".to_owned()),
            request_id: None,
            created_at,
        }
    }

    /// A seal over these entries. Its hashes are only words: a store does not compute them.
    pub fn seal(&self, number: i64, entries: &[&AuditRecord]) -> SealRecord {
        let sealed = |entry: &&AuditRecord| SealedEntry { id: entry.id, digest: Some(self.word()) };
        let mut entries: Vec<_> = entries.iter().map(sealed).collect();
        entries.sort_by_key(|entry| entry.id);
        SealRecord { number, entries, hash: self.word(), key_id: self.word(), mac: self.word(), created_at: instant(0) }
    }
}
