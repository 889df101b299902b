//! What a broken store does with messages, reminders, suppressions and views.

use super::{BrokenStore, Bug};
use async_trait::async_trait;
use paylink_core::{
    Change, LinkId, MerchantId, MessageId, ReminderId, Stored, SuppressionId, Timestamp,
    ports::{
        LinkReader as _, MessageFilter, MessageReader, PageOf, ReminderReader, Requests, StoreError, SuppressionFilter,
    },
    records::{Channel, MessageKind, MessageRecord, ReminderRecord, SuppressionRecord},
};
use std::time::Duration;

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

const ALL: PageOf = PageOf { after: None, limit: u32::MAX };

impl BrokenStore {
    /// A change of messages, reminders, suppressions or views as the bug would have it: none, itself or several.
    pub(super) async fn garbled(&self, change: Change) -> Result<Vec<Change>, StoreError> {
        Ok(match (self.bug, change) {
            (Bug::SkipsRepeatedMessages, Change::InsertMessage(row)) => {
                let cause = |row: &MessageRecord| (row.reminder_id, row.event_id, row.kind, row.channel);
                let caused = row.reminder_id.is_some() || row.event_id.is_some();
                let there = self.inner.messages(&MessageFilter::default(), ALL).await?;
                let known = caused && there.iter().any(|other| cause(&other.value) == cause(&row));
                if known { vec![] } else { vec![Change::InsertMessage(row)] }
            }
            (Bug::IgnoresMessageVersions, Change::UpdateMessage(new)) => {
                let version = self.inner.message(new.value.id).await?.map_or(new.version, |row| row.version);
                vec![Change::UpdateMessage(Box::new(Stored { version, ..*new }))]
            }
            (Bug::DropsOrphanMessages, Change::InsertMessage(row)) => {
                let known = self.inner.link(row.link_id).await?.is_some();
                if known { vec![Change::InsertMessage(row)] } else { vec![] }
            }
            (Bug::LosesGreetings, Change::InsertMessage(mut row)) => {
                row.letter.greeting = None;
                vec![Change::InsertMessage(row)]
            }
            (Bug::SkipsSecondReminders, Change::InsertReminder(row)) => {
                let there = self.inner.reminders(row.link_id).await?;
                let known = there.iter().any(|other| other.value.remind_on == row.remind_on);
                if known { vec![] } else { vec![Change::InsertReminder(row)] }
            }
            (Bug::ReplacesSuppressions, Change::InsertSuppression(row)) => {
                let there = self.inner.suppressions_of(row.merchant_id, row.channel, &row.address_key).await?;
                let same = there.iter().filter(|other| other.merchant_id == row.merchant_id);
                let mut changes: Vec<_> = same.map(|other| Change::DeleteSuppression(other.id)).collect();
                changes.push(Change::InsertSuppression(row));
                changes
            }
            (Bug::KeepsSuppressions, Change::DeleteSuppression(_)) => vec![],
            (Bug::CountsWithoutFirst, Change::CountView(link, day)) => {
                let known = self.inner.was_viewed(link, day).await? || self.inner.link(link).await?.is_none();
                vec![if known { Change::CountView(link, day) } else { Change::InsertView(link, day) }]
            }
            (Bug::EveryoneIsFirst, Change::InsertView(link, day)) => {
                let known = self.inner.was_viewed(link, day).await?;
                vec![if known { Change::CountView(link, day) } else { Change::InsertView(link, day) }]
            }
            (Bug::ViewsTouchLinks, Change::InsertView(link, day)) => {
                let touched = self.inner.link(link).await?.map(|row| Change::UpdateLink(Box::new(row)));
                touched.into_iter().chain([Change::InsertView(link, day)]).collect()
            }
            (Bug::MovesAllAtOnce, Change::MoveCustomer { from, to, .. }) => {
                vec![Change::MoveCustomer { from, to, most: u32::MAX }]
            }
            (Bug::KeepsWhatIsRewritten, Change::RewriteEvent(_)) => vec![],
            (_, change) => self.garbled_file(change).await?,
        })
    }
}

#[async_trait]
impl MessageReader for BrokenStore {
    async fn message(&self, id: MessageId) -> Found<MessageRecord> {
        self.inner.message(id).await
    }

    async fn message_by_reference(&self, channel: Channel, reference: &str) -> Found<MessageRecord> {
        let channel = if self.has(Bug::MixesReferences) { Channel::Sms } else { channel };
        self.inner.message_by_reference(channel, reference).await
    }

    async fn messages(&self, filter: &MessageFilter, page: PageOf) -> Rows<MessageRecord> {
        let mut filter = filter.clone();
        if self.has(Bug::FiltersMessagesByOneField) && filter.link_id.is_some() {
            filter = MessageFilter { link_id: filter.link_id, ..MessageFilter::default() };
        }
        Ok(self.ordered(self.inner.messages(&filter, self.page(page)).await?))
    }

    async fn requests(&self, of: &Requests, since: Timestamp) -> Result<u64, StoreError> {
        if let (true, Requests::AboutLink(link, channel)) = (self.has(Bug::CountsSuppressedRequests), of) {
            let filter = MessageFilter { link_id: Some(*link), channel: Some(*channel), ..MessageFilter::default() };
            let asks = |row: &&Stored<MessageRecord>| {
                row.value.kind == MessageKind::PaymentRequest && row.value.created_at >= since
            };
            let count = self.inner.messages(&filter, ALL).await?.iter().filter(asks).count();
            return Ok(u64::try_from(count).unwrap_or(0));
        }
        let late = if self.has(Bug::RequestsAfterOnly) { Duration::from_micros(1) } else { Duration::ZERO };
        self.inner.requests(of, since.plus(late)).await
    }

    async fn suppression(&self, id: SuppressionId) -> Result<Option<SuppressionRecord>, StoreError> {
        self.inner.suppression(id).await
    }

    async fn suppressions_of(
        &self,
        merchant: Option<MerchantId>,
        channel: Channel,
        address_key: &str,
    ) -> Result<Vec<SuppressionRecord>, StoreError> {
        let mut rows = self.inner.suppressions_of(merchant, channel, address_key).await?;
        if self.has(Bug::HidesPlatformSuppressions) && rows.len() > 1 {
            rows.retain(|row| row.merchant_id.is_some());
        }
        Ok(rows)
    }

    async fn suppressions(
        &self,
        filter: &SuppressionFilter,
        page: PageOf,
    ) -> Result<Vec<SuppressionRecord>, StoreError> {
        let mut filter = filter.clone();
        if self.has(Bug::MixesSuppressedChannels) {
            filter.channel = None;
        }
        let mut rows = self.inner.suppressions(&filter, self.page(page)).await?;
        if self.has(Bug::OldestFirst) {
            rows.reverse();
        }
        Ok(rows)
    }
}

#[async_trait]
impl ReminderReader for BrokenStore {
    async fn reminder(&self, id: ReminderId) -> Found<ReminderRecord> {
        self.inner.reminder(id).await
    }

    async fn reminders(&self, link: LinkId) -> Rows<ReminderRecord> {
        let mut rows = self.inner.reminders(link).await?;
        if self.has(Bug::RemindersAsMade) {
            rows.sort_by_key(|row| row.value.created_at);
        }
        Ok(rows)
    }
}
