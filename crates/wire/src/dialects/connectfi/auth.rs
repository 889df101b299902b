//! Getting a token in place of a secret.

use super::{rules::required, times::Instant};
use crate::json::{Fields, Object};
use paylink_core::{Code, Error, Secret};
use serde::Serialize;

/// Who asks for a token.
#[derive(Debug, Clone)]
pub struct Login {
    /// Id of an API key.
    pub login: String,
    /// Its secret.
    pub password: Secret,
}

/// Secrets of this server are longer than the 50 characters of the original.
const PASSWORD: usize = 100;

/// Reads the body that asks for a token.
///
/// # Errors
/// Field errors.
pub fn login(body: Object) -> Result<Login, Error> {
    let mut fields = Fields::of(body);
    let user = fields.object("user", |user| {
        let login = user.text("login");
        let login = required(user, "login", login);
        let plain = login.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !login.is_empty() && (!plain || login.len() > 36) {
            user.refuse("login", Code::InvalidValue, "must match pattern \"^[0-9a-zA-Z_]+$\"");
        }
        let password = user.text("password");
        let password = required(user, "password", password);
        if password.chars().nth(PASSWORD).is_some() {
            user.refuse("password", Code::TooLong, format!("must NOT have more than {PASSWORD} characters"));
        }
        // the request's id may stand in here too
        let _ = user.text("requestId");
        (login, password)
    });
    let (login, password) = required(&mut fields, "user", user);
    fields.finish().finish()?;
    Ok(Login { login, password: Secret::new(password) })
}

/// A client's token.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessToken {
    /// For `x-connectfi-token`.
    pub token: String,
    /// Until when.
    pub dts_expire_at: Instant,
}

/// A token of a merchant or a payer.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// Its life in seconds.
    pub expires_in: u64,
    /// For `x-connectfi-jwtoken`.
    pub token: String,
}
