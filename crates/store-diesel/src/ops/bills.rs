//! Invoices and orders.

use super::{Conn, Db, Found, Rows, RunQueryDsl, paging::slice, twin};
use crate::{
    error::{Done, failed, refused, written},
    nodes::kept,
    rows::{BillRow, LinkRow, Restore, restore_all},
    schema::{bills, links},
    types::{At, Id},
};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{
    BillId, Stored, Version,
    ports::{BillFilter, PageOf},
    records::{BillRecord, LinkRecord, LinkStateName},
};

#[twin]
pub(in super::super) async fn bill(conn: &mut Conn, id: BillId) -> Found<BillRecord> {
    let query = bills::table.find(Id::of(id)).select(BillRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn bills(conn: &mut Conn, filter: &BillFilter, page: PageOf) -> Rows<BillRecord> {
    let of_kind = bills::table.select(BillRow::as_select()).filter(bills::kind.eq(filter.kind.name()));
    let mut query = of_kind.into_boxed::<Db>();
    if !filter.with_deleted {
        query = query.filter(bills::deleted_at.is_null());
    }
    if let Some(id) = filter.merchant_id {
        query = query.filter(bills::merchant_id.eq(Id::of(id)));
    }
    if let Some(state) = filter.state {
        query = query.filter(bills::state.eq(state.name()));
    }
    if let Some(number) = &filter.number {
        query = query.filter(bills::number.eq(number));
    }
    if let Some(id) = filter.customer_id {
        query = query.filter(bills::customer_id.eq(Id::of(id)));
    }
    if let Some(day) = filter.due_after {
        query = query.filter(bills::due_date.gt(day.to_string()));
    }
    if let Some(day) = filter.due_before {
        query = query.filter(bills::due_date.lt(day.to_string()));
    }
    if let Some(from) = filter.created_from {
        query = query.filter(bills::created_at.ge(At::of(from)));
    }
    if let Some(until) = filter.created_until {
        query = query.filter(bills::created_at.lt(At::of(until)));
    }
    restore_all(slice!(bills, query, page).load(conn).await.map_err(failed)?)
}

#[twin]
pub(in super::super) async fn bills_by_ids(conn: &mut Conn, ids: &[BillId]) -> Rows<BillRecord> {
    let ids: Vec<Id> = ids.iter().copied().map(Id::of).collect();
    let query = bills::table.filter(bills::id.eq_any(ids)).select(BillRow::as_select());
    restore_all(query.load(conn).await.map_err(failed)?)
}

#[twin]
pub(in super::super) async fn open_links_of(conn: &mut Conn, bill: BillId) -> Rows<LinkRecord> {
    let query = links::table
        .filter(links::bill_id.eq(Id::of(bill)))
        .filter(links::state.eq(LinkStateName::Open.name()))
        .filter(links::deleted_at.is_null())
        .select(LinkRow::as_select());
    let mut rows = restore_all(query.load(conn).await.map_err(failed)?)?;
    // as text, place 10 would come before place 2
    rows.sort_by_key(|row| row.value.bill.map(|bill| bill.place));
    Ok(rows)
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &BillRecord) -> Done {
    let row = BillRow::of(new, Version::FIRST)?;
    let done = diesel::insert_into(bills::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("bill", &new.id), Some(("merchant", &new.merchant_id))))
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<BillRecord>) -> Done {
    let (id, row) = (new.value.id, BillRow::of(&new.value, new.version.next())?);
    let seen = bills::table.find(Id::of(id)).filter(bills::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(bills::version);
    written::<i64>(kept(update).get_result(conn).await, ("bill", &id))
}
