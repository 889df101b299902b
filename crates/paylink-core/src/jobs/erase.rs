//! A person is taken out of everything a merchant has, kind by kind and page by page.
//!
//! **Invariant:** how far it has come stands on the customer and is written in the commit that does it: a crash loses a
//! page at most, which is then looked at again, and two servers cannot both do one.
//!
//! **Invariant:** what is looked for stays on the customer until the last page, and goes with it. All is looked through
//! twice, because what was decided before the first time may have been written after it.

use super::erase_rows::Part;
use crate::{
    Actor, Change, ChangeSet, CustomerId, Error, EventKind, Paylink, Stored, Timestamp, TypedId,
    erasure::Person,
    ports::StoreError,
    records::{CustomerRecord, Erasure, Queue, WorkRecord},
};
use std::time::Duration;

const BATCH: u32 = 2;
const LEASE: Duration = Duration::from_secs(120);
/// Pages under one lease.
const PAGES: usize = 64;
const ATTEMPTS: u32 = 16;
/// No decision is older than this when it is written: a commit that is refused is made again for five seconds, and one
/// that hangs is given up as fast.
const SETTLED: Duration = Duration::from_secs(15);
pub(super) const JOB: Actor = Actor::working(Queue::Erase);

/// What is looked through, in this order: links say whose everything else is.
const STEPS: [&str; 11] = [
    FIRST_STEP,
    "invoices",
    "orders",
    "payments",
    "methods",
    "refunds",
    "messages",
    "events",
    "customers",
    "requests",
    "suppressions",
];
/// The first of them.
pub(crate) const FIRST_STEP: &str = "links";

/// What is left to do after a page.
enum Left {
    More,
    Later(Timestamp),
    Nothing,
}

impl Paylink {
    /// Goes on with erasures that wait; returns how many.
    ///
    /// # Errors
    /// `storage_unavailable`; what was claimed comes back when its lease ends.
    pub async fn erase_tick(&self) -> Result<usize, Error> {
        let claimed = self.store.claim(Queue::Erase, None, BATCH, self.now(), LEASE).await?;
        let count = claimed.len();
        for work in claimed {
            self.erase(work).await?;
        }
        Ok(count)
    }

    async fn erase(&self, work: Stored<WorkRecord>) -> Result<(), Error> {
        let id = CustomerId::from_uuid(work.value.key.subject);
        let mut run_at = None;
        for _ in 0..PAGES {
            match self.erase_page(id).await? {
                Left::More => run_at = Some(self.now()),
                Left::Later(at) => {
                    run_at = Some(at);
                    break;
                }
                Left::Nothing => {
                    run_at = None;
                    break;
                }
            }
        }
        let change = match run_at {
            Some(run_at) => {
                Change::UpdateWork(Stored { value: WorkRecord { run_at, ..work.value }, version: work.version })
            }
            None => {
                self.store.shred().await?;
                Change::FinishWork(work.value.key, work.version)
            }
        };
        self.close(JOB, ChangeSet::new().with(change)).await
    }

    async fn erase_page(&self, id: CustomerId) -> Result<Left, Error> {
        for attempt in 0..ATTEMPTS {
            let Some(Stored { value: customer, version }) = self.store.customer(id).await? else {
                return Ok(Left::Nothing);
            };
            let Some(erasure) = customer.erasure.clone() else { return Ok(Left::Nothing) };
            let merged = self.merged_into(id).await?;
            let rows: Vec<CustomerRecord> = merged.iter().map(|row| row.value.clone()).collect();
            let person = Person::of(&customer, &rows);
            let Part { mut changes, after } = self.look_through(&person, id, &erasure).await?;
            let left = match self.next(erasure, after) {
                Some((erasure, left)) => {
                    let value = CustomerRecord { erasure: Some(erasure), ..customer };
                    changes.push(Change::UpdateCustomer(Box::new(Stored { value, version })));
                    left
                }
                None => {
                    self.leave_ids(&mut changes, Stored { value: customer, version }, merged);
                    Left::More
                }
            };
            match self.write(JOB, changes).await {
                Ok(()) => return Ok(left),
                Err(StoreError::Stale { .. }) => self.pause(attempt).await,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Left::More)
    }

    /// Where the erasure stands after a page; `None` when everything has been looked through twice.
    fn next(&self, erasure: Erasure, after: Option<String>) -> Option<(Erasure, Left)> {
        if after.is_some() {
            return Some((Erasure { after, ..erasure }, Left::More));
        }
        let following = STEPS.iter().skip_while(|step| **step != erasure.step).nth(1);
        match following {
            Some(step) => Some((Erasure { step: (*step).to_owned(), after, ..erasure }, Left::More)),
            None if erasure.again => None,
            None => {
                let again = Erasure { step: FIRST_STEP.to_owned(), after, again: true, ..erasure };
                Some((again, Left::Later(self.now().plus(SETTLED))))
            }
        }
    }

    /// The last page: the person's own records keep their ids and nothing else.
    fn leave_ids(&self, changes: &mut ChangeSet, own: Stored<CustomerRecord>, merged: Vec<Stored<CustomerRecord>>) {
        let now = self.now();
        let bare = |row: CustomerRecord| CustomerRecord {
            external_id: None,
            name: None,
            email: None,
            phone: None,
            locale: None,
            metadata: std::collections::BTreeMap::new(),
            erasure: None,
            erased_at: Some(now),
            updated_at: now,
            ..row
        };
        for Stored { value, version } in merged {
            changes.push(Change::UpdateCustomer(Box::new(Stored { value: bare(value), version })));
        }
        let value = bare(own.value);
        self.announce_customer(changes, EventKind::CustomerErased, &value);
        changes.push(Change::UpdateCustomer(Box::new(Stored { value, version: own.version })));
    }
}
