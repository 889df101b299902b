//! Records with every field filled, for tests that look at answers.

mod checkout;

pub(crate) use checkout::{checkout_page, consent, kept_page, saved_method};
use paylink_core::{
    Bill, Currency, CustomerId, EventId, EventKind, FileId, LinkId, LogoUrls, MerchantId, PaymentId, Timestamp,
    Timezone, TypedId,
    records::{
        BillDetails, BillKind, BillRecord, BillStateName, Billing, Channel, CustomerRecord, Delivery, DeliveryMode,
        FileType, Keeping, LineItem, LineKind, LineNotes, LinkBill, LinkCustomer, LinkDetails, LinkFile, LinkRecord,
        LinkStateName, LinkTotals, MerchantLogos, MerchantMessages, MerchantRecord, MessageKind, Method, MethodDetails,
        PaymentRecord, PaymentStatus, RefundRecord, RefundStatus, ReminderRecord, ReminderRule, ReminderStatus, Usage,
    },
    views::{
        BillView, CustomerView, EventView, LinkPaymentStatus, LinkStatus, LinkView, PaymentView, RefundView,
        ReminderView, SubjectView,
    },
};
use std::collections::BTreeMap;

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn id<I: TypedId>(byte: u8) -> I {
    I::from_random([byte; 16])
}

