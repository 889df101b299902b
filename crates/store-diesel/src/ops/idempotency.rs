//! Requests that carried an idempotency key.

use super::{Conn, Db, Found, Rows, RunQueryDsl, twin};
use crate::{
    error::{Done, failed, refused, written},
    nodes::kept,
    rows::{IdempotencyRow, Restore, restore_all},
    schema::{idempotency, payments, refunds},
    types::At,
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper,
    dsl::{exists, not},
};
use paylink_core::{
    Stored, Timestamp, UniqueKey, Version,
    ports::StoreError,
    records::{IdempotencyRecord, PaymentStatus, RefundStatus},
};

/// Keys are the caller's business: errors do not name them.
const NAME: &str = "a request's record";

#[twin]
pub(in super::super) async fn idempotency(conn: &mut Conn, scope: &str, key: &str) -> Found<IdempotencyRecord> {
    let query = idempotency::table.find((scope, key)).select(IdempotencyRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

/// In the order of the primary key. The first comparison alone lets the index find the place.
#[twin]
pub(in super::super) async fn requests_after(
    conn: &mut Conn,
    after: Option<(&str, &str)>,
    limit: u32,
) -> Rows<IdempotencyRecord> {
    let mut query = idempotency::table.select(IdempotencyRow::as_select()).into_boxed::<Db>();
    if let Some((scope, key)) = after {
        let later = idempotency::scope.gt(scope).or(idempotency::key.gt(key));
        query = query.filter(idempotency::scope.ge(scope)).filter(later);
    }
    let query = query.order((idempotency::scope, idempotency::key)).limit(i64::from(limit));
    restore_all(query.load(conn).await.map_err(failed)?)
}

/// A record that has run out gives way to the new one.
#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &IdempotencyRecord) -> Done {
    let row = IdempotencyRow::of(new, Version::FIRST);
    // Nearly always the key is new, and this statement is cheaper.
    let first = diesel::insert_into(idempotency::table).values(&row).on_conflict_do_nothing();
    let done = first.execute(conn).await;
    if done.map_err(|error| refused(error, ("idempotency", &NAME), None))? > 0 {
        return Ok(());
    }
    let insert = diesel::insert_into(idempotency::table)
        .values(&row)
        .on_conflict((idempotency::scope, idempotency::key))
        .do_update()
        .set(&row);
    let insert =
        diesel::query_dsl::methods::FilterDsl::filter(insert, idempotency::expires_at.le(At::of(new.created_at)));
    match kept(insert.returning(idempotency::version)).get_result::<i64>(conn).await.optional() {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(StoreError::Taken { key: UniqueKey::IdempotencyKey }),
        Err(error) => Err(refused(error, ("idempotency", &NAME), None)),
    }
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<IdempotencyRecord>) -> Done {
    let row = IdempotencyRow::of(&new.value, new.version.next());
    let seen =
        idempotency::table.find((&new.value.scope, &new.value.key)).filter(idempotency::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(idempotency::version);
    written::<i64>(kept(update).get_result(conn).await, ("idempotency", &NAME))
}

/// Only answered ones, and none whose payment or refund is still under way.
#[twin]
pub(in super::super) async fn prune(conn: &mut Conn, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let under_way = [PaymentStatus::Processing.name(), PaymentStatus::RequiresAction.name()];
    let payment = payments::table
        .filter(payments::id.nullable().eq(idempotency::payment_id))
        .filter(payments::status.eq_any(under_way));
    let refund = refunds::table
        .filter(refunds::id.nullable().eq(idempotency::refund_id))
        .filter(refunds::status.eq(RefundStatus::Processing.name()));
    let ended = idempotency::table
        .filter(idempotency::expires_at.le(At::of(now)).and(idempotency::answer_status.is_not_null()))
        .filter(not(exists(payment)))
        .filter(not(exists(refund)))
        .select((idempotency::scope, idempotency::key))
        .limit(i64::from(limit));
    let keys: Vec<(String, String)> = ended.load(conn).await.map_err(failed)?;
    for (scope, key) in &keys {
        diesel::delete(idempotency::table.find((scope, key))).execute(conn).await.map_err(failed)?;
    }
    Ok(u64::try_from(keys.len()).unwrap_or(u64::MAX))
}
