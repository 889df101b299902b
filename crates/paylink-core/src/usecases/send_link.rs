//! A merchant has a link sent to its payer, or sent again.

use super::{compose::Occasion, keeping::Offer, shown::due};
use crate::{
    Caller, Change, ChangeSet, Code, Error, EventKind, Link, Once, Paylink, Reply, Stored, Timestamp, TypedId,
    engine::Decided,
    forms::SendForm,
    ports::Requests,
    records::{Channel, Delivery, LinkRecord, LinkTotals, MerchantRecord, MessageKind, MessageStatus, Queue},
    views::LinkView,
};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// Payment requests about one link by one way within an hour.
const PER_LINK: u64 = 3;
/// Payment requests to one address by one way within an hour, whatever they are about.
const PER_RECIPIENT: u64 = 10;

impl Paylink {
    /// Sends a link to its payer now, also when it was sent before.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, field errors (no address), `link_closed` and its kin when it cannot be paid,
    /// `payment_method_unavailable`,
    /// `too_many_messages`, `not_available` without a writer of messages.
    pub async fn send_link(
        &self,
        caller: &Caller,
        id: &str,
        form: &SendForm,
        once: Option<Once<'_, LinkView>>,
    ) -> Result<Reply<LinkView>, Error> {
        self.visible_link(caller, id).await?;
        caller.may_write()?;
        let _alone = match id.parse() {
            Ok(id) => self.lock(id).await,
            Err(_) => None,
        };
        self.run_once(caller, once, || async move {
            let Stored { value: record, version } = self.visible_link(caller, id).await?;
            let now = self.now();
            let channels = channels(form, &record)?;
            let link = Link::restore(record)?;
            if let Some(code) = link.request_refusal_at(now) {
                return Err(Error::of(code));
            }
            if let Offer::Gone = self.offer_of(link.record(), now).await? {
                return Err(Error::of(Code::PaymentMethodUnavailable));
            }
            let mut link = link.into_record();
            let missing = || Error::internal("the merchant of a link is gone");
            let merchant = self.store.merchant(link.merchant_id).await?.ok_or_else(missing)?.value;
            let totals = self.totals_of(&link).await?;
            let mut changes = ChangeSet::new();
            if let Some(days) = form.open_days.filter(|_| link.ends_at.is_none()) {
                let end = now.plus(DAY.saturating_mul(days.clamp(1, 3650).into()));
                link.ends_at = Some(end);
                changes.push(Change::PutWork(due(Queue::Expire, link.id.uuid(), end)));
            }
            self.request_payment(&mut changes, &merchant, &mut link, totals, &channels).await?;
            link.updated_at = now;
            // always a change of the link, so that two requests at the same moment are counted one after the other
            changes.push(Change::UpdateLink(Box::new(Stored { value: link.clone(), version })));
            Ok(Decided { changes, view: self.link_view(link, totals, now)? })
        })
        .await
    }

    /// Adds payment requests by these ways, within the limits. What is handed over to the platform counts as sent.
    pub(crate) async fn request_payment(
        &self,
        changes: &mut ChangeSet,
        merchant: &MerchantRecord,
        link: &mut LinkRecord,
        totals: LinkTotals,
        channels: &[Channel],
    ) -> Result<(), Error> {
        if channels.is_empty() {
            return Ok(());
        }
        if self.post.writer.is_none() {
            return Err(Error::of(Code::NotAvailable));
        }
        let mut handed_over = false;
        link.details.requested_at = Some(self.now());
        for channel in channels {
            self.within_limits(link, *channel, self.now()).await?;
            let occasion = Occasion::about_link(MessageKind::PaymentRequest, merchant, link, totals);
            let message = self.compose(changes, &occasion, *channel).await?;
            handed_over |= message.is_some_and(|message| message.status == MessageStatus::Sent);
        }
        if handed_over {
            let now = self.now();
            self.count_sent(changes, link, now);
            link.sent_at = Some(now);
            self.announce_link(changes, EventKind::LinkSent, link, totals);
        }
        Ok(())
    }

    async fn within_limits(&self, link: &LinkRecord, channel: Channel, now: Timestamp) -> Result<(), Error> {
        let since = now.minus(HOUR);
        let about = self.store.requests(&Requests::AboutLink(link.id, channel), since).await?;
        let recipient = link.details.customer.as_ref().and_then(|customer| customer.address(channel));
        let to = match recipient {
            Some(address) => self.store.requests(&Requests::To(address.to_lowercase(), channel), since).await?,
            None => 0,
        };
        if about >= PER_LINK || to >= PER_RECIPIENT {
            return Err(Error::of(Code::TooManyMessages).retry_after(HOUR));
        }
        Ok(())
    }
}

/// The ways a link is to be sent: as asked, else as it says itself, else every way whose address is known.
fn channels(form: &SendForm, link: &LinkRecord) -> Result<Vec<Channel>, Error> {
    let mut errors = form.unread.clone();
    let customer = link.details.customer.as_ref();
    let known = |channel: &Channel| customer.is_some_and(|customer| customer.address(*channel).is_some());
    let asked = match form.delivery.as_deref() {
        None if link.details.delivery != Delivery::None => link.details.delivery.channels().to_vec(),
        None => Channel::ALL.iter().copied().filter(known).collect(),
        Some(name) => match Delivery::named(name).filter(|delivery| *delivery != Delivery::None) {
            Some(delivery) => delivery.channels().to_vec(),
            None => {
                errors.add("delivery", Code::InvalidValue, "email, sms or both");
                Vec::new()
            }
        },
    };
    for channel in asked.iter().filter(|channel| !known(channel)) {
        errors.add(address_field(*channel), Code::Required, "the link's customer has no address for this delivery");
    }
    if asked.is_empty() {
        errors.add(
            "customer.email",
            Code::Required,
            "the link's customer has neither a mail address nor a phone number",
        );
    }
    errors.finish()?;
    Ok(asked)
}

/// The field that holds the address for a way of sending.
pub(crate) const fn address_field(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "customer.email",
        Channel::Sms => "customer.phone",
    }
}
