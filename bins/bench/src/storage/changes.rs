//! Change sets as the use cases make them: a new link (`create_link`), a payment (`pay`, then `settle`).

use super::{
    entries::entry,
    requests::{request, written},
};
use paylink_core::{
    Change, ChangeSet, Currency, EventKind, LinkId, MerchantId, Stored, Timestamp, Timezone, TypedId, Version,
    records::{
        AuditSubject, CountKey, CountSums, Delivery, EventRecord, FactRecord, IdempotencyRecord, LedgerAccount,
        LedgerKind, LedgerRecord, LineNotes, LinkDetails, LinkRecord, LinkSnapshot, LinkStateName, LinkTotals,
        MerchantLogos, MerchantMessages, MerchantRecord, Method, MethodDetails, Metric, PaymentRecord, PaymentSnapshot,
        PaymentStatus, Queue, Slot, Subject, Usage, WorkKey, WorkRecord,
    },
};
use std::{cell::Cell, collections::BTreeMap, time::Duration};
use uuid::Uuid;

const DAY: Duration = Duration::from_secs(24 * 3600);

/// What one client commits, one after the other.
#[derive(Clone)]
pub(crate) struct Order {
    /// What has to be there before.
    pub(crate) link: Option<LinkRecord>,
    pub(crate) commits: Vec<ChangeSet>,
}

/// Makes orders of one merchant, each a moment after the last.
pub(crate) struct Shop {
    pub(crate) merchant: MerchantRecord,
    clock: Cell<Timestamp>,
}

impl Shop {
    pub(crate) fn open() -> Self {
        let now = Timestamp::EPOCH.plus(DAY * 20_468);
        let merchant = MerchantRecord {
            id: MerchantId::from_time(now, random()),
            name: "Blue Bottle Bicycles".to_owned(),
            email: None,
            phone: None,
            website: Some("https://bicycles.example/".to_owned()),
            external_id: None,
            currency: Currency::USD,
            card: true,
            ach: true,
            accent_color: Some("#1f5fbf".to_owned()),
            timezone: Timezone::utc(),
            messages: MerchantMessages::default(),
            ach_hold_minutes: 0,
            tokens_valid_after: None,
            logos: MerchantLogos::default(),
            metadata: std::collections::BTreeMap::new(),
            created_at: now,
            updated_at: now,
        };
        Self { merchant, clock: Cell::new(now) }
    }

    fn now(&self) -> Timestamp {
        self.clock.set(self.clock.get().plus(Duration::from_micros(150)));
        self.clock.get()
    }

    /// As `create_link` with an idempotency key commits it.
    pub(crate) fn new_link(&self) -> Order {
        let now = self.now();
        let link = self.link(now);
        let answer = serde_json::to_string(&link).unwrap_or_default();
        let mut changes = ChangeSet::new()
            .with(Change::InsertIdempotency(request(self.merchant.id.to_string(), now, Some(answer))))
            .with(Change::ExpectMerchant(self.merchant.id, Version::FIRST))
            .with(Change::InsertLink(Box::new(link.clone())));
        announce_link(&mut changes, EventKind::LinkCreated, &link, now);
        changes.push(Change::InsertAudit(vec![entry(
            (now, 0),
            (AuditSubject::Link, link.id.uuid(), 1),
            &link,
            serde_json::to_value(&link),
        )]));
        count(&mut changes, &link, Metric::LinksCreated, CountSums::ONE, now);
        Order { link: None, commits: vec![changes] }
    }

