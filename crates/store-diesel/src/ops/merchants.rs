//! Merchants.

use super::{Conn, Db, Found, Rows, RunQueryDsl, paging::slice, twin};
use crate::{
    error::{Done, failed, refused, stale, written},
    nodes::{held, kept},
    rows::{MerchantRow, Restore, restore_all},
    schema::{file_usage, merchants},
    types::Id,
};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{MerchantId, Stored, Version, ports::PageOf, records::MerchantRecord};

#[twin]
pub(in super::super) async fn merchant(conn: &mut Conn, id: MerchantId) -> Found<MerchantRecord> {
    let query = merchants::table.find(Id::of(id)).select(MerchantRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn merchants(conn: &mut Conn, page: PageOf) -> Rows<MerchantRecord> {
    let query = merchants::table.select(MerchantRow::as_select()).into_boxed::<Db>();
    restore_all(slice!(merchants, query, page).load(conn).await.map_err(failed)?)
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &MerchantRecord) -> Done {
    let row = MerchantRow::of(new, Version::FIRST)?;
    let done = diesel::insert_into(merchants::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("merchant", &new.id), None))
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<MerchantRecord>) -> Done {
    let (id, row) = (new.value.id, MerchantRow::of(&new.value, new.version.next())?);
    let seen = merchants::table.find(Id::of(id)).filter(merchants::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(merchants::version);
    written::<i64>(kept(update).get_result(conn).await, ("merchant", &id))
}

/// Whatever else refers to it keeps it.
#[twin]
pub(super) async fn delete(conn: &mut Conn, id: MerchantId, version: Version) -> Done {
    let space = file_usage::table.find(Id::of(id));
    diesel::delete(space).execute(conn).await.map_err(failed)?;
    let seen = merchants::table.find(Id::of(id)).filter(merchants::version.eq(version.0));
    match diesel::delete(seen).execute(conn).await {
        Ok(0) => Err(stale(("merchant", &id))),
        Ok(_) => Ok(()),
        Err(error) => Err(refused(error, ("merchant", &id), Some(("merchant", &id)))),
    }
}

#[twin]
pub(super) async fn expect(conn: &mut Conn, id: MerchantId, version: Version) -> Done {
    let seen = merchants::table.find(Id::of(id)).filter(merchants::version.eq(version.0));
    written::<i64>(held(seen.select(merchants::version)).get_result(conn).await, ("merchant", &id))
}
