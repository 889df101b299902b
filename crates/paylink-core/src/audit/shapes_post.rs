//! How messages, reminders, suppressions, deliveries and files appear in the audit log: shown, masked, or left out.

use super::mask::{MaskKey, Shot};
use crate::{
    TypedId,
    records::{DeliveryRecord, FileRecord, MessageRecord, ReminderRecord, SuppressionRecord},
};

/// Without what the message says.
pub(super) fn message<'a>(key: &'a MaskKey, row: &MessageRecord) -> Shot<'a> {
    let MessageRecord {
        id,
        merchant_id: _,
        link_id,
        payment_id,
        reminder_id,
        event_id: _,
        kind,
        channel,
        recipient,
        recipient_key: _,
        status,
        attempts,
        last_error,
        provider_reference,
        letter: _,
        next_attempt_at,
        sent_at,
        created_at: _,
        updated_at: _,
    } = row;
    Shot::of(key, id.uuid())
        .shown("payment_link_id", link_id)
        .shown("payment_id", payment_id)
        .shown("reminder_id", reminder_id)
        .shown("kind", kind)
        .shown("channel", channel)
        .masked("recipient", Some(recipient))
        .shown("status", status)
        .shown("attempts", attempts)
        .masked("last_error", last_error.as_deref())
        .masked("provider_reference", provider_reference.as_deref())
        .shown("next_attempt_at", next_attempt_at)
        .shown("sent_at", sent_at)
}

pub(super) fn reminder<'a>(key: &'a MaskKey, row: &ReminderRecord) -> Shot<'a> {
    let ReminderRecord {
        id,
        link_id,
        merchant_id: _,
        remind_on,
        offset_days,
        channels,
        status,
        reason,
        created_at: _,
        updated_at: _,
    } = row;
    Shot::of(key, id.uuid())
        .shown("payment_link_id", link_id)
        .shown("remind_on", remind_on)
        .shown("offset_days", offset_days)
        .shown("channels", channels)
        .shown("status", status)
        .shown("reason", reason)
}

pub(super) fn suppression<'a>(key: &'a MaskKey, row: &SuppressionRecord) -> Shot<'a> {
    let SuppressionRecord { id, merchant_id: _, channel, address, address_key: _, reason, created_at: _ } = row;
    Shot::of(key, id.uuid()).shown("channel", channel).masked("address", Some(address)).shown("reason", reason)
}

/// Without the body.
pub(super) fn delivery<'a>(key: &'a MaskKey, row: &DeliveryRecord) -> Shot<'a> {
    let DeliveryRecord {
        id,
        event_id,
        endpoint_id,
        merchant_id: _,
        body: _,
        status,
        attempts,
        last_status,
        last_error: _,
        next_attempt_at,
        delivered_at,
        created_at: _,
        updated_at: _,
    } = row;
    Shot::of(key, id.uuid())
        .shown("event_id", event_id)
        .shown("webhook_endpoint_id", endpoint_id)
        .shown("status", status)
        .shown("attempts", attempts)
        .shown("last_status", last_status)
        .shown("next_attempt_at", next_attempt_at)
        .shown("delivered_at", delivered_at)
}

/// The name is what somebody called it.
pub(super) fn file<'a>(key: &'a MaskKey, row: &FileRecord) -> Shot<'a> {
    let FileRecord {
        id,
        merchant_id: _,
        link_id,
        purpose,
        name,
        content_type,
        size,
        sha256,
        status,
        created_at: _,
        updated_at: _,
    } = row;
    Shot::of(key, id.uuid())
        .shown("payment_link_id", link_id)
        .shown("purpose", purpose)
        .masked("name", Some(name))
        .shown("content_type", content_type)
        .shown("size", size)
        .shown("sha256", sha256)
        .shown("status", status)
}
