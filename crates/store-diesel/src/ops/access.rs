//! API keys.

use super::{Conn, Db, Found, Rows, RunQueryDsl, paging::slice, twin};
use crate::{
    error::{Done, Name, failed, refused, written},
    nodes::kept,
    rows::{ApiKeyRow, Restore, restore_all},
    schema::api_keys,
    types::Id,
};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{ApiKeyId, MerchantId, Stored, Version, ports::PageOf, records::ApiKeyRecord};

#[twin]
pub(in super::super) async fn api_key(conn: &mut Conn, id: ApiKeyId) -> Found<ApiKeyRecord> {
    let query = api_keys::table.find(Id::of(id)).select(ApiKeyRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn api_key_by_hash(conn: &mut Conn, secret_hash: &str) -> Found<ApiKeyRecord> {
    let query = api_keys::table.filter(api_keys::secret_hash.eq(secret_hash)).select(ApiKeyRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn api_keys(
    conn: &mut Conn,
    merchant: Option<MerchantId>,
    page: PageOf,
) -> Rows<ApiKeyRecord> {
    let mut query = api_keys::table.select(ApiKeyRow::as_select()).into_boxed::<Db>();
    if let Some(id) = merchant {
        query = query.filter(api_keys::merchant_id.eq(Id::of(id)));
    }
    restore_all(slice!(api_keys, query, page).load(conn).await.map_err(failed)?)
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &ApiKeyRecord) -> Done {
    let row = ApiKeyRow::of(new, Version::FIRST);
    let done = diesel::insert_into(api_keys::table).values(&row).execute(conn).await;
    let parent = new.merchant_id.as_ref().map(|id| -> Name<'_> { ("merchant", id) });
    done.map(drop).map_err(|error| refused(error, ("api_key", &new.id), parent))
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<ApiKeyRecord>) -> Done {
    let (id, row) = (new.value.id, ApiKeyRow::of(&new.value, new.version.next()));
    let seen = api_keys::table.find(Id::of(id)).filter(api_keys::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(api_keys::version);
    written::<i64>(kept(update).get_result(conn).await, ("api_key", &id))
}