    /// As `pay` and `settle` commit it: the payment of a link that takes one.
    pub(crate) fn payment(&self) -> Order {
        let open = self.link(self.now());
        let now = self.now();
        let taken = LinkRecord { slots_used: 1, updated_at: now, ..open.clone() };
        let begun = payment(&taken, now);
        let record =
            IdempotencyRecord { payment_id: Some(begun.id), ..request(format!("checkout:{}", open.id), now, None) };
        let reconcile = WorkKey { queue: Queue::Reconcile, subject: begun.id.uuid() };
        let mut first = ChangeSet::new()
            .with(Change::InsertIdempotency(record.clone()))
            .with(Change::UpdateLink(Box::new(Stored { value: taken.clone(), version: Version::FIRST })))
            .with(Change::InsertPayment(Box::new(begun.clone())))
            .with(Change::PutWork(work(reconcile, now.plus(Duration::from_secs(30)))));
        announce_payment(&mut first, EventKind::PaymentProcessing, &begun, now);
        first.push(Change::InsertAudit(vec![
            entry((now, 0), (AuditSubject::Link, taken.id.uuid(), 2), &taken, serde_json::to_value(&taken)),
            entry((now, 1), (AuditSubject::Payment, begun.id.uuid(), 1), &taken, serde_json::to_value(&begun)),
        ]));
        count(&mut first, &taken, Metric::PaymentsAttempted, CountSums::ONE, now);
        count(&mut first, &taken, Metric::LinksAttempted, CountSums::ONE, now);
        let now = self.now();
        let done = succeeded(begun, now);
        let completed = LinkRecord {
            state: LinkStateName::Completed,
            closed_at: Some(now),
            paid_count: 1,
            paid_minor: done.amount_minor,
            updated_at: now,
            ..taken
        };
        let answer = serde_json::to_string(&done).unwrap_or_default();
        let answered = IdempotencyRecord { answer: Some(written(answer)), ..record };
        let booked = booked(&done, now);
        let mut second = ChangeSet::new()
            .with(Change::InsertLedgerEntry(Box::new(booked.clone())))
            .with(Change::UpdatePayment(Box::new(Stored { value: done.clone(), version: Version::FIRST })))
            .with(Change::UpdateLink(Box::new(Stored { value: completed.clone(), version: Version(2) })))
            .with(Change::DropWork(reconcile));
        announce_payment(&mut second, EventKind::PaymentSucceeded, &done, now);
        announce_link(&mut second, EventKind::LinkCompleted, &completed, now);
        count(&mut second, &completed, Metric::PaymentsSucceeded, CountSums::of(done.amount_minor), now);
        count(&mut second, &completed, Metric::LinksPaid, CountSums::ONE, now);
        count(&mut second, &completed, Metric::CreatedPaid, CountSums::ONE, now);
        second.push(Change::UpdateIdempotency(Stored { value: answered, version: Version::FIRST }));
        let ledger_state = serde_json::json!({
            "payment_id": done.id, "number": 1, "kind": "charge", "debit": "merchant", "credit": "payer",
            "amount_minor": done.amount_minor, "currency": "USD",
        });
        second.push(Change::InsertAudit(vec![
            entry((now, 0), (AuditSubject::LedgerEntry, booked.id.uuid(), 1), &completed, Ok(ledger_state)),
            entry((now, 1), (AuditSubject::Payment, done.id.uuid(), 2), &completed, serde_json::to_value(&done)),
            entry((now, 2), (AuditSubject::Link, completed.id.uuid(), 3), &completed, serde_json::to_value(&completed)),
        ]));
        Order { link: Some(open), commits: vec![first, second] }
    }

    fn link(&self, now: Timestamp) -> LinkRecord {
        LinkRecord {
            id: LinkId::from_random(random()),
            merchant_id: self.merchant.id,
            customer_id: None,
            slug: Uuid::from_bytes(random()).simple().to_string(),
            currency: Currency::USD,
            card_minor: Some(12_900),
            ach_minor: Some(12_900),
            per_method: false,
            usage: Usage::OneTime,
            max_payments: Some(1),
            starts_at: None,
            ends_at: None,
            due_date: None,
            order_number: Some("BB1042".to_owned()),
            invoice_number: None,
            bill: None,
            external_id: None,
            details: LinkDetails {
                description: Some("Spring tune-up and new brake pads".to_owned()),
                notes: LineNotes::default(),
                line_items: Vec::new(),
                sales_tax_minor: Some(950),
                internal_transaction_id: None,
                metadata: BTreeMap::from([("till".to_owned(), "4".to_owned())]),
                redirect_url: None,
                cancel_url: None,
                show_receipt_details: true,
                show_billing_fields: true,
                customer: None,
                delivery: Delivery::None,
                reminders: Vec::new(),
                reminders_paused: false,
                attachments: Vec::new(),
                attempted: Some(false),
                save_payment_method: false,
                payment_method_id: None,
                captcha: false,
                tags: Vec::new(),
                custom_fields: Vec::new(),
                requested_at: None,
                status_notes: BTreeMap::new(),
            },
            state: LinkStateName::Open,
            closed_at: None,
            slots_used: 0,
            paid_count: 0,
            paid_minor: 0,
            sent_at: None,
            viewed_at: None,
            deleted_at: None,
            created_at: now,
            updated_at: now,
        }
    }
}

