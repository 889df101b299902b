//! Webhook endpoints and deliveries.

use super::{Conn, Db, Found, Rows, RunQueryDsl, paging::slice, twin};
use crate::{
    error::{Done, Name, failed, refused, stale, written},
    nodes::kept,
    rows::{DeliveryRow, EndpointRow, Restore, restore_all},
    schema::{webhook_deliveries, webhook_endpoints},
    types::Id,
};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{
    DeliveryId, EndpointId, MerchantId, Stored, Version,
    ports::{PageOf, WebhookFilter},
    records::{DeliveryRecord, EndpointRecord},
};

/// At most this many endpoints get one event.
const MAX_ENDPOINTS: i64 = 100;

#[twin]
pub(in super::super) async fn endpoint(conn: &mut Conn, id: EndpointId) -> Found<EndpointRecord> {
    let query = webhook_endpoints::table.find(Id::of(id)).select(EndpointRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn endpoints(conn: &mut Conn, filter: &WebhookFilter, page: PageOf) -> Rows<EndpointRecord> {
    let mut query = webhook_endpoints::table.select(EndpointRow::as_select()).into_boxed::<Db>();
    if let Some(id) = filter.merchant_id {
        query = query.filter(webhook_endpoints::merchant_id.eq(Id::of(id)));
    }
    restore_all(slice!(webhook_endpoints, query, page).load(conn).await.map_err(failed)?)
}

#[twin]
pub(in super::super) async fn endpoints_for(conn: &mut Conn, merchant: Option<MerchantId>) -> Rows<EndpointRecord> {
    let enabled = webhook_endpoints::table
        .select(EndpointRow::as_select())
        .filter(webhook_endpoints::disabled.eq(false))
        .order((webhook_endpoints::created_at, webhook_endpoints::id))
        .limit(MAX_ENDPOINTS)
        .into_boxed::<Db>();
    let platform = webhook_endpoints::merchant_id.is_null();
    let query = match merchant {
        Some(id) => enabled.filter(platform.or(webhook_endpoints::merchant_id.eq(Id::of(id)))),
        None => enabled.filter(platform),
    };
    restore_all(query.load(conn).await.map_err(failed)?)
}

#[twin]
pub(in super::super) async fn delivery(conn: &mut Conn, id: DeliveryId) -> Found<DeliveryRecord> {
    let query = webhook_deliveries::table.find(Id::of(id)).select(DeliveryRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn deliveries(
    conn: &mut Conn,
    filter: &WebhookFilter,
    page: PageOf,
) -> Rows<DeliveryRecord> {
    let mut query = webhook_deliveries::table.select(DeliveryRow::as_select()).into_boxed::<Db>();
    if let Some(id) = filter.merchant_id {
        query = query.filter(webhook_deliveries::merchant_id.eq(Id::of(id)));
    }
    if let Some(id) = filter.endpoint_id {
        query = query.filter(webhook_deliveries::endpoint_id.eq(Id::of(id)));
    }
    if let Some(id) = filter.event_id {
        query = query.filter(webhook_deliveries::event_id.eq(Id::of(id)));
    }
    if let Some(status) = filter.status {
        query = query.filter(webhook_deliveries::status.eq(status.name()));
    }
    restore_all(slice!(webhook_deliveries, query, page).load(conn).await.map_err(failed)?)
}

#[twin]
pub(super) async fn insert_endpoint(conn: &mut Conn, new: &EndpointRecord) -> Done {
    let row = EndpointRow::of(new, Version::FIRST)?;
    let done = diesel::insert_into(webhook_endpoints::table).values(&row).execute(conn).await;
    let parent = new.merchant_id.as_ref().map(|id| -> Name<'_> { ("merchant", id) });
    done.map(drop).map_err(|error| refused(error, ("endpoint", &new.id), parent))
}

#[twin]
pub(super) async fn update_endpoint(conn: &mut Conn, new: &Stored<EndpointRecord>) -> Done {
    let (id, row) = (new.value.id, EndpointRow::of(&new.value, new.version.next())?);
    let seen = webhook_endpoints::table.find(Id::of(id)).filter(webhook_endpoints::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(webhook_endpoints::version);
    written::<i64>(kept(update).get_result(conn).await, ("endpoint", &id))
}

/// Its deliveries go with it: the schema says so.
#[twin]
pub(super) async fn delete_endpoint(conn: &mut Conn, id: EndpointId, version: Version) -> Done {
    let seen = webhook_endpoints::table.find(Id::of(id)).filter(webhook_endpoints::version.eq(version.0));
    match diesel::delete(seen).execute(conn).await.map_err(failed)? {
        0 => Err(stale(("endpoint", &id))),
        _ => Ok(()),
    }
}

/// The endpoint may have gone meanwhile; an event never goes.
#[twin]
pub(super) async fn insert_delivery(conn: &mut Conn, new: &DeliveryRecord) -> Done {
    let row = DeliveryRow::of(new, Version::FIRST);
    let pair = (webhook_deliveries::event_id, webhook_deliveries::endpoint_id);
    let insert = diesel::insert_into(webhook_deliveries::table).values(&row).on_conflict(pair).do_nothing();
    let done = insert.execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("delivery", &new.id), Some(("endpoint", &new.endpoint_id))))
}

#[twin]
pub(super) async fn update_delivery(conn: &mut Conn, new: &Stored<DeliveryRecord>) -> Done {
    let (id, row) = (new.value.id, DeliveryRow::of(&new.value, new.version.next()));
    let seen = webhook_deliveries::table.find(Id::of(id)).filter(webhook_deliveries::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(webhook_deliveries::version);
    written::<i64>(kept(update).get_result(conn).await, ("delivery", &id))
}

/// Also the body, which nothing else changes.
#[twin]
pub(super) async fn rewrite_delivery(conn: &mut Conn, new: &Stored<DeliveryRecord>) -> Done {
    let (id, row) = (new.value.id, DeliveryRow::of(&new.value, new.version.next()));
    let seen = webhook_deliveries::table.find(Id::of(id)).filter(webhook_deliveries::version.eq(new.version.0));
    let changed = (&row, webhook_deliveries::body.eq(&new.value.body));
    let update = diesel::update(seen).set(changed).returning(webhook_deliveries::version);
    written::<i64>(kept(update).get_result(conn).await, ("delivery", &id))
}
