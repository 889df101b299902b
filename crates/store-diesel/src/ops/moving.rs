//! What names one customer comes to name another, a part at a time.

use super::{Conn, RunQueryDsl, customers, twin};
use crate::{
    error::{Done, failed, refused, stale},
    schema::{bills, customers as people, links, payment_methods, payments},
    types::Id,
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl};
use paylink_core::{CustomerId, ports::StoreError};

/// Links first: a payment that begins meanwhile waits for its link, or has been seen by the time payments move.
#[twin]
pub(super) async fn move_customer(conn: &mut Conn, from: CustomerId, to: CustomerId, most: u32) -> Done {
    if customers::customer(conn, to).await?.is_none() {
        return Err(stale(("customer", &to)));
    }
    let (old, new, most) = (Id::of(from), Id::of(to), i64::from(most));
    let named = |error| refused(error, ("customer", &to), None);
    let some = links::table.filter(links::customer_id.eq(old)).select(links::id).limit(most);
    let ids: Vec<Id> = some.load(conn).await.map_err(failed)?;
    // one that was tied to somebody else since is left alone
    let theirs = links::table.filter(links::id.eq_any(ids)).filter(links::customer_id.eq(old));
    let moved = (links::customer_id.eq(Some(new)), links::version.eq(links::version + 1));
    diesel::update(theirs).set(moved).execute(conn).await.map_err(named)?;

    let some = payments::table.filter(payments::customer_id.eq(old)).select(payments::id).limit(most);
    let ids: Vec<Id> = some.load(conn).await.map_err(failed)?;
    let theirs = payments::table.filter(payments::id.eq_any(ids)).filter(payments::customer_id.eq(old));
    let moved = (payments::customer_id.eq(Some(new)), payments::version.eq(payments::version + 1));
    diesel::update(theirs).set(moved).execute(conn).await.map_err(named)?;

    let some = bills::table.filter(bills::customer_id.eq(old)).select(bills::id).limit(most);
    let ids: Vec<Id> = some.load(conn).await.map_err(failed)?;
    let theirs = bills::table.filter(bills::id.eq_any(ids)).filter(bills::customer_id.eq(old));
    let moved = (bills::customer_id.eq(Some(new)), bills::version.eq(bills::version + 1));
    diesel::update(theirs).set(moved).execute(conn).await.map_err(named)?;

    let some = payment_methods::table.filter(payment_methods::customer_id.eq(old)).select(payment_methods::id);
    let ids: Vec<Id> = some.limit(most).load(conn).await.map_err(failed)?;
    let theirs =
        payment_methods::table.filter(payment_methods::id.eq_any(ids)).filter(payment_methods::customer_id.eq(old));
    let moved = (payment_methods::customer_id.eq(Some(new)), payment_methods::version.eq(payment_methods::version + 1));
    diesel::update(theirs).set(moved).execute(conn).await.map_err(named)?;

    let some = people::table.filter(people::merged_into.eq(old)).select(people::id).limit(most);
    let ids: Vec<Id> = some.load(conn).await.map_err(failed)?;
    let theirs = people::table.filter(people::id.eq_any(ids)).filter(people::merged_into.eq(old));
    let moved = (people::merged_into.eq(Some(new)), people::version.eq(people::version + 1));
    diesel::update(theirs).set(moved).execute(conn).await.map_err(named)?;
    Ok(())
}

#[twin]
pub(in super::super) async fn customer_is_bare(conn: &mut Conn, id: CustomerId) -> Result<bool, StoreError> {
    let id = Id::of(id);
    let link = links::table.filter(links::customer_id.eq(id)).select(links::id).limit(1);
    let link: Option<Id> = link.get_result(conn).await.optional().map_err(failed)?;
    let payment = payments::table.filter(payments::customer_id.eq(id)).select(payments::id).limit(1);
    let payment: Option<Id> = payment.get_result(conn).await.optional().map_err(failed)?;
    let merged = people::table.filter(people::merged_into.eq(id)).select(people::id).limit(1);
    let merged: Option<Id> = merged.get_result(conn).await.optional().map_err(failed)?;
    let bill = bills::table.filter(bills::customer_id.eq(id)).select(bills::id).limit(1);
    let bill: Option<Id> = bill.get_result(conn).await.optional().map_err(failed)?;
    let method =
        payment_methods::table.filter(payment_methods::customer_id.eq(id)).select(payment_methods::id).limit(1);
    let method: Option<Id> = method.get_result(conn).await.optional().map_err(failed)?;
    Ok(link.is_none() && payment.is_none() && merged.is_none() && bill.is_none() && method.is_none())
}
