//! Refunds.

use super::{Conn, Db, Found, Rows, RunQueryDsl, paging::slice, twin};
use crate::{
    error::{Done, failed, refused, written},
    nodes::kept,
    rows::{RefundRow, Restore, restore_all},
    schema::refunds,
    types::{At, Id},
};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{
    RefundId, Stored, Version,
    ports::{PageOf, RefundFilter},
    records::RefundRecord,
};

#[twin]
pub(in super::super) async fn refund(conn: &mut Conn, id: RefundId) -> Found<RefundRecord> {
    let query = refunds::table.find(Id::of(id)).select(RefundRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn refunds(conn: &mut Conn, filter: &RefundFilter, page: PageOf) -> Rows<RefundRecord> {
    let mut query = refunds::table.select(RefundRow::as_select()).into_boxed::<Db>();
    if let Some(id) = filter.merchant_id {
        query = query.filter(refunds::merchant_id.eq(Id::of(id)));
    }
    if let Some(id) = filter.payment_id {
        query = query.filter(refunds::payment_id.eq(Id::of(id)));
    }
    if let Some(status) = filter.status {
        query = query.filter(refunds::status.eq(status.name()));
    }
    if let Some(from) = filter.created_from {
        query = query.filter(refunds::created_at.ge(At::of(from)));
    }
    if let Some(until) = filter.created_until {
        query = query.filter(refunds::created_at.lt(At::of(until)));
    }
    restore_all(slice!(refunds, query, page).load(conn).await.map_err(failed)?)
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &RefundRecord) -> Done {
    let row = RefundRow::of(new, Version::FIRST);
    let done = diesel::insert_into(refunds::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("refund", &new.id), Some(("payment", &new.payment_id))))
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<RefundRecord>) -> Done {
    let (id, row) = (new.value.id, RefundRow::of(&new.value, new.version.next()));
    let seen = refunds::table.find(Id::of(id)).filter(refunds::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(refunds::version);
    written::<i64>(kept(update).get_result(conn).await, ("refund", &id))
}
