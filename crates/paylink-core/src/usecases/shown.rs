//! From rows to what callers are shown, and to the events that tell subscribers.

use crate::{
    Change, ChangeSet, Error, EventKind, Link, Paylink, Timestamp, TypedId,
    ports::StoreError,
    records::{
        EventRecord, LinkRecord, LinkSnapshot, LinkTotals, PaymentRecord, PaymentSnapshot, Queue, Subject, WorkKey,
        WorkRecord,
    },
    views::{EventView, LinkView, PaymentView, SubjectView},
};
use uuid::Uuid;

impl Paylink {
    /// The link as shown at `now`.
    pub(crate) fn link_view(
        &self,
        record: LinkRecord,
        totals: LinkTotals,
        now: Timestamp,
    ) -> Result<LinkView, StoreError> {
        let link = Link::restore(record)?;
        let url = format!("{}/p/{}", self.settings.public_url, link.record().slug);
        Ok(LinkView {
            status: link.status_at(now),
            payment_status: link.payment_status(),
            payable: link.refusal_at(now).is_none(),
            totals,
            qr_code_url: format!("{url}/qr.svg"),
            url,
            link: link.into_record(),
        })
    }

    /// Sums over one link's payments.
    pub(crate) async fn totals_of(&self, link: &LinkRecord) -> Result<LinkTotals, Error> {
        Ok(self.store.link_totals(&[link.id]).await?.first().copied().unwrap_or_default())
    }

    /// The event as shown: its subject as it was right after the fact.
    pub(crate) fn event_view(&self, event: EventRecord) -> Result<EventView, StoreError> {
        let subject = match event.subject {
            Subject::PaymentLink(snapshot) => {
                let LinkSnapshot { link, totals } = *snapshot;
                SubjectView::PaymentLink(Box::new(self.link_view(link, totals, event.created_at)?))
            }
            Subject::Payment(snapshot) => SubjectView::Payment(Box::new(PaymentView { payment: snapshot.payment })),
            Subject::Test => SubjectView::Test,
        };
        Ok(EventView { id: event.id, kind: event.kind, at: event.created_at, merchant_id: event.merchant_id, subject })
    }

    /// Adds an event about a link, and the work of telling it.
    pub(crate) fn announce_link(
        &self,
        changes: &mut ChangeSet,
        kind: EventKind,
        link: &LinkRecord,
        totals: LinkTotals,
    ) {
        let subject = Subject::PaymentLink(Box::new(LinkSnapshot { link: link.clone(), totals }));
        self.announce(changes, kind, link, subject);
    }

    /// Adds an event about a payment, and the work of telling it.
    pub(crate) fn announce_payment(
        &self,
        changes: &mut ChangeSet,
        kind: EventKind,
        link: &LinkRecord,
        payment: &PaymentRecord,
    ) {
        let shown = PaymentRecord { gateway_token: None, payer_origin: None, ..payment.clone() };
        self.announce(changes, kind, link, Subject::Payment(Box::new(PaymentSnapshot { payment: shown })));
    }

    fn announce(&self, changes: &mut ChangeSet, kind: EventKind, link: &LinkRecord, subject: Subject) {
        let now = self.now();
        let event = EventRecord {
            id: self.new_id(),
            merchant_id: Some(link.merchant_id),
            link_id: Some(link.id),
            kind,
            subject,
            created_at: now,
        };
        changes.push(Change::PutWork(due(Queue::Dispatch, event.id.uuid(), now)));
        changes.push(Change::InsertEvent(Box::new(event)));
    }
}

/// New work without a lane.
pub(crate) const fn due(queue: Queue, subject: Uuid, run_at: Timestamp) -> WorkRecord {
    WorkRecord { key: WorkKey { queue, subject }, lane: Uuid::nil(), run_at, attempts: 0 }
}
