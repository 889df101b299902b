//! The changes of messages, reminders, suppressions and views.

use super::{
    apply::{expect, insert, move_key, present, update},
    guard,
    tables::Tables,
};
use crate::{
    Date, LinkId, Stored, SuppressionId, UniqueKey,
    ports::StoreError,
    records::{MessageRecord, ReminderRecord, SuppressionRecord},
};

type Applied = Result<(), StoreError>;

impl Tables {
    pub(super) fn insert_message(&mut self, new: MessageRecord) -> Applied {
        guard::message(&new)?;
        present(self.links.has(&new.link_id), "link", Some(new.link_id))?;
        if self.messages.has(&new.id) {
            return Err(StoreError::Taken { key: UniqueKey::Id });
        }
        let reminder = new.reminder_id.map(|id| (id, new.channel));
        let event = new.event_id.map(|id| (id, new.kind, new.channel));
        move_key(&mut self.messages_of_reminder, None, reminder, new.id, UniqueKey::Message)?;
        move_key(&mut self.messages_of_event, None, event, new.id, UniqueKey::Message)?;
        self.messages_of_link.put((new.link_id, new.id), ());
        self.messages_to.put((new.recipient_key.clone(), new.created_at, new.id), ());
        insert(&mut self.messages, new.id, new)
    }

    /// For whom a message is, and what it says, never changes.
    pub(super) fn update_message(&mut self, new: Stored<MessageRecord>) -> Applied {
        guard::message(&new.value)?;
        update(&mut self.messages, "message", new.value.id, new)
    }

    /// A message that was addressed to somebody else is counted under the new address.
    pub(super) fn rewrite_message(&mut self, new: Stored<MessageRecord>) -> Applied {
        let old = &expect(&self.messages, "message", &new.value.id, new.version)?.value;
        let (before, created_at, id) = (old.recipient_key.clone(), old.created_at, old.id);
        self.messages_to.remove(&(before, created_at, id));
        self.messages_to.put((new.value.recipient_key.clone(), created_at, id), ());
        self.update_message(new)
    }

    pub(super) fn insert_reminder(&mut self, new: ReminderRecord) -> Applied {
        present(self.links.has(&new.link_id), "link", Some(new.link_id))?;
        if self.reminders.has(&new.id) {
            return Err(StoreError::Taken { key: UniqueKey::Id });
        }
        let day = Some((new.link_id, new.remind_on.to_string()));
        move_key(&mut self.reminder_days, None, day, new.id, UniqueKey::ReminderDay)?;
        insert(&mut self.reminders, new.id, new)
    }

    pub(super) fn update_reminder(&mut self, new: Stored<ReminderRecord>) -> Applied {
        let id = new.value.id;
        let old = &expect(&self.reminders, "reminder", &id, new.version)?.value;
        let before = Some((old.link_id, old.remind_on.to_string()));
        let after = Some((old.link_id, new.value.remind_on.to_string()));
        move_key(&mut self.reminder_days, before, after, id, UniqueKey::ReminderDay)?;
        update(&mut self.reminders, "reminder", id, new)
    }

    pub(super) fn insert_suppression(&mut self, new: SuppressionRecord) -> Applied {
        present(new.merchant_id.is_none_or(|id| self.merchants.has(&id)), "merchant", new.merchant_id)?;
        let place = (new.merchant_id, new.channel, new.address_key.clone());
        if self.suppressed.has(&place) {
            return Ok(());
        }
        self.suppressed.put(place, new.id);
        insert(&mut self.suppressions, new.id, new)
    }

    pub(super) fn delete_suppression(&mut self, id: SuppressionId) {
        let row = self.suppressions.get(&id).map(|row| &row.value);
        if let Some(place) = row.map(|row| (row.merchant_id, row.channel, row.address_key.clone())) {
            self.suppressed.remove(&place);
            self.suppressions.remove(&id);
        }
    }

    pub(super) fn insert_view(&mut self, link: LinkId, day: Date) -> Applied {
        present(self.links.has(&link), "link", Some(link))?;
        let mut days = self.views.get(&link).cloned().unwrap_or_default();
        if days.insert(day, 1).is_some() {
            return Err(StoreError::Taken { key: UniqueKey::ViewOfDay });
        }
        self.views.put(link, days);
        Ok(())
    }

    pub(super) fn count_view(&mut self, link: LinkId, day: Date) {
        let Some(mut days) = self.views.get(&link).cloned() else { return };
        if let Some(count) = days.get_mut(&day) {
            *count = count.saturating_add(1);
            self.views.put(link, days);
        }
    }
}