fn payment(link: &LinkRecord, now: Timestamp) -> PaymentRecord {
    PaymentRecord {
        id: TypedId::from_time(now, random()),
        link_id: link.id,
        bill_id: None,
        merchant_id: link.merchant_id,
        customer_id: None,
        amount_minor: 12_900,
        currency: link.currency,
        method: Method::Card,
        method_details: None,
        status: PaymentStatus::Processing,
        unknown: true,
        failure_code: None,
        failure_message: None,
        action_url: None,
        gateway_token: Some("tok_01jh2v3w4x5y6z7a8b9c0d1e2f".to_owned()),
        held_until: None,
        gateway_reference: None,
        captured_minor: 0,
        refund_reserved_minor: 0,
        refunded_minor: 0,
        ledger_count: 0,
        exclusive: true,
        holds_slot: true,
        review: None,
        payer_name: Some("Ada Example".to_owned()),
        payer_email: None,
        billing: None,
        payer_origin: Some("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned()),
        keeping: None,
        not_found_count: 0,
        created_at: now,
        updated_at: now,
    }
}

/// The one movement of a card payment.
fn booked(payment: &PaymentRecord, now: Timestamp) -> LedgerRecord {
    LedgerRecord {
        id: TypedId::from_time(now, random()),
        payment_id: payment.id,
        number: 1,
        refund_id: None,
        merchant_id: payment.merchant_id,
        kind: LedgerKind::Charge,
        debit: LedgerAccount::Merchant,
        credit: LedgerAccount::Payer,
        amount_minor: payment.amount_minor,
        currency: payment.currency,
        created_at: now,
    }
}

fn succeeded(begun: PaymentRecord, now: Timestamp) -> PaymentRecord {
    let card =
        MethodDetails::Card { brand: "visa".to_owned(), last4: "4242".to_owned(), exp_month: 12, exp_year: 2030 };
    PaymentRecord {
        method_details: Some(card),
        status: PaymentStatus::Succeeded,
        captured_minor: begun.amount_minor,
        ledger_count: 1,
        unknown: false,
        gateway_token: None,
        gateway_reference: Some("ch_01jh2v3w4x5y6z7a8b9c0d1e2f".to_owned()),
        updated_at: now,
        ..begun
    }
}

fn announce_link(changes: &mut ChangeSet, kind: EventKind, link: &LinkRecord, now: Timestamp) {
    let snapshot = LinkSnapshot { link: link.clone(), totals: LinkTotals::default(), completed_by: None };
    announce(changes, kind, (link.merchant_id, link.id), Subject::PaymentLink(Box::new(snapshot)), now);
}

fn announce_payment(changes: &mut ChangeSet, kind: EventKind, payment: &PaymentRecord, now: Timestamp) {
    let shown = PaymentRecord { gateway_token: None, payer_origin: None, ..payment.clone() };
    let subject = Subject::Payment(Box::new(PaymentSnapshot { payment: shown }));
    announce(changes, kind, (payment.merchant_id, payment.link_id), subject, now);
}

fn announce(
    changes: &mut ChangeSet,
    kind: EventKind,
    (merchant, link): (MerchantId, LinkId),
    subject: Subject,
    now: Timestamp,
) {
    let event = EventRecord {
        id: TypedId::from_time(now, random()),
        merchant_id: Some(merchant),
        link_id: Some(link),
        kind,
        subject,
        created_at: now,
    };
    changes.push(Change::PutWork(work(WorkKey { queue: Queue::Dispatch, subject: event.id.uuid() }, now)));
    changes.push(Change::InsertEvent(Box::new(event)));
}

/// What happened, to be counted.
fn count(changes: &mut ChangeSet, link: &LinkRecord, metric: Metric, sums: CountSums, now: Timestamp) {
    let key = CountKey { metric, currency: Some(link.currency), method: Some(Method::Card), detail: String::new() };
    let (id, slot) = (TypedId::from_time(now, random()), Slot::of(now));
    changes.push(Change::InsertFact(FactRecord { id, merchant_id: link.merchant_id, slot, key, sums }));
}

const fn work(key: WorkKey, run_at: Timestamp) -> WorkRecord {
    WorkRecord { key, lane: Uuid::nil(), run_at, attempts: 0 }
}

/// Random bits; zeros where the system gives none, which the unique indexes would notice.
pub(super) fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        bytes = [0; 16];
    }
    bytes
}
