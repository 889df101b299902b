//! A transaction: a payment, or a refund of one.

use super::super::{
    metadata::{self, Value},
    status::{TransactionWord, payment_word, refund_word},
    times,
};
use super::{
    link::order_number,
    refund::{own_id, refund_order},
};
use paylink_core::{
    Currency, LinkId, MerchantId, PaymentId,
    records::{LinkRecord, Method, MethodDetails, PaymentRecord},
    views::{PaymentView, RefundView},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A transaction. What there is not is `null`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transaction {
    /// The payment: a sale and its refunds have it in common.
    pub id: PaymentId,
    /// The transaction: the payment's id again, or the refund's.
    pub transaction_id: String,
    /// The sale that a refund gives back.
    pub original_transaction_id: Option<PaymentId>,
    /// Nothing is batched here.
    pub batch_id: Option<String>,
    /// Whose it is.
    pub merchant_id: MerchantId,
    /// The link that was paid.
    pub payment_link_id: LinkId,
    /// Which processor; the server's operator knows.
    pub gateway: Option<String>,
    /// Its account there, likewise.
    pub gateway_id: Option<String>,
    /// Whether it was made without the processor; never.
    pub is_offline: bool,
    /// `sale` or `refund`.
    pub r#type: &'static str,
    /// `Credit Card` or `ACH`.
    pub method: &'static str,
    /// What became of it.
    pub status: TransactionWord,
    /// How much.
    pub amount: String,
    /// How much of it was given back.
    pub amount_refunded: String,
    /// ISO 4217 code.
    pub currency: Currency,
    /// Brand of the card.
    pub card_brand: Option<String>,
    /// The bank.
    pub bank_name: Option<String>,
    /// Last digits of card or account.
    pub last_4: Option<String>,
    /// The caller's own id of the link, or of the refund where it has one.
    pub internal_transaction_id: Option<String>,
    /// The link's order number, or the one that a refund was made with.
    pub order_number: Option<String>,
    /// What the link says is paid.
    pub description: Option<String>,
    /// Why money was given back.
    pub reason: Option<String>,
    /// Why it failed.
    pub failure_reason: Option<String>,
    /// When it began.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
    /// The caller's own data: the link's, or the refund's.
    pub metadata: BTreeMap<String, Value>,
}

impl Transaction {
    /// A payment of `link`.
    #[must_use]
    pub fn of_payment(view: &PaymentView, link: Option<&LinkRecord>) -> Self {
        let payment = &view.payment;
        let (card_brand, bank_name, last_4) = means(payment);
        Self {
            id: payment.id,
            transaction_id: payment.id.to_string(),
            original_transaction_id: None,
            batch_id: None,
            merchant_id: payment.merchant_id,
            payment_link_id: payment.link_id,
            gateway: None,
            gateway_id: None,
            is_offline: false,
            r#type: "sale",
            method: method(payment.method),
            status: payment_word(payment),
            amount: view.amount().decimal_text(),
            amount_refunded: view.amount_refunded().decimal_text(),
            currency: payment.currency,
            card_brand,
            bank_name,
            last_4,
            internal_transaction_id: link.and_then(|link| link.details.internal_transaction_id.clone()),
            order_number: link.and_then(order_number),
            description: link.and_then(|link| link.details.description.clone()),
            reason: None,
            failure_reason: payment.failure_message.clone(),
            created_at: times::iso(payment.created_at),
            updated_at: times::iso(payment.updated_at),
            metadata: link.map(|link| metadata::shown(&link.details.metadata)).unwrap_or_default(),
        }
    }

    /// A refund of `payment`, which paid `link`.
    #[must_use]
    pub fn of_refund(view: &RefundView, payment: &PaymentView, link: Option<&LinkRecord>) -> Self {
        let refund = &view.refund;
        let sale = Self::of_payment(payment, link);
        Self {
            transaction_id: refund.id.to_string(),
            original_transaction_id: Some(refund.payment_id),
            r#type: "refund",
            status: refund_word(refund.status),
            amount: view.amount().decimal_text(),
            amount_refunded: paylink_core::Money::zero(refund.currency).decimal_text(),
            reason: refund.reason.clone(),
            failure_reason: refund.failure_message.clone(),
            created_at: times::iso(refund.created_at),
            updated_at: times::iso(refund.updated_at),
            internal_transaction_id: own_id(refund).or(sale.internal_transaction_id),
            order_number: refund_order(refund).or(sale.order_number),
            metadata: metadata::shown(&refund.metadata),
            ..sale
        }
    }
}

/// A method of payment.
pub(in super::super) const fn method(method: Method) -> &'static str {
    match method {
        Method::Card => "Credit Card",
        Method::Ach => "ACH",
    }
}

fn means(payment: &PaymentRecord) -> (Option<String>, Option<String>, Option<String>) {
    match &payment.method_details {
        None => (None, None, None),
        Some(MethodDetails::Card { brand, last4, .. }) => (Some(brand.clone()), None, Some(last4.clone())),
        Some(MethodDetails::Ach { bank_name, last4, .. }) => (None, bank_name.clone(), Some(last4.clone())),
    }
}
