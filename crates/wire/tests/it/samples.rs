//! Records with every field filled, for tests that look at answers.

use paylink_core::{
    Currency, CustomerId, EventId, EventKind, LinkId, MerchantId, PaymentId, Timestamp, Timezone, TypedId,
    ports::{CheckoutPage, PagePrice, PageSituation, PublicGateway},
    records::{
        Billing, Channel, CustomerRecord, Delivery, DeliveryMode, LineNotes, LinkCustomer, LinkDetails, LinkRecord,
        LinkStateName, LinkTotals, MerchantMessages, MerchantRecord, MessageKind, Method, MethodDetails, PaymentRecord,
        PaymentStatus, RefundRecord, RefundStatus, ReminderRecord, ReminderRule, ReminderStatus, Usage,
    },
    views::{
        CustomerView, EventView, LinkPaymentStatus, LinkStatus, LinkView, PaymentView, RefundView, ReminderView,
        SubjectView,
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
        messages: MerchantMessages {
            delivery_mode: DeliveryMode::Send,
            off: vec![MessageKind::Receipt],
            reminders: vec![ReminderRule { offset_days: Some(-3), remind_on: None, channels: Vec::new() }],
        },
        created_at: time("2030-01-02T03:04:05Z"),
        updated_at: time("2030-01-02T03:04:06Z"),
    }
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
        external_id: some("x-1"),
        details: LinkDetails {
            description: some("Cake"),
            notes: LineNotes { card: some("card note"), ach: some("bank note") },
            sales_tax_minor: Some(110),
            internal_transaction_id: some("tx-1"),
            metadata: BTreeMap::from([("order".to_owned(), "7".to_owned())]),
            redirect_url: some("https://bakery.example/thanks"),
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
            attempted: Some(true),
            tags: vec!["VIP".to_owned(), "spring, early".to_owned()],
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
            created_at: time("2030-01-03T03:04:05Z"),
            updated_at: time("2030-01-03T03:04:06Z"),
        },
    }
}

/// The page of a link that is not open yet, by card only.
pub(crate) fn checkout_page() -> CheckoutPage {
    CheckoutPage {
        slug: "spring-sale".to_owned(),
        situation: PageSituation::NotYetOpen { opens_at: time("2030-01-05T00:00:00Z") },
        merchant_name: "Corner Bakery".to_owned(),
        merchant_website: some("https://bakery.example/"),
        accent_color: some("#0b6e4f"),
        currency: Currency::USD,
        card: Some(PagePrice { amount: "12.50".to_owned(), note: some("card note") }),
        ach: None,
        description: some("Cake"),
        order_number: some("A1042"),
        invoice_number: None,
        due_date: Some("2030-01-31".parse().unwrap()),
        sales_tax: some("1.10"),
        ends_at: Some(time("2030-02-01T00:00:00Z")),
        now: time("2030-01-02T03:04:05Z"),
        show_billing_fields: true,
        timezone: "Europe/Oslo".to_owned(),
        gateway: PublicGateway {
            kind: "sandbox".to_owned(),
            token_url: "/sandbox/tokens".to_owned(),
            publishable_key: None,
            test_mode: true,
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
    }
}
