//! Payment links, one by one; lists of them are in `link_lists`.

use super::{Conn, Found, RunQueryDsl, terms, twin};
use crate::{
    error::{Done, failed, refused, written},
    nodes::{held, kept},
    rows::{LinkRow, Restore, slug_key},
    schema::links,
    types::Id,
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{LinkId, Stored, Version, records::LinkRecord};

#[twin]
pub(in super::super) async fn link(conn: &mut Conn, id: LinkId) -> Found<LinkRecord> {
    let query = links::table.find(Id::of(id)).select(LinkRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn link_by_slug(conn: &mut Conn, slug: &str) -> Found<LinkRecord> {
    let query = links::table.filter(links::slug_key.eq(slug_key(slug))).select(LinkRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &LinkRecord) -> Done {
    let row = LinkRow::of(new, Version::FIRST)?;
    let done = diesel::insert_into(links::table).values(&row).execute(conn).await;
    done.map_err(|error| refused(error, ("link", &new.id), Some(("merchant", &new.merchant_id))))?;
    terms::note(conn, new).await
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<LinkRecord>) -> Done {
    let (id, row) = (new.value.id, LinkRow::of(&new.value, new.version.next())?);
    let seen = links::table.find(Id::of(id)).filter(links::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(links::version);
    written::<i64>(kept(update).get_result(conn).await, ("link", &id))?;
    terms::follow(conn, &new.value).await
}

#[twin]
pub(super) async fn expect(conn: &mut Conn, id: LinkId, version: Version) -> Done {
    let seen = links::table.find(Id::of(id)).filter(links::version.eq(version.0));
    written::<i64>(held(seen.select(links::version)).get_result(conn).await, ("link", &id))
}
