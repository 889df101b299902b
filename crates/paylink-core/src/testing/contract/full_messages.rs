//! Messages and reminders in which everything is set.

use super::{family::Family, samples::long};
use crate::{
    records::{
        Channel, Letter, LetterMerchant, LetterPayment, LetterPrice, LetterRefund, LineTable, MessageKind,
        MessageRecord, MessageStatus, ReminderRecord, ReminderRule, ReminderStatus, RevokedBy, SuppressionRecord,
    },
    testing::build::instant,
};

/// Sets everything in those of the family; its other rows are full already.
pub(super) fn fill(family: &mut Family) {
    family.reminder = ReminderRecord {
        offset_days: Some(-30),
        channels: Channel::ALL.to_vec(),
        status: ReminderStatus::Skipped,
        reason: Some(long(200)),
        ..family.reminder.clone()
    };
    family.message = MessageRecord {
        payment_id: Some(family.payment.id),
        reminder_id: Some(family.reminder.id),
        event_id: Some(family.event.id),
        kind: MessageKind::RefundNotice,
        channel: Channel::Sms,
        recipient: long(254),
        recipient_key: long(254),
        status: MessageStatus::Failed,
        attempts: 9,
        last_error: Some(long(500)),
        provider_reference: Some(long(255)),
        letter: letter(family),
        next_attempt_at: Some(instant(11)),
        sent_at: Some(instant(12)),
        ..family.message.clone()
    };
    family.suppression = SuppressionRecord { address: long(254), ..family.suppression.clone() };
}

/// Everything a message can say.
fn letter(family: &Family) -> Letter {
    let word = |count| Some(long(count));
    let price = || Some(LetterPrice { amount: "92233720368547758.07".to_owned(), note: word(200) });
    Letter {
        kind: MessageKind::RefundNotice,
        merchant: LetterMerchant {
            name: long(200),
            email: word(254),
            phone: word(64),
            website: word(2048),
            accent_color: Some("#0f62fe".to_owned()),
            logo_url: word(2048),
        },
        greeting: word(200),
        locale: Some("de-Latn-AT".to_owned()),
        card: price(),
        ach: price(),
        lines: Some(LineTable {
            lines: Vec::new(),
            subtotal: "1.00".to_owned(),
            discount: word(9),
            tax: word(9),
            total: "0.50".to_owned(),
        }),
        description: word(500),
        order_number: word(20),
        invoice_number: word(64),
        attachments: vec![long(255), long(255)],
        due_date: "2028-02-29".parse().ok(),
        ends_at: Some(instant(2)),
        url: word(2048),
        unsubscribe_url: word(2048),
        payment_method_url: word(2048),
        method_removed_by: Some(RevokedBy::Gateway),
        payment: Some(LetterPayment {
            id: family.payment.id,
            amount: "1.00".to_owned(),
            method: family.payment.method_details.clone(),
            failure_code: word(100),
            failure_message: word(500),
            created_at: instant(3),
            payer_name: word(200),
        }),
        refund: Some(LetterRefund { id: family.refund.id, amount: "0.50".to_owned(), reason: word(200) }),
        test_mode: false,
        ..family.message.letter.clone()
    }
}

/// Reminders by days and by date.
pub(super) fn rules() -> Vec<ReminderRule> {
    let before = ReminderRule { offset_days: Some(-3), remind_on: None, channels: Channel::ALL.to_vec() };
    let on = ReminderRule { offset_days: None, remind_on: "2028-02-29".parse().ok(), channels: Vec::new() };
    vec![before, on]
}

/// The message with every field of the other that may change.
pub(super) fn refilled(of: MessageRecord, with: MessageRecord) -> MessageRecord {
    MessageRecord {
        status: with.status,
        attempts: with.attempts,
        last_error: with.last_error,
        provider_reference: with.provider_reference,
        next_attempt_at: with.next_attempt_at,
        sent_at: with.sent_at,
        updated_at: with.updated_at,
        ..of
    }
}
