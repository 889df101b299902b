//! From rows to what callers are shown, and to the events that tell subscribers.

use crate::{
    Change, ChangeSet, Error, EventKind, Link, LinkId, MerchantId, Paylink, PaymentId, Timestamp, TypedId,
    payment::Movement,
    ports::StoreError,
    records::{
        CustomerRecord, CustomerSnapshot, EventRecord, LedgerRecord, LinkRecord, LinkSnapshot, LinkTotals,
        MessageSnapshot, PaymentMethodRecord, PaymentMethodSnapshot, PaymentRecord, PaymentSnapshot, Queue,
        RefundRecord, RefundSnapshot, Subject, WorkKey, WorkRecord,
    },
    views::{
        CustomerView, EventView, LinkView, PaymentMethodView, PaymentView, RefundView, RequestedMessage, SubjectView,
    },
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
    pub(crate) fn event_view(&self, event: EventRecord) -> Result<EventView, Error> {
        let mut completed_by = None;
        let subject = match event.subject {
            Subject::PaymentLink(snapshot) => {
                let LinkSnapshot { link, totals, completed_by: payment } = *snapshot;
                completed_by = payment;
                SubjectView::PaymentLink(Box::new(self.link_view(link, totals, event.created_at)?))
            }
            Subject::Payment(snapshot) => SubjectView::Payment(Box::new(PaymentView { payment: snapshot.payment })),
            Subject::Refund(snapshot) => SubjectView::Refund(Box::new(RefundView { refund: snapshot.refund })),
            Subject::PaymentMethod(snapshot) => {
                SubjectView::PaymentMethod(Box::new(PaymentMethodView::at(snapshot.method, event.created_at)))
            }
            Subject::Message(snapshot) => {
                let MessageSnapshot { message, link: LinkSnapshot { link, totals, .. }, merchant_external_id } =
                    *snapshot;
                let content = self.written(&message)?;
                let link = self.link_view(link, totals, event.created_at)?;
                SubjectView::Message(Box::new(RequestedMessage { message, link, merchant_external_id, content }))
            }
            Subject::Customer(snapshot) => SubjectView::Customer(Box::new(CustomerView::of(snapshot.customer))),
            Subject::Test => SubjectView::Test,
        };
        let EventRecord { id, kind, created_at: at, merchant_id, .. } = event;
        Ok(EventView { id, kind, at, merchant_id, subject, completed_by })
    }

    /// Adds an event about a link, and the work of telling it.
    pub(crate) fn announce_link(
        &self,
        changes: &mut ChangeSet,
        kind: EventKind,
        link: &LinkRecord,
        totals: LinkTotals,
    ) {
        self.announce_link_as(changes, kind, LinkSnapshot { link: link.clone(), totals, completed_by: None });
    }

    /// Adds the event that `payment` has completed a link, and the work of telling it.
    pub(crate) fn announce_completed(
        &self,
        changes: &mut ChangeSet,
        link: &LinkRecord,
        totals: LinkTotals,
        payment: PaymentId,
    ) {
        let snapshot = LinkSnapshot { link: link.clone(), totals, completed_by: Some(payment) };
        self.announce_link_as(changes, EventKind::LinkCompleted, snapshot);
    }

    fn announce_link_as(&self, changes: &mut ChangeSet, kind: EventKind, snapshot: LinkSnapshot) {
        let of = (snapshot.link.merchant_id, Some(snapshot.link.id));
        self.announce(changes, kind, of, Subject::PaymentLink(Box::new(snapshot)));
    }

    /// Adds an event about a customer, and the work of telling it.
    pub(crate) fn announce_customer(&self, changes: &mut ChangeSet, kind: EventKind, customer: &CustomerRecord) {
        let subject = Subject::Customer(Box::new(CustomerSnapshot { customer: customer.clone() }));
        self.announce(changes, kind, (customer.merchant_id, None), subject);
    }

    /// Adds an event about a payment, and the work of telling it.
    pub(crate) fn announce_payment(
        &self,
        changes: &mut ChangeSet,
        kind: EventKind,
        link: &LinkRecord,
        payment: &PaymentRecord,
    ) {
        let keeping = payment.keeping.clone().filter(|keeping| keeping.method().is_some());
        let shown = PaymentRecord { gateway_token: None, payer_origin: None, keeping, ..payment.clone() };
        let subject = Subject::Payment(Box::new(PaymentSnapshot { payment: shown }));
        self.announce(changes, kind, (link.merchant_id, Some(link.id)), subject);
    }

    /// Adds an event about a refund, and the work of telling it.
    pub(crate) fn announce_refund(&self, changes: &mut ChangeSet, kind: EventKind, refund: &RefundRecord) {
        let subject = Subject::Refund(Box::new(RefundSnapshot { refund: refund.clone() }));
        self.announce(changes, kind, (refund.merchant_id, Some(refund.link_id)), subject);
    }

    /// Adds an event about a saved payment method, and the work of telling it.
    pub(crate) fn announce_method(&self, changes: &mut ChangeSet, kind: EventKind, method: &PaymentMethodRecord) {
        let snapshot = PaymentMethodSnapshot { method: method.without_secrets() };
        let of = (method.merchant_id, Some(method.link_id));
        self.announce(changes, kind, of, Subject::PaymentMethod(Box::new(snapshot)));
    }

    /// Adds a ledger entry and counts it on the payment: of its amount, or of the refund that moves.
    pub(crate) fn book(
        &self,
        changes: &mut ChangeSet,
        payment: &mut PaymentRecord,
        movement: Movement,
        refund: Option<&RefundRecord>,
    ) {
        payment.ledger_count = payment.ledger_count.saturating_add(1);
        changes.push(Change::InsertLedgerEntry(Box::new(LedgerRecord {
            id: self.new_id(),
            payment_id: payment.id,
            number: payment.ledger_count,
            refund_id: refund.map(|refund| refund.id),
            merchant_id: payment.merchant_id,
            kind: movement.kind,
            debit: movement.debit,
            credit: movement.credit,
            amount_minor: refund.map_or(payment.amount_minor, |refund| refund.amount_minor),
            currency: payment.currency,
            created_at: self.now(),
        })));
    }

    pub(crate) fn announce(
        &self,
        changes: &mut ChangeSet,
        kind: EventKind,
        (merchant, link): (MerchantId, Option<LinkId>),
        subject: Subject,
    ) {
        let now = self.now();
        let event = EventRecord {
            id: self.new_id(),
            merchant_id: Some(merchant),
            link_id: link,
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
