//! The work queue.

use super::{Conn, RunQueryDsl, twin};
use crate::{
    error::{Done, failed, refused, stale, written},
    lanes::DueLanes,
    nodes::kept,
    rows::WorkRow,
    schema::work,
    types::{At, Id},
};
use diesel::{ExpressionMethods, QueryDsl, dsl::min};
use paylink_core::{
    Stored, Timestamp, Version,
    ports::StoreError,
    records::{Queue, WorkKey, WorkRecord},
};
use std::fmt::Display;
use uuid::Uuid;

/// Lanes with due work, the longest due first.
#[twin]
pub(in super::super) async fn due_lanes(
    conn: &mut Conn,
    queue: Queue,
    now: Timestamp,
    except: &[Uuid],
    limit: u32,
) -> Result<Vec<Uuid>, StoreError> {
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let most = i64::try_from(wanted.saturating_add(except.len())).unwrap_or(i64::MAX);
    let query = DueLanes { queue: queue.name(), now: At::of(now), most };
    let lanes: Vec<Id> = query.load(conn).await.map_err(failed)?;
    Ok(lanes.into_iter().map(|lane| lane.0).filter(|lane| !except.contains(lane)).take(wanted).collect())
}

#[twin]
pub(in super::super) async fn backlog(
    conn: &mut Conn,
    queue: Queue,
    now: Timestamp,
) -> Result<(u64, Option<Timestamp>), StoreError> {
    let waiting = work::table.filter(work::queue.eq(queue.name()));
    let count: i64 = waiting.count().get_result(conn).await.map_err(failed)?;
    let due = waiting.filter(work::run_at.le(At::of(now))).select(min(work::run_at));
    let oldest: Option<At> = due.get_result(conn).await.map_err(failed)?;
    let oldest = oldest.and_then(|at| Timestamp::from_micros(at.0).ok());
    Ok((u64::try_from(count).unwrap_or(0), oldest))
}

/// New work, or the same work at a new time: whoever held it can settle it no more.
#[twin]
pub(super) async fn put(conn: &mut Conn, new: &WorkRecord) -> Done {
    let row = WorkRow::of(new, Version::FIRST);
    // Nearly always the work is new, and this statement is cheaper.
    let done = diesel::insert_into(work::table).values(&row).on_conflict_do_nothing().execute(conn).await;
    if done.map_err(|error| refused(error, ("work", &Name(new.key)), None))? > 0 {
        return Ok(());
    }
    let again = (
        work::lane.eq(Id(new.lane)),
        work::run_at.eq(At::of(new.run_at)),
        work::leased.eq(false),
        work::attempts.eq(new.attempts),
        work::version.eq(work::version + 1),
    );
    let insert = diesel::insert_into(work::table).values(&row);
    let insert = insert.on_conflict((work::queue, work::subject)).do_update().set(again);
    written::<i64>(kept(insert.returning(work::version)).get_result(conn).await, ("work", &Name(new.key)))
}

#[twin]
pub(super) async fn finish(conn: &mut Conn, key: WorkKey, version: Version) -> Done {
    let seen = work::table.find((key.queue.name(), Id(key.subject))).filter(work::version.eq(version.0));
    match diesel::delete(seen).execute(conn).await.map_err(failed)? {
        0 => Err(stale(("work", &Name(key)))),
        _ => Ok(()),
    }
}

#[twin]
pub(super) async fn forget(conn: &mut Conn, key: WorkKey) -> Done {
    let done = diesel::delete(work::table.find((key.queue.name(), Id(key.subject)))).execute(conn).await;
    done.map(drop).map_err(failed)
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<WorkRecord>) -> Done {
    let (key, row) = (new.value.key, WorkRow::of(&new.value, new.version.next()));
    let seen = work::table.find((key.queue.name(), Id(key.subject))).filter(work::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(work::version);
    written::<i64>(kept(update).get_result(conn).await, ("work", &Name(key)))
}

/// How errors call a piece of work.
struct Name(WorkKey);

impl Display for Name {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}/{}", self.0.queue.name(), self.0.subject)
    }
}
