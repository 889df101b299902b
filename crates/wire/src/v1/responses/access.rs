//! Credentials as the API shows them.

use crate::v1::shapes::{AudienceShape, RoleShape, api_key_word};
use paylink_core::{ApiKeyId, Audience, MerchantId, Role, Secret, Timestamp, records::ApiKeyRecord};
use serde::Serialize;
use utoipa::ToSchema;

/// An API key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ApiKey {
    /// Identity.
    #[schema(value_type = String, examples("key_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: ApiKeyId,
    /// `api_key`.
    #[schema(schema_with = api_key_word)]
    pub object: &'static str,
    /// What people call it.
    #[schema(examples("web shop"))]
    pub name: String,
    /// What it may do.
    #[schema(value_type = RoleShape)]
    pub role: Role,
    /// The only merchant it acts for; null: all.
    #[schema(required, value_type = Option<String>)]
    pub merchant_id: Option<MerchantId>,
    /// The last four characters of the secret, to tell keys apart.
    #[schema(examples("x3Qa"))]
    pub hint: String,
    /// When it stopped working.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl From<&ApiKeyRecord> for ApiKey {
    fn from(record: &ApiKeyRecord) -> Self {
        Self {
            id: record.id,
            object: "api_key",
            name: record.name.clone(),
            role: record.role,
            merchant_id: record.merchant_id,
            hint: record.hint.clone(),
            revoked_at: record.revoked_at,
            created_at: record.created_at,
        }
    }
}

/// A new API key with its secret, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NewApiKey {
    /// The secret: `Authorization: Bearer …`.
    pub secret: String,
    /// The key.
    #[serde(flatten)]
    pub key: ApiKey,
}

impl NewApiKey {
    /// The answer to the creation of a key, and to nothing else.
    #[must_use]
    pub fn of(key: &ApiKeyRecord, secret: &Secret) -> Self {
        Self { secret: secret.expose().to_owned(), key: ApiKey::from(key) }
    }
}

/// A token that lets a browser act for one merchant.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MerchantToken {
    /// A JWT: `Authorization: Bearer …`.
    pub token: String,
    /// The surface it is for.
    #[schema(value_type = AudienceShape)]
    pub audience: Audience,
    /// When it stops working.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}
