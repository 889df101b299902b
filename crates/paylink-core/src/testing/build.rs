//! Valid rows with sensible values, to be changed by struct update where a test cares.

pub use super::build_bills::line;

use super::SeededIds;
use crate::{
    Currency, EventKind, LinkId, MerchantId, Role, Timestamp, Timezone, TypedId,
    records::{
        ApiKeyRecord, CustomerRecord, Delivery, DeliveryRecord, DeliveryStatus, EndpointRecord, EventRecord,
        IdempotencyRecord, LedgerAccount, LedgerKind, LedgerRecord, LineNotes, LinkDetails, LinkRecord, LinkSnapshot,
        LinkStateName, LinkTotals, MerchantLogos, MerchantMessages, MerchantRecord, Method, PaymentRecord,
        PaymentSnapshot, PaymentStatus, Queue, RefundRecord, RefundStatus, Subject, Usage, WebhookFormat, WorkRecord,
    },
    usecases::shown::due,
};
use std::{collections::BTreeMap, time::Duration};
use uuid::Uuid;

/// Makes rows, each with new ids and texts that are unique where they have to be, created at [`instant(0)`](instant).
#[derive(Debug)]
pub struct Make {
    ids: SeededIds,
}

/// 2026-01-15T12:00:00Z and that many seconds.
#[must_use]
pub fn instant(seconds: u64) -> Timestamp {
    let start = time::macros::datetime!(2026-01-15 12:00 UTC);
    Timestamp::from(start).plus(Duration::from_secs(seconds))
}

