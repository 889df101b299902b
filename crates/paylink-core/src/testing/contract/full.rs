//! Rows in which everything is set, and rows in which nothing is.

use super::{
    family::Family,
    full_bills::{fill_bill, lines},
    full_customers, full_files,
    full_messages::{self, fill, rules},
    full_methods,
    samples::long,
};
use crate::{
    Answer,
    records::{
        ApiKeyRecord, BillRecord, Billing, CustomerRecord, Delivery, DeliveryMode, DeliveryRecord, EndpointRecord,
        EventRecord, FileUsageRecord, IdempotencyRecord, Keeping, LedgerAccount, LedgerKind, LedgerRecord, LineNotes,
        LinkBill, LinkCustomer, LinkDetails, LinkRecord, MerchantMessages, MerchantRecord, MessageKind, MessageRecord,
        MethodDetails, PaymentRecord, RefundRecord, RefundStatus, ReminderRecord, StatusNote, SuppressionRecord,
        WorkRecord,
    },
    testing::build::{Make, instant},
};
use uuid::Uuid;

/// Every optional field unset, every text as short as it may be, every flag down.
pub(super) fn bare(make: &Make) -> Family {
    let mut family = Family::of(make);
    family.merchant = MerchantRecord { card: false, ach: false, ..family.merchant };
    family.customer = CustomerRecord { external_id: None, email: None, ..family.customer };
    family.link =
        LinkRecord { customer_id: None, card_minor: None, ach_minor: None, max_payments: None, ..family.link };
    family.link.details = LinkDetails {
        description: None,
        notes: LineNotes::default(),
        line_items: Vec::new(),
        sales_tax_minor: None,
        internal_transaction_id: None,
        metadata: std::collections::BTreeMap::new(),
        redirect_url: None,
        cancel_url: None,
        show_receipt_details: false,
        show_billing_fields: false,
        customer: None,
        delivery: Delivery::None,
        reminders: Vec::new(),
        reminders_paused: false,
        attachments: Vec::new(),
        attempted: None,
        save_payment_method: false,
        payment_method_id: None,
        captcha: false,
        tags: Vec::new(),
        custom_fields: Vec::new(),
        requested_at: None,
        status_notes: std::collections::BTreeMap::new(),
    };
    family.payment =
        PaymentRecord { customer_id: None, gateway_token: None, exclusive: false, holds_slot: false, ..family.payment };
    family.event =
        EventRecord { merchant_id: None, link_id: None, subject: crate::records::Subject::Test, ..family.event };
    family.endpoint = EndpointRecord { merchant_id: None, events: Vec::new(), ..family.endpoint };
    family.delivery =
        DeliveryRecord { merchant_id: None, body: String::new(), next_attempt_at: None, ..family.delivery };
    family.api_key = ApiKeyRecord { merchant_id: None, ..family.api_key };
    family.reminder = ReminderRecord { channels: Vec::new(), ..family.reminder };
    family.message = MessageRecord { event_id: None, next_attempt_at: None, ..family.message };
    family.suppression = SuppressionRecord { merchant_id: None, ..family.suppression };
    full_files::empty(&mut family);
    family.request = IdempotencyRecord { payment_id: None, ..family.request };
    family
}

