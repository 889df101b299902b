//! The audit log: entries are added and read, and sealed once; nothing else.

use super::{Conn, Db, RunQueryDsl, twin};
use crate::{
    error::{Done, failed, refused, stale},
    rows::{AuditRow, SealRow},
    schema::{audit_log, audit_marks, audit_seals},
    types::Id,
};
use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper, dsl,
};
use paylink_core::{
    AuditId, Timestamp,
    ports::{AuditFilter, PageOf, StoreError},
    records::{AuditRecord, SealRecord, Unsealed},
};
use uuid::Uuid;

type Entries = Result<Vec<AuditRecord>, StoreError>;

/// Entries by id from the newest, which is by time: their ids are.
#[twin]
pub(in super::super) async fn audit_log(conn: &mut Conn, filter: &AuditFilter, page: PageOf) -> Entries {
    let mut query = audit_log::table.select(AuditRow::as_select()).into_boxed::<Db>();
    if let Some(id) = filter.merchant_id {
        query = query.filter(audit_log::merchant_id.eq(Id::of(id)));
    }
    if let Some(kind) = filter.actor {
        query = query.filter(audit_log::actor.eq(kind.name()));
    }
    if let Some(id) = &filter.actor_id {
        query = query.filter(audit_log::actor_id.eq(id));
    }
    if let Some(action) = &filter.action {
        query = query.filter(audit_log::action.eq(action));
    }
    if let Some(row) = filter.subject {
        query = query.filter(audit_log::subject.eq(Id(row)));
    }
    // an id begins with its millisecond: that finds the place, the time itself settles the rest
    if let Some(from) = filter.created_from {
        query = query
            .filter(audit_log::id.ge(first_id(from, 0)))
            .filter(audit_log::created_at.ge(crate::types::At::of(from)));
    }
    if let Some(until) = filter.created_until {
        query = query
            .filter(audit_log::id.lt(first_id(until, 1)))
            .filter(audit_log::created_at.lt(crate::types::At::of(until)));
    }
    if let Some(after) = page.after {
        query = query.filter(audit_log::id.lt(Id(after.id)));
    }
    let rows: Result<Vec<AuditRow>, _> =
        query.order(audit_log::id.desc()).limit(i64::from(page.limit)).load(conn).await;
    restored(rows.map_err(failed)?)
}

/// The smallest id that is `later` milliseconds after the millisecond of `at`.
fn first_id(at: Timestamp, later: i64) -> Id {
    let millis = u128::try_from(at.micros().div_euclid(1000).saturating_add(later).max(0)).unwrap_or(0);
    Id(Uuid::from_u128(millis << 80))
}

fn restored(rows: Vec<AuditRow>) -> Entries {
    rows.into_iter().map(AuditRow::restore).collect()
}

/// The entries of these rows at these versions.
#[twin]
pub(in super::super) async fn audit_of(conn: &mut Conn, rows: &[(Uuid, i64)]) -> Entries {
    let mut found = Vec::with_capacity(rows.len());
    for (row, version) in rows {
        let query = audit_log::table
            .filter(audit_log::subject.eq(Id(*row)))
            .filter(audit_log::version.eq(*version))
            .select(AuditRow::as_select());
        let entries: Vec<AuditRow> = query.load(conn).await.map_err(failed)?;
        found.extend(restored(entries)?);
    }
    Ok(found)
}

/// Entries that no seal covers, by id; what somebody has removed, or made unreadable, comes without its row.
#[twin]
pub(in super::super) async fn unsealed(conn: &mut Conn, limit: u32) -> Result<Vec<Unsealed>, StoreError> {
    let query = audit_marks::table
        .left_join(audit_log::table.on(audit_log::id.eq(audit_marks::id)))
        .filter(audit_marks::seal.is_null())
        .order(audit_marks::id)
        .limit(i64::from(limit))
        .select((audit_marks::id, Option::<AuditRow>::as_select()));
    let rows: Vec<(Id, Option<AuditRow>)> = query.load(conn).await.map_err(failed)?;
    let unsealed =
        |(id, row): (Id, Option<AuditRow>)| Unsealed { id: id.typed(), entry: row.and_then(|row| row.restore().ok()) };
    Ok(rows.into_iter().map(unsealed).collect())
}

