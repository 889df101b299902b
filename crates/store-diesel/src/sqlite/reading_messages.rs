//! The store on SQLite: what reads messages, suppressions and reminders.

use super::{ops, store::SqliteStore};
use async_trait::async_trait;
use paylink_core::{
    LinkId, MerchantId, MessageId, ReminderId, Stored, SuppressionId, Timestamp,
    ports::{MessageFilter, MessageReader, PageOf, ReminderReader, Requests, StoreError, SuppressionFilter},
    records::{Channel, MessageRecord, ReminderRecord, SuppressionRecord},
};

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl MessageReader for SqliteStore {
    async fn message(&self, id: MessageId) -> Found<MessageRecord> {
        self.points.here(|conn| ops::message(conn, id)).await
    }

    async fn message_by_reference(&self, channel: Channel, reference: &str) -> Found<MessageRecord> {
        self.points.here(|conn| ops::message_by_reference(conn, channel, reference)).await
    }

    async fn messages(&self, filter: &MessageFilter, page: PageOf) -> Rows<MessageRecord> {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::messages(conn, &filter, page)).await
    }

    async fn requests(&self, of: &Requests, since: Timestamp) -> Result<u64, StoreError> {
        self.points.here(|conn| ops::requests(conn, of, since)).await
    }

    async fn suppression(&self, id: SuppressionId) -> Result<Option<SuppressionRecord>, StoreError> {
        self.points.here(|conn| ops::suppression(conn, id)).await
    }

    async fn suppressions_of(
        &self,
        merchant: Option<MerchantId>,
        channel: Channel,
        address_key: &str,
    ) -> Result<Vec<SuppressionRecord>, StoreError> {
        self.points.here(|conn| ops::suppressions_of(conn, merchant, channel, address_key)).await
    }

    async fn suppressions(
        &self,
        filter: &SuppressionFilter,
        page: PageOf,
    ) -> Result<Vec<SuppressionRecord>, StoreError> {
        let filter = filter.clone();
        self.lists.aside(move |conn| ops::suppressions(conn, &filter, page)).await
    }
}

#[async_trait]
impl ReminderReader for SqliteStore {
    async fn reminder(&self, id: ReminderId) -> Found<ReminderRecord> {
        self.points.here(|conn| ops::reminder(conn, id)).await
    }

    async fn reminders(&self, link: LinkId) -> Rows<ReminderRecord> {
        self.lists.aside(move |conn| ops::reminders(conn, link)).await
    }
}
