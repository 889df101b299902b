//! Planned reminders: made with their link, shown before they happen, taken back by hand.

use super::listing::Slice;
use crate::{
    Caller, Change, ChangeSet, Code, Error, FieldErrors, Link, Paylink, ReminderId, Stored, Timezone, TypedId,
    engine::Decided,
    forms::ListQuery,
    link::{Planning, needs_none, reason, send_at, work_key},
    ports::Position,
    records::{LinkRecord, MerchantRecord, ReminderRecord, ReminderStatus},
    views::{Listed, ReminderView},
};

impl Paylink {
    /// The reminders of a link, by day.
    ///
    /// # Errors
    /// `not_found`, `invalid_parameter`.
    pub async fn reminders(
        &self,
        caller: &Caller,
        link: &str,
        query: &ListQuery,
    ) -> Result<Listed<ReminderView>, Error> {
        let link = Link::restore(self.visible_link(caller, link).await?.value)?;
        let mut errors = FieldErrors::default();
        let slice = Slice::read(query, caller, "reminders", &link.record().id.to_string(), &mut errors);
        errors.finish()?;
        let missing = || Error::internal("the merchant of a link is gone");
        let merchant = self.store.merchant(link.record().merchant_id).await?.ok_or_else(missing)?.value;
        let needs_none = needs_none(&link, self.now());
        let shown = |reminder: ReminderRecord| {
            let (status, reason) = match (reminder.status, needs_none) {
                (ReminderStatus::Scheduled, Some(reason)) => (ReminderStatus::Cancelled, Some(reason.to_owned())),
                (status, _) => (status, reminder.reason.clone()),
            };
            ReminderView { status, reason, send_at: send_at(reminder.remind_on, &merchant.timezone), reminder }
        };
        let after = slice.page().after;
        let rows = self.store.reminders(link.record().id).await?;
        let rest = rows.into_iter().filter(|row| after.is_none_or(|after| by_day(&row.value) > after));
        let listed = slice.list(rest.collect(), by_day);
        Ok(Listed { rows: listed.rows.into_iter().map(shown).collect(), next: listed.next })
    }

    /// Takes one planned reminder back. One that was taken back before stays so.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `reminder_closed`.
    pub async fn cancel_reminder(&self, caller: &Caller, link: &str, reminder: &str) -> Result<(), Error> {
        let not_found = || Error::of(Code::NotFound);
        let link = self.visible_link(caller, link).await?.value.id;
        let id: ReminderId = reminder.parse().map_err(|_| not_found())?;
        self.store.reminder(id).await?.filter(|row| row.value.link_id == link).ok_or_else(not_found)?;
        caller.may_write()?;
        let _alone = self.lock(link).await;
        self.run(caller, || async move {
            let Stored { value: old, version } = self.store.reminder(id).await?.ok_or_else(not_found)?;
            let changes = match old.status {
                ReminderStatus::Sent | ReminderStatus::Skipped => return Err(Error::of(Code::ReminderClosed)),
                ReminderStatus::Cancelled => ChangeSet::new(),
                ReminderStatus::Scheduled => {
                    let value = ReminderRecord {
                        status: ReminderStatus::Cancelled,
                        reason: Some(reason::BY_HAND.to_owned()),
                        updated_at: self.now(),
                        ..old
                    };
                    let change = Change::UpdateReminder(Stored { value, version });
                    ChangeSet::new().with(change).with(Change::DropWork(work_key(id)))
                }
            };
            Ok(Decided { changes, view: () })
        })
        .await
    }

    /// Adds what plans the reminders of a link that is made, or changed from `before`.
    pub(crate) async fn plan_reminders(
        &self,
        changes: &mut ChangeSet,
        link: &LinkRecord,
        merchant: &MerchantRecord,
        before: Option<&LinkRecord>,
    ) -> Result<(), Error> {
        let renewed = before.is_none_or(|old| old.details.reminders != link.details.reminders);
        let known = match before {
            None => Vec::new(),
            Some(old) if !renewed && source(old) == source(link) => return Ok(()),
            Some(_) => self.store.reminders(link.id).await?,
        };
        let planning = Planning { link, merchant, known: &known, renewed, now: self.now() };
        for change in planning.changes(|| self.new_id())? {
            changes.push(change);
        }
        Ok(())
    }
}

/// Everything else of a link that its planned days follow from.
fn source(link: &LinkRecord) -> impl PartialEq + '_ {
    (link.due_date, link.details.delivery, &link.details.customer)
}

/// The place of a reminder in the list of its link.
fn by_day(reminder: &ReminderRecord) -> Position {
    let created_at = Timezone::utc().start_of(reminder.remind_on).unwrap_or(reminder.created_at);
    Position { created_at, id: reminder.id.uuid() }
}