/// How many wait for a seal, and the first of them.
#[twin]
pub(in super::super) async fn audit_backlog(conn: &mut Conn) -> Result<(u64, Option<AuditId>), StoreError> {
    let waiting = audit_marks::table.filter(audit_marks::seal.is_null());
    let count: i64 = waiting.select(dsl::count_star()).get_result(conn).await.map_err(failed)?;
    let first = waiting.order(audit_marks::id).limit(1).select(audit_marks::id);
    let first: Option<Id> = first.get_result(conn).await.optional().map_err(failed)?;
    Ok((u64::try_from(count).unwrap_or(0), first.map(Id::typed)))
}

#[twin]
pub(in super::super) async fn seals(conn: &mut Conn, after: i64, limit: u32) -> Result<Vec<SealRecord>, StoreError> {
    let query = audit_seals::table.filter(audit_seals::number.gt(after)).order(audit_seals::number);
    let query = query.limit(i64::from(limit)).select(SealRow::as_select());
    let rows: Vec<SealRow> = query.load(conn).await.map_err(failed)?;
    rows.into_iter().map(SealRow::restore).collect()
}

#[twin]
pub(in super::super) async fn last_seal(conn: &mut Conn) -> Result<Option<SealRecord>, StoreError> {
    let query = audit_seals::table.order(audit_seals::number.desc()).limit(1).select(SealRow::as_select());
    let row: Option<SealRow> = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(SealRow::restore).transpose()
}

/// The entries that are marked with a seal, by id.
#[twin]
pub(in super::super) async fn sealed_by(conn: &mut Conn, number: i64) -> Entries {
    let query = audit_marks::table
        .inner_join(audit_log::table.on(audit_log::id.eq(audit_marks::id)))
        .filter(audit_marks::seal.eq(number))
        .order(audit_marks::id)
        .select(AuditRow::as_select());
    restored(query.load(conn).await.map_err(failed)?)
}

/// Entries without a mark: nothing but a hand in the database makes such.
#[twin]
pub(in super::super) async fn audit_strays(conn: &mut Conn, limit: u32) -> Result<Vec<AuditId>, StoreError> {
    let query = audit_log::table
        .left_join(audit_marks::table.on(audit_marks::id.eq(audit_log::id)))
        .filter(audit_marks::id.nullable().is_null())
        .order(audit_log::id)
        .limit(i64::from(limit))
        .select(audit_log::id);
    let rows: Vec<Id> = query.load(conn).await.map_err(failed)?;
    Ok(rows.into_iter().map(Id::typed).collect())
}

/// A trigger marks each of them as waiting for a seal.
#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &[AuditRecord]) -> Done {
    for entry in new {
        let row = AuditRow::of(entry);
        let done = diesel::insert_into(audit_log::table).values(&row).execute(conn).await;
        done.map_err(|error| refused(error, ("audit", &entry.id), None))?;
    }
    Ok(())
}

/// A seal, and its number beside each entry that it covers.
#[twin]
pub(super) async fn insert_seal(conn: &mut Conn, new: &SealRecord) -> Done {
    let row = SealRow::of(new)?;
    let done = diesel::insert_into(audit_seals::table).values(&row).execute(conn).await;
    done.map_err(|error| refused(error, ("seal", &new.number), None))?;
    for sealed in &new.entries {
        let waits = audit_marks::table.find(Id::of(sealed.id)).filter(audit_marks::seal.is_null());
        let update = diesel::update(waits).set(audit_marks::seal.eq(Some(new.number))).returning(audit_marks::id);
        let done: Option<Id> = crate::nodes::kept(update).get_result(conn).await.optional().map_err(failed)?;
        if done.is_none() {
            return Err(stale(("audit", &sealed.id)));
        }
    }
    Ok(())
}
