//! Sessions: a token in place of an API key, which lasts as long as it is used.
//!
//! The sessions of a key are one small document. A token names its key, so that it is looked up and nothing is searched.

use crate::{
    ApiKeyId, Caller, Code, Error, Paylink, Secret, Stored, Timestamp, Version, hash::sha256_hex, ports::StoreError,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use subtle::ConstantTimeEq as _;

const KIND: &str = "sessions";
/// How long a session lasts without a request.
const LIFE: Duration = Duration::from_secs(15 * 60);
/// A request that comes this soon after the last one is not written down.
const FRESH: Duration = Duration::from_secs(30);
/// Sessions of one key; the one that would end first makes room.
const MOST: usize = 50;
const ATTEMPTS: u32 = 24;

/// A session just begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedSession {
    /// Whose.
    pub key: ApiKeyId,
    /// What to present; stored nowhere.
    pub token: Secret,
    /// When it ends, unless it is used before.
    pub expires_at: Timestamp,
    /// When it began.
    pub opened_at: Timestamp,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Session {
    hash: String,
    used_at: Timestamp,
}

impl Session {
    fn is_over(&self, now: Timestamp) -> bool {
        self.used_at.plus(LIFE) <= now
    }
}

impl Paylink {
    /// Begins a session for the holder of a stored API key.
    ///
    /// # Errors
    /// `forbidden` for other callers.
    pub async fn open_session(&self, caller: &Caller) -> Result<OpenedSession, Error> {
        let key = caller.key.ok_or_else(|| Error::new(Code::Forbidden, "only a stored API key opens a session"))?;
        let token = format!("{key}.{}", URL_SAFE_NO_PAD.encode(self.random::<32>()));
        let now = self.now();
        let session = Session { hash: sha256_hex(&token), used_at: now };
        self.change_sessions(key, |sessions| {
            if sessions.len() >= MOST {
                sessions.sort_by_key(|session| session.used_at);
                sessions.remove(0);
            }
            sessions.push(session.clone());
        })
        .await?;
        Ok(OpenedSession { key, token: Secret::new(token), expires_at: now.plus(LIFE), opened_at: now })
    }

    /// The caller behind the token of a session, which lasts longer from now on.
    ///
    /// # Errors
    /// `unauthenticated`: no such token, over, or its key was revoked.
    pub async fn session_caller(&self, token: &str) -> Result<Caller, Error> {
        let refused = || Error::of(Code::Unauthenticated);
        let (key, hash, now) = (key_of(token).ok_or_else(refused)?, sha256_hex(token), self.now());
        let (sessions, _) = self.sessions(key).await?;
        let session = sessions.into_iter().find(|session| is(session, &hash)).ok_or_else(refused)?;
        if session.is_over(now) {
            return Err(refused());
        }
        let caller = self.caller_for_key(key).await?;
        if session.used_at.plus(FRESH) <= now {
            self.change_sessions(key, |sessions| {
                for session in sessions.iter_mut().filter(|session| is(session, &hash)) {
                    session.used_at = session.used_at.max(now);
                }
            })
            .await?;
        }
        Ok(caller)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// `not_found` when there is none, or it was over.
    pub async fn close_session(&self, token: &str) -> Result<(), Error> {
        let not_found = || Error::of(Code::NotFound);
        let (key, hash, now) = (key_of(token).ok_or_else(not_found)?, sha256_hex(token), self.now());
        let (sessions, _) = self.sessions(key).await?;
        if !sessions.iter().any(|session| is(session, &hash) && !session.is_over(now)) {
            return Err(not_found());
        }
        self.change_sessions(key, |sessions| sessions.retain(|session| !is(session, &hash))).await
    }

    async fn sessions(&self, key: ApiKeyId) -> Result<(Vec<Session>, Option<Version>), Error> {
        let damaged = |_| Error::internal("the sessions of an API key are damaged");
        match self.store.document(KIND, &key.to_string()).await? {
            None => Ok((Vec::new(), None)),
            Some(Stored { value, version }) => Ok((serde_json::from_str(&value).map_err(damaged)?, Some(version))),
        }
    }

    /// Changes the sessions of a key, again while others change them too; those that are over go.
    async fn change_sessions(
        &self,
        key: ApiKeyId,
        change: impl Fn(&mut Vec<Session>) + Send + Sync,
    ) -> Result<(), Error> {
        let now = self.now();
        for attempt in 0..ATTEMPTS {
            let (mut sessions, version) = self.sessions(key).await?;
            sessions.retain(|session| !session.is_over(now));
            change(&mut sessions);
            let unwritten = |_| Error::internal("the sessions of an API key cannot be written");
            let text = serde_json::to_string(&sessions).map_err(unwritten)?;
            match self.store.put_document(KIND, &key.to_string(), version, &text).await {
                Ok(_) => return Ok(()),
                Err(StoreError::Stale { .. }) => self.pause(attempt).await,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::of(Code::StorageUnavailable))
    }
}

fn key_of(token: &str) -> Option<ApiKeyId> {
    token.split_once('.')?.0.parse().ok()
}

fn is(session: &Session, hash: &str) -> bool {
    bool::from(session.hash.as_bytes().ct_eq(hash.as_bytes()))
}
