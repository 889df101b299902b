//! Messages are made: what they say is fixed, and their sending is put into the queue, in the commit of their cause.

use super::erase_customer::hashed_address;
use crate::{
    Change, ChangeSet, Error, EventId, EventKind, MessageId, Money, Paylink, ReminderId, Timestamp, TypedId,
    lines::line_table,
    records::{
        Channel, DeliveryMode, Letter, LetterMerchant, LetterPayment, LetterPrice, LetterRefund, LinkRecord,
        LinkSnapshot, LinkTotals, MerchantRecord, MessageKind, MessageRecord, MessageSnapshot, MessageStatus,
        PaymentRecord, Queue, RefundRecord, RevokedBy, Subject, SuppressionReason, WorkKey, WorkRecord,
    },
};

/// What a message is made for.
pub(crate) struct Occasion<'a> {
    pub kind: MessageKind,
    pub merchant: &'a MerchantRecord,
    pub link: &'a LinkRecord,
    pub totals: LinkTotals,
    pub payment: Option<&'a PaymentRecord>,
    pub refund: Option<&'a RefundRecord>,
    pub reminder: Option<ReminderId>,
    pub event: Option<EventId>,
    pub removed_by: Option<RevokedBy>,
}

impl<'a> Occasion<'a> {
    /// A message about a link alone.
    pub(crate) const fn about_link(
        kind: MessageKind,
        merchant: &'a MerchantRecord,
        link: &'a LinkRecord,
        totals: LinkTotals,
    ) -> Self {
        Self {
            kind,
            merchant,
            link,
            totals,
            payment: None,
            refund: None,
            reminder: None,
            event: None,
            removed_by: None,
        }
    }

    /// Where it goes by `channel`, if anywhere.
    fn recipient(&self, channel: Channel) -> Option<&'a str> {
        let customer = self.link.details.customer.as_ref();
        if !self.kind.is_for_payer() {
            return match channel {
                Channel::Email => self.merchant.email.as_deref(),
                Channel::Sms => None,
            };
        }
        let known = customer.and_then(|customer| customer.address(channel));
        match (self.payment, channel) {
            // who has paid is told where they said they are
            (Some(payment), Channel::Email) => payment.payer_email.as_deref().or(known),
            (Some(_) | None, Channel::Email | Channel::Sms) => known,
        }
    }

    fn greeting(&self) -> Option<&'a str> {
        if !self.kind.is_for_payer() {
            return Some(&self.merchant.name);
        }
        let customer = self.link.details.customer.as_ref().and_then(|customer| customer.name.as_deref());
        self.payment.and_then(|payment| payment.payer_name.as_deref()).or(customer)
    }
}

impl Paylink {
    /// Adds the message of `occasion` by `channel`, and whatever carries it. Nothing when there is no one to send it to,
    /// when the merchant wants none of its kind, or when nobody writes messages here.
    ///
    /// A message handed over to the platform is `sent` at once.
    pub(crate) async fn compose(
        &self,
        changes: &mut ChangeSet,
        occasion: &Occasion<'_>,
        channel: Channel,
    ) -> Result<Option<MessageRecord>, Error> {
        let Some(recipient) = occasion.recipient(channel) else { return Ok(None) };
        let wishes = &occasion.merchant.messages;
        if self.post.writer.is_none() || wishes.off.contains(&occasion.kind) {
            return Ok(None);
        }
        let now = self.now();
        let id: MessageId = self.new_id();
        let mut message = MessageRecord {
            id,
            merchant_id: occasion.merchant.id,
            link_id: occasion.link.id,
            payment_id: occasion.payment.map(|payment| payment.id),
            reminder_id: occasion.reminder,
            event_id: occasion.event,
            kind: occasion.kind,
            channel,
            recipient: recipient.to_owned(),
            recipient_key: recipient.to_lowercase(),
            status: MessageStatus::Queued,
            attempts: 0,
            last_error: None,
            provider_reference: None,
            letter: self.letter(occasion, id, now),
            next_attempt_at: None,
            sent_at: None,
            created_at: now,
            updated_at: now,
        };
        let handed_over = occasion.kind.is_for_payer() && wishes.delivery_mode == DeliveryMode::Webhook;
        if let Some(reason) = self.held_back(&message).await? {
            message.status = MessageStatus::Suppressed;
            message.last_error = Some(reason);
        } else if handed_over {
            message.status = MessageStatus::Sent;
            message.sent_at = Some(now);
            let link = LinkSnapshot { link: occasion.link.clone(), totals: occasion.totals, completed_by: None };
            let merchant_external_id = occasion.merchant.external_id.clone();
            let snapshot = MessageSnapshot { message: message.clone(), link, merchant_external_id };
            let subject = Subject::Message(Box::new(snapshot));
            self.announce(changes, EventKind::MessageRequested, (message.merchant_id, Some(message.link_id)), subject);
        } else if let Some(missing) = self.no_carrier(channel) {
            message.status = MessageStatus::Suppressed;
            message.last_error = Some(missing.to_owned());
        } else {
            message.next_attempt_at = Some(now);
            changes.push(Change::PutWork(sending(&message, now)));
        }
        changes.push(Change::InsertMessage(Box::new(message.clone())));
        Ok(Some(message))
    }

