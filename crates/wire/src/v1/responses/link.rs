//! A payment link as the API shows it.

use super::{Attachment, LineItem, LinkCustomer, ReminderRule, line::of_lines};
use crate::v1::shapes::{
    DeliveryShape, LinkPaymentStatusShape, LinkStatusShape, MethodShape, UsageShape, payment_link_word,
};
use paylink_core::{
    Currency, Date, LinkId, MerchantId, Money, PaymentMethodId, Timestamp,
    records::{BillKind, Delivery, LinkRecord, LinkStateName, Method, Usage},
    views::{LinkPaymentStatus, LinkStatus, LinkView},
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A payment link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaymentLink {
    /// Identity; as secret as the address of the page.
    #[schema(value_type = String, examples("plink_4x6v2m9c8qee0s3b7d1tk5wzra"))]
    pub id: LinkId,
    /// `payment_link`.
    #[schema(schema_with = payment_link_word)]
    pub object: &'static str,
    /// The payee.
    #[schema(value_type = String, examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub merchant_id: MerchantId,
    /// Address of the payment page.
    #[schema(examples("https://pay.example.com/p/spring-sale"))]
    pub url: String,
    /// Address of its QR code (SVG).
    #[schema(examples("https://pay.example.com/p/spring-sale/qr.svg"))]
    pub qr_code_url: String,
    /// Last part of the page's address.
    #[schema(examples("spring-sale"))]
    pub slug: String,
    /// Follows the clock by itself.
    #[schema(value_type = LinkStatusShape)]
    pub status: LinkStatus,
    /// Whether it has been paid.
    #[schema(value_type = LinkPaymentStatusShape)]
    pub payment_status: LinkPaymentStatus,
    /// Whether a payment would be accepted now.
    pub payable: bool,
    /// The one amount for every method; null when there is one per method.
    #[schema(required, examples("12.50"))]
    pub amount: Option<String>,
    /// The amount by card, when there is one per method.
    #[schema(required)]
    pub card_amount: Option<String>,
    /// The amount by bank debit, when there is one per method.
    #[schema(required)]
    pub ach_amount: Option<String>,
    /// Shown beside the card amount.
    #[schema(required)]
    pub card_amount_note: Option<String>,
    /// Shown beside the bank debit amount.
    #[schema(required)]
    pub ach_amount_note: Option<String>,
    /// What is paid line by line; null when only amounts were given.
    #[schema(required)]
    pub line_items: Option<Vec<LineItem>>,
    /// ISO 4217 code.
    #[schema(value_type = String, examples("USD"))]
    pub currency: Currency,
    /// Methods the page offers.
    #[schema(value_type = Vec<MethodShape>)]
    pub payment_methods: Vec<Method>,
    /// How often it can be paid.
    #[schema(value_type = UsageShape)]
    pub usage: Usage,
    /// How many payments a multi-use link takes; null: no limit.
    #[schema(required)]
    pub max_payments: Option<i64>,
    /// Not payable before.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub starts_at: Option<Timestamp>,
    /// Not payable from then on.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub ends_at: Option<Timestamp>,
    /// Shown to the payer.
    #[schema(required, value_type = Option<String>, format = Date)]
    pub due_date: Option<Date>,
    /// What is being paid.
    #[schema(required)]
    pub description: Option<String>,
    /// Order number.
    #[schema(required)]
    pub order_number: Option<String>,
    /// Invoice number.
    #[schema(required)]
    pub invoice_number: Option<String>,
    /// Tax contained in the amount.
    #[schema(required, examples("1.10"))]
    pub sales_tax: Option<String>,
    /// Who is asked to pay; never shown on the page.
    #[schema(required)]
    pub customer: Option<LinkCustomer>,
    /// Whether, and how, it was sent when it was made.
    #[schema(value_type = DeliveryShape)]
    pub delivery: Delivery,
    /// Whether the page asks to save the means of payment.
    pub save_payment_method: bool,
    /// The saved payment method that the page offers, and no other.
    #[schema(required, value_type = Option<String>, examples("pm_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub payment_method_id: Option<PaymentMethodId>,
    /// Whether the page asks for a captcha.
    pub captcha: bool,
    /// The caller's transaction id; never shown to payers.
    #[schema(required)]
    pub internal_transaction_id: Option<String>,
    /// The caller's id; unique per merchant.
    #[schema(required)]
    pub external_id: Option<String>,
    /// The caller's own data; never shown to payers.
    pub metadata: BTreeMap<String, String>,
    /// The invoice it is for.
    #[schema(required, examples("inv_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub invoice_id: Option<String>,
    /// The order it is for.
    #[schema(required)]
    pub order_id: Option<String>,
    /// When to remind the payer, as it was given or taken from the merchant; the days that follow from it are listed
    /// under `/reminders`.
    pub reminders: Vec<ReminderRule>,
    /// Whether reminders are held back.
    pub reminders_paused: bool,
    /// The merchant's own words to find it by, as they were given; never shown to payers.
    pub tags: Vec<String>,
    /// What the payer can download, in the order it was attached.
    pub attachments: Vec<Attachment>,
    /// Where the payer goes after paying.
    #[schema(required)]
    pub redirect_url: Option<String>,
    /// Whether the receipt shows the details of the payment.
    pub show_receipt_details: bool,
    /// Whether the page asks for the billing address.
    pub show_billing_fields: bool,
    /// Sum of successful payments.
    #[schema(examples("12.50"))]
    pub amount_paid: String,
    /// How much of it was given back.
    #[schema(examples("0.00"))]
    pub amount_refunded: String,
    /// Payments begun, whatever became of them.
    pub payments_count: i64,
    /// How often the page was shown.
    pub views_count: i64,
    /// When it was last sent to its payer.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<Timestamp>,
    /// When the page was first shown.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub viewed_at: Option<Timestamp>,
    /// When it took its last payment.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub completed_at: Option<Timestamp>,
    /// When it was cancelled.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub cancelled_at: Option<Timestamp>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

impl From<&LinkView> for PaymentLink {
    fn from(view: &LinkView) -> Self {
        let (link, details) = (&view.link, &view.link.details);
        let text = |minor| Money::new(minor, link.currency).decimal_text();
        let per_method = |minor: Option<i64>| minor.filter(|_| link.per_method).map(text);
        Self {
            id: link.id,
            object: "payment_link",
            merchant_id: link.merchant_id,
            url: view.url.clone(),
            qr_code_url: view.qr_code_url.clone(),
            slug: link.slug.clone(),
            status: view.status,
            payment_status: view.payment_status,
            payable: view.payable,
            amount: link.card_minor.or(link.ach_minor).filter(|_| !link.per_method).map(text),
            card_amount: per_method(link.card_minor),
            ach_amount: per_method(link.ach_minor),
            card_amount_note: details.notes.card.clone(),
            ach_amount_note: details.notes.ach.clone(),
            line_items: of_lines(&details.line_items, link.currency),
            currency: link.currency,
            payment_methods: super::method::taken(link.card_minor.is_some(), link.ach_minor.is_some()),
            usage: link.usage,
            max_payments: link.max_payments.filter(|_| link.usage == Usage::MultiUse),
            starts_at: link.starts_at,
            ends_at: link.ends_at,
            due_date: link.due_date,
            description: details.description.clone(),
            order_number: link.order_number.clone(),
            invoice_number: link.invoice_number.clone(),
            sales_tax: details.sales_tax_minor.map(text),
            customer: LinkCustomer::of(link),
            delivery: details.delivery,
            save_payment_method: details.save_payment_method,
            payment_method_id: details.payment_method_id,
            captcha: false,
            internal_transaction_id: details.internal_transaction_id.clone(),
            external_id: link.external_id.clone(),
            metadata: details.metadata.clone(),
            invoice_id: bill_id(link, BillKind::Invoice),
            order_id: bill_id(link, BillKind::Order),
            reminders: details.reminders.iter().map(ReminderRule::from).collect(),
            reminders_paused: details.reminders_paused,
            tags: details.tags.clone(),
            attachments: Attachment::all(view),
            redirect_url: details.redirect_url.clone(),
            show_receipt_details: details.show_receipt_details,
            show_billing_fields: details.show_billing_fields,
            amount_paid: view.amount_paid().decimal_text(),
            amount_refunded: view.amount_refunded().decimal_text(),
            payments_count: view.totals.payments_count,
            views_count: view.totals.views_count,
            sent_at: link.sent_at,
            viewed_at: link.viewed_at,
            completed_at: closed_at(link, LinkStateName::Completed),
            cancelled_at: closed_at(link, LinkStateName::Cancelled),
            created_at: link.created_at,
            updated_at: link.updated_at,
        }
    }
}

fn bill_id(link: &LinkRecord, kind: BillKind) -> Option<String> {
    link.bill.filter(|bill| bill.kind == kind).map(|bill| kind.show(bill.id))
}

fn closed_at(link: &LinkRecord, state: LinkStateName) -> Option<Timestamp> {
    link.closed_at.filter(|_| link.state == state)
}
