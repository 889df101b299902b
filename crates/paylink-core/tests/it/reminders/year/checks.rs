//! What must hold after every step of the 400 days, and at their end.

use super::{Duration, STEP, Year};
use crate::shop::hours;
use paylink_core::{
    Code, Link,
    ports::{LinkReader as _, MessageFilter, MessageReader as _, PageOf, ReminderReader as _},
    records::{MessageKind, MessageRecord, Queue, ReminderRecord, ReminderStatus},
};

use std::collections::{BTreeMap, BTreeSet};

const ALL: PageOf = PageOf { after: None, limit: 1_000_000 };

impl Year {
    /// What has just become of planned reminders, and what has just been carried.
    pub(super) async fn check(&mut self) {
        let now = self.shop.now();
        let due: Vec<_> =
            self.planned.iter().filter(|(_, planned)| planned.send_at <= now).map(|(id, _)| *id).collect();
        let decided = !due.is_empty();
        for id in due {
            let row = self.shop.store.reminder(id).await.expect("the store").expect("the reminder").value;
            if row.status == ReminderStatus::Scheduled {
                assert_eq!(
                    self.troubled, now,
                    "seed {}: {id} still waits at {now}, and nothing stood in its way",
                    self.seed
                );
                continue;
            }
            self.judge(&row).await;
            self.planned.remove(&id);
        }
        if !decided && self.troubled.plus(STEP) < now {
            return;
        }
        for mail in self.shop.post.mails().split_off(self.mails_seen) {
            self.carried(mail.id).await;
            self.mails_seen += 1;
        }
        for text in self.shop.post.texts().split_off(self.texts_seen) {
            self.carried(text.id).await;
            self.texts_seen += 1;
        }
    }

    /// A reminder that was decided in this step, or taken back before.
    async fn judge(&mut self, row: &ReminderRecord) {
        let (now, seed) = (self.shop.now(), self.seed);
        let reason = row.reason.as_deref().unwrap_or_default();
        *self.outcomes.entry(format!("{} {reason}", row.status.name()).trim().to_owned()).or_default() += 1;
        if matches!(reason, "by_hand" | "moved") {
            return;
        }
        assert_eq!(row.updated_at, now, "seed {seed}: {row:?} was decided unseen");
        let stored = self.shop.store.link(row.link_id).await.expect("the store").expect("the link").value;
        let link = Link::restore(stored).expect("a sound link");
        let (refusal, paused) = (link.refusal_at(now), link.record().details.reminders_paused);
        let late = now.since(self.planned_at(row));
        match (row.status, reason) {
            (ReminderStatus::Sent, "") => {
                assert_eq!((refusal, paused), (None, false), "seed {seed}: reminded in vain {row:?}");
                assert!(late <= hours(12), "seed {seed}: {late:?} late {row:?}");
                let on_time = late == Duration::ZERO && self.is_nine(row);
                assert!(on_time || self.troubled >= self.planned_at(row), "seed {seed}: {late:?} late for no reason");
            }
            (ReminderStatus::Skipped, "late") => assert!(late > hours(12), "seed {seed}: {late:?} is not late"),
            (ReminderStatus::Skipped, "paused") => assert!(paused, "seed {seed}"),
            (ReminderStatus::Skipped, "payment_in_progress") => assert_eq!(refusal, Some(Code::PaymentInProgress)),
            (ReminderStatus::Skipped, "not_payable") => assert_eq!(refusal, Some(Code::LinkInactive), "seed {seed}"),
            (ReminderStatus::Cancelled, "paid") => {
                assert!(matches!(refusal, Some(Code::LinkCompleted | Code::NotFound)), "seed {seed}: {refusal:?}");
            }
            (ReminderStatus::Cancelled, "not_payable") => assert!(
                matches!(refusal, Some(Code::LinkCancelled | Code::LinkInactive | Code::NotFound)),
                "seed {seed}: {refusal:?}"
            ),
            other => panic!("seed {seed}: {other:?}"),
        }
    }