impl Make {
    /// The same seed makes the same rows.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { ids: SeededIds::new(seed) }
    }

    /// A new id of any kind.
    pub fn id<T: TypedId>(&self) -> T {
        self.ids.random()
    }

    /// Sixteen characters that no other call returns.
    pub fn word(&self) -> String {
        format!("{:016x}", self.ids.next_u64())
    }

    /// A merchant that takes cards and bank debits.
    pub fn merchant(&self) -> MerchantRecord {
        MerchantRecord {
            id: self.id(),
            name: "Corner Bakery".to_owned(),
            email: None,
            phone: None,
            website: None,
            external_id: None,
            currency: Currency::USD,
            card: true,
            ach: true,
            accent_color: None,
            tokens_valid_after: None,
            timezone: Timezone::utc(),
            messages: MerchantMessages::default(),
            logos: MerchantLogos::default(),
            metadata: std::collections::BTreeMap::new(),
            created_at: instant(0),
            updated_at: instant(0),
        }
    }

    /// A customer with an external id and a mail address of its own.
    pub fn customer(&self, merchant_id: MerchantId) -> CustomerRecord {
        CustomerRecord {
            id: self.id(),
            merchant_id,
            external_id: Some(self.word()),
            name: None,
            email: Some(format!("Ada.{}@Example.com", self.word())),
            phone: None,
            locale: None,
            metadata: std::collections::BTreeMap::new(),
            merged_into: None,
            deleted_at: None,
            erasure: None,
            erased_at: None,
            created_at: instant(0),
            updated_at: instant(0),
        }
    }

    /// An open one-time link over 12.50 by card or bank debit.
    pub fn link(&self, merchant: MerchantId) -> LinkRecord {
        LinkRecord {
            id: self.id(),
            merchant_id: merchant,
            customer_id: None,
            slug: self.word(),
            currency: Currency::USD,
            card_minor: Some(1250),
            ach_minor: Some(1250),
            per_method: false,
            usage: Usage::OneTime,
            max_payments: Some(1),
            starts_at: None,
            ends_at: None,
            due_date: None,
            order_number: None,
            invoice_number: None,
            bill: None,
            external_id: None,
            details: details(),
            state: LinkStateName::Open,
            closed_at: None,
            slots_used: 0,
            paid_count: 0,
            paid_minor: 0,
            sent_at: None,
            viewed_at: None,
            deleted_at: None,
            created_at: instant(0),
            updated_at: instant(0),
        }
    }

    /// A card payment of a one-time link that has just begun.
    pub fn payment(&self, link: &LinkRecord) -> PaymentRecord {
        PaymentRecord {
            id: self.id(),
            link_id: link.id,
            bill_id: link.bill.map(|bill| bill.id),
            merchant_id: link.merchant_id,
            customer_id: link.customer_id,
            amount_minor: link.card_minor.unwrap_or(1250),
            currency: link.currency,
            method: Method::Card,
            method_details: None,
            status: PaymentStatus::Processing,
            unknown: false,
            failure_code: None,
            failure_message: None,
            action_url: None,
            gateway_token: Some("tok_ok".to_owned()),
            gateway_reference: None,
            captured_minor: 0,
            refund_reserved_minor: 0,
            refunded_minor: 0,
            ledger_count: 0,
            exclusive: link.max_payments == Some(1),
            holds_slot: link.max_payments.is_some(),
            review: None,
            payer_name: None,
            payer_email: None,
            billing: None,
            payer_origin: None,
            keeping: None,
            not_found_count: 0,
            created_at: instant(0),
            updated_at: instant(0),
        }
    }

    /// A refund of 1.00 that has just begun.
    pub fn refund(&self, payment: &PaymentRecord) -> RefundRecord {
        RefundRecord {
            id: self.id(),
            payment_id: payment.id,
            link_id: payment.link_id,
            merchant_id: payment.merchant_id,
            amount_minor: 100,
            currency: payment.currency,
            reason: None,
            status: RefundStatus::Processing,
            unknown: false,
            failure_code: None,
            failure_message: None,
            gateway_reference: None,
            review: None,
            not_found_count: 0,
            metadata: BTreeMap::new(),
            created_at: instant(0),
            updated_at: instant(0),
        }
    }

    /// The first ledger entry of a card payment.
    pub fn ledger_entry(&self, payment: &PaymentRecord) -> LedgerRecord {
        LedgerRecord {
            id: self.id(),
            payment_id: payment.id,
            number: 1,
            refund_id: None,
            merchant_id: payment.merchant_id,
            kind: LedgerKind::Charge,
            debit: LedgerAccount::Merchant,
            credit: LedgerAccount::Payer,
            amount_minor: payment.amount_minor,
            currency: payment.currency,
            created_at: instant(0),
        }
    }

    /// "A link was made."
    pub fn link_event(&self, link: &LinkRecord) -> EventRecord {
        let snapshot = LinkSnapshot { link: link.clone(), totals: LinkTotals::default(), completed_by: None };
        self.event(link, EventKind::LinkCreated, Subject::PaymentLink(Box::new(snapshot)))
    }

    /// "A payment began."
    pub fn payment_event(&self, link: &LinkRecord, payment: &PaymentRecord) -> EventRecord {
        let payment = PaymentRecord { gateway_token: None, ..payment.clone() };
        self.event(link, EventKind::PaymentProcessing, Subject::Payment(Box::new(PaymentSnapshot { payment })))
    }

    fn event(&self, link: &LinkRecord, kind: EventKind, subject: Subject) -> EventRecord {
        let (merchant_id, link_id) = (Some(link.merchant_id), Some(link.id));
        EventRecord { id: self.id(), merchant_id, link_id, kind, subject, created_at: instant(0) }
    }

    /// An endpoint that gets all events, of one merchant or of all.
    pub fn endpoint(&self, merchant_id: Option<MerchantId>) -> EndpointRecord {
        EndpointRecord {
            id: self.id(),
            merchant_id,
            url: "https://receiver.test/hook".to_owned(),
            events: vec!["*".to_owned()],
            format: WebhookFormat::Native,
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned(),
            previous_secret: None,
            previous_secret_until: None,
            disabled: false,
            disabled_reason: None,
            failing_since: None,
            created_at: instant(0),
            updated_at: instant(0),
        }
    }

    /// A delivery that waits for its first attempt.
    pub fn delivery(&self, event: &EventRecord, endpoint: &EndpointRecord) -> DeliveryRecord {
        DeliveryRecord {
            id: self.id(),
            event_id: event.id,
            endpoint_id: endpoint.id,
            merchant_id: event.merchant_id,
            body: format!(r#"{{"id":"{}"}}"#, event.id),
            status: DeliveryStatus::Pending,
            attempts: 0,
            last_status: None,
            last_error: None,
            next_attempt_at: Some(instant(0)),
            delivered_at: None,
            created_at: instant(0),
            updated_at: instant(0),
        }
    }

    /// An admin key, of one merchant or of the platform.
    pub fn api_key(&self, merchant_id: Option<MerchantId>) -> ApiKeyRecord {
        ApiKeyRecord {
            id: self.id(),
            name: "till".to_owned(),
            role: Role::Admin,
            merchant_id,
            secret_hash: format!("{}{}{}{}", self.word(), self.word(), self.word(), self.word()),
            hint: "x7Qa".to_owned(),
            revoked_at: None,
            created_at: instant(0),
        }
    }

    /// A request on a link's checkout that has no answer yet and is kept for a day.
    pub fn request(&self, link: LinkId) -> IdempotencyRecord {
        IdempotencyRecord {
            scope: format!("checkout:{link}"),
            key: self.word(),
            fingerprint: format!("{}{}{}{}", self.word(), self.word(), self.word(), self.word()),
            payment_id: None,
            refund_id: None,
            answer: None,
            created_at: instant(0),
            expires_at: instant(86_400),
        }
    }

    /// Work on a subject of its own, without a lane, due at [`instant(0)`](instant).
    pub fn work(&self, queue: Queue) -> WorkRecord {
        let mut subject = [0; 16];
        crate::ports::IdSource::fill(&self.ids, &mut subject);
        due(queue, Uuid::from_bytes(subject), instant(0))
    }
}

fn details() -> LinkDetails {
    LinkDetails {
        description: Some("Two dozen rolls".to_owned()),
        notes: LineNotes::default(),
        line_items: Vec::new(),
        sales_tax_minor: None,
        internal_transaction_id: None,
        metadata: BTreeMap::new(),
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
    }
}
