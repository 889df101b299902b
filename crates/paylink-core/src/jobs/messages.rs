//! Messages are sent: claimed with a lease, sent with nothing held, settled.

use crate::{
    Actor, Change, ChangeSet, Code, Error, EventKind, Link, MessageId, Paylink, Stored, Timestamp, TypedId,
    jobs::plan::message_retry,
    ports::{MessageOutcome, OutgoingMail, OutgoingText, StoreError},
    records::{Channel, MessageKind, MessageRecord, MessageStatus, Queue, SuppressionReason, WorkRecord},
    usecases::{Offer, Unwanted},
    views::MessageContent,
};
use std::time::Duration;

/// Longer than any attempt takes.
const LEASE: Duration = Duration::from_secs(120);
/// Commits of one outcome against rows that keep changing.
const ATTEMPTS: u32 = 50;
const JOB: Actor = Actor::working(Queue::Message);
/// The longest a provider may ask to be left alone.
const LONGEST_WAIT: Duration = Duration::from_secs(6 * 3600);

/// One message to send, claimed under a lease.
#[derive(Debug)]
pub struct MessageJob {
    work: Stored<WorkRecord>,
}

impl Paylink {
    /// Claims up to `free` messages that wait for `channel`.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn claim_messages(&self, channel: Channel, free: u32) -> Result<Vec<MessageJob>, Error> {
        if free == 0 {
            return Ok(Vec::new());
        }
        let claimed = self.store.claim(Queue::Message, Some(channel.lane()), free, self.now(), LEASE).await?;
        Ok(claimed.into_iter().map(|work| MessageJob { work }).collect())
    }

    /// Makes one attempt and writes down what became of it. The message's id is the same on every attempt, so that
    /// a repetition can be told from a second message.
    ///
    /// # Errors
    /// `storage_unavailable`; the attempt is made again when its lease ends.
    pub async fn send_message(&self, job: MessageJob) -> Result<(), Error> {
        let work = job.work;
        let finish = || ChangeSet::new().with(Change::FinishWork(work.value.key, work.version));
        let found = self.store.message(MessageId::from_uuid(work.value.key.subject)).await?;
        let Some(stored) = found.filter(|message| message.value.status == MessageStatus::Queued) else {
            return self.close(JOB, finish()).await;
        };
        let reason = match self.pointless(&stored.value).await? {
            Some(reason) => Some(reason),
            None => self.no_carrier(stored.value.channel).map(str::to_owned),
        };
        if let Some(reason) = reason {
            let value = MessageRecord {
                status: MessageStatus::Suppressed,
                last_error: Some(reason),
                next_attempt_at: None,
                updated_at: self.now(),
                ..stored.value
            };
            let change = Change::UpdateMessage(Box::new(Stored { value, version: stored.version }));
            return self.close(JOB, finish().with(change)).await;
        }
        let outcome = self.carry(&stored.value).await?;
        self.note_sending(&work, stored, &outcome).await
    }

    /// Why a message that waited has lost its reason, if it has.
    async fn pointless(&self, message: &MessageRecord) -> Result<Option<String>, Error> {
        if let Some(reason) = self.held_back(message).await? {
            return Ok(Some(reason));
        }
        if !message.kind.asks_for_money() {
            return Ok(None);
        }
        let Some(link) = self.store.link(message.link_id).await? else {
            return Ok(Some("the link is gone".to_owned()));
        };
        let link = Link::restore(link.value)?;
        let now = self.now();
        let gone = Code::PaymentMethodUnavailable;
        let gone = matches!(self.offer_of(link.record(), now).await?, Offer::Gone).then_some(gone);
        Ok(link.request_refusal_at(now).or(gone).map(|code| format!("the link cannot be paid: {}", code.name())))
    }

    async fn carry(&self, message: &MessageRecord) -> Result<MessageOutcome, Error> {
        let missing = || Error::internal("the carrier of a message is gone");
        Ok(match self.written(message)? {
            MessageContent::Mail(content) => {
                let carrier = self.post.mail.as_ref().ok_or_else(missing)?;
                let mail = OutgoingMail {
                    id: message.id,
                    to: message.recipient.clone(),
                    from_name: message.letter.merchant.name.clone(),
                    reply_to: message.letter.merchant.email.clone().filter(|_| message.kind.is_for_payer()),
                    unsubscribe_url: message.letter.unsubscribe_url.clone(),
                    made_at: message.created_at,
                    content,
                };
                carrier.send(&mail).await
            }
            MessageContent::Text(body) => {
                let carrier = self.post.text.as_ref().ok_or_else(missing)?;
                carrier.send(&OutgoingText { id: message.id, to: message.recipient.clone(), body }).await
            }
        })
    }

    /// Writes an outcome down, again while the link changes under it: the message is not sent a second time for that.
    async fn note_sending(
        &self,
        work: &Stored<WorkRecord>,
        stored: Stored<MessageRecord>,
        outcome: &MessageOutcome,
    ) -> Result<(), Error> {
        let now = self.now();
        let [jitter] = self.random::<1>();
        let (value, again) = after(&stored.value, outcome, now, jitter);
        for attempt in 0..ATTEMPTS {
            let mut changes = ChangeSet::new();
            changes.push(match again {
                Some(run_at) => Change::UpdateWork(Stored {
                    value: WorkRecord { run_at, attempts: value.attempts, ..work.value },
                    version: work.version,
                }),
                None => Change::FinishWork(work.value.key, work.version),
            });
            changes.push(Change::UpdateMessage(Box::new(Stored { value: value.clone(), version: stored.version })));
            if let MessageOutcome::Refused { fault, .. } = outcome
                && let Some(reason) = SuppressionReason::after(*fault)
            {
                self.suppress(&mut changes, &Unwanted::recipient_of(&value, reason)).await?;
            }
            if value.status == MessageStatus::Sent && value.kind.asks_for_money() {
                self.note_sent(&mut changes, &value).await?;
            }
            match self.write(JOB, changes).await {
                Ok(()) => return Ok(()),
                Err(StoreError::Stale { .. }) => {
                    let seen = self.store.message(value.id).await?.map(|now| now.version);
                    if seen != Some(stored.version) {
                        // someone else's lease now: they have sent it again, under the same id
                        return Ok(());
                    }
                    self.pause(attempt).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The link was sent, or its payer reminded: dated and told.
    async fn note_sent(&self, changes: &mut ChangeSet, message: &MessageRecord) -> Result<(), Error> {
        let Some(Stored { value: mut link, version }) = self.store.link(message.link_id).await? else { return Ok(()) };
        let totals = self.totals_of(&link).await?;
        if message.kind == MessageKind::PaymentRequest {
            self.count_sent(changes, &link, message.sent_at.unwrap_or_else(|| self.now()));
            link.sent_at = message.sent_at;
            changes.push(Change::UpdateLink(Box::new(Stored { value: link.clone(), version })));
            self.announce_link(changes, EventKind::LinkSent, &link, totals);
        } else {
            self.announce_link(changes, EventKind::ReminderSent, &link, totals);
        }
        Ok(())
    }
}

/// The message after an attempt, and when the next one is due.
fn after(
    message: &MessageRecord,
    outcome: &MessageOutcome,
    now: Timestamp,
    jitter: u8,
) -> (MessageRecord, Option<Timestamp>) {
    let mut next = MessageRecord {
        attempts: message.attempts.saturating_add(1),
        updated_at: now,
        next_attempt_at: None,
        last_error: None,
        ..message.clone()
    };
    match outcome {
        MessageOutcome::Sent { reference } => {
            next.status = MessageStatus::Sent;
            next.provider_reference.clone_from(reference);
            next.sent_at = Some(now);
        }
        MessageOutcome::Refused { reason, .. } => {
            next.status = MessageStatus::Failed;
            next.last_error = Some(reason.clone());
        }
        MessageOutcome::Failed { reason, retry_after } => {
            next.last_error = Some(reason.clone());
            let asked = retry_after.unwrap_or_default().min(LONGEST_WAIT);
            match message_retry(next.attempts, jitter) {
                Some(wait) => next.next_attempt_at = Some(now.plus(wait.max(asked))),
                None => next.status = MessageStatus::Failed,
            }
        }
    }
    let again = next.next_attempt_at;
    (next, again)
}
