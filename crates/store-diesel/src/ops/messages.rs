//! Messages to people.

use super::{Conn, Db, Found, Rows, RunQueryDsl, paging::slice, twin};
use crate::{
    error::{Done, failed, refused, written},
    nodes::kept,
    rows::{MessageRow, Restore, restore_all},
    schema::messages,
    types::{At, Id},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper, dsl::sql, sql_types::Bool,
};
use paylink_core::{
    MessageId, Stored, Timestamp, Version,
    ports::{MessageFilter, PageOf, Requests, StoreError},
    records::{Channel, MessageRecord, MessageStatus},
};

/// Written out, because an index holds nothing else: a parameter could be anything.
const IS_REQUEST: &str = "kind = 'payment_request'";
const HAS_FAILED: &str = "status = 'failed'";

#[twin]
pub(in super::super) async fn message(conn: &mut Conn, id: MessageId) -> Found<MessageRecord> {
    let query = messages::table.find(Id::of(id)).select(MessageRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

/// The newest, should a provider give a reference twice.
#[twin]
pub(in super::super) async fn message_by_reference(
    conn: &mut Conn,
    channel: Channel,
    reference: &str,
) -> Found<MessageRecord> {
    let called = messages::table
        .filter(messages::channel.eq(channel.name()))
        .filter(messages::provider_reference.eq(reference))
        .order((messages::created_at.desc(), messages::id.desc()));
    let row = called.select(MessageRow::as_select()).get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn messages(conn: &mut Conn, filter: &MessageFilter, page: PageOf) -> Rows<MessageRecord> {
    let mut query = messages::table.select(MessageRow::as_select()).into_boxed::<Db>();
    if let Some(id) = filter.merchant_id {
        query = query.filter(messages::merchant_id.eq(Id::of(id)));
    }
    if let Some(id) = filter.link_id {
        query = query.filter(messages::link_id.eq(Id::of(id)));
    }
    if let Some(channel) = filter.channel {
        query = query.filter(messages::channel.eq(channel.name()));
    }
    query = match filter.status {
        Some(MessageStatus::Failed) => query.filter(sql::<Bool>(HAS_FAILED)),
        Some(status @ (MessageStatus::Queued | MessageStatus::Sent | MessageStatus::Suppressed)) => {
            query.filter(messages::status.eq(status.name()))
        }
        None => query,
    };
    restore_all(slice!(messages, query, page).load(conn).await.map_err(failed)?)
}

#[twin]
pub(in super::super) async fn requests(conn: &mut Conn, of: &Requests, since: Timestamp) -> Result<u64, StoreError> {
    let made_since = messages::table
        .filter(sql::<Bool>(IS_REQUEST))
        .filter(messages::status.ne(MessageStatus::Suppressed.name()))
        .filter(messages::created_at.ge(At::of(since)));
    let count: i64 = match of {
        Requests::AboutLink(id, channel) => {
            let about = made_since.filter(messages::link_id.eq(Id::of(*id)));
            about.filter(messages::channel.eq(channel.name())).count().get_result(conn).await
        }
        Requests::To(address, channel) => {
            let to = made_since.filter(messages::recipient_key.eq(address));
            to.filter(messages::channel.eq(channel.name())).count().get_result(conn).await
        }
    }
    .map_err(failed)?;
    Ok(u64::try_from(count).unwrap_or(0))
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &MessageRecord) -> Done {
    let row = MessageRow::of(new, Version::FIRST)?;
    let done = diesel::insert_into(messages::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("message", &new.id), Some(("link", &new.link_id))))
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<MessageRecord>) -> Done {
    let (id, row) = (new.value.id, MessageRow::of(&new.value, new.version.next())?);
    let seen = messages::table.find(Id::of(id)).filter(messages::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(messages::version);
    written::<i64>(kept(update).get_result(conn).await, ("message", &id))
}

/// Also to whom it goes and what it says, which nothing else changes.
#[twin]
pub(super) async fn rewrite(conn: &mut Conn, new: &Stored<MessageRecord>) -> Done {
    let row = MessageRow::of(&new.value, new.version.next())?;
    let (recipient, recipient_key) = (&new.value.recipient, &new.value.recipient_key);
    let said = (
        messages::recipient.eq(recipient),
        messages::recipient_key.eq(recipient_key),
        messages::letter.eq(row.letter()),
    );
    let seen = messages::table.find(Id::of(new.value.id)).filter(messages::version.eq(new.version.0));
    let update = diesel::update(seen).set((&row, said)).returning(messages::version);
    written::<i64>(kept(update).get_result(conn).await, ("message", &new.value.id))
}
