//! Planned reminders.

use super::{Conn, Found, Rows, RunQueryDsl, twin};
use crate::{
    error::{Done, failed, refused, written},
    nodes::kept,
    rows::{ReminderRow, Restore, restore_all},
    schema::reminders,
    types::Id,
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use paylink_core::{LinkId, ReminderId, Stored, Version, records::ReminderRecord};

#[twin]
pub(in super::super) async fn reminder(conn: &mut Conn, id: ReminderId) -> Found<ReminderRecord> {
    let query = reminders::table.find(Id::of(id)).select(ReminderRow::as_select());
    let row = query.get_result(conn).await.optional().map_err(failed)?;
    row.map(Restore::restore).transpose()
}

#[twin]
pub(in super::super) async fn reminders(conn: &mut Conn, link: LinkId) -> Rows<ReminderRecord> {
    let of_link = reminders::table.filter(reminders::link_id.eq(Id::of(link))).order(reminders::remind_on);
    restore_all(of_link.select(ReminderRow::as_select()).load(conn).await.map_err(failed)?)
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &ReminderRecord) -> Done {
    let row = ReminderRow::of(new, Version::FIRST)?;
    let done = diesel::insert_into(reminders::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("reminder", &new.id), Some(("link", &new.link_id))))
}

#[twin]
pub(super) async fn update(conn: &mut Conn, new: &Stored<ReminderRecord>) -> Done {
    let (id, row) = (new.value.id, ReminderRow::of(&new.value, new.version.next())?);
    let seen = reminders::table.find(Id::of(id)).filter(reminders::version.eq(new.version.0));
    let update = diesel::update(seen).set(&row).returning(reminders::version);
    written::<i64>(kept(update).get_result(conn).await, ("reminder", &id))
}
