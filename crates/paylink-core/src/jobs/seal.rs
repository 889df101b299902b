//! Entries of the audit log are sealed, soon after they were written. No write ever waits for it.
//!
//! **Invariant:** which entries are sealed is told by a mark beside each, never by its time: an entry that is committed
//! late, or by a server whose clock is behind, waits for the next seal like every other.

use crate::{
    Actor, Change, ChangeSet, Error, Paylink, UniqueKey,
    audit::{GENESIS, digest, hash_of},
    ports::StoreError,
    records::{SealRecord, SealedEntry},
};

/// Entries under one seal.
const BATCH: u32 = 256;
const JOB: Actor = Actor::Job("seal");

impl Paylink {
    /// Makes one seal over entries that wait; returns how many. Of two servers that do so at once one wins, and the
    /// other has done nothing.
    ///
    /// # Errors
    /// `storage_unavailable`; what was not sealed waits on.
    pub async fn seal_tick(&self) -> Result<usize, Error> {
        let waiting = self.store.unsealed(BATCH).await?;
        let Some(key) = self.audit.seals.first().filter(|_| !waiting.is_empty()) else { return Ok(0) };
        let (number, before) = match self.store.last_seal().await? {
            Some(last) => (last.number.saturating_add(1), last.hash),
            None => (1, GENESIS.to_owned()),
        };
        let sealed = |one: &crate::records::Unsealed| {
            if one.entry.is_none() {
                tracing::error!(audit.id = %one.id, "an entry of the audit log was removed or damaged before it was sealed");
            }
            SealedEntry { id: one.id, digest: one.entry.as_ref().map(digest) }
        };
        let mut seal = SealRecord {
            number,
            entries: waiting.iter().map(sealed).collect(),
            hash: String::new(),
            key_id: key.id.clone(),
            mac: String::new(),
            created_at: self.now(),
        };
        seal.hash = hash_of(&before, &seal);
        seal.mac = key.mac(&seal.hash);
        match self.write(JOB, ChangeSet::new().with(Change::InsertSeal(Box::new(seal)))).await {
            Ok(()) => Ok(waiting.len()),
            Err(StoreError::Stale { .. } | StoreError::Taken { key: UniqueKey::SealNumber }) => Ok(0),
            Err(error) => Err(error.into()),
        }
    }
}
