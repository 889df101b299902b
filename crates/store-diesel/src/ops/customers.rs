//! Customers.

use super::{Conn, Db, Found, Rows, RunQueryDsl, paging::slice, twin};
use crate::{
    error::{Done, failed, refused, written},
    nodes::{held, kept},
    rows::{CustomerRow, Restore, restore_all},
    schema::customers,
    types::{At, Id},
};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{
    CustomerId, MerchantId, Stored, Version,
    ports::{CustomerFilter, PageOf},
    records::CustomerRecord,
};

#[twin]
pub(in super::super) async fn customer(conn: &mut Conn, id: CustomerId) -> Found<CustomerRecord> {
    let query = customers::table.find(Id::of(id)).select(CustomerRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn customer_by_external_id(
    conn: &mut Conn,
    merchant: MerchantId,
    external_id: &str,
) -> Found<CustomerRecord> {
    let called = customers::table
        .filter(customers::external_id.eq(external_id))
        .filter(customers::merchant_id.eq(Id::of(merchant)))
        .select(CustomerRow::as_select());
    let row = called.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn customers(
    conn: &mut Conn,
    filter: &CustomerFilter,
    page: PageOf,
) -> Rows<CustomerRecord> {
    let mut query = customers::table.select(CustomerRow::as_select()).into_boxed::<Db>();
    if !filter.with_deleted {
        query = query.filter(customers::deleted_at.is_null());
    }
    if let Some(id) = filter.merchant_id {
        query = query.filter(customers::merchant_id.eq(Id::of(id)));
    }
    if let Some(text) = &filter.external_id {
        query = query.filter(customers::external_id.eq(text));
    }
    if let Some(text) = &filter.email_key {
        query = query.filter(customers::email_key.eq(text));
    }
    if let Some(from) = filter.created_from {
        query = query.filter(customers::created_at.ge(At::of(from)));
    }
    if let Some(until) = filter.created_until {
        query = query.filter(customers::created_at.lt(At::of(until)));
    }
    restore_all(slice!(customers, query, page).load(conn).await.map_err(failed)?)
}

#[twin]
pub(in super::super) async fn merged_customers(conn: &mut Conn, into: CustomerId, limit: u32) -> Rows<CustomerRecord> {
    let merged = customers::table.filter(customers::merged_into.eq(Id::of(into))).select(CustomerRow::as_select());
    let newest = merged.order((customers::created_at.desc(), customers::id.desc())).limit(i64::from(limit));
    restore_all(newest.load(conn).await.map_err(failed)?)
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &CustomerRecord) -> Done {
    let row = CustomerRow::of(new, Version::FIRST)?;
    let done = diesel::insert_into(customers::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("customer", &new.id), Some(("merchant", &new.merchant_id))))
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<CustomerRecord>) -> Done {
    let (id, row) = (new.value.id, CustomerRow::of(&new.value, new.version.next())?);
    let seen = customers::table.find(Id::of(id)).filter(customers::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(customers::version);
    written::<i64>(kept(update).get_result(conn).await, ("customer", &id))
}

#[twin]
pub(super) async fn expect(conn: &mut Conn, id: CustomerId, version: Version) -> Done {
    let seen = customers::table.find(Id::of(id)).filter(customers::version.eq(version.0));
    written::<i64>(held(seen.select(customers::version)).get_result(conn).await, ("customer", &id))
}
