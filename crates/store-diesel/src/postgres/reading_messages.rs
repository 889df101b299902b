//! The store on PostgreSQL: what reads messages, suppressions and reminders.

use super::{doubt::read, ops, store::PostgresStore};
use async_trait::async_trait;
use paylink_core::{
    LinkId, MerchantId, MessageId, ReminderId, Stored, SuppressionId, Timestamp,
    ports::{MessageFilter, MessageReader, PageOf, ReminderReader, Requests, StoreError, SuppressionFilter},
    records::{Channel, MessageRecord, ReminderRecord, SuppressionRecord},
};

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl MessageReader for PostgresStore {
    async fn message(&self, id: MessageId) -> Found<MessageRecord> {
        read!(self, conn => ops::message(conn, id))
    }

    async fn message_by_reference(&self, channel: Channel, reference: &str) -> Found<MessageRecord> {
        read!(self, conn => ops::message_by_reference(conn, channel, reference))
    }

    async fn messages(&self, filter: &MessageFilter, page: PageOf) -> Rows<MessageRecord> {
        read!(self, conn => ops::messages(conn, filter, page))
    }

    async fn requests(&self, of: &Requests, since: Timestamp) -> Result<u64, StoreError> {
        read!(self, conn => ops::requests(conn, of, since))
    }

    async fn suppression(&self, id: SuppressionId) -> Result<Option<SuppressionRecord>, StoreError> {
        read!(self, conn => ops::suppression(conn, id))
    }

    async fn suppressions_of(
        &self,
        merchant: Option<MerchantId>,
        channel: Channel,
        address_key: &str,
    ) -> Result<Vec<SuppressionRecord>, StoreError> {
        read!(self, conn => ops::suppressions_of(conn, merchant, channel, address_key))
    }

    async fn suppressions(
        &self,
        filter: &SuppressionFilter,
        page: PageOf,
    ) -> Result<Vec<SuppressionRecord>, StoreError> {
        read!(self, conn => ops::suppressions(conn, filter, page))
    }
}

#[async_trait]
impl ReminderReader for PostgresStore {
    async fn reminder(&self, id: ReminderId) -> Found<ReminderRecord> {
        read!(self, conn => ops::reminder(conn, id))
    }

    async fn reminders(&self, link: LinkId) -> Rows<ReminderRecord> {
        read!(self, conn => ops::reminders(conn, link))
    }
}
