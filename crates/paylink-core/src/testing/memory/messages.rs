//! What the memory store reads of messages, suppressions and reminders.

use super::{MemoryStore, lists};
use crate::{
    LinkId, MerchantId, MessageId, ReminderId, Stored, SuppressionId, Timestamp, TypedId,
    ports::{MessageFilter, MessageReader, PageOf, ReminderReader, Requests, StoreError, SuppressionFilter},
    records::{Channel, MessageKind, MessageRecord, MessageStatus, ReminderRecord, SuppressionRecord},
};
use async_trait::async_trait;
use uuid::Uuid;

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

#[async_trait]
impl MessageReader for MemoryStore {
    async fn message(&self, id: MessageId) -> Found<MessageRecord> {
        Ok(self.open()?.messages.get(&id).cloned())
    }

    async fn message_by_reference(&self, channel: Channel, reference: &str) -> Found<MessageRecord> {
        let newest = PageOf { after: None, limit: 1 };
        let called =
            |row: &MessageRecord| row.channel == channel && row.provider_reference.as_deref() == Some(reference);
        Ok(lists::page(self.open()?.messages.values(), newest, called).pop())
    }

    async fn messages(&self, filter: &MessageFilter, page: PageOf) -> Rows<MessageRecord> {
        let tables = self.open()?;
        let Some(link) = filter.link_id else {
            return Ok(lists::page(tables.messages.values(), page, |row| lists::message(filter, row)));
        };
        let rows = tables.messages_of_link.range(all_about(link)).filter_map(|((_, id), ())| tables.messages.get(id));
        Ok(lists::page(rows, page, |row| lists::message(filter, row)))
    }

    async fn requests(&self, of: &Requests, since: Timestamp) -> Result<u64, StoreError> {
        let tables = self.open()?;
        let asks = |id: &MessageId, by: Channel| {
            tables.messages.get(id).map(|row| &row.value).is_some_and(|row| {
                row.kind == MessageKind::PaymentRequest
                    && row.channel == by
                    && row.status != MessageStatus::Suppressed
                    && row.created_at >= since
            })
        };
        let count = match of {
            Requests::AboutLink(link, channel) => {
                tables.messages_of_link.range(all_about(*link)).filter(|((_, id), ())| asks(id, *channel)).count()
            }
            Requests::To(address, channel) => {
                let first = (address.clone(), since, MessageId::from_uuid(Uuid::nil()));
                let to = tables.messages_to.range(first..).take_while(|((other, ..), ())| other == address);
                to.filter(|((.., id), ())| asks(id, *channel)).count()
            }
        };
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }

    async fn suppression(&self, id: SuppressionId) -> Result<Option<SuppressionRecord>, StoreError> {
        Ok(self.open()?.suppressions.get(&id).map(|row| row.value.clone()))
    }

    async fn suppressions_of(
        &self,
        merchant: Option<MerchantId>,
        channel: Channel,
        address_key: &str,
    ) -> Result<Vec<SuppressionRecord>, StoreError> {
        let tables = self.open()?;
        let own = merchant.map(Some);
        let places = [own, Some(None)].into_iter().flatten();
        let ids = places.filter_map(|of| tables.suppressed.get(&(of, channel, address_key.to_owned())));
        Ok(ids.filter_map(|id| tables.suppressions.get(id)).map(|row| row.value.clone()).collect())
    }

    async fn suppressions(
        &self,
        filter: &SuppressionFilter,
        page: PageOf,
    ) -> Result<Vec<SuppressionRecord>, StoreError> {
        let rows = lists::page(self.open()?.suppressions.values(), page, |row| lists::suppression(filter, row));
        Ok(rows.into_iter().map(|row| row.value).collect())
    }
}

#[async_trait]
impl ReminderReader for MemoryStore {
    async fn reminder(&self, id: ReminderId) -> Found<ReminderRecord> {
        Ok(self.open()?.reminders.get(&id).cloned())
    }

    async fn reminders(&self, link: LinkId) -> Rows<ReminderRecord> {
        let tables = self.open()?;
        let days = tables.reminder_days.range((link, String::new())..).take_while(|((other, _), _)| *other == link);
        Ok(days.filter_map(|(_, id)| tables.reminders.get(id)).cloned().collect())
    }
}

fn all_about(link: LinkId) -> std::ops::RangeInclusive<(LinkId, MessageId)> {
    (link, MessageId::from_uuid(Uuid::nil()))..=(link, MessageId::from_uuid(Uuid::max()))
}
