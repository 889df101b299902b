//! A merchant has a payer reminded on days of its own choice, beside those that are planned.

use crate::{
    Caller, Change, ChangeSet, Code, Date, Error, EventKind, FieldErrors, Link, Paylink, Stored,
    engine::Decided,
    forms::ReminderForm,
    link::{add_days, needs_none, reason, send_at},
    records::{LinkRecord, ReminderRecord, ReminderStatus},
    views::ReminderView,
};
use std::collections::BTreeSet;

impl Paylink {
    /// Plans one more reminder of a link on each of these days, all or none.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, field errors (no day, a day whose time has passed, no address), `link_closed` when it
    /// cannot be paid any more, `reminder_planned` when there is one on such a day.
    pub async fn add_reminders(
        &self,
        caller: &Caller,
        link: &str,
        forms: &[ReminderForm],
        unread: &FieldErrors,
    ) -> Result<Vec<ReminderView>, Error> {
        let id = self.visible_link(caller, link).await?.value.id;
        caller.may_write()?;
        let _alone = self.lock(id).await;
        let days = self
            .run(caller, || async move {
                let Stored { value: old, version } = self.visible_link(caller, &id.to_string()).await?;
                let now = self.now();
                let open = Link::restore(old.clone())?;
                if needs_none(&open, now).is_some() {
                    return Err(Error::of(Code::LinkClosed));
                }
                let missing = || Error::internal("the merchant of a link is gone");
                let merchant = self.store.merchant(old.merchant_id).await?.ok_or_else(missing)?.value;
                let known = self.store.reminders(id).await?;
                let (mut new, mut errors) = (old.clone(), unread.clone());
                drop_spent(&mut new, &known);
                let days = add_days(forms, &mut new, &mut errors);
                for (place, day) in &days {
                    if send_at(*day, &merchant.timezone).is_none_or(|at| at <= now) {
                        let detail = "the time to remind on that day has passed";
                        errors.add(format!("reminders.{place}.remind_on"), Code::InvalidWindow, detail);
                    }
                }
                errors.finish()?;
                let asked: BTreeSet<Date> = days.iter().map(|(_, day)| *day).collect();
                let taken = |row: &Stored<ReminderRecord>| {
                    row.value.status != ReminderStatus::Cancelled && asked.contains(&row.value.remind_on)
                };
                if asked.len() < days.len() || known.iter().any(taken) {
                    return Err(Error::of(Code::ReminderPlanned));
                }
                new.updated_at = now;
                let totals = self.totals_of(&new).await?;
                let change = Change::UpdateLink(Box::new(Stored { value: new.clone(), version }));
                let mut changes = ChangeSet::new().with(change);
                self.plan_reminders(&mut changes, &new, &merchant, Some(&old)).await?;
                self.announce_link(&mut changes, EventKind::LinkUpdated, &new, totals);
                Ok(Decided { changes, view: asked })
            })
            .await?;
        let all = self.reminders(caller, &id.to_string(), &crate::forms::ListQuery::all()).await?;
        Ok(all.rows.into_iter().filter(|view| days.contains(&view.reminder.remind_on)).collect())
    }
}

/// Takes out rules that will plan nothing: days that are over, and days that were taken back by hand, which other rules
/// would bring back.
fn drop_spent(link: &mut LinkRecord, known: &[Stored<ReminderRecord>]) {
    let due = link.due_date;
    link.details.reminders.retain(|rule| {
        let day = rule.remind_on.or_else(|| due?.plus_days(rule.offset_days?));
        let row = known.iter().map(|row| &row.value).find(|row| Some(row.remind_on) == day);
        row.is_none_or(|row| match row.status {
            ReminderStatus::Scheduled => true,
            // days that count from the due date move with it
            ReminderStatus::Sent | ReminderStatus::Skipped => rule.remind_on.is_none(),
            ReminderStatus::Cancelled => row.reason.as_deref() != Some(reason::BY_HAND),
        })
    });
}
