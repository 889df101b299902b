//! Valid rows of messages, reminders and suppressions.

use super::build::{Make, instant};
use crate::{
    Date, MerchantId,
    records::{
        Channel, Letter, LetterMerchant, LetterPrice, LinkRecord, MessageKind, MessageRecord, MessageStatus,
        ReminderRecord, ReminderStatus, SuppressionReason, SuppressionRecord,
    },
};

impl Make {
    /// A payment request by mail that waits for its first attempt; to an address of its own.
    pub fn message(&self, link: &LinkRecord) -> MessageRecord {
        let recipient = format!("Payer.{}@example.com", self.word());
        MessageRecord {
            id: self.id(),
            merchant_id: link.merchant_id,
            link_id: link.id,
            payment_id: None,
            reminder_id: None,
            event_id: None,
            kind: MessageKind::PaymentRequest,
            channel: Channel::Email,
            recipient_key: recipient.to_lowercase(),
            recipient,
            status: MessageStatus::Queued,
            attempts: 0,
            last_error: None,
            provider_reference: None,
            letter: letter(link),
            next_attempt_at: Some(instant(0)),
            sent_at: None,
            created_at: instant(0),
            updated_at: instant(0),
        }
    }

    /// A reminder by mail, planned for 2026-02-01.
    pub fn reminder(&self, link: &LinkRecord) -> ReminderRecord {
        ReminderRecord {
            id: self.id(),
            link_id: link.id,
            merchant_id: link.merchant_id,
            remind_on: Date::in_utc(instant(17 * 86_400)),
            offset_days: None,
            channels: vec![Channel::Email],
            status: ReminderStatus::Scheduled,
            reason: None,
            created_at: instant(0),
            updated_at: instant(0),
        }
    }

    /// A mail address of its own that gets nothing any more from a merchant, or from anyone.
    pub fn suppression(&self, merchant_id: Option<MerchantId>) -> SuppressionRecord {
        let address = format!("Gone.{}@example.com", self.word());
        SuppressionRecord {
            id: self.id(),
            merchant_id,
            channel: Channel::Email,
            address_key: address.to_lowercase(),
            address,
            reason: SuppressionReason::Unsubscribed,
            created_at: instant(0),
        }
    }
}

fn letter(link: &LinkRecord) -> Letter {
    let price = |minor: Option<i64>| minor.map(|_| LetterPrice { amount: "12.50".to_owned(), note: None });
    Letter {
        kind: MessageKind::PaymentRequest,
        merchant: LetterMerchant {
            name: "Corner Bakery".to_owned(),
            email: None,
            phone: None,
            website: None,
            accent_color: None,
            logo_url: None,
        },
        greeting: None,
        locale: None,
        timezone: "Etc/UTC".to_owned(),
        currency: link.currency,
        card: price(link.card_minor),
        ach: price(link.ach_minor),
        lines: crate::lines::line_table(&link.details.line_items, link.currency),
        description: link.details.description.clone(),
        order_number: link.order_number.clone(),
        invoice_number: link.invoice_number.clone(),
        attachments: Vec::new(),
        due_date: link.due_date,
        ends_at: link.ends_at,
        url: Some(format!("https://pay.test/p/{}", link.slug)),
        unsubscribe_url: None,
        payment_method_url: None,
        method_removed_by: None,
        payment: None,
        refund: None,
        test_mode: true,
        made_at: instant(0),
    }
}
