//! Links and merchants that were read a moment ago, kept in memory.
//!
//! **Invariant:** what is remembered is what the database would answer now. A write takes its rows out of
//! memory before it is sent and lets nobody put them back until it is done, whatever became of it; and a
//! row read before some write ended is not put in after it. So a link that was paid, cancelled or deleted
//! is never shown as it was before, and callers cannot tell memory from database.
//!
//! This holds because one process writes (the lock file says so). Against a person who changes rows by hand
//! beside a running server there is a second rule: nothing is remembered for longer than [`LIFE`].

use paylink_core::{
    Change, ChangeSet, LinkId, MerchantId, Stored, TypedId as _,
    records::{LinkRecord, MerchantRecord},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// The longest a row is remembered.
const LIFE: Duration = Duration::from_secs(1);

/// Stands for all links where a write is under way that does not say which.
const ANY_LINK: Uuid = Uuid::max();

/// Rows of links by slug (in lower case) and of merchants, as many of each as it was made for.
pub(super) struct Remembered {
    most: usize,
    life: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    links: HashMap<String, Kept<LinkRecord>>,
    /// Where a link is in `links`.
    slugs: HashMap<LinkId, String>,
    merchants: HashMap<MerchantId, Kept<MerchantRecord>>,
    /// Rows with writes under way, and how many.
    busy: HashMap<Uuid, usize>,
    /// Writes that ended.
    ended: u64,
}

struct Kept<T> {
    row: Arc<Stored<T>>,
    since: Instant,
}

impl<T> Kept<T> {
    fn new(row: &Stored<T>) -> Self
    where
        T: Clone,
    {
        Self { row: Arc::new(row.clone()), since: Instant::now() }
    }

    fn within(&self, life: Duration) -> Option<Arc<Stored<T>>> {
        (self.since.elapsed() < life).then(|| Arc::clone(&self.row))
    }
}

/// A row that is not remembered; keeps what is read of it now from being put in after a later write.
#[derive(Debug)]
pub(super) struct Missing(u64);

impl Remembered {
    /// Remembers up to `most` links and as many merchants; with 0 nothing ever.
    pub(super) fn new(most: usize) -> Arc<Self> {
        Self::with_life(most, LIFE)
    }

    fn with_life(most: usize, life: Duration) -> Arc<Self> {
        Arc::new(Self { most, life, state: Mutex::default() })
    }

    /// The link with this slug, in lower case.
    pub(super) fn link(&self, slug_key: &str) -> Result<Arc<Stored<LinkRecord>>, Missing> {
        let state = self.state();
        state.links.get(slug_key).and_then(|kept| kept.within(self.life)).ok_or(Missing(state.ended))
    }

    /// The merchant.
    pub(super) fn merchant(&self, id: MerchantId) -> Result<Arc<Stored<MerchantRecord>>, Missing> {
        let state = self.state();
        state.merchants.get(&id).and_then(|kept| kept.within(self.life)).ok_or(Missing(state.ended))
    }

    /// Remembers a link that was missing and has been read since.
    pub(super) fn keep_link(&self, missing: &Missing, slug_key: String, row: &Stored<LinkRecord>) {
        let mut state = self.state();
        if !self.may_keep(&state, missing, row.value.id.uuid()) {
            return;
        }
        if state.links.len() >= self.most {
            state.links.clear();
            state.slugs.clear();
        }
        state.slugs.insert(row.value.id, slug_key.clone());
        state.links.insert(slug_key, Kept::new(row));
    }

    /// Remembers a merchant that was missing and has been read since.
    pub(super) fn keep_merchant(&self, missing: &Missing, row: &Stored<MerchantRecord>) {
        let mut state = self.state();
        if !self.may_keep(&state, missing, row.value.id.uuid()) {
            return;
        }
        if state.merchants.len() >= self.most {
            state.merchants.clear();
        }
        state.merchants.insert(row.value.id, Kept::new(row));
    }

    /// Forgets everything. What is being read meanwhile is not remembered either.
    pub(super) fn clear(&self) {
        let mut state = self.state();
        let ended = state.ended.wrapping_add(1);
        *state = State { ended, ..State::default() };
    }

    fn may_keep(&self, state: &State, missing: &Missing, row: Uuid) -> bool {
        let busy = state.busy.contains_key(&row) || state.busy.contains_key(&ANY_LINK);
        self.most > 0 && state.ended == missing.0 && !busy
    }

    /// Forgets the rows that `changes` will change, until the answer is dropped.
    pub(super) fn writing(self: &Arc<Self>, changes: &ChangeSet) -> Writing {
        let mut rows = Vec::new();
        if self.most > 0 {
            let mut state = self.state();
            for change in changes.changes() {
                let row = match change {
                    Change::UpdateLink(link) => state.forget_link(link.value.id),
                    Change::UpdateMerchant(merchant) => state.forget_merchant(merchant.value.id),
                    Change::DeleteMerchant(id, _) => state.forget_merchant(*id),
                    // nobody knows which links: while they move, none is remembered
                    Change::MoveCustomer { .. } => state.forget_links(),
                    Change::InsertMerchant(_)
                    | Change::ExpectMerchant(..)
                    | Change::InsertCustomer(_)
                    | Change::UpdateCustomer(_)
                    | Change::ExpectCustomer(..)
                    | Change::InsertLink(_)
                    | Change::ExpectLink(..)
                    | Change::InsertBill(_)
                    | Change::UpdateBill(_)
                    | Change::InsertPayment(_)
                    | Change::UpdatePayment(_)
                    | Change::ExpectPayment(..)
                    | Change::InsertRefund(_)
                    | Change::UpdateRefund(_)
                    | Change::InsertPaymentMethod(_)
                    | Change::UpdatePaymentMethod(_)
                    | Change::ExpectPaymentMethod(..)
                    | Change::InsertLedgerEntry(_)
                    | Change::InsertEvent(_)
                    | Change::RewriteEvent(_)
                    | Change::InsertApiKey(_)
                    | Change::UpdateApiKey(_)
                    | Change::InsertEndpoint(_)
                    | Change::UpdateEndpoint(_)
                    | Change::DeleteEndpoint(..)
                    | Change::InsertDelivery(_)
                    | Change::UpdateDelivery(_)
                    | Change::RewriteDelivery(_)
                    | Change::InsertMessage(_)
                    | Change::UpdateMessage(_)
                    | Change::RewriteMessage(_)
                    | Change::InsertReminder(_)
                    | Change::UpdateReminder(_)
                    | Change::InsertSuppression(_)
                    | Change::DeleteSuppression(_)
                    | Change::InsertView(..)
                    | Change::CountView(..)
                    | Change::InsertFile(_)
                    | Change::UpdateFile(_)
                    | Change::DeleteFile(..)
                    | Change::InsertFileUsage(_)
                    | Change::UpdateFileUsage(_)
                    | Change::InsertFact(_)
                    | Change::FoldFacts(_)
                    | Change::InsertIdempotency(_)
                    | Change::UpdateIdempotency(_)
                    | Change::PutWork(_)
                    | Change::FinishWork(..)
                    | Change::DropWork(_)
                    | Change::UpdateWork(_)
                    | Change::InsertAudit(_)
                    | Change::InsertSeal(_) => continue,
                };
                *state.busy.entry(row).or_default() += 1;
                rows.push(row);
            }
        }
        Writing { memory: Arc::clone(self), rows }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn forget_link(&mut self, id: LinkId) -> Uuid {
        if let Some(slug) = self.slugs.remove(&id) {
            self.links.remove(&slug);
        }
        id.uuid()
    }

    fn forget_links(&mut self) -> Uuid {
        self.links.clear();
        self.slugs.clear();
        ANY_LINK
    }

    fn forget_merchant(&mut self, id: MerchantId) -> Uuid {
        self.merchants.remove(&id);
        id.uuid()
    }
}

/// A write under way. Drop it once its fate is decided, and before anybody hears of it.
pub(super) struct Writing {
    memory: Arc<Remembered>,
    rows: Vec<Uuid>,
}

impl Drop for Writing {
    fn drop(&mut self) {
        if self.rows.is_empty() {
            return;
        }
        let mut state = self.memory.state();
        state.ended = state.ended.wrapping_add(1);
        for row in &self.rows {
            match state.busy.get_mut(row) {
                Some(count) if *count > 1 => *count -= 1,
                Some(_) | None => {
                    state.busy.remove(row);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
