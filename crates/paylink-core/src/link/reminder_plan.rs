//! From a link's rules to planned days, and what becomes of a planned day when its time comes. Pure.
//!
//! **Invariant:** a day that was sent or skipped is never planned again, nor is one taken back by hand, until the
//! merchant gives other rules. There is at most one reminder per link and day, and the money path writes none of them:
//! whether a link still needs its reminders is decided from the link when they are shown, and when their time comes.

use super::{Link, LinkState, reminders::ways};
use crate::{
    Change, Code, Date, Error, ReminderId, Stored, Timestamp, Timezone, TypedId,
    records::{Channel, LinkRecord, MerchantRecord, Queue, ReminderRecord, ReminderStatus, WorkKey},
    usecases::shown::due,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// Reminders go out at nine in the morning, in the merchant's time zone.
const HOUR: i8 = 9;
/// A reminder this late is left out: after downtime nobody gets yesterday's.
const TOO_LATE: Duration = Duration::from_secs(12 * 3600);
/// The clocks that are farthest ahead (UTC+14) show nine o'clock so long before those of UTC.
const FARTHEST_AHEAD: Duration = Duration::from_secs(14 * 3600);
/// Reminders of one link over its life.
const MAX_REMINDERS: usize = 64;

/// Why a reminder was skipped or cancelled.
pub(crate) mod reason {
    pub(crate) const PAID: &str = "paid";
    pub(crate) const NOT_PAYABLE: &str = "not_payable";
    pub(crate) const PAYMENT_IN_PROGRESS: &str = "payment_in_progress";
    pub(crate) const PAUSED: &str = "paused";
    pub(crate) const LATE: &str = "late";
    pub(crate) const MOVED: &str = "moved";
    pub(crate) const BY_HAND: &str = "by_hand";
    pub(crate) const NO_RECIPIENT: &str = "no_recipient";
    pub(crate) const DISABLED: &str = "disabled";
}

/// The instant at which a reminder of `day` goes out.
pub(crate) fn send_at(day: Date, zone: &Timezone) -> Option<Timestamp> {
    zone.at(day, HOUR)
}

/// Why a link needs no reminder any more, if so.
pub(crate) fn needs_none(link: &Link, now: Timestamp) -> Option<&'static str> {
    let ended = link.record().ends_at.is_some_and(|end| end <= now);
    match link.state() {
        LinkState::Completed { .. } => Some(reason::PAID),
        LinkState::Cancelled { .. } => Some(reason::NOT_PAYABLE),
        LinkState::Open if ended || link.record().deleted_at.is_some() => Some(reason::NOT_PAYABLE),
        LinkState::Open => None,
    }
}

/// What becomes of a planned reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Its time has not come.
    Wait(Timestamp),
    /// It goes out.
    Send,
    /// It does not, and will not.
    Drop(ReminderStatus, &'static str),
}

/// Decides about a planned reminder at `now`.
pub(crate) fn verdict(link: &Link, zone: &Timezone, reminder: &ReminderRecord, now: Timestamp) -> Verdict {
    let record = link.record();
    let skipped = |reason| Verdict::Drop(ReminderStatus::Skipped, reason);
    let Some(at) = send_at(reminder.remind_on, zone) else { return skipped(reason::LATE) };
    if now < at {
        return Verdict::Wait(at);
    }
    if let Some(reason) = needs_none(link, now) {
        return Verdict::Drop(ReminderStatus::Cancelled, reason);
    }
    if now.since(at) > TOO_LATE {
        return skipped(reason::LATE);
    }
    if record.details.reminders_paused {
        return skipped(reason::PAUSED);
    }
    match link.refusal_at(now) {
        None => Verdict::Send,
        Some(Code::PaymentInProgress) => skipped(reason::PAYMENT_IN_PROGRESS),
        Some(_) => skipped(reason::NOT_PAYABLE),
    }
}

/// What planning looks at.
pub(crate) struct Planning<'a> {
    pub link: &'a LinkRecord,
    pub merchant: &'a MerchantRecord,
    /// The link's reminders so far.
    pub known: &'a [Stored<ReminderRecord>],
    /// Whether the rules themselves are new: then days taken back by hand may come back.
    pub renewed: bool,
    pub now: Timestamp,
}

/// A day on which the rules want a reminder.
struct Wish {
    offset_days: Option<i32>,
    channels: BTreeSet<Channel>,
    at: Timestamp,
}

