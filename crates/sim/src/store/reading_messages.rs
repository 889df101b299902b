//! Reads of messages, suppressions and reminders: passed on after a while, unless the store is away.

use super::SimStore;
use async_trait::async_trait;
use paylink_core::{
    FileId, LinkId, MerchantId, MessageId, ReminderId, Stored, SuppressionId, Timestamp,
    ports::{
        FileFilter, FileReader, MessageFilter, MessageReader, PageOf, ReminderReader, Requests, StoreError,
        SuppressionFilter,
    },
    records::{Channel, FileRecord, FileUsageRecord, MessageRecord, ReminderRecord, SuppressionRecord},
};

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl MessageReader for SimStore {
    async fn message(&self, id: MessageId) -> Found<MessageRecord> {
        self.read("message", self.world.inner.store.message(id)).await
    }

    async fn message_by_reference(&self, channel: Channel, reference: &str) -> Found<MessageRecord> {
        self.read("message", self.world.inner.store.message_by_reference(channel, reference)).await
    }

    async fn messages(&self, filter: &MessageFilter, page: PageOf) -> Rows<MessageRecord> {
        self.read("messages", self.world.inner.store.messages(filter, page)).await
    }

    async fn requests(&self, of: &Requests, since: Timestamp) -> Result<u64, StoreError> {
        self.read("requests", self.world.inner.store.requests(of, since)).await
    }

    async fn suppression(&self, id: SuppressionId) -> Result<Option<SuppressionRecord>, StoreError> {
        self.read("suppression", self.world.inner.store.suppression(id)).await
    }

    async fn suppressions_of(
        &self,
        merchant: Option<MerchantId>,
        channel: Channel,
        address_key: &str,
    ) -> Result<Vec<SuppressionRecord>, StoreError> {
        self.read("suppressions", self.world.inner.store.suppressions_of(merchant, channel, address_key)).await
    }

    async fn suppressions(
        &self,
        filter: &SuppressionFilter,
        page: PageOf,
    ) -> Result<Vec<SuppressionRecord>, StoreError> {
        self.read("suppressions", self.world.inner.store.suppressions(filter, page)).await
    }
}

#[async_trait]
impl ReminderReader for SimStore {
    async fn reminder(&self, id: ReminderId) -> Found<ReminderRecord> {
        self.read("reminder", self.world.inner.store.reminder(id)).await
    }

    async fn reminders(&self, link: LinkId) -> Rows<ReminderRecord> {
        self.read("reminders", self.world.inner.store.reminders(link)).await
    }
}

#[async_trait]
impl FileReader for SimStore {
    async fn file(&self, id: FileId) -> Found<FileRecord> {
        self.read("file", self.world.inner.store.file(id)).await
    }

    async fn files(&self, filter: &FileFilter, page: PageOf) -> Rows<FileRecord> {
        self.read("files", self.world.inner.store.files(filter, page)).await
    }

    async fn file_usage(&self, merchant: MerchantId) -> Found<FileUsageRecord> {
        self.read("file_usage", self.world.inner.store.file_usage(merchant)).await
    }
}
