//! Deliveries of events: listed, sent again, and a test on demand.

use super::listing::{Slice, at, id_filter, name_filter};
use crate::{
    Caller, Change, ChangeSet, Code, Error, EventId, EventKind, FieldErrors, Once, Paylink, Reply, Stored, Timestamp,
    TypedId,
    engine::Decided,
    forms::DeliveryQuery,
    ports::{PageOf, WebhookFilter},
    records::{DeliveryRecord, DeliveryStatus, EndpointRecord, EventRecord, Queue, Subject, WorkKey, WorkRecord},
    views::Listed,
};

/// An event on its way again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redelivered {
    /// The event.
    pub event_id: EventId,
    /// Where it goes.
    pub deliveries: Vec<DeliveryRecord>,
}

impl Paylink {
    /// Deliveries, newest first.
    ///
    /// # Errors
    /// `forbidden`, `invalid_parameter`.
    pub async fn deliveries(&self, caller: &Caller, query: &DeliveryQuery) -> Result<Listed<DeliveryRecord>, Error> {
        caller.is_key()?;
        let mut errors = FieldErrors::default();
        let filter = WebhookFilter {
            merchant_id: caller.merchant(),
            endpoint_id: id_filter("endpoint_id", query.endpoint_id.as_deref(), &mut errors),
            event_id: id_filter("event_id", query.event_id.as_deref(), &mut errors),
            status: name_filter("status", query.status.as_deref(), DeliveryStatus::named, &mut errors),
        };
        let slice = Slice::read(&query.list, caller, "webhook_deliveries", &format!("{filter:?}"), &mut errors);
        errors.finish()?;
        let rows = self.store.deliveries(&filter, slice.page()).await?;
        Ok(slice.list(rows, |delivery| at(delivery.created_at, delivery.id)))
    }

    /// Sends a test event to one endpoint, even if it does not subscribe to such.
    ///
    /// # Errors
    /// `not_found`, `forbidden`.
    pub async fn test_endpoint(
        &self,
        caller: &Caller,
        id: &str,
        once: Option<Once<'_, DeliveryRecord>>,
    ) -> Result<Reply<DeliveryRecord>, Error> {
        self.visible_endpoint(caller, id).await?;
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let endpoint = self.visible_endpoint(caller, id).await?.value;
            let now = self.now();
            let event = EventRecord {
                id: self.new_id(),
                merchant_id: endpoint.merchant_id,
                link_id: None,
                kind: EventKind::EndpointTest,
                subject: Subject::Test,
                created_at: now,
            };
            let silent = || Error::new(Code::NotSupported, "the endpoint's format does not tell of tests");
            let delivery = self.new_delivery(&event, &endpoint, now)?.ok_or_else(silent)?;
            let changes = ChangeSet::new()
                .with(Change::InsertEvent(Box::new(event)))
                .with(Change::InsertDelivery(delivery.clone()))
                .with(Change::PutWork(send_work(&delivery, now)));
            Ok(Decided { changes, view: delivery })
        })
        .await
    }

    /// Sends an event again to every enabled endpoint that subscribes to it, under the same id.
    ///
    /// # Errors
    /// `not_found`, `forbidden`.
    pub async fn redeliver(
        &self,
        caller: &Caller,
        event: &str,
        once: Option<Once<'_, Redelivered>>,
    ) -> Result<Reply<Redelivered>, Error> {
        caller.is_key()?;
        self.visible_event(caller, event).await?;
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let event = self.visible_event(caller, event).await?;
            let now = self.now();
            let filter = WebhookFilter { event_id: Some(event.id), ..WebhookFilter::default() };
            let known = self.store.deliveries(&filter, PageOf { after: None, limit: 101 }).await?;
            let mut changes = ChangeSet::new();
            let mut deliveries = Vec::new();
            for endpoint in self.receivers_again(&event, &known).await? {
                if caller.merchant().is_some() && endpoint.merchant_id != caller.merchant() {
                    continue;
                }
                let old = known.iter().find(|delivery| delivery.value.endpoint_id == endpoint.id);
                let delivery = match old {
                    Some(Stored { value, version }) => {
                        let again = DeliveryRecord {
                            status: DeliveryStatus::Pending,
                            attempts: 0,
                            next_attempt_at: Some(now),
                            updated_at: now,
                            ..value.clone()
                        };
                        changes.push(Change::UpdateDelivery(Stored { value: again.clone(), version: *version }));
                        again
                    }
                    None => {
                        let Some(new) = self.new_delivery(&event, &endpoint, now)? else { continue };
                        changes.push(Change::InsertDelivery(new.clone()));
                        new
                    }
                };
                changes.push(Change::PutWork(send_work(&delivery, now)));
                deliveries.push(delivery);
            }
            Ok(Decided { changes, view: Redelivered { event_id: event.id, deliveries } })
        })
        .await
    }

    /// The enabled endpoints that subscribe to an event.
    pub(crate) async fn receivers(&self, event: &EventRecord) -> Result<Vec<EndpointRecord>, Error> {
        let endpoints = self.store.endpoints_for(event.merchant_id).await?;
        let wants =
            |endpoint: &EndpointRecord| endpoint.events.iter().any(|name| name == "*" || name == event.kind.name());
        Ok(endpoints.into_iter().map(|stored| stored.value).filter(wants).collect())
    }

    /// The same for an event that is sent again; a test goes back to the endpoint it tested, and nowhere else.
    async fn receivers_again(
        &self,
        event: &EventRecord,
        known: &[Stored<DeliveryRecord>],
    ) -> Result<Vec<EndpointRecord>, Error> {
        if event.kind != EventKind::EndpointTest {
            return self.receivers(event).await;
        }
        let endpoints = self.store.endpoints_for(event.merchant_id).await?;
        let tested = |endpoint: &EndpointRecord| known.iter().any(|row| row.value.endpoint_id == endpoint.id);
        Ok(endpoints.into_iter().map(|stored| stored.value).filter(tested).collect())
    }

    /// A delivery of `event` to `endpoint`, its body written once and for all; `None` when the endpoint's format does not
    /// tell of such events.
    pub(crate) fn new_delivery(
        &self,
        event: &EventRecord,
        endpoint: &EndpointRecord,
        now: Timestamp,
    ) -> Result<Option<DeliveryRecord>, Error> {
        let body = self.webhooks.body(endpoint.format, &self.event_view(event.clone())?);
        Ok(body.map(|body| DeliveryRecord {
            id: self.new_id(),
            event_id: event.id,
            endpoint_id: endpoint.id,
            merchant_id: event.merchant_id,
            body,
            status: DeliveryStatus::Pending,
            attempts: 0,
            last_status: None,
            last_error: None,
            next_attempt_at: Some(now),
            delivered_at: None,
            created_at: now,
            updated_at: now,
        }))
    }
}

/// The work of sending a delivery; its lane is the endpoint, so that a slow one holds up no other.
pub(crate) fn send_work(delivery: &DeliveryRecord, run_at: Timestamp) -> WorkRecord {
    let key = WorkKey { queue: Queue::Deliver, subject: delivery.id.uuid() };
    WorkRecord { key, lane: delivery.endpoint_id.uuid(), run_at, attempts: 0 }
}