impl Planning<'_> {
    /// The writes that make the planned days those of the rules.
    ///
    /// # Errors
    /// `too_many` when the link has had all the reminders it can have.
    pub(crate) fn changes(&self, mut new_id: impl FnMut() -> ReminderId) -> Result<Vec<Change>, Error> {
        let wishes = self.wishes();
        let known: BTreeMap<Date, &Stored<ReminderRecord>> =
            self.known.iter().map(|row| (row.value.remind_on, row)).collect();
        let mut changes = Vec::new();
        for (day, row) in &known {
            match wishes.get(day) {
                Some(wish) => self.keep(row, wish, &mut changes),
                None if row.value.status == ReminderStatus::Scheduled => {
                    changes.push(self.update(row, ReminderStatus::Cancelled, Some(reason::MOVED), row.value.clone()));
                    changes.push(Change::DropWork(work_key(row.value.id)));
                }
                None => {}
            }
        }
        let mut spare = known
            .iter()
            .filter(|(day, row)| !wishes.contains_key(*day) && row.value.reason.as_deref() == Some(reason::MOVED));
        let mut room = MAX_REMINDERS.saturating_sub(known.len());
        for (day, wish) in wishes.iter().filter(|(day, wish)| !known.contains_key(*day) && wish.at > self.now) {
            let fresh = ReminderRecord {
                id: new_id(),
                link_id: self.link.id,
                merchant_id: self.link.merchant_id,
                remind_on: *day,
                offset_days: wish.offset_days,
                channels: wish.channels.iter().copied().collect(),
                status: ReminderStatus::Scheduled,
                reason: None,
                created_at: self.now,
                updated_at: self.now,
            };
            if room > 0 {
                room -= 1;
                changes.push(self.work(fresh.id, *day, wish.at));
                changes.push(Change::InsertReminder(fresh));
                continue;
            }
            // a day that came to nothing becomes this one
            let Some((_, row)) = spare.next() else {
                let detail = format!("a link has at most {MAX_REMINDERS} reminders over its life");
                return Err(Error::field("reminders", Code::TooMany, detail));
            };
            let value = ReminderRecord { id: row.value.id, created_at: row.value.created_at, ..fresh };
            changes.push(self.work(value.id, *day, wish.at));
            changes.push(self.update(row, ReminderStatus::Scheduled, None, value));
        }
        Ok(changes)
    }

    /// A day that is wanted and was planned before.
    fn keep(&self, row: &Stored<ReminderRecord>, wish: &Wish, changes: &mut Vec<Change>) {
        let old = &row.value;
        let channels: Vec<_> = wish.channels.iter().copied().collect();
        let value = ReminderRecord { channels, offset_days: wish.offset_days, ..old.clone() };
        let by_hand = old.reason.as_deref() == Some(reason::BY_HAND);
        match old.status {
            ReminderStatus::Sent | ReminderStatus::Skipped => {}
            ReminderStatus::Scheduled if value == *old => {}
            ReminderStatus::Scheduled => changes.push(self.update(row, ReminderStatus::Scheduled, None, value)),
            ReminderStatus::Cancelled if wish.at <= self.now || (by_hand && !self.renewed) => {}
            ReminderStatus::Cancelled => {
                changes.push(self.update(row, ReminderStatus::Scheduled, None, value));
                changes.push(self.work(old.id, old.remind_on, wish.at));
            }
        }
    }

    /// The days that follow from the rules, each once, by all the ways its rules name.
    fn wishes(&self) -> BTreeMap<Date, Wish> {
        let mut wishes: BTreeMap<Date, Wish> = BTreeMap::new();
        for rule in &self.link.details.reminders {
            let counted = rule.offset_days.zip(self.link.due_date).and_then(|(days, due)| due.plus_days(days));
            let Some(day) = rule.remind_on.or(counted) else { continue };
            let channels = ways(rule, self.link);
            let Some(at) = send_at(day, &self.merchant.timezone).filter(|_| !channels.is_empty()) else { continue };
            let wish = wishes.entry(day).or_insert(Wish { offset_days: None, channels: BTreeSet::new(), at });
            wish.channels.extend(channels);
            wish.offset_days = wish.offset_days.or(rule.offset_days);
        }
        wishes
    }

    fn update(
        &self,
        row: &Stored<ReminderRecord>,
        status: ReminderStatus,
        reason: Option<&str>,
        value: ReminderRecord,
    ) -> Change {
        let value = ReminderRecord { status, reason: reason.map(str::to_owned), updated_at: self.now, ..value };
        Change::UpdateReminder(Stored { value, version: row.version })
    }

    /// The work looks up when it is nine o'clock that day anywhere on earth, and waits for its own nine o'clock then: so
    /// the merchant's zone may change meanwhile, in either direction.
    fn work(&self, id: ReminderId, day: Date, at: Timestamp) -> Change {
        let first = send_at(day, &Timezone::utc()).map_or(at, |nine| nine.minus(FARTHEST_AHEAD));
        let run_at = if first > self.now { first } else { at };
        Change::PutWork(due(Queue::Remind, id.uuid(), run_at))
    }
}

/// The work of a reminder.
pub(crate) fn work_key(id: ReminderId) -> WorkKey {
    WorkKey { queue: Queue::Remind, subject: id.uuid() }
}
