//! Who is asking: an API key or a merchant token in `Authorization: Bearer`, and nowhere else.

use crate::{call::Call, failure::Failure, jwt::looks_like_token};
use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use paylink_core::{Audience, Caller, Code};

/// Query parameters under which people send keys; a key there ends up in logs and is refused.
const LEAKS: &[&str] = &["access_token", "api_key", "api-key", "apikey", "authorization", "key", "secret", "token"];

impl Call {
    /// Checks the credentials and takes one request from the caller's bucket.
    ///
    /// # Errors
    /// `unauthenticated`, `rate_limited`, `storage_unavailable`.
    pub(crate) async fn caller(&self) -> Result<Caller, Failure> {
        self.caller_on(Audience::Api).await
    }

    /// The same for another surface: it takes merchant tokens that were made for it, and no other ones.
    ///
    /// # Errors
    /// As [`Call::caller`].
    pub(crate) async fn caller_on(&self, surface: Audience) -> Result<Caller, Failure> {
        if leaks_a_key(self.request().query_string()) {
            return Err(Failure::of(Code::Unauthenticated));
        }
        let credential = bearer(self.request().headers()).ok_or_else(|| Failure::of(Code::Unauthenticated))?;
        let caller = if looks_like_token(credential) {
            let token = self.state().tokens().verify(credential, surface, self.state().clock().now())?;
            self.paylink().caller_for_token(&token).await?
        } else {
            self.paylink().authenticate_key(credential).await?
        };
        self.counted(caller)
    }

    /// The holder of an API key whose secret was found elsewhere than in `Authorization: Bearer`; no token passes here.
    ///
    /// # Errors
    /// As [`Call::caller`].
    pub(crate) async fn caller_with(&self, secret: &str) -> Result<Caller, Failure> {
        let caller = self.paylink().authenticate_key(secret).await?;
        self.counted(caller)
    }

    /// Takes one request from the caller's bucket.
    ///
    /// # Errors
    /// `rate_limited`.
    pub(crate) fn counted(&self, caller: Caller) -> Result<Caller, Failure> {
        self.state().limits().take_from_identity(&identity(&caller))?;
        Ok(caller)
    }
}

/// What the caller's requests are counted under.
fn identity(caller: &Caller) -> String {
    match (caller.key, caller.merchant()) {
        (Some(key), _) => key.to_string(),
        (None, Some(merchant)) => merchant.to_string(),
        (None, None) => "platform".to_owned(),
    }
}

/// The one credential in the one `Authorization` header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut given = headers.get_all(AUTHORIZATION).map(HeaderValue::to_str);
    let (Some(Ok(line)), None) = (given.next(), given.next()) else { return None };
    let (scheme, credential) = line.split_once(' ')?;
    let credential = credential.trim_start_matches(' ');
    let visible = credential.bytes().all(|byte| byte.is_ascii_graphic());
    (scheme.eq_ignore_ascii_case("bearer") && visible && !credential.is_empty()).then_some(credential)
}

fn leaks_a_key(query: &str) -> bool {
    url::form_urlencoded::parse(query.as_bytes())
        .any(|(name, _)| LEAKS.iter().any(|leak| name.eq_ignore_ascii_case(leak)))
}
