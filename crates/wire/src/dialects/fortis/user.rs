//! Who did something: the API key, as a user of this dialect.

use super::show::Shown;
use paylink_core::records::ApiKeyRecord;
use serde::Serialize;

/// A user: an API key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct User {
    /// Its id.
    pub id: String,
    /// Its name, for what does not look at the parts below.
    pub username: String,
    /// Keys have one name.
    pub first_name: Option<String>,
    /// Its name.
    pub last_name: String,
    /// What it can act on by default.
    pub primary_location_id: Option<String>,
    /// Whether it may be used.
    pub status_id: u8,
    /// When it was made.
    pub created_ts: i64,
}

impl Shown for User {
    const SINGULAR: &'static str = "user";
    const PLURAL: &'static str = "users";
}

impl From<&ApiKeyRecord> for User {
    fn from(key: &ApiKeyRecord) -> Self {
        Self {
            id: key.id.to_string(),
            username: key.name.clone(),
            first_name: None,
            last_name: key.name.clone(),
            primary_location_id: key.merchant_id.map(|id| id.to_string()),
            status_id: super::show::bit(key.revoked_at.is_none()),
            created_ts: key.created_at.seconds(),
        }
    }
}
