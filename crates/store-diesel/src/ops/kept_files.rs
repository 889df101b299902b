//! Files, and the space they take.

use super::{Conn, Db, Found, Rows, RunQueryDsl, paging::slice, twin};
use crate::{
    error::{Done, Name, failed, refused, stale, written},
    nodes::kept,
    rows::{FileRow, FileUsageRow, Restore, restore_all},
    schema::{file_usage, files},
    types::Id,
};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{
    FileId, MerchantId, Stored, Version,
    ports::{FileFilter, PageOf},
    records::{FileRecord, FileUsageRecord},
};

#[twin]
pub(in super::super) async fn file(conn: &mut Conn, id: FileId) -> Found<FileRecord> {
    let query = files::table.find(Id::of(id)).select(FileRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn files(conn: &mut Conn, filter: &FileFilter, page: PageOf) -> Rows<FileRecord> {
    let mut query = files::table.select(FileRow::as_select()).into_boxed::<Db>();
    if let Some(id) = filter.merchant_id {
        query = query.filter(files::merchant_id.eq(Id::of(id)));
    }
    let rows: Vec<FileRow> = slice!(files, query, page).load(conn).await.map_err(failed)?;
    restore_all(rows)
}

#[twin]
pub(in super::super) async fn file_usage(conn: &mut Conn, merchant: MerchantId) -> Found<FileUsageRecord> {
    let query = file_usage::table.find(Id::of(merchant)).select(FileUsageRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &FileRecord) -> Done {
    let row = FileRow::of(new, Version::FIRST);
    let done = diesel::insert_into(files::table).values(&row).execute(conn).await;
    let parent = new
        .link_id
        .as_ref()
        .map_or_else(|| -> Name<'_> { ("merchant", &new.merchant_id) }, |link| -> Name<'_> { ("link", link) });
    done.map(drop).map_err(|error| refused(error, ("file", &new.id), Some(parent)))
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<FileRecord>) -> Done {
    let (id, row) = (new.value.id, FileRow::of(&new.value, new.version.next()));
    let seen = files::table.find(Id::of(id)).filter(files::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(files::version);
    written::<i64>(kept(update).get_result(conn).await, ("file", &id))
}

#[twin]
pub(super) async fn delete(conn: &mut Conn, id: FileId, version: Version) -> Done {
    let seen = files::table.find(Id::of(id)).filter(files::version.eq(version.0));
    let gone = diesel::delete(seen).execute(conn).await.map_err(failed)?;
    if gone > 0 { Ok(()) } else { Err(stale(("file", &id))) }
}

#[twin]
pub(super) async fn insert_usage(conn: &mut Conn, new: &FileUsageRecord) -> Done {
    let row = FileUsageRow::of(new, Version::FIRST);
    let done = diesel::insert_into(file_usage::table).values(&row).execute(conn).await;
    let name: Name<'_> = ("file_usage", &new.merchant_id);
    done.map(drop).map_err(|error| refused(error, name, Some(("merchant", &new.merchant_id))))
}

#[twin]
pub(super) async fn update_usage(conn: &mut Conn, new: &Stored<FileUsageRecord>) -> Done {
    let (id, row) = (new.value.merchant_id, FileUsageRow::of(&new.value, new.version.next()));
    let seen = file_usage::table.find(Id::of(id)).filter(file_usage::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(file_usage::version);
    written::<i64>(kept(update).get_result(conn).await, ("file_usage", &id))
}
