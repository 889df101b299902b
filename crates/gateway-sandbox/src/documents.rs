//! Typed documents over the store's conditional writes.

use paylink_core::{
    Stored, Version,
    ports::{DocumentStore, StoreError},
};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

/// A kind of document.
pub(crate) trait Document: Serialize + DeserializeOwned + Send + Sync {
    /// Its name in the store.
    const KIND: &'static str;
}

/// Times a lost race is run again. A round is lost only to somebody who has written, a token is written twice in its
/// life, a charge six times, and once or twice more for each of its refunds (made; before that lost, or later told
/// that it has settled or come back). So 125 refunds of one charge at once, on any number of servers, all end within
/// these rounds.
pub(crate) const ROUNDS: usize = 256;

/// The sandbox's own corner of the store.
#[derive(Clone)]
pub(crate) struct Documents(pub(crate) Arc<dyn DocumentStore>);

impl Documents {
    /// The document under `key`.
    pub(crate) async fn get<D: Document>(&self, key: &str) -> Result<Option<Stored<D>>, StoreError> {
        let Some(Stored { value, version }) = self.0.document(D::KIND, key).await? else { return Ok(None) };
        let value = serde_json::from_str(&value).map_err(|problem| corrupt::<D>(key, &problem))?;
        Ok(Some(Stored { value, version }))
    }

    /// Writes it if nobody has since `expected`; `Ok(false)`: somebody has, read again.
    pub(crate) async fn put<D: Document>(
        &self,
        key: &str,
        expected: Option<Version>,
        value: &D,
    ) -> Result<bool, StoreError> {
        let text = serde_json::to_string(value).map_err(|problem| corrupt::<D>(key, &problem))?;
        match self.0.put_document(D::KIND, key, expected, &text).await {
            Ok(_) => Ok(true),
            Err(StoreError::Stale { .. }) => Ok(false),
            Err(
                error @ (StoreError::Taken { .. }
                | StoreError::Unavailable(_)
                | StoreError::OutcomeUnknown(_)
                | StoreError::Corrupt { .. }),
            ) => Err(error),
        }
    }
}

/// Only the place of the problem is told: serde's own words could quote the document.
fn corrupt<D: Document>(key: &str, problem: &serde_json::Error) -> StoreError {
    let problem = format!("line {}, column {}: {:?}", problem.line(), problem.column(), problem.classify());
    StoreError::Corrupt { entity: D::KIND, id: key.to_owned(), problem }
}

/// Every round was lost.
pub(crate) fn contended<D: Document>(key: &str) -> StoreError {
    StoreError::Stale { entity: D::KIND, id: key.to_owned() }
}
