//! Addresses that get nothing.

use super::{Conn, Db, RunQueryDsl, paging::slice, twin};
use crate::{
    error::{Done, Name, failed, refused},
    rows::{Restore, SuppressionRow},
    schema::suppressions,
    types::Id,
};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{
    MerchantId, SuppressionId, UniqueKey,
    ports::{PageOf, StoreError, SuppressionFilter},
    records::{Channel, SuppressionRecord},
};

#[twin]
pub(in super::super) async fn suppression(
    conn: &mut Conn,
    id: SuppressionId,
) -> Result<Option<SuppressionRecord>, StoreError> {
    let query = suppressions::table.find(Id::of(id)).select(SuppressionRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(record).transpose()
}

#[twin]
pub(in super::super) async fn suppressions_of(
    conn: &mut Conn,
    merchant: Option<MerchantId>,
    channel: Channel,
    address_key: &str,
) -> Result<Vec<SuppressionRecord>, StoreError> {
    let of_address = suppressions::table
        .filter(suppressions::address_key.eq(address_key))
        .filter(suppressions::channel.eq(channel.name()))
        .select(SuppressionRow::as_select());
    let of_all = suppressions::merchant_id.is_null();
    let rows: Result<Vec<SuppressionRow>, _> = match merchant {
        Some(id) => of_address.filter(of_all.or(suppressions::merchant_id.eq(Id::of(id)))).load(conn).await,
        None => of_address.filter(of_all).load(conn).await,
    };
    rows.map_err(failed)?.into_iter().map(record).collect()
}

#[twin]
pub(in super::super) async fn suppressions(
    conn: &mut Conn,
    filter: &SuppressionFilter,
    page: PageOf,
) -> Result<Vec<SuppressionRecord>, StoreError> {
    let mut query = suppressions::table.select(SuppressionRow::as_select()).into_boxed::<Db>();
    if let Some(id) = filter.merchant_id {
        query = query.filter(suppressions::merchant_id.eq(Id::of(id)));
    }
    if let Some(channel) = filter.channel {
        query = query.filter(suppressions::channel.eq(channel.name()));
    }
    if let Some(address) = &filter.address_key {
        query = query.filter(suppressions::address_key.eq(address));
    }
    let rows: Vec<SuppressionRow> = slice!(suppressions, query, page).load(conn).await.map_err(failed)?;
    rows.into_iter().map(record).collect()
}

fn record(row: SuppressionRow) -> Result<SuppressionRecord, StoreError> {
    row.restore().map(|row| row.value)
}

/// An address that is there already stays as it is.
#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &SuppressionRecord) -> Done {
    let row = SuppressionRow::of(new);
    // one of two indexes refuses it, and diesel cannot name a partial one in SQLite
    let insert = diesel::insert_into(suppressions::table).values(&row).on_conflict_do_nothing();
    let done = insert.execute(conn).await.map_err(|error| {
        let parent = new.merchant_id.as_ref().map(|id| -> Name<'_> { ("merchant", id) });
        refused(error, ("suppression", &new.id), parent)
    });
    if done? > 0 {
        return Ok(());
    }
    let place = |row: &SuppressionRecord| (row.merchant_id, row.channel, row.address_key.clone());
    match suppression(conn, new.id).await? {
        Some(other) if place(&other) != place(new) => Err(StoreError::Taken { key: UniqueKey::Id }),
        Some(_) | None => Ok(()),
    }
}

#[twin]
pub(super) async fn forget(conn: &mut Conn, id: SuppressionId) -> Done {
    let done = diesel::delete(suppressions::table.find(Id::of(id))).execute(conn).await;
    done.map(drop).map_err(failed)
}
