//! Payments.

use super::{Conn, Db, Found, Rows, RunQueryDsl, paging::slice, twin};
use crate::{
    error::{Done, failed, refused, written},
    nodes::{held, kept},
    rows::{PaymentRow, Restore, restore_all},
    schema::payments,
    types::{At, Id},
};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{
    PaymentId, Stored, Timestamp, Version,
    ports::{Declines, PageOf, PaymentFilter, StoreError},
    records::{PaymentRecord, PaymentStatus},
};

#[twin]
pub(in super::super) async fn payment(conn: &mut Conn, id: PaymentId) -> Found<PaymentRecord> {
    let query = payments::table.find(Id::of(id)).select(PaymentRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn payments(conn: &mut Conn, filter: &PaymentFilter, page: PageOf) -> Rows<PaymentRecord> {
    let mut query = payments::table.select(PaymentRow::as_select()).into_boxed::<Db>();
    if let Some(id) = filter.merchant_id {
        query = query.filter(payments::merchant_id.eq(Id::of(id)));
    }
    if let Some(id) = filter.link_id {
        query = query.filter(payments::link_id.eq(Id::of(id)));
    }
    if let Some(id) = filter.customer_id {
        query = query.filter(payments::customer_id.eq(Id::of(id)));
    }
    if let Some(status) = filter.status {
        query = query.filter(payments::status.eq(status.name()));
    }
    if let Some(method) = filter.method {
        query = query.filter(payments::method.eq(method.name()));
    }
    if let Some(from) = filter.created_from {
        query = query.filter(payments::created_at.ge(At::of(from)));
    }
    if let Some(until) = filter.created_until {
        query = query.filter(payments::created_at.lt(At::of(until)));
    }
    restore_all(slice!(payments, query, page).load(conn).await.map_err(failed)?)
}

#[twin]
pub(in super::super) async fn declines(conn: &mut Conn, of: &Declines, since: Timestamp) -> Result<u64, StoreError> {
    let failed_since = payments::table
        .filter(payments::status.eq(PaymentStatus::Failed.name()))
        .filter(payments::created_at.ge(At::of(since)));
    let count: i64 = match of {
        Declines::OnLink(id) => failed_since.filter(payments::link_id.eq(Id::of(*id))).count().get_result(conn).await,
        Declines::FromOrigin(origin) => {
            failed_since.filter(payments::payer_origin.eq(origin)).count().get_result(conn).await
        }
    }
    .map_err(failed)?;
    Ok(u64::try_from(count).unwrap_or(0))
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &PaymentRecord) -> Done {
    let row = PaymentRow::of(new, Version::FIRST)?;
    let done = diesel::insert_into(payments::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("payment", &new.id), Some(("link", &new.link_id))))
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<PaymentRecord>) -> Done {
    let (id, row) = (new.value.id, PaymentRow::of(&new.value, new.version.next())?);
    let seen = payments::table.find(Id::of(id)).filter(payments::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(payments::version);
    written::<i64>(kept(update).get_result(conn).await, ("payment", &id))
}

#[twin]
pub(super) async fn expect(conn: &mut Conn, id: PaymentId, version: Version) -> Done {
    let seen = payments::table.find(Id::of(id)).filter(payments::version.eq(version.0));
    written::<i64>(held(seen.select(payments::version)).get_result(conn).await, ("payment", &id))
}