/// Every optional field set, every text as long as the API lets it become, every flag up.
pub(super) fn full(make: &Make) -> Family {
    let mut family = Family::of(make);
    let word = |count| Some(long(count));
    family.merchant = MerchantRecord {
        name: long(200),
        email: Some(format!("{}@example.com", "m".repeat(242))),
        phone: word(64),
        website: Some(format!("https://example.com/{}", "w".repeat(2028))),
        external_id: Some(make.word() + &long(48)),
        accent_color: Some("#0f62fe".to_owned()),
        ach_hold_minutes: 180,
        tokens_valid_after: Some(instant(13)),
        messages: MerchantMessages {
            delivery_mode: DeliveryMode::Webhook,
            off: MessageKind::ALL.to_vec(),
            reminders: rules(),
        },
        logos: full_files::logos(make),
        metadata: full_customers::metadata(),
        ..family.merchant
    };
    family.customer = full_customers::full(make, &family.customer);
    fill_bill(&mut family);
    family.link = LinkRecord {
        bill: Some(LinkBill { id: family.bill.id, kind: family.bill.kind, place: 10 }),
        slug: make.word() + &"Z-_".repeat(16),
        per_method: true,
        max_payments: Some(3),
        slots_used: 2,
        paid_count: 1,
        paid_minor: 1250,
        starts_at: Some(instant(1)),
        ends_at: Some(instant(2)),
        due_date: "2028-02-29".parse().ok(),
        order_number: Some("A1".repeat(10)),
        invoice_number: word(64),
        external_id: word(64),
        closed_at: Some(instant(3)),
        sent_at: Some(instant(6)),
        viewed_at: Some(instant(4)),
        deleted_at: Some(instant(5)),
        ..family.link
    };
    family.link.details = LinkDetails {
        description: word(500),
        notes: LineNotes { card: word(200), ach: word(200) },
        line_items: lines(),
        sales_tax_minor: Some(7),
        internal_transaction_id: word(64),
        metadata: (0..50).map(|key| (format!("{key:02}{}", long(38)), long(500))).collect(),
        redirect_url: Some(format!("https://example.com/{}", "r".repeat(2028))),
        cancel_url: Some(format!("https://example.com/{}", "c".repeat(2028))),
        show_receipt_details: true,
        show_billing_fields: true,
        customer: Some(LinkCustomer {
            name: word(200),
            email: Some(format!("Cust.{}@example.com", "c".repeat(237))),
            phone: Some("+15555550100".to_owned()),
            external_id: word(64),
            locale: Some("de-Latn-AT".to_owned()),
        }),
        delivery: Delivery::Both,
        reminders: rules(),
        reminders_paused: true,
        attachments: full_files::attachments(make),
        attempted: Some(true),
        save_payment_method: true,
        payment_method_id: Some(make.id()),
        captcha: true,
        tags: (0..20).map(|tag| format!("{tag:02}{}", long(38))).collect(),
        custom_fields: vec![crate::records::CustomField {
            index: -1,
            code: word(50),
            label: long(200),
            value: word(500),
            more: std::collections::BTreeMap::from([("type".to_owned(), "\"text\"".to_owned())]),
        }],
        requested_at: Some(instant(1)),
        status_notes: std::collections::BTreeMap::from([(
            "pay".to_owned(),
            StatusNote { status: "Settled".to_owned(), description: word(100), locked: true, at: instant(2) },
        )]),
    };
    let (line, short) = (word(200), word(100));
    family.refund = RefundRecord {
        reason: word(200),
        status: RefundStatus::Failed,
        unknown: true,
        failure_code: short.clone(),
        failure_message: word(500),
        gateway_reference: word(255),
        review: short.clone(),
        not_found_count: 2,
        metadata: full_customers::metadata(),
        ..family.refund
    };
    family.entry = LedgerRecord {
        number: 7,
        refund_id: Some(family.refund.id),
        kind: LedgerKind::Reversal,
        debit: LedgerAccount::InTransit,
        credit: LedgerAccount::Merchant,
        ..family.entry
    };
    family.payment = PaymentRecord {
        method_details: Some(MethodDetails::Ach {
            bank_name: word(100),
            last4: "6789".to_owned(),
            account_type: "checking".to_owned(),
        }),
        unknown: true,
        failure_code: short.clone(),
        failure_message: word(500),
        action_url: Some(format!("https://gateway.test/{}", "a".repeat(2027))),
        gateway_token: word(255),
        held_until: Some(instant(12)),
        gateway_reference: word(255),
        bill_id: Some(family.bill.id),
        captured_minor: 1249,
        refund_reserved_minor: 1248,
        refunded_minor: 1247,
        ledger_count: 4,
        exclusive: true,
        holds_slot: true,
        review: short.clone(),
        payer_name: line.clone(),
        payer_email: word(254),
        billing: Some(Billing {
            line1: line.clone(),
            line2: line,
            city: short.clone(),
            state: short,
            postal_code: word(20),
            country: Some("DE".to_owned()),
        }),
        payer_origin: Some("0a".repeat(32)),
        not_found_count: 2,
        ..family.payment
    };
    family.payment_method = full_methods::full(make, &family.payment);
    family.payment.keeping = Some(Keeping::Asked { consent: family.payment_method.consent.clone() });
    family.event = make.payment_event(&family.link, &family.payment);
    family.endpoint = EndpointRecord {
        url: format!("https://example.com/{}", "u".repeat(2028)),
        events: crate::EventKind::ALL.iter().map(|kind| kind.name().to_owned()).collect(),
        previous_secret: Some("whsec_".to_owned() + &"b".repeat(200)),
        previous_secret_until: Some(instant(6)),
        disabled: true,
        disabled_reason: Some("failing".to_owned()),
        failing_since: Some(instant(7)),
        ..family.endpoint
    };
    family.delivery = DeliveryRecord {
        body: long(100_000),
        attempts: 9,
        last_status: Some(503),
        last_error: word(500),
        next_attempt_at: Some(instant(8)),
        delivered_at: Some(instant(9)),
        ..make.delivery(&family.event, &family.endpoint)
    };
    fill(&mut family);
    full_files::fill(&mut family);
    family.api_key = ApiKeyRecord { name: long(100), revoked_at: Some(instant(10)), ..family.api_key };
    let answer = Answer { status: u16::MAX, content_type: long(255), body: long(100_000) };
    family.request = IdempotencyRecord {
        key: make.word() + &"~".repeat(239),
        refund_id: Some(family.refund.id),
        answer: Some(answer),
        ..family.request
    };
    family.work = WorkRecord { lane: Uuid::max(), attempts: i64::MAX, ..family.work };
    family
}

