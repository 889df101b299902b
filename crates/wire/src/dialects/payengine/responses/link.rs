//! A payment link as it is answered.

use super::super::{
    address::Address,
    metadata::{self, Value},
    status::{LinkWord, link_word},
    times,
};
use crate::dialects::Stage;
use paylink_core::{
    Currency, LinkId, MerchantId, Money, Timestamp,
    records::{LinkRecord, PaymentStatus, Usage},
    views::LinkView,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Longest order number.
const ORDER_NUMBER: usize = 20;

/// In which answer a link stands: `amount` is always told but in details, where it is told only of links with one amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Right after it was made.
    Created,
    /// On its own.
    Details,
    /// In a list.
    Listed,
}

/// A payment link. What there is not is `null`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its id.
    pub payment_link_id: LinkId,
    /// Address of its page.
    pub payment_link_url: String,
    /// Address of its QR code.
    pub qr_code_url: String,
    /// Its status.
    pub payment_link_status: LinkWord,
    /// Whose link it is.
    pub merchant_id: MerchantId,
    /// Its first day, or instant.
    pub start_date: Option<String>,
    /// Its last day, or the instant at which it ends.
    pub end_date: Option<String>,
    /// How it can be paid.
    pub payment_methods: Vec<&'static str>,
    /// Whether it costs the same by every method.
    pub use_same_amount: bool,
    /// What it costs; where amounts differ, by card.
    pub amount: Option<String>,
    /// What it costs by card, where amounts differ.
    pub cc_amount: Option<String>,
    /// Shown beside it.
    pub cc_amount_note: Option<String>,
    /// What it costs by bank debit, where amounts differ.
    pub ach_amount: Option<String>,
    /// Shown beside it.
    pub ach_amount_note: Option<String>,
    /// Whether the page asks to keep the means of payment.
    pub save_card_consent: bool,
    /// Whether it can be paid once.
    pub one_time_only: bool,
    /// ISO 4217 code.
    pub currency_code: Currency,
    /// Tax in the amount.
    pub sales_tax: String,
    /// Order or invoice number.
    pub order_number: Option<String>,
    /// What is paid.
    pub description: Option<String>,
    /// Whether a captcha was asked for.
    pub enable_captcha: bool,
    /// Last part of the page's address.
    pub slug_id: String,
    /// When it was made.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
    /// The caller's own id of it.
    pub internal_transaction_id: Option<String>,
    /// The caller's own data.
    pub metadata: BTreeMap<String, Value>,
    /// Whom it is for, if their address was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
}

/// Whom a link is for: what the core keeps as the link's customer is told natively.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Customer {
    /// Where they live.
    pub address: Address,
}

impl Link {
    /// The link as read at `now`, whose latest payment is in this state.
    #[must_use]
    pub fn of(view: &LinkView, latest: Option<PaymentStatus>, now: Timestamp, place: Place) -> Self {
        let (link, details) = (&view.link, &view.link.details);
        let text = |minor| Money::new(minor, link.currency).decimal_text();
        let per_method = |minor: Option<i64>| minor.filter(|_| link.per_method).map(text);
        let told = match place {
            Place::Created | Place::Listed => true,
            Place::Details => !link.per_method,
        };
        Self {
            payment_link_id: link.id,
            payment_link_url: view.url.clone(),
            qr_code_url: view.qr_code_url.clone(),
            payment_link_status: link_status(view, latest, now),
            merchant_id: link.merchant_id,
            start_date: link.starts_at.map(times::iso),
            end_date: link.ends_at.map(times::last_day),
            payment_methods: methods(link),
            use_same_amount: !link.per_method,
            amount: link_amount(link).filter(|_| told),
            cc_amount: per_method(link.card_minor),
            cc_amount_note: details.notes.card.clone(),
            ach_amount: per_method(link.ach_minor),
            ach_amount_note: details.notes.ach.clone(),
            save_card_consent: details.save_payment_method,
            one_time_only: link.usage == Usage::OneTime,
            currency_code: link.currency,
            sales_tax: text(details.sales_tax_minor.unwrap_or(0)),
            order_number: order_number(link),
            description: details.description.clone(),
            enable_captcha: details.captcha,
            slug_id: link.slug.clone(),
            created_at: times::iso(link.created_at),
            updated_at: times::iso(link.updated_at),
            internal_transaction_id: details.internal_transaction_id.clone(),
            metadata: metadata::shown(&details.metadata),
            customer: Address::kept(&details.metadata).map(|address| Customer { address }),
        }
    }
}

/// The status of a link as read at `now`.
pub(in super::super) fn link_status(view: &LinkView, latest: Option<PaymentStatus>, now: Timestamp) -> LinkWord {
    link_word(Stage::of(view, now), view.link.usage, latest, view.link.sent_at.is_some())
}

/// The amount, or the one by card.
pub(in super::super) fn link_amount(link: &LinkRecord) -> Option<String> {
    link.card_minor.or(link.ach_minor).map(|minor| Money::new(minor, link.currency).decimal_text())
}

/// The order number; or else the invoice number, if it could be one.
pub(in super::super) fn order_number(link: &LinkRecord) -> Option<String> {
    let fits = |text: &&String| text.len() <= ORDER_NUMBER && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    link.order_number.clone().or_else(|| link.invoice_number.as_ref().filter(fits).cloned())
}

fn methods(link: &LinkRecord) -> Vec<&'static str> {
    let card = link.card_minor.map(|_| "CC_DC");
    let ach = link.ach_minor.map(|_| "ACH");
    [card, ach].into_iter().flatten().collect()
}
