//! Rows of API keys and of answered requests.

use crate::{Answer, ApiKeyId, MerchantId, PaymentId, RefundId, Role, Timestamp};

/// An API key: never its secret, only the hash.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKeyRecord {
    /// Identity.
    pub id: ApiKeyId,
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The only merchant it acts for.
    pub merchant_id: Option<MerchantId>,
    /// SHA-256 of the secret, hexadecimal; unique.
    pub secret_hash: String,
    /// The last four characters of the secret, so that people can tell keys apart.
    pub hint: String,
    /// When it stopped working.
    pub revoked_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl std::fmt::Debug for ApiKeyRecord {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("ApiKeyRecord").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
}

/// A request that carried an idempotency key. Debug output hides key and answer.
#[derive(Clone, PartialEq, Eq)]
pub struct IdempotencyRecord {
    /// Whose keys these are: `platform`, a merchant's id, or `checkout:` and a link's id.
    pub scope: String,
    /// The caller's key; unique in its scope.
    pub key: String,
    /// Fingerprint of the request, hexadecimal.
    pub fingerprint: String,
    /// The payment it began; the record outlives it until that is final.
    pub payment_id: Option<PaymentId>,
    /// The refund it began; the record outlives it until that is final.
    pub refund_id: Option<RefundId>,
    /// The answer, once there is one.
    pub answer: Option<Answer>,
    /// When the request came.
    pub created_at: Timestamp,
    /// When the record may go.
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for IdempotencyRecord {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("IdempotencyRecord")
            .field("scope", &self.scope)
            .field("payment_id", &self.payment_id)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}