    /// Why nothing may be sent to this recipient, if so.
    pub(crate) async fn held_back(&self, message: &MessageRecord) -> Result<Option<String>, Error> {
        let merchant = Some(message.merchant_id);
        let mut known = self.store.suppressions_of(merchant, message.channel, &message.recipient_key).await?;
        // who was erased still gets nothing, should their address come back
        for secret in self.settings.secrets() {
            let hidden = hashed_address(secret, message.channel, &message.recipient_key);
            known.extend(self.store.suppressions_of(merchant, message.channel, &hidden).await?);
        }
        let stops = |reason: SuppressionReason| match reason {
            SuppressionReason::Unsubscribed => message.kind.asks_for_money(),
            SuppressionReason::HardBounce | SuppressionReason::Complaint | SuppressionReason::Manual => true,
        };
        let stopped = known.iter().find(|one| stops(one.reason));
        Ok(stopped.map(|one| format!("the address is on the suppression list: {}", one.reason.name())))
    }

    /// What is missing to send by `channel`.
    pub(crate) fn no_carrier(&self, channel: Channel) -> Option<&'static str> {
        match channel {
            Channel::Email if self.post.mail.is_none() => Some("no mail server is set up"),
            Channel::Sms if self.post.text.is_none() => Some("no provider of text messages is set up"),
            Channel::Email | Channel::Sms => None,
        }
    }

    fn letter(&self, occasion: &Occasion<'_>, id: MessageId, now: Timestamp) -> Letter {
        let Occasion { kind, merchant, link, payment, refund, .. } = *occasion;
        let customer = link.details.customer.as_ref();
        let text = |minor: i64| Money::new(minor, link.currency).decimal_text();
        let price = |minor: Option<i64>, note: &Option<String>| {
            minor.map(|minor| LetterPrice { amount: text(minor), note: note.clone() })
        };
        let page = format!("{}/p/{}", self.settings.public_url, link.slug);
        let url = match (kind.is_for_payer(), kind, payment) {
            (false, _, _) => None,
            (true, MessageKind::Receipt | MessageKind::RefundNotice, Some(payment)) => {
                Some(format!("{page}/payments/{}", payment.id))
            }
            (true, _, _) => Some(page),
        };
        Letter {
            kind,
            merchant: LetterMerchant {
                name: merchant.name.clone(),
                email: merchant.email.clone(),
                phone: merchant.phone.clone(),
                website: merchant.website.clone(),
                accent_color: merchant.accent_color.clone(),
                logo_url: self.logo_urls(merchant).light,
            },
            greeting: occasion.greeting().map(str::to_owned),
            locale: customer.filter(|_| kind.is_for_payer()).and_then(|customer| customer.locale.clone()),
            timezone: merchant.timezone.name().to_owned(),
            currency: link.currency,
            card: price(link.card_minor, &link.details.notes.card),
            ach: price(link.ach_minor, &link.details.notes.ach),
            lines: line_table(&link.details.line_items, link.currency),
            description: link.details.description.clone(),
            order_number: link.order_number.clone(),
            invoice_number: link.invoice_number.clone(),
            attachments: link.details.attachments.iter().map(|file| file.name.clone()).collect(),
            due_date: link.due_date,
            ends_at: link.ends_at,
            url,
            payment_method_url: payment
                .filter(|_| kind == MessageKind::Receipt)
                .and_then(|payment| payment.keeping.as_ref()?.method())
                .map(|id| self.payment_method_url(id)),
            method_removed_by: occasion.removed_by,
            unsubscribe_url: kind.asks_for_money().then(|| self.unsubscribe_url(id)),
            payment: payment.map(|payment| LetterPayment {
                id: payment.id,
                amount: text(payment.amount_minor),
                method: payment.method_details.clone(),
                failure_code: payment.failure_code.clone(),
                failure_message: payment.failure_message.clone(),
                created_at: payment.created_at,
                payer_name: payment.payer_name.clone(),
            }),
            refund: refund.map(|refund| LetterRefund {
                id: refund.id,
                amount: text(refund.amount_minor),
                reason: refund.reason.clone(),
            }),
            test_mode: self.gateway.public().test_mode,
            made_at: now,
        }
    }
}

/// The work of sending a message; its lane is the channel, which has a concurrency of its own.
pub(crate) fn sending(message: &MessageRecord, run_at: Timestamp) -> WorkRecord {
    let key = WorkKey { queue: Queue::Message, subject: message.id.uuid() };
    WorkRecord { key, lane: message.channel.lane(), run_at, attempts: 0 }
}
