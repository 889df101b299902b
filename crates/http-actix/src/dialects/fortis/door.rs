//! Who is asking: a developer with a user's key or token, in headers, in the query or as Basic authentication.
//!
//! **Invariant:** nothing of the query is logged, and no page of a list names a credential in its addresses.

use crate::{call::Call, failure::Failure};
use actix_web::http::header::AUTHORIZATION;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use paylink_core::{Caller, Code, Error};

impl Call {
    /// The parameters of the address, decoded.
    pub(super) fn given(&self) -> impl Iterator<Item = (String, String)> + '_ {
        url::form_urlencoded::parse(self.request().query_string().as_bytes()).into_owned()
    }

    /// A credential: a header, or a parameter of the same name.
    fn credential(&self, name: &'static str) -> Option<String> {
        let header = self.header(name).map(str::to_owned);
        let found = header.or_else(|| self.given().find(|(known, _)| known == name).map(|(_, value)| value));
        found.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// Checks that a developer is named; which one does not matter.
    ///
    /// # Errors
    /// `unauthenticated`.
    pub(super) fn developer(&self) -> Result<(), Failure> {
        let missing = || Error::new(Code::Unauthenticated, "developer-id is required");
        self.credential("developer-id").map(drop).ok_or_else(|| missing().into())
    }

    /// The caller behind the credentials.
    ///
    /// # Errors
    /// `unauthenticated`, `rate_limited`, `storage_unavailable`.
    pub(super) async fn user(&self) -> Result<Caller, Failure> {
        self.developer()?;
        if let Some(token) = self.credential("access-token") {
            let caller = self.paylink().session_caller(&token).await?;
            return self.counted(caller);
        }
        let given = self.credential("user-id").zip(self.credential("user-api-key")).or_else(|| self.basic());
        let (user, secret) = given.ok_or_else(|| Failure::of(Code::Unauthenticated))?;
        self.user_with(&user, &secret).await
    }

    /// The caller behind an API key that is named too. The server's own key has no name: any will do.
    ///
    /// # Errors
    /// As [`Call::user`].
    pub(super) async fn user_with(&self, user: &str, secret: &str) -> Result<Caller, Failure> {
        let caller = self.caller_with(secret).await?;
        match caller.key {
            Some(key) if key.to_string() != user => Err(Failure::of(Code::Unauthenticated)),
            Some(_) | None => Ok(caller),
        }
    }

    /// `Authorization: Basic`, with the id of the key as name and its secret as password.
    fn basic(&self) -> Option<(String, String)> {
        let line = self.request().headers().get(AUTHORIZATION)?.to_str().ok()?;
        let (scheme, encoded) = line.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let plain = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
        let (user, secret) = plain.split_once(':')?;
        Some((user.to_owned(), secret.to_owned()))
    }
}
