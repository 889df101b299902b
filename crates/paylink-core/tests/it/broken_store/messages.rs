//! What a broken store does with messages, reminders, suppressions and views.

use super::BrokenStore;
use async_trait::async_trait;
use paylink_core::{
    LinkId, MerchantId, MessageId, ReminderId, Stored, SuppressionId, Timestamp,
    ports::{MessageFilter, MessageReader, PageOf, ReminderReader, Requests, StoreError, SuppressionFilter},
    records::{Channel, MessageRecord, ReminderRecord, SuppressionRecord},
};

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl MessageReader for BrokenStore {
    async fn message(&self, id: MessageId) -> Found<MessageRecord> {
        self.inner.message(id).await
    }

    async fn message_by_reference(&self, channel: Channel, reference: &str) -> Found<MessageRecord> {
        self.inner.message_by_reference(channel, reference).await
    }

    async fn messages(&self, filter: &MessageFilter, page: PageOf) -> Rows<MessageRecord> {
        self.inner.messages(filter, page).await
    }

    async fn requests(&self, of: &Requests, since: Timestamp) -> Result<u64, StoreError> {
        self.inner.requests(of, since).await
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
        self.inner.suppressions_of(merchant, channel, address_key).await
    }

    async fn suppressions(
        &self,
        filter: &SuppressionFilter,
        page: PageOf,
    ) -> Result<Vec<SuppressionRecord>, StoreError> {
        self.inner.suppressions(filter, page).await
    }
}

#[async_trait]
impl ReminderReader for BrokenStore {
    async fn reminder(&self, id: ReminderId) -> Found<ReminderRecord> {
        self.inner.reminder(id).await
    }

    async fn reminders(&self, link: LinkId) -> Rows<ReminderRecord> {
        self.inner.reminders(link).await
    }
}
