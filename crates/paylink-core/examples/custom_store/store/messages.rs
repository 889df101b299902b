//! The readers of messages, suppressions and reminders.

use super::{
    SwapStore,
    read::{asks, asks_some, list},
};
use async_trait::async_trait;
use paylink_core::{
    LinkId, MerchantId, MessageId, ReminderId, Stored, SuppressionId, Timestamp, TypedId,
    ports::{MessageFilter, MessageReader, PageOf, Position, ReminderReader, Requests, StoreError, SuppressionFilter},
    records::{Channel, MessageKind, MessageRecord, MessageStatus, ReminderRecord, SuppressionRecord},
};

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

fn place(row: &MessageRecord) -> Position {
    Position { created_at: row.created_at, id: row.id.uuid() }
}

#[async_trait]
impl MessageReader for SwapStore {
    async fn message(&self, id: MessageId) -> Found<MessageRecord> {
        Ok(self.state().messages.get(&id).cloned())
    }

    async fn message_by_reference(&self, channel: Channel, reference: &str) -> Found<MessageRecord> {
        let called =
            |row: &MessageRecord| row.channel == channel && row.provider_reference.as_deref() == Some(reference);
        Ok(list(&self.state().messages, PageOf { after: None, limit: 1 }, place, called).pop())
    }

    async fn messages(&self, filter: &MessageFilter, page: PageOf) -> Rows<MessageRecord> {
        Ok(list(&self.state().messages, page, place, |row| {
            asks(&filter.merchant_id, &row.merchant_id)
                && asks(&filter.link_id, &row.link_id)
                && asks(&filter.channel, &row.channel)
                && asks(&filter.status, &row.status)
        }))
    }

    async fn requests(&self, of: &Requests, since: Timestamp) -> Result<u64, StoreError> {
        let meant = |row: &MessageRecord| match of {
            Requests::AboutLink(link, channel) => row.link_id == *link && row.channel == *channel,
            Requests::To(address, channel) => row.recipient_key == *address && row.channel == *channel,
        };
        let asks_to_pay = |row: &MessageRecord| {
            row.kind == MessageKind::PaymentRequest
                && row.status != MessageStatus::Suppressed
                && row.created_at >= since
        };
        let state = self.state();
        let count = state.messages.values().filter(|row| meant(&row.value) && asks_to_pay(&row.value)).count();
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }

    async fn suppression(&self, id: SuppressionId) -> Result<Option<SuppressionRecord>, StoreError> {
        Ok(self.state().suppressions.get(&id).map(|row| row.value.clone()))
    }

    async fn suppressions_of(
        &self,
        merchant: Option<MerchantId>,
        channel: Channel,
        address_key: &str,
    ) -> Result<Vec<SuppressionRecord>, StoreError> {
        let stops = |row: &SuppressionRecord| {
            (row.merchant_id.is_none() || row.merchant_id == merchant)
                && row.channel == channel
                && row.address_key == address_key
        };
        let state = self.state();
        let rows = state.suppressions.values().map(|row| &row.value);
        Ok(rows.filter(|row| stops(row)).cloned().collect())
    }

    async fn suppressions(
        &self,
        filter: &SuppressionFilter,
        page: PageOf,
    ) -> Result<Vec<SuppressionRecord>, StoreError> {
        let place = |row: &SuppressionRecord| Position { created_at: row.created_at, id: row.id.uuid() };
        let rows = list(&self.state().suppressions, page, place, |row| {
            asks_some(&filter.merchant_id, &row.merchant_id)
                && asks(&filter.channel, &row.channel)
                && asks(&filter.address_key, &row.address_key)
        });
        Ok(rows.into_iter().map(|row| row.value).collect())
    }
}

#[async_trait]
impl ReminderReader for SwapStore {
    async fn reminder(&self, id: ReminderId) -> Found<ReminderRecord> {
        Ok(self.state().reminders.get(&id).cloned())
    }

    async fn reminders(&self, link: LinkId) -> Rows<ReminderRecord> {
        let mut rows: Vec<_> =
            self.state().reminders.values().filter(|row| row.value.link_id == link).cloned().collect();
        rows.sort_by_key(|row| row.value.remind_on);
        Ok(rows)
    }
}
