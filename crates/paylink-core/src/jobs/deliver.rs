//! Deliveries are sent: claimed with a lease, sent with nothing held, settled.

use crate::{
    Actor, Change, ChangeSet, DeliveryId, EndpointId, Error, Paylink, Secret, Stored, Timestamp, TypedId,
    ports::{Outgoing, SendOutcome, StoreError},
    records::{DeliveryRecord, DeliveryStatus, EndpointRecord, Queue, WebhookFormat, WorkRecord},
};
use std::time::Duration;
use uuid::Uuid;

/// Attempts under way at one endpoint at the same time.
const PER_ENDPOINT: u32 = 4;
const LEASE: Duration = Duration::from_secs(60);
/// The longest a receiver may ask to be left alone.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);
const ATTEMPTS: u32 = 8;
const JOB: Actor = Actor::working(Queue::Deliver);

/// One attempt to make, claimed under a lease.
#[derive(Debug)]
pub struct DeliveryJob {
    work: Stored<WorkRecord>,
}

impl DeliveryJob {
    /// The endpoint it goes to; attempts of one endpoint are limited together.
    #[must_use]
    pub const fn lane(&self) -> Uuid {
        self.work.value.lane
    }
}

impl Paylink {
    /// Claims up to `free` attempts, at most four at a time per endpoint; `busy` says how many are under way where.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn claim_deliveries(&self, free: u32, busy: &[(Uuid, u32)]) -> Result<Vec<DeliveryJob>, Error> {
        let now = self.now();
        let full: Vec<Uuid> = busy.iter().filter(|(_, count)| *count >= PER_ENDPOINT).map(|(lane, _)| *lane).collect();
        let mut jobs = Vec::new();
        let mut left = free;
        if left == 0 {
            return Ok(jobs);
        }
        for lane in self.store.due_lanes(Queue::Deliver, now, &full, free).await? {
            let under_way = busy.iter().find(|(known, _)| *known == lane).map_or(0, |(_, count)| *count);
            let room = PER_ENDPOINT.saturating_sub(under_way).min(left);
            if room == 0 {
                continue;
            }
            let claimed = self.store.claim(Queue::Deliver, Some(lane), room, now, LEASE).await?;
            left = left.saturating_sub(u32::try_from(claimed.len()).unwrap_or(room));
            jobs.extend(claimed.into_iter().map(|work| DeliveryJob { work }));
        }
        Ok(jobs)
    }

    /// Makes one attempt and writes down what became of it.
    ///
    /// # Errors
    /// `storage_unavailable`; the attempt is made again when its lease ends.
    pub async fn deliver(&self, job: DeliveryJob) -> Result<(), Error> {
        let work = job.work;
        let delivery = self.store.delivery(DeliveryId::from_uuid(work.value.key.subject)).await?;
        let endpoint = match &delivery {
            Some(delivery) => self.store.endpoint(delivery.value.endpoint_id).await?,
            None => None,
        };
        let now = self.now();
        let (Some(delivery), Some(endpoint)) = (delivery, endpoint) else {
            return self.close(JOB, ChangeSet::new().with(finished(&work))).await;
        };
        if delivery.value.status != DeliveryStatus::Pending {
            return self.close(JOB, ChangeSet::new().with(finished(&work))).await;
        }
        if endpoint.value.disabled {
            return self.close(JOB, cancelled(&delivery, now).with(finished(&work))).await;
        }
        let outcome = self.webhooks.send(&outgoing(&delivery.value, &endpoint.value, now)).await;
        let [jitter] = self.random::<1>();
        let (delivery_after, again) = after(&delivery.value, endpoint.value.format, &outcome, (self.now(), jitter));
        let mut changes = ChangeSet::new();
        changes.push(match again {
            Some(run_at) => Change::UpdateWork(Stored {
                value: WorkRecord { run_at, attempts: delivery_after.attempts, ..work.value },
                version: work.version,
            }),
            None => finished(&work),
        });
        changes.push(Change::UpdateDelivery(Stored { value: delivery_after, version: delivery.version }));
        if outcome == SendOutcome::Gone {
            // the endpoint first: a process that dies in between leaves no delivery given up whose endpoint goes on
            self.note_health(endpoint.value.id, &outcome).await?;
            return self.close(JOB, changes).await;
        }
        self.close(JOB, changes).await?;
        self.note_health(endpoint.value.id, &outcome).await
    }

    /// Commits; what someone else has taken over is theirs.
    pub(crate) async fn close(&self, job: Actor, changes: ChangeSet) -> Result<(), Error> {
        match self.write(job, changes).await {
            Ok(()) | Err(StoreError::Stale { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Remembers since when an endpoint has only failed; disables it once it has failed too long, or at once when it says it is gone.
    async fn note_health(&self, id: EndpointId, outcome: &SendOutcome) -> Result<(), Error> {
        for attempt in 0..ATTEMPTS {
            let Some(Stored { value: endpoint, version }) = self.store.endpoint(id).await? else { return Ok(()) };
            let Some(changed) = health(&endpoint, outcome, self.now()) else { return Ok(()) };
            if changed.disabled {
                tracing::warn!(endpoint.id = %id, reason = ?changed.disabled_reason, "webhook endpoint disabled");
            }
            let change = Change::UpdateEndpoint(Stored { value: changed, version });
            match self.write(JOB, ChangeSet::new().with(change)).await {
                Ok(()) => return Ok(()),
                Err(StoreError::Stale { .. }) => self.pause(attempt).await,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

fn finished(work: &Stored<WorkRecord>) -> Change {
    Change::FinishWork(work.value.key, work.version)
}

fn cancelled(delivery: &Stored<DeliveryRecord>, now: Timestamp) -> ChangeSet {
    let value = DeliveryRecord {
        status: DeliveryStatus::Cancelled,
        next_attempt_at: None,
        updated_at: now,
        ..delivery.value.clone()
    };
    ChangeSet::new().with(Change::UpdateDelivery(Stored { value, version: delivery.version }))
}

fn outgoing(delivery: &DeliveryRecord, endpoint: &EndpointRecord, now: Timestamp) -> Outgoing {
    let old =
        endpoint.previous_secret.as_ref().filter(|_| endpoint.previous_secret_until.is_some_and(|until| now < until));
    let secrets = std::iter::once(&endpoint.secret).chain(old).map(Secret::new).collect();
    Outgoing {
        url: endpoint.url.clone(),
        format: endpoint.format,
        secrets,
        event: delivery.event_id,
        at: now,
        body: delivery.body.clone(),
    }
}

/// The delivery after an attempt, and when the next one is due.
fn after(
    delivery: &DeliveryRecord,
    format: WebhookFormat,
    outcome: &SendOutcome,
    (now, jitter): (Timestamp, u8),
) -> (DeliveryRecord, Option<Timestamp>) {
    let mut next =
        DeliveryRecord { attempts: delivery.attempts.saturating_add(1), updated_at: now, ..delivery.clone() };
    next.next_attempt_at = None;
    next.last_error = None;
    match outcome {
        SendOutcome::Delivered { status } => {
            next.status = DeliveryStatus::Succeeded;
            next.last_status = Some(i64::from(*status));
            next.delivered_at = Some(now);
        }
        SendOutcome::Gone => {
            next.status = DeliveryStatus::Failed;
            next.last_status = Some(410);
            next.last_error = Some("the receiver says it is gone".to_owned());
        }
        SendOutcome::Failed { status, reason, retry_after: asked } => {
            next.last_status = status.map(i64::from);
            next.last_error = Some(reason.clone());
            let asked = asked.unwrap_or_default().min(LONGEST_WAIT);
            match format.plan().retry_after(next.attempts, jitter) {
                Some(wait) => next.next_attempt_at = Some(now.plus(wait.max(asked))),
                None => next.status = DeliveryStatus::Failed,
            }
        }
    }
    let again = next.next_attempt_at;
    (next, again)
}

/// The endpoint after an attempt, if that changes it.
fn health(endpoint: &EndpointRecord, outcome: &SendOutcome, now: Timestamp) -> Option<EndpointRecord> {
    let disabled = |reason: &str| EndpointRecord {
        disabled: true,
        disabled_reason: Some(reason.to_owned()),
        updated_at: now,
        ..endpoint.clone()
    };
    match (outcome, endpoint.failing_since) {
        (SendOutcome::Delivered { .. }, None) => None,
        (SendOutcome::Delivered { .. }, Some(_)) => Some(EndpointRecord { failing_since: None, ..endpoint.clone() }),
        (SendOutcome::Gone, _) => (!endpoint.disabled).then(|| disabled("gone")),
        (SendOutcome::Failed { .. }, None) => Some(EndpointRecord { failing_since: Some(now), ..endpoint.clone() }),
        (SendOutcome::Failed { .. }, Some(since))
            if now.since(since) >= endpoint.format.plan().failing && !endpoint.disabled =>
        {
            Some(disabled("failing"))
        }
        (SendOutcome::Failed { .. }, Some(_)) => None,
    }
}
