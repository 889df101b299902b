//! Reminders go out when their time comes, or are left out: every one is looked at once more first.
//!
//! **Invariant:** a reminder's messages are made in the commit that marks it as sent and that fails if its link has
//! changed meanwhile: none is made twice, and none for what was paid in between.

use crate::{
    Actor, Change, ChangeSet, Error, EventKind, Link, Paylink, ReminderId, Stored, TypedId,
    link::{Verdict, reason, verdict},
    ports::StoreError,
    records::{MerchantRecord, MessageKind, MessageStatus, Queue, ReminderRecord, ReminderStatus, WorkRecord},
    usecases::Occasion,
};
use futures_util::future::join_all;
use std::time::Duration;

const BATCH: u32 = 64;
const LEASE: Duration = Duration::from_secs(30);
const JOB: Actor = Actor::working(Queue::Remind);

impl Paylink {
    /// Looks at reminders whose time may have come; returns how many.
    ///
    /// # Errors
    /// `storage_unavailable`; what was claimed comes back when its lease ends.
    pub async fn remind_tick(&self) -> Result<usize, Error> {
        let claimed = self.store.claim(Queue::Remind, None, BATCH, self.now(), LEASE).await?;
        let count = claimed.len();
        let done = join_all(claimed.into_iter().map(|work| self.remind(work))).await;
        // a damaged link is told in the end, but holds up no other
        done.into_iter().fold(Ok(()), Result::and).map(|()| count)
    }

    async fn remind(&self, work: Stored<WorkRecord>) -> Result<(), Error> {
        let changes = match self.planned(ReminderId::from_uuid(work.value.key.subject)).await? {
            Some(planned) => self.decide(&work, planned).await?,
            None => ChangeSet::new().with(Change::FinishWork(work.value.key, work.version)),
        };
        match self.write(JOB, changes).await {
            // the link or the reminder changed just now, or it is someone else's lease: it is looked at again when this
            // lease ends, if it still waits then
            Ok(()) | Err(StoreError::Stale { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The reminder with everything it depends on, if it still waits.
    async fn planned(&self, id: ReminderId) -> Result<Option<Planned>, Error> {
        let waits = |row: &Stored<ReminderRecord>| row.value.status == ReminderStatus::Scheduled;
        let Some(reminder) = self.store.reminder(id).await?.filter(waits) else { return Ok(None) };
        let missing = |what: &str| Error::internal(format!("the {what} of reminder {id} is gone"));
        let link = self.store.link(reminder.value.link_id).await?.ok_or_else(|| missing("link"))?;
        let merchant = self.store.merchant(link.value.merchant_id).await?.ok_or_else(|| missing("merchant"))?.value;
        let link = Stored { value: Link::restore(link.value)?, version: link.version };
        Ok(Some(Planned { reminder, link, merchant }))
    }

    async fn decide(&self, work: &Stored<WorkRecord>, planned: Planned) -> Result<ChangeSet, Error> {
        let Planned { reminder, link, merchant } = &planned;
        let now = self.now();
        let mut changes = ChangeSet::new();
        let (status, why) = match verdict(&link.value, &merchant.timezone, &reminder.value, now) {
            Verdict::Wait(run_at) => {
                let value = WorkRecord { run_at, ..work.value };
                return Ok(changes.with(Change::UpdateWork(Stored { value, version: work.version })));
            }
            Verdict::Drop(status, why) => (status, Some(why)),
            Verdict::Send => self.send_reminder(&mut changes, &planned).await?,
        };
        let value =
            ReminderRecord { status, reason: why.map(str::to_owned), updated_at: now, ..reminder.value.clone() };
        changes.push(Change::UpdateReminder(Stored { value, version: reminder.version }));
        changes.push(Change::ExpectLink(link.value.record().id, link.version));
        changes.push(Change::FinishWork(work.value.key, work.version));
        Ok(changes)
    }

    /// Adds the messages of a reminder. A message that is sent later is announced then, by its job.
    async fn send_reminder(
        &self,
        changes: &mut ChangeSet,
        planned: &Planned,
    ) -> Result<(ReminderStatus, Option<&'static str>), Error> {
        let Planned { reminder, link, merchant } = planned;
        let (reminder, record) = (&reminder.value, link.value.record());
        let totals = self.totals_of(record).await?;
        let about = Occasion::about_link(MessageKind::Reminder, merchant, record, totals);
        let occasion = Occasion { reminder: Some(reminder.id), ..about };
        let (mut made, mut handed_over) = (false, false);
        for channel in &reminder.channels {
            if let Some(message) = self.compose(changes, &occasion, *channel).await? {
                made = true;
                handed_over |= message.status == MessageStatus::Sent;
            }
        }
        if handed_over {
            self.announce_link(changes, EventKind::ReminderSent, record, totals);
        }
        Ok(match made {
            true => (ReminderStatus::Sent, None),
            false if merchant.messages.off.contains(&MessageKind::Reminder) => {
                (ReminderStatus::Skipped, Some(reason::DISABLED))
            }
            false => (ReminderStatus::Skipped, Some(reason::NO_RECIPIENT)),
        })
    }
}

/// A reminder that waits, and what it depends on.
struct Planned {
    reminder: Stored<ReminderRecord>,
    link: Stored<Link>,
    merchant: MerchantRecord,
}
