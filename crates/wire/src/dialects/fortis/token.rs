//! Signing in for a while: `POST /v2/token`.

use super::show::Shown;
use crate::json::{Fields, Object};
use paylink_core::{Code, FieldErrors, OpenedSession, Secret, records::ApiKeyRecord};
use serde::Serialize;

/// Who wants to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// The id of an API key.
    pub username: String,
    /// Its secret.
    pub password: Secret,
    /// What could not be read.
    pub unread: FieldErrors,
}

/// Reads the body of `POST /v2/token`, which has no wrapper. The domain may be any.
#[must_use]
pub fn sign_in(body: Object) -> SignIn {
    let mut fields = Fields::lenient(body);
    let mut required = |name: &str| match fields.text(name).into_set() {
        Some(text) => text,
        None => {
            fields.refuse(name, Code::Required, "is required");
            String::new()
        }
    };
    let (username, password, _domain) = (required("username"), required("password"), required("domain"));
    SignIn { username, password: Secret::new(password), unread: fields.finish() }
}

/// A token, once.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Token {
    /// The id under which it is deleted: the token itself.
    pub id: String,
    /// Minutes without a request after which it ends.
    pub expire: u8,
    /// Keys have one name.
    pub first_name: Option<String>,
    /// The name of the key.
    pub last_name: String,
    /// Never.
    pub password_expire_ts: Option<i64>,
    /// When it was given.
    pub time: i64,
    /// What is presented as `access-token`.
    pub token: String,
    /// The id of the key.
    pub username: String,
    /// What it can act on by default.
    pub primary_location_id: Option<String>,
    /// Zone of the times.
    pub timezone: &'static str,
    /// Kinds of users do not differ here.
    pub user_type_id: u16,
}

impl Shown for Token {
    const SINGULAR: &'static str = "token";
    const PLURAL: &'static str = "token";
}

impl std::fmt::Debug for Token {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Token").field("username", &self.username).finish_non_exhaustive()
    }
}

impl Token {
    /// The token of a session, given to the holder of this key.
    #[must_use]
    pub fn of(session: &OpenedSession, key: &ApiKeyRecord) -> Self {
        Self {
            id: session.token.expose().to_owned(),
            expire: 15,
            first_name: None,
            last_name: key.name.clone(),
            password_expire_ts: None,
            time: session.opened_at.seconds(),
            token: session.token.expose().to_owned(),
            username: session.key.to_string(),
            primary_location_id: key.merchant_id.map(|id| id.to_string()),
            timezone: "UTC",
            user_type_id: 100,
        }
    }
}
