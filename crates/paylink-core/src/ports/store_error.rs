//! Why a store did not do what it was asked.

use crate::UniqueKey;

/// A cause that crossed an adapter boundary.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row was written by someone else since it was read, or is gone. Nothing was written.
    #[error("{entity} {id} has changed since it was read")]
    Stale {
        /// Kind of row.
        entity: &'static str,
        /// Its id.
        id: String,
    },
    /// A unique key is in use. Nothing was written.
    #[error("the unique key {key} is in use")]
    Taken {
        /// Which.
        key: UniqueKey,
    },
    /// The store cannot be reached or cannot write now. Nothing was written.
    #[error("the storage is unavailable")]
    Unavailable(#[source] BoxError),
    /// The commit was sent but its outcome is not known: read before acting.
    #[error("the outcome of the commit is not known")]
    OutcomeUnknown(#[source] BoxError),
    /// A row cannot be understood.
    #[error("{entity} {id} is damaged: {problem}")]
    Corrupt {
        /// Kind of row.
        entity: &'static str,
        /// Its id.
        id: String,
        /// What is wrong.
        problem: String,
    },
}
