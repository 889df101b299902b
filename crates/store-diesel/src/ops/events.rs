//! Events.

use super::{Conn, Db, Found, Rows, RunQueryDsl, paging::slice, twin};
use crate::{
    error::{Done, failed, refused},
    rows::{EventRow, Restore, restore_all},
    schema::events,
    types::{At, Id},
};
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{
    EventId,
    ports::{EventFilter, PageOf},
    records::EventRecord,
};

#[twin]
pub(in super::super) async fn event(conn: &mut Conn, id: EventId) -> Found<EventRecord> {
    let query = events::table.find(Id::of(id)).select(EventRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn events(conn: &mut Conn, filter: &EventFilter, page: PageOf) -> Rows<EventRecord> {
    let mut query = events::table.select(EventRow::as_select()).into_boxed::<Db>();
    if let Some(id) = filter.merchant_id {
        query = query.filter(events::merchant_id.eq(Id::of(id)));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(events::kind.eq(kind.name()));
    }
    if let Some(id) = filter.link_id {
        query = query.filter(events::link_id.eq(Id::of(id)));
    }
    if let Some(from) = filter.created_from {
        query = query.filter(events::created_at.ge(At::of(from)));
    }
    if let Some(until) = filter.created_until {
        query = query.filter(events::created_at.lt(At::of(until)));
    }
    restore_all(slice!(events, query, page).load(conn).await.map_err(failed)?)
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &EventRecord) -> Done {
    let row = EventRow::of(new)?;
    let done = diesel::insert_into(events::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("event", &new.id), None))
}

/// What an event is about says less of a person; nothing else of an event ever changes.
#[twin]
pub(super) async fn rewrite(conn: &mut Conn, new: &EventRecord) -> Done {
    let subject = EventRow::of(new)?.into_subject();
    let update = diesel::update(events::table.find(Id::of(new.id))).set(events::subject.eq(subject));
    update.execute(conn).await.map(drop).map_err(|error| refused(error, ("event", &new.id), None))
}
