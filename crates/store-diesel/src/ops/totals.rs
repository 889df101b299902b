//! The sums over the payments and views of links, answered from two indexes.

use super::{Conn, RunQueryDsl, twin};
use crate::{
    error::failed,
    nodes::kept,
    schema::{link_views, payments},
    types::Id,
};
use diesel::{
    CombineDsl, ExpressionMethods, QueryDsl,
    dsl::{count_star, sql},
    sql_types::{BigInt, Text},
};
use paylink_core::{
    LinkId,
    ports::StoreError,
    records::{LinkTotals, PaymentStatus},
};
use std::collections::HashMap;

/// The type of a sum of bigints differs between databases; the cast makes it a bigint in all.
const PAID: &str = "CAST(sum(amount_minor) AS bigint)";
const REFUNDED: &str = "CAST(sum(refunded_minor) AS bigint)";
/// A row of views among those of payments; no payment has this status.
const VIEWED: &str = "viewed";
const AS_STATUS: &str = "'viewed'";
const VIEWS: &str = "CAST(sum(views) AS bigint)";
const NOTHING: &str = "CAST(0 AS bigint)";

/// One link, as the payment page asks for it: the statement stays prepared.
#[twin]
pub(in super::super) async fn totals_of_link(conn: &mut Conn, id: LinkId) -> Result<LinkTotals, StoreError> {
    let of_link = payments::table.filter(payments::link_id.eq(Id::of(id)));
    let sums = of_link.group_by(payments::status).select((
        payments::status,
        count_star(),
        sql::<BigInt>(PAID),
        sql::<BigInt>(REFUNDED),
    ));
    let views = link_views::table.filter(link_views::link_id.eq(Id::of(id))).group_by(link_views::link_id).select((
        sql::<Text>(AS_STATUS),
        sql::<BigInt>(VIEWS),
        sql::<BigInt>(NOTHING),
        sql::<BigInt>(NOTHING),
    ));
    let rows: Vec<(String, i64, i64, i64)> = kept(sums.union_all(views)).load(conn).await.map_err(failed)?;
    let mut totals = LinkTotals::default();
    for (status, count, paid, refunded) in rows {
        add(&mut totals, &status, count, (paid, refunded));
    }
    Ok(totals)
}

/// Many links, in the order of `ids`.
#[twin]
pub(in super::super) async fn link_totals(conn: &mut Conn, ids: &[LinkId]) -> Result<Vec<LinkTotals>, StoreError> {
    let wanted: Vec<Id> = ids.iter().copied().map(Id::of).collect();
    let sums = payments::table
        .filter(payments::link_id.eq_any(wanted.clone()))
        .group_by((payments::link_id, payments::status))
        .select((payments::link_id, payments::status, count_star(), sql::<BigInt>(PAID), sql::<BigInt>(REFUNDED)));
    let views = link_views::table.filter(link_views::link_id.eq_any(wanted)).group_by(link_views::link_id).select((
        link_views::link_id,
        sql::<Text>(AS_STATUS),
        sql::<BigInt>(VIEWS),
        sql::<BigInt>(NOTHING),
        sql::<BigInt>(NOTHING),
    ));
    let rows: Vec<(Id, String, i64, i64, i64)> = sums.union_all(views).load(conn).await.map_err(failed)?;
    let mut totals: HashMap<Id, LinkTotals> = HashMap::new();
    for (id, status, count, paid, refunded) in rows {
        add(totals.entry(id).or_default(), &status, count, (paid, refunded));
    }
    Ok(ids.iter().map(|id| totals.get(&Id::of(*id)).copied().unwrap_or_default()).collect())
}

fn add(totals: &mut LinkTotals, status: &str, count: i64, (paid, refunded): (i64, i64)) {
    if status == VIEWED {
        totals.views_count = totals.views_count.saturating_add(count);
        return;
    }
    totals.refunded_minor = totals.refunded_minor.saturating_add(refunded);
    totals.payments_count = totals.payments_count.saturating_add(count);
    if status == PaymentStatus::Succeeded.name() {
        totals.paid_count = totals.paid_count.saturating_add(count);
        totals.paid_minor = totals.paid_minor.saturating_add(paid);
    }
}
