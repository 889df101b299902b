//! Payments.

use super::{
    Conn, Db, Found, Rows, RunQueryDsl,
    paging::{by_age, groups, minor},
    twin,
};
use crate::{
    error::{Done, failed, refused, written},
    nodes::{held, kept},
    rows::{PaymentRow, Restore, restore_all},
    schema::{links, payments},
    search_nodes::{Unprepared, ascii_lower, shy},
    types::{At, Id},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper,
    alias,
    dsl::{AsSelect, IntoBoxed, Select},
};
use paylink_core::{
    LinkId, PaymentId, Stored, Timestamp, Version,
    ports::{Declines, MoneyColumn, Order, PageOf, PaymentFilter, StoreError},
    records::{PaymentRecord, PaymentStatus},
};

#[twin]
pub(in super::super) async fn payment(conn: &mut Conn, id: PaymentId) -> Found<PaymentRecord> {
    let query = payments::table.find(Id::of(id)).select(PaymentRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn payments(conn: &mut Conn, filter: &PaymentFilter, page: PageOf) -> Rows<PaymentRecord> {
    let mut rows: Vec<PaymentRow> = Vec::new();
    for query in queries(filter, page) {
        let left = i64::from(page.limit).saturating_sub(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        if left > 0 || rows.is_empty() {
            rows.extend(query.limit(left).load::<PaymentRow>(conn).await.map_err(failed)?);
        }
    }
    restore_all(rows)
}

type Query<'a> = IntoBoxed<'a, Select<payments::table, AsSelect<PaymentRow, Db>>, Db>;

fn queries<'a>(filter: &'a PaymentFilter, page: PageOf) -> Vec<Query<'a>> {
    let order = filter.order;
    // those of one link or payer are found by that and sorted, as in `link_lists`
    let few = filter.link_id.is_some() || filter.customer_id.is_some() || filter.payer_email.is_some();
    let base = || filtered(filter, few);
    match order.by {
        MoneyColumn::Created => by_age!(payments, base, order, page),
        MoneyColumn::Amount => {
            groups!(payments, shy(payments::amount_minor, few), false, base, order, minor(order.from), page)
        }
    }
}

fn filtered<'a>(filter: &'a PaymentFilter, few: bool) -> Query<'a> {
    let by_amount = filter.order.by == MoneyColumn::Amount;
    let mut query = payments::table.select(PaymentRow::as_select()).into_boxed::<Db>();
    let amounts = filter.amount_from.or(filter.amount_to);
    if filter.order != Order::default()
        || filter.currency.is_some()
        || amounts.is_some()
        || filter.payer_email.is_some()
    {
        query = query.filter(Unprepared);
    }
    if let Some(id) = filter.merchant_id {
        query = query.filter(shy(payments::merchant_id, few).eq(Id::of(id)));
    }
    if let Some(id) = filter.link_id {
        query = query.filter(payments::link_id.eq(Id::of(id)));
    }
    if let Some(text) = &filter.payer_email {
        query = query.filter(shy(ascii_lower(payments::payer_email), filter.link_id.is_some()).eq(text));
    }
    if let Some(id) = filter.customer_id {
        query = query.filter(payments::customer_id.eq(Id::of(id)));
    }
    if let Some(status) = filter.status {
        query = query.filter(shy(payments::status, few || by_amount).eq(status.name()));
    }
    if let Some(method) = filter.method {
        query = query.filter(payments::method.eq(method.name()));
    }
    if let Some(currency) = filter.currency {
        query = query.filter(payments::currency.eq(currency.code().to_owned()));
    }
    let amount = shy(payments::amount_minor, few || !by_amount);
    if let Some(from) = filter.amount_from {
        query = query.filter(amount.ge(from));
    }
    if let Some(to) = filter.amount_to {
        query = query.filter(amount.le(to));
    }
    let created = shy(payments::created_at, by_amount);
    if let Some(from) = filter.created_from {
        query = query.filter(created.ge(At::of(from)));
    }
    if let Some(until) = filter.created_until {
        query = query.filter(created.lt(At::of(until)));
    }
    query
}

/// One step into the index per link, then one per payment found: never all payments of a link.
#[twin]
pub(in super::super) async fn latest_payments(conn: &mut Conn, links: &[LinkId]) -> Rows<PaymentRecord> {
    let wanted: Vec<Id> = links.iter().copied().map(Id::of).collect();
    let of_link = alias!(payments as of_link);
    let newest = of_link
        .filter(of_link.field(payments::link_id).eq(links::id))
        .order((of_link.field(payments::created_at).desc(), of_link.field(payments::id).desc()))
        .select(of_link.field(payments::id))
        .limit(1)
        .single_value();
    let ids = links::table.filter(links::id.eq_any(wanted)).select(newest);
    let query = payments::table.filter(payments::id.nullable().eq_any(ids)).select(PaymentRow::as_select());
    restore_all(query.load(conn).await.map_err(failed)?)
}

#[twin]
pub(in super::super) async fn declines(conn: &mut Conn, of: &Declines, since: Timestamp) -> Result<u64, StoreError> {
    let failed_since = payments::table
        .filter(payments::status.eq(PaymentStatus::Failed.name()))
        .filter(payments::created_at.ge(At::of(since)));
    let count: i64 = match of {
        Declines::OnLink(id) => failed_since.filter(payments::link_id.eq(Id::of(*id))).count().get_result(conn).await,
        Declines::FromOrigin(origin) => {
            failed_since.filter(payments::payer_origin.eq(origin)).count().get_result(conn).await
        }
    }
    .map_err(failed)?;
    Ok(u64::try_from(count).unwrap_or(0))
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &PaymentRecord) -> Done {
    let row = PaymentRow::of(new, Version::FIRST)?;
    let done = diesel::insert_into(payments::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("payment", &new.id), Some(("link", &new.link_id))))
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<PaymentRecord>) -> Done {
    let (id, row) = (new.value.id, PaymentRow::of(&new.value, new.version.next())?);
    let seen = payments::table.find(Id::of(id)).filter(payments::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(payments::version);
    written::<i64>(kept(update).get_result(conn).await, ("payment", &id))
}

#[twin]
pub(super) async fn expect(conn: &mut Conn, id: PaymentId, version: Version) -> Done {
    let seen = payments::table.find(Id::of(id)).filter(payments::version.eq(version.0));
    written::<i64>(held(seen.select(payments::version)).get_result(conn).await, ("payment", &id))
}