    fn planned_at(&self, row: &ReminderRecord) -> paylink_core::Timestamp {
        self.zone_of(row.merchant_id).at(row.remind_on, 9).expect("a time")
    }

    /// Whether clocks in the merchant's zone show nine on the reminder's day now.
    fn is_nine(&self, row: &ReminderRecord) -> bool {
        let zone = jiff::tz::TimeZone::get(self.zone_of(row.merchant_id).name()).expect("a zone");
        let now = jiff::Timestamp::from_microsecond(self.shop.now().micros()).expect("a time").to_zoned(zone);
        (now.date().to_string(), now.hour(), now.minute()) == (row.remind_on.to_string(), 9, 0)
    }

    /// A message that has just left the house.
    async fn carried(&self, id: paylink_core::MessageId) {
        let message = self.shop.store.message(id).await.expect("the store").expect("the message").value;
        if message.kind != MessageKind::Reminder {
            return;
        }
        let stored = self.shop.store.link(message.link_id).await.expect("the store").expect("the link").value;
        let link = Link::restore(stored).expect("a sound link");
        assert_eq!(link.refusal_at(self.shop.now()), None, "seed {}: reminded after payment", self.seed);
    }

    /// The end: everything planned has come to an end, and every message has its reminder.
    pub(super) async fn close(&mut self) {
        let seed = self.seed;
        let (mut rows, mut ends) = (BTreeMap::new(), BTreeMap::<&str, u64>::new());
        for link in &self.links {
            for row in self.shop.store.reminders(link.link.id).await.expect("the store") {
                *ends.entry(row.value.status.name()).or_default() += 1;
                rows.insert(row.value.id, row.value);
            }
        }
        println!(
            "seed {seed}: {} links, {} reminders {ends:?}, seen {:?}",
            self.links.len(),
            rows.len(),
            self.outcomes
        );
        let count = |status: ReminderStatus| ends.get(status.name()).copied().unwrap_or_default();
        let (sent, skipped, cancelled) =
            (count(ReminderStatus::Sent), count(ReminderStatus::Skipped), count(ReminderStatus::Cancelled));
        assert_eq!(u64::try_from(rows.len()).ok(), Some(sent + skipped + cancelled), "seed {seed}: {ends:?}");
        let backlog = self.shop.paylink.backlog().await.expect("backlog");
        assert!(backlog.iter().all(|one| one.queue != Queue::Remind || one.waiting == 0), "seed {seed}: {backlog:?}");
        let messages = self.shop.store.messages(&MessageFilter::default(), ALL).await.expect("the store");
        let mut messages: Vec<MessageRecord> = messages.into_iter().map(|row| row.value).collect();
        messages.retain(|message| message.kind == MessageKind::Reminder);
        let mut made = BTreeSet::new();
        for message in &messages {
            let reminder = &rows[&message.reminder_id.expect("a reminder")];
            assert_eq!(reminder.status, ReminderStatus::Sent, "seed {seed}");
            let day = (message.link_id, reminder.remind_on, message.channel);
            assert!(made.insert(day), "seed {seed}: twice {day:?}");
        }
        let wanted: usize =
            rows.values().filter(|row| row.status == ReminderStatus::Sent).map(|row| row.channels.len()).sum();
        assert_eq!(messages.len(), wanted, "seed {seed}: one message for each way of each reminder");
        let mails: Vec<_> = self.shop.post.mails().into_iter().map(|mail| mail.id).collect();
        assert_eq!(mails.iter().collect::<BTreeSet<_>>().len(), mails.len(), "seed {seed}: a mail went out twice");
        for outcome in [
            "sent",
            "skipped late",
            "skipped paused",
            "skipped payment_in_progress",
            "skipped not_payable",
            "cancelled paid",
            "cancelled not_payable",
            "cancelled by_hand",
        ] {
            assert!(self.outcomes.contains_key(outcome), "seed {seed}: no {outcome}: {:?}", self.outcomes);
        }
    }
}
