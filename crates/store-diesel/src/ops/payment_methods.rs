//! Saved payment methods.

use super::{Conn, Db, Found, Rows, RunQueryDsl, paging::slice, twin};
use crate::{
    error::{Done, failed, refused, written},
    nodes::{held, kept},
    rows::{PaymentMethodRow, Restore, restore_all},
    schema::payment_methods,
    types::Id,
};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{
    PaymentMethodId, Stored, Version,
    ports::{PageOf, PaymentMethodFilter},
    records::PaymentMethodRecord,
};

#[twin]
pub(in super::super) async fn payment_method(conn: &mut Conn, id: PaymentMethodId) -> Found<PaymentMethodRecord> {
    let query = payment_methods::table.find(Id::of(id)).select(PaymentMethodRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn payment_methods(
    conn: &mut Conn,
    filter: &PaymentMethodFilter,
    page: PageOf,
) -> Rows<PaymentMethodRecord> {
    let mut query = payment_methods::table.select(PaymentMethodRow::as_select()).into_boxed::<Db>();
    if let Some(id) = filter.merchant_id {
        query = query.filter(payment_methods::merchant_id.eq(Id::of(id)));
    }
    if let Some(id) = filter.customer_id {
        query = query.filter(payment_methods::customer_id.eq(Id::of(id)));
    }
    if let Some(status) = filter.status {
        query = query.filter(payment_methods::status.eq(status.name()));
    }
    restore_all(slice!(payment_methods, query, page).load(conn).await.map_err(failed)?)
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &PaymentMethodRecord) -> Done {
    let row = PaymentMethodRow::of(new, Version::FIRST)?;
    let done = diesel::insert_into(payment_methods::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("payment_method", &new.id), Some(("payment", &new.payment_id))))
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<PaymentMethodRecord>) -> Done {
    let (id, row) = (new.value.id, PaymentMethodRow::of(&new.value, new.version.next())?);
    let seen = payment_methods::table.find(Id::of(id)).filter(payment_methods::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(payment_methods::version);
    written::<i64>(kept(update).get_result(conn).await, ("payment_method", &id))
}

#[twin]
pub(super) async fn expect(conn: &mut Conn, id: PaymentMethodId, version: Version) -> Done {
    let seen = payment_methods::table.find(Id::of(id)).filter(payment_methods::version.eq(version.0));
    written::<i64>(held(seen.select(payment_methods::version)).get_result(conn).await, ("payment_method", &id))
}
