//! Claiming work in one statement: the one query that has a text of its own for each database.

use super::{Conn, RunQueryDsl};
use crate::{
    error::failed,
    rows::{WorkRow, restore_all},
    schema::work,
    types::{At, Id, sql},
};
use diesel::{
    QueryResult,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{BigInt, Text},
};
use paylink_core::{
    Stored, Timestamp,
    ports::StoreError,
    records::{Queue, WorkRecord},
};
use std::time::Duration;
use uuid::Uuid;

/// Takes due work under a lease, the longest due first, and passes over what another claimer works on.
pub(super) async fn claim(
    conn: &mut Conn,
    (queue, lane): (Queue, Option<Uuid>),
    limit: u32,
    now: Timestamp,
    lease: Duration,
) -> Result<Vec<Stored<WorkRecord>>, StoreError> {
    let claim = Claim {
        queue: queue.name(),
        lane: lane.map(Id),
        limit: i64::from(limit),
        now: At::of(now),
        until: At::of(now.plus(lease)),
    };
    let mut rows: Vec<(At, WorkRow)> = claim.load(conn).await.map_err(failed)?;
    rows.sort_by_key(|(due, _)| *due);
    restore_all(rows.into_iter().map(|(_, row)| row).collect())
}

/// Gives back when each piece was due, and the piece as it is now.
#[derive(Debug, Clone, Copy)]
struct Claim {
    queue: &'static str,
    lane: Option<Id>,
    limit: i64,
    now: At,
    until: At,
}

impl Query for Claim {
    type SqlType = (sql::Instant, work::SqlType);
}

/// Known by its text.
impl QueryId for Claim {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Claim {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH due AS (SELECT queue, subject, run_at FROM work WHERE queue = ");
        out.push_bind_param::<Text, _>(self.queue)?;
        if let Some(lane) = &self.lane {
            out.push_sql(" AND lane = ");
            out.push_bind_param::<sql::Uid, _>(lane)?;
        }
        out.push_sql(" AND run_at <= ");
        out.push_bind_param::<sql::Instant, _>(&self.now)?;
        out.push_sql(" ORDER BY run_at, subject LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.limit)?;
        out.push_sql(" FOR UPDATE SKIP LOCKED) UPDATE work SET leased = true, version = work.version + 1, run_at = ");
        out.push_bind_param::<sql::Instant, _>(&self.until)?;
        out.push_sql(" FROM due WHERE work.queue = due.queue AND work.subject = due.subject RETURNING due.run_at, ");
        // in the order of the table's columns, which is that of the row
        out.push_sql("work.queue, work.subject, work.lane, work.run_at, work.leased, work.attempts, work.version");
        Ok(())
    }
}
