//! Payment links.

use super::{Conn, Db, Found, Rows, RunQueryDsl, paging::slice, twin};
use crate::{
    error::{Done, failed, refused, written},
    nodes::{held, kept},
    rows::{LinkRow, Restore, restore_all, slug_key},
    schema::links,
    types::{At, Id},
};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{
    LinkId, Stored, Version,
    ports::{LinkFilter, PageOf},
    records::{LinkRecord, LinkStateName},
    views::{LinkPaymentStatus, LinkStatus},
};

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
pub(in super::super) async fn links(conn: &mut Conn, filter: &LinkFilter, page: PageOf) -> Rows<LinkRecord> {
    let mut query = links::table.select(LinkRow::as_select()).filter(links::deleted_at.is_null()).into_boxed::<Db>();
    if let Some(id) = filter.merchant_id {
        query = query.filter(links::merchant_id.eq(Id::of(id)));
    }
    if let Some(id) = filter.customer_id {
        query = query.filter(links::customer_id.eq(Id::of(id)));
    }
    if let Some(text) = &filter.external_id {
        query = query.filter(links::external_id.eq(text));
    }
    if let Some(text) = &filter.order_number {
        query = query.filter(links::order_number.eq(text));
    }
    if let Some(text) = &filter.customer_email {
        query = query.filter(links::customer_email.eq(text));
    }
    if let Some(from) = filter.created_from {
        query = query.filter(links::created_at.ge(At::of(from)));
    }
    if let Some(until) = filter.created_until {
        query = query.filter(links::created_at.lt(At::of(until)));
    }
    if let Some((status, now)) = filter.status {
        let now = At::of(now);
        let early = links::starts_at.is_not_null().and(links::starts_at.gt(now));
        let late = links::ends_at.is_not_null().and(links::ends_at.le(now));
        query = match status {
            LinkStatus::Active => query
                .filter(links::state.eq(LinkStateName::Open.name()))
                .filter(links::starts_at.is_null().or(links::starts_at.le(now)))
                .filter(links::ends_at.is_null().or(links::ends_at.gt(now))),
            LinkStatus::Inactive => query.filter(links::state.eq(LinkStateName::Open.name())).filter(early.or(late)),
            LinkStatus::Completed => query.filter(links::state.eq(LinkStateName::Completed.name())),
            LinkStatus::Cancelled => query.filter(links::state.eq(LinkStateName::Cancelled.name())),
        };
    }
    match filter.payment_status {
        Some(LinkPaymentStatus::Paid) => query = query.filter(links::state.eq(LinkStateName::Completed.name())),
        Some(LinkPaymentStatus::Unpaid) => query = query.filter(links::state.ne(LinkStateName::Completed.name())),
        None => {}
    }
    restore_all(slice!(links, query, page).load(conn).await.map_err(failed)?)
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &LinkRecord) -> Done {
    let row = LinkRow::of(new, Version::FIRST)?;
    let done = diesel::insert_into(links::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("link", &new.id), Some(("merchant", &new.merchant_id))))
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<LinkRecord>) -> Done {
    let (id, row) = (new.value.id, LinkRow::of(&new.value, new.version.next())?);
    let seen = links::table.find(Id::of(id)).filter(links::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(links::version);
    written::<i64>(kept(update).get_result(conn).await, ("link", &id))
}

#[twin]
pub(super) async fn expect(conn: &mut Conn, id: LinkId, version: Version) -> Done {
    let seen = links::table.find(Id::of(id)).filter(links::version.eq(version.0));
    written::<i64>(held(seen.select(links::version)).get_result(conn).await, ("link", &id))
}