/// The rows of `of` with every field of `with` that an update may change and that need not be unique.
pub(super) fn refilled(of: &Family, with: &Family) -> Family {
    let (o, w) = (of.clone(), with.clone());
    Family {
        merchant: MerchantRecord { id: o.merchant.id, external_id: o.merchant.external_id, ..w.merchant },
        customer: full_customers::refilled(&o.customer, w.customer),
        bill: BillRecord { id: o.bill.id, kind: o.bill.kind, merchant_id: o.bill.merchant_id, ..w.bill },
        link: LinkRecord {
            id: o.link.id,
            merchant_id: o.link.merchant_id,
            customer_id: w.link.customer_id.and(Some(o.customer.id)),
            slug: o.link.slug,
            bill: o.link.bill,
            external_id: w.link.external_id,
            ..w.link
        },
        payment: PaymentRecord {
            id: o.payment.id,
            link_id: o.payment.link_id,
            bill_id: o.payment.bill_id,
            merchant_id: o.payment.merchant_id,
            customer_id: w.payment.customer_id.and(Some(o.customer.id)),
            exclusive: o.payment.exclusive,
            payer_origin: o.payment.payer_origin,
            ..w.payment
        },
        refund: RefundRecord {
            id: o.refund.id,
            payment_id: o.refund.payment_id,
            link_id: o.refund.link_id,
            merchant_id: o.refund.merchant_id,
            ..w.refund
        },
        payment_method: full_methods::refilled(o.payment_method, w.payment_method),
        entry: o.entry,
        event: o.event,
        api_key: ApiKeyRecord {
            id: o.api_key.id,
            merchant_id: o.api_key.merchant_id,
            secret_hash: o.api_key.secret_hash,
            ..w.api_key
        },
        endpoint: EndpointRecord { id: o.endpoint.id, merchant_id: o.endpoint.merchant_id, ..w.endpoint },
        delivery: DeliveryRecord {
            id: o.delivery.id,
            event_id: o.delivery.event_id,
            endpoint_id: o.delivery.endpoint_id,
            merchant_id: o.delivery.merchant_id,
            body: o.delivery.body,
            ..w.delivery
        },
        reminder: ReminderRecord {
            id: o.reminder.id,
            link_id: o.reminder.link_id,
            merchant_id: o.reminder.merchant_id,
            ..w.reminder
        },
        message: full_messages::refilled(o.message, w.message),
        suppression: o.suppression,
        file: full_files::refilled(o.file, w.file),
        file_usage: FileUsageRecord { merchant_id: o.file_usage.merchant_id, ..w.file_usage },
        request: IdempotencyRecord {
            scope: o.request.scope,
            key: o.request.key,
            fingerprint: o.request.fingerprint,
            ..w.request
        },
        work: o.work,
    }
}
