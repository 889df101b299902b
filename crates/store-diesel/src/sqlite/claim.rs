//! Claiming work: the one query that has a text of its own for each database. Here nobody else writes meanwhile.

use super::{Conn, RunQueryDsl};
use crate::{
    error::{failed, written},
    nodes::kept,
    rows::{WorkRow, restore_all},
    schema::work,
    types::{At, Id},
};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use paylink_core::{
    Stored, Timestamp,
    ports::StoreError,
    records::{Queue, WorkRecord},
};
use std::time::Duration;
use uuid::Uuid;

/// Takes due work under a lease; `run_at` becomes the end of the lease.
pub(super) fn claim(
    conn: &mut Conn,
    (queue, lane): (Queue, Option<Uuid>),
    limit: u32,
    now: Timestamp,
    lease: Duration,
) -> Result<Vec<Stored<WorkRecord>>, StoreError> {
    let due = work::table
        .select(WorkRow::as_select())
        .filter(work::queue.eq(queue.name()))
        .filter(work::run_at.le(At::of(now)))
        .order((work::run_at, work::subject))
        .limit(i64::from(limit));
    let rows = match lane {
        Some(lane) => due.filter(work::lane.eq(Id(lane))).load(conn),
        None => due.load(conn),
    };
    let mut claimed: Vec<Stored<WorkRecord>> = restore_all(rows.map_err(failed)?)?;
    for row in &mut claimed {
        let seen = work::table.find((queue.name(), Id(row.value.key.subject)));
        row.value.run_at = now.plus(lease);
        row.version = row.version.next();
        let leased =
            (work::run_at.eq(At::of(row.value.run_at)), work::leased.eq(true), work::version.eq(row.version.0));
        let update = diesel::update(seen).set(leased).returning(work::version);
        written::<i64>(kept(update).get_result(conn), ("work", &row.value.key.subject))?;
    }
    Ok(claimed)
}
