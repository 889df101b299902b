//! Entries of the audit log as the API shows them.

use crate::v1::shapes::{ActorShape, AuditSubjectShape, audit_entry_word};
use paylink_core::{
    AuditId, MerchantId, Timestamp,
    records::{ActorKind, AuditSubject},
    views::{AuditFields, AuditView},
};
use serde::Serialize;
use utoipa::ToSchema;

/// Who caused a write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditActor {
    /// What kind of party.
    #[schema(value_type = ActorShape)]
    pub r#type: ActorKind,
    /// Which one: an API key's id, a merchant token's `jti`, a payer's payment link, a job's name.
    #[schema(required, examples("key_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: Option<String>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditedObject {
    /// What kind of object.
    #[schema(value_type = AuditSubjectShape)]
    pub r#type: AuditSubject,
    /// Its id.
    #[schema(examples("plink_4x6v2m9c8qee0s3b7d1tk5wzra"))]
    pub id: String,
    /// How often it has been written, this time included.
    #[schema(minimum = 1)]
    pub version: i64,
}

/// One entry of the audit log. Personal data and secrets are masked: `[redacted 1f3a]` changes when the value does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditEntry {
    /// Identity.
    #[schema(value_type = String, examples("aud_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: AuditId,
    /// `audit_entry`.
    #[schema(schema_with = audit_entry_word)]
    pub object: &'static str,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who.
    pub actor: AuditActor,
    /// What was done.
    #[schema(examples("payment_link.updated"))]
    pub action: String,
    /// To what.
    pub subject: AuditedObject,
    /// Whose log it is in besides the platform's.
    #[schema(required, value_type = Option<String>)]
    pub merchant_id: Option<MerchantId>,
    /// The fields that changed, as they were; null if the object is new, or if what was there before is not known.
    #[schema(required, value_type = Option<std::collections::BTreeMap<String, serde_json::Value>>)]
    pub before: Option<AuditFields>,
    /// The fields that changed, as they are now; null if the object is gone.
    #[schema(required, value_type = Option<std::collections::BTreeMap<String, serde_json::Value>>)]
    pub after: Option<AuditFields>,
    /// The `x-request-id` of the request that caused it.
    #[schema(required)]
    pub request_id: Option<String>,
}

impl From<&AuditView> for AuditEntry {
    fn from(view: &AuditView) -> Self {
        let entry = &view.entry;
        Self {
            id: entry.id,
            object: "audit_entry",
            at: entry.created_at,
            actor: AuditActor { r#type: entry.actor, id: entry.actor_id.clone() },
            action: entry.action.clone(),
            subject: AuditedObject { r#type: entry.kind, id: entry.kind.id(entry.subject), version: entry.version },
            merchant_id: entry.merchant_id,
            before: view.before.clone(),
            after: view.after.clone(),
            request_id: entry.request_id.clone(),
        }
    }
}
