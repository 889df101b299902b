//! Refunds.

use super::{
    Conn, Db, Found, Rows, RunQueryDsl,
    paging::{by_age, groups, minor},
    twin,
};
use crate::{
    error::{Done, failed, refused, written},
    nodes::kept,
    rows::{RefundRow, Restore, restore_all},
    schema::refunds,
    search_nodes::{Unprepared, shy},
    types::{At, Id},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper,
    dsl::{AsSelect, IntoBoxed, Select},
};
use paylink_core::{
    RefundId, Stored, Version,
    ports::{MoneyColumn, Order, PageOf, RefundFilter},
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
    let mut rows: Vec<RefundRow> = Vec::new();
    for query in queries(filter, page) {
        let left = i64::from(page.limit).saturating_sub(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        if left > 0 || rows.is_empty() {
            rows.extend(query.limit(left).load::<RefundRow>(conn).await.map_err(failed)?);
        }
    }
    restore_all(rows)
}

type Query<'a> = IntoBoxed<'a, Select<refunds::table, AsSelect<RefundRow, Db>>, Db>;

fn queries<'a>(filter: &'a RefundFilter, page: PageOf) -> Vec<Query<'a>> {
    let order = filter.order;
    // those of one payment or link are found by that and sorted, as in `link_lists`
    let few = filter.payment_id.is_some() || filter.link_id.is_some();
    let base = || filtered(filter, few);
    match order.by {
        MoneyColumn::Created => by_age!(refunds, base, order, page),
        MoneyColumn::Amount => {
            groups!(refunds, shy(refunds::amount_minor, few), false, base, order, minor(order.from), page)
        }
    }
}

fn filtered<'a>(filter: &'a RefundFilter, few: bool) -> Query<'a> {
    let by_amount = filter.order.by == MoneyColumn::Amount;
    let mut query = refunds::table.select(RefundRow::as_select()).into_boxed::<Db>();
    let amounts = filter.amount_from.or(filter.amount_to);
    if filter.order != Order::default() || filter.currency.is_some() || amounts.is_some() {
        query = query.filter(Unprepared);
    }
    if let Some(id) = filter.merchant_id {
        query = query.filter(shy(refunds::merchant_id, few).eq(Id::of(id)));
    }
    if let Some(id) = filter.payment_id {
        query = query.filter(refunds::payment_id.eq(Id::of(id)));
    }
    if let Some(id) = filter.link_id {
        query = query.filter(shy(refunds::link_id, filter.payment_id.is_some()).eq(Id::of(id)));
    }
    if let Some(status) = filter.status {
        query = query.filter(refunds::status.eq(status.name()));
    }
    if let Some(currency) = filter.currency {
        query = query.filter(refunds::currency.eq(currency.code().to_owned()));
    }
    let amount = shy(refunds::amount_minor, few || !by_amount);
    if let Some(from) = filter.amount_from {
        query = query.filter(amount.ge(from));
    }
    if let Some(to) = filter.amount_to {
        query = query.filter(amount.le(to));
    }
    let created = shy(refunds::created_at, by_amount);
    if let Some(from) = filter.created_from {
        query = query.filter(created.ge(At::of(from)));
    }
    if let Some(until) = filter.created_until {
        query = query.filter(created.lt(At::of(until)));
    }
    query
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &RefundRecord) -> Done {
    let row = RefundRow::of(new, Version::FIRST)?;
    let done = diesel::insert_into(refunds::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("refund", &new.id), Some(("payment", &new.payment_id))))
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<RefundRecord>) -> Done {
    let (id, row) = (new.value.id, RefundRow::of(&new.value, new.version.next())?);
    let seen = refunds::table.find(Id::of(id)).filter(refunds::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(refunds::version);
    written::<i64>(kept(update).get_result(conn).await, ("refund", &id))
}
