//! The row of a piece of work.

use super::{Reading, Restore};
use crate::{
    schema::work,
    types::{At, Id},
};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use paylink_core::{
    Stored, Version,
    ports::StoreError,
    records::{Queue, WorkKey, WorkRecord},
};

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = work, primary_key(queue, subject), treat_none_as_default_value = false)]
pub(crate) struct WorkRow {
    queue: String,
    subject: Id,
    lane: Id,
    run_at: At,
    leased: bool,
    attempts: i64,
    version: i64,
}

impl WorkRow {
    /// Work that nobody holds.
    pub(crate) fn of(record: &WorkRecord, version: Version) -> Self {
        Self {
            queue: record.key.queue.name().to_owned(),
            subject: Id(record.key.subject),
            lane: Id(record.lane),
            run_at: At::of(record.run_at),
            leased: false,
            attempts: record.attempts,
            version: version.0,
        }
    }
}

impl Restore for WorkRow {
    type Record = WorkRecord;

    fn restore(self) -> Result<Stored<WorkRecord>, StoreError> {
        let row = Reading("work", &self.subject.0);
        let queue = row.word("queue", &self.queue, Queue::named)?;
        let run_at = row.at("run_at", self.run_at)?;
        let key = WorkKey { queue, subject: self.subject.0 };
        let value = WorkRecord { key, lane: self.lane.0, run_at, attempts: self.attempts };
        Ok(Stored { value, version: Version(self.version) })
    }
}