pub(crate) fn event_id() -> EventId {
    id(9)
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub(crate) fn merchant() -> MerchantRecord {
    MerchantRecord {
        id: id::<MerchantId>(1),
        name: "Corner Bakery".to_owned(),
        email: some("owner@bakery.example"),
        phone: some("+15551234567"),
        website: some("https://bakery.example/"),
        external_id: some("m-1"),
        currency: Currency::USD,
        card: true,
        ach: false,
        accent_color: some("#0b6e4f"),
        timezone: Timezone::named("Europe/Oslo").unwrap(),
        ach_hold_minutes: 0,
        tokens_valid_after: None,
        messages: MerchantMessages {
            delivery_mode: DeliveryMode::Send,
            off: vec![MessageKind::Receipt],
            reminders: vec![ReminderRule { offset_days: Some(-3), remind_on: None, channels: Vec::new() }],
        },
        logos: MerchantLogos { light: Some(id::<FileId>(8)), dark: None },
        metadata: [("tier".to_owned(), "gold".to_owned())].into(),
        created_at: time("2030-01-02T03:04:05Z"),
        updated_at: time("2030-01-02T03:04:06Z"),
    }
}

/// The beginning of every address in the samples.
pub(crate) const BASE: &str = "https://pay.example";

/// Where the logos of [`merchant`] are.
pub(crate) fn logo_urls() -> LogoUrls {
    LogoUrls { light: some("https://pay.example/logos/file_x.png"), dark: None }
}

/// A one-time link over 12.50 USD by either method, open.
pub(crate) fn link() -> LinkView {
    let link = LinkRecord {
        id: id::<LinkId>(2),
        merchant_id: id::<MerchantId>(1),
        customer_id: Some(id::<CustomerId>(9)),
        slug: "spring-sale".to_owned(),
        currency: Currency::USD,
        card_minor: Some(1250),
        ach_minor: Some(1250),
        per_method: false,
        usage: Usage::OneTime,
        max_payments: Some(1),
        starts_at: Some(time("2030-01-01T00:00:00Z")),
        ends_at: Some(time("2030-02-01T00:00:00.25Z")),
        due_date: Some("2030-01-31".parse().unwrap()),
        order_number: some("A1042"),
        invoice_number: some("2030-0042"),
        bill: Some(LinkBill { id: id(9), kind: BillKind::Invoice, place: 1 }),
        external_id: some("x-1"),
        details: LinkDetails {
            description: some("Cake"),
            notes: LineNotes { card: some("card note"), ach: some("bank note") },
            line_items: lines(),
            sales_tax_minor: Some(110),
            internal_transaction_id: some("tx-1"),
            metadata: BTreeMap::from([("order".to_owned(), "7".to_owned())]),
            redirect_url: some("https://bakery.example/thanks"),
            cancel_url: some("https://bakery.example/basket"),
            show_receipt_details: true,
            show_billing_fields: false,
            customer: Some(LinkCustomer { email: some("ada@example.com"), ..LinkCustomer::default() }),
            delivery: Delivery::Email,
            reminders: vec![
                ReminderRule { offset_days: Some(-3), remind_on: None, channels: Vec::new() },
                ReminderRule {
                    offset_days: None,
                    remind_on: "2030-01-30".parse().ok(),
                    channels: vec![Channel::Email],
                },
            ],
            reminders_paused: false,
            attachments: vec![LinkFile {
                id: id::<FileId>(9),
                name: "Invoice 2030-0042.pdf".to_owned(),
                size: 48_123,
                content_type: FileType::Pdf,
                created_at: time("2030-01-02T03:04:05Z"),
            }],
            attempted: Some(true),
            save_payment_method: false,
            payment_method_id: None,
            captcha: false,
            tags: vec!["VIP".to_owned(), "spring, early".to_owned()],
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
        created_at: time("2030-01-02T03:04:05Z"),
        updated_at: time("2030-01-02T03:04:06Z"),
    };
    LinkView {
        link,
        status: LinkStatus::Active,
        payment_status: LinkPaymentStatus::Unpaid,
        payable: true,
        totals: LinkTotals { payments_count: 3, paid_count: 1, paid_minor: 1250, refunded_minor: 300, views_count: 4 },
        url: "https://pay.example/p/spring-sale".to_owned(),
        qr_code_url: "https://pay.example/p/spring-sale/qr.svg".to_owned(),
    }
}

/// A customer of whom everything is known.
pub(crate) fn customer() -> CustomerView {
    CustomerView::of(CustomerRecord {
        id: id(9),
        merchant_id: id::<MerchantId>(1),
        external_id: some("c-1"),
        name: some("Ada Payer"),
        email: some("ada@example.com"),
        phone: some("+14155550123"),
        locale: some("en-US"),
        metadata: [("company_name".to_owned(), "Payer Ltd".to_owned())].into(),
        merged_into: None,
        deleted_at: None,
        erasure: None,
        erased_at: None,
        created_at: time("2030-01-02T03:04:05Z"),
        updated_at: time("2030-01-02T03:04:06Z"),
    })
}

/// A reminder that is cancelled because the link was paid.
pub(crate) fn reminder() -> ReminderView {
    let reminder = ReminderRecord {
        id: id(8),
        link_id: id::<LinkId>(2),
        merchant_id: id::<MerchantId>(1),
        remind_on: "2030-01-30".parse().unwrap(),
        offset_days: None,
        channels: vec![Channel::Email],
        status: ReminderStatus::Scheduled,
        reason: None,
        created_at: time("2030-01-02T03:04:05Z"),
        updated_at: time("2030-01-02T03:04:06Z"),
    };
    let send_at = Some(time("2030-01-30T08:00:00Z"));
    ReminderView { reminder, status: ReminderStatus::Cancelled, reason: some("paid"), send_at }
}

/// A card payment of 12.50 USD that succeeded.
pub(crate) fn payment() -> PaymentView {
    let payment = PaymentRecord {
        id: id::<PaymentId>(3),
        bill_id: None,
        link_id: id::<LinkId>(2),
        merchant_id: id::<MerchantId>(1),
        customer_id: Some(id::<CustomerId>(9)),
        amount_minor: 1250,
        currency: Currency::USD,
        method: Method::Card,
        method_details: Some(MethodDetails::Card {
            brand: "visa".to_owned(),
            last4: "4242".to_owned(),
            exp_month: 7,
            exp_year: 2035,
        }),
        status: PaymentStatus::Succeeded,
        unknown: false,
        failure_code: None,
        failure_message: None,
        action_url: None,
        gateway_token: some("tok_private"),
        held_until: None,
        gateway_reference: some("ch_private"),
        captured_minor: 1250,
        refund_reserved_minor: 500,
        refunded_minor: 300,
        ledger_count: 2,
        exclusive: true,
        holds_slot: true,
        review: None,
        payer_name: some("Kari Nordmann"),
        payer_email: some("kari@example.com"),
        billing: Some(Billing { line1: some("Storgata 1"), ..Billing::default() }),
        payer_origin: some("private-hash"),
        keeping: Some(Keeping::Saved { id: id(9) }),
        not_found_count: 0,
        created_at: time("2030-01-02T03:04:05Z"),
        updated_at: time("2030-01-02T03:04:06Z"),
    };
    PaymentView { payment }
}

/// A refund of 3.00 that has been made.
pub(crate) fn refund() -> RefundView {
    let payment = payment().payment;
    RefundView {
        refund: RefundRecord {
            id: "re_01jd2q7x3me5kt6bvs9w0fzr4y".parse().unwrap(),
            payment_id: payment.id,
            link_id: payment.link_id,
            merchant_id: payment.merchant_id,
            amount_minor: 300,
            currency: payment.currency,
            reason: some("stale rolls"),
            status: RefundStatus::Succeeded,
            unknown: false,
            failure_code: None,
            failure_message: None,
            gateway_reference: some("rf_private"),
            review: None,
            not_found_count: 0,
            metadata: [("ticket".to_owned(), "R-7".to_owned())].into(),
            created_at: time("2030-01-03T03:04:05Z"),
            updated_at: time("2030-01-03T03:04:06Z"),
        },
    }
}

/// An event about `subject`.
pub(crate) fn event(subject: SubjectView) -> EventView {
    EventView {
        id: event_id(),
        kind: EventKind::LinkCreated,
        at: time("2030-01-02T03:04:05.5Z"),
        merchant_id: Some(merchant().id),
        subject,
        completed_by: None,
    }
}

/// 12.00 less 0.60 and 1.10 of tax: 12.50.
fn lines() -> Vec<LineItem> {
    let line = |kind, name: &str, quantity: &str, unit_minor, tax_minor| LineItem {
        kind,
        name: name.to_owned(),
        quantity: quantity.parse().unwrap(),
        unit_minor,
        tax_minor,
    };
    vec![
        line(LineKind::Item, "Two-layer cake", "1.5", 800, Some(110)),
        line(LineKind::Discount, "Regulars", "1", 60, None),
    ]
}

/// An invoice that was paid, or an order that was taken back.
pub(crate) fn bill(kind: BillKind) -> BillView {
    let paid = kind == BillKind::Invoice;
    let bill = BillRecord {
        id: id(9),
        kind,
        merchant_id: id::<MerchantId>(1),
        number: "A1042".to_owned(),
        currency: Currency::USD,
        total_minor: 1250,
        due_date: Some("2030-01-31".parse().unwrap()),
        customer_id: None,
        max_open_links: 1,
        details: BillDetails {
            line_items: lines(),
            sales_tax_minor: Some(110),
            description: some("Cake"),
            customer: Some(LinkCustomer { email: some("ada@example.com"), ..LinkCustomer::default() }),
        },
        state: if paid { BillStateName::Paid } else { BillStateName::Void },
        closed_at: Some(time("2030-01-03T00:00:00Z")),
        payment_id: Some(id(3)).filter(|_| paid),
        link_id: Some(id(2)),
        deleted_at: None,
        created_at: time("2030-01-02T03:04:05Z"),
        updated_at: time("2030-01-02T03:04:06Z"),
    };
    BillView::of(Bill::restore(bill).unwrap())
}
