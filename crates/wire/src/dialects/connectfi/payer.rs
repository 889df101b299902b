//! What a payer is shown of a payment.

use super::{
    AGGREGATOR, Logo,
    payment_object::{PaymentParts, taken},
    status::{Attempt, Status, status},
    times::Instant,
};
use crate::dialects::{AmountNumber, Stage};
use paylink_core::{
    Currency, Date, LinkId, MerchantId, Money,
    records::{MerchantRecord, Usage},
    views::PaymentView,
};
use serde::Serialize;

/// A payment and its payee, as payers see them.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PayerDetails {
    /// What is to be paid.
    pub payment: PaymentForPayer,
    /// To whom.
    pub merchant: PayerMerchant,
}

/// A payment as payers see it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentForPayer {
    /// Identity.
    #[serde(rename = "cFiTransactionId")]
    pub id: LinkId,
    /// The client.
    #[serde(rename = "cFiAggregatorId")]
    pub aggregator: &'static str,
    /// The payee.
    #[serde(rename = "cFiMerchantId")]
    pub merchant_id: MerchantId,
    /// Who pays.
    pub payer_name: Option<String>,
    /// The client's own id of the payee.
    #[serde(rename = "cFiMerchantRef")]
    pub merchant_ref: Option<String>,
    /// Number of the invoice.
    pub invoice_number: Option<String>,
    /// How much, a number in units of the currency.
    pub amount: AmountNumber,
    /// ISO 4217 code.
    pub currency: Currency,
    /// When it is due.
    pub due_date: Option<Date>,
    /// What for.
    pub description: Option<String>,
    /// How it can be paid.
    pub available_payment_type: Vec<&'static str>,
    /// Where it stands.
    pub status: String,
    /// Until when it can be paid.
    pub dts_expired_at: Option<Instant>,
}

/// A payee as payers see it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PayerMerchant {
    /// Name.
    pub name: String,
    /// Never: bank accounts are not linked here.
    pub use_plaid: bool,
    /// Its pictures.
    pub logos: Vec<Logo>,
}

impl PayerDetails {
    /// The payment as its payer may see it.
    #[must_use]
    pub fn of(parts: &PaymentParts<'_>, merchant: &MerchantRecord, logos: Vec<Logo>) -> Self {
        let record = &parts.link.link;
        let amount = Money::new(record.list_minor().unwrap_or(0), record.currency);
        Self {
            payment: PaymentForPayer {
                id: record.id,
                aggregator: AGGREGATOR,
                merchant_id: record.merchant_id,
                payer_name: record.details.customer.as_ref().and_then(|customer| customer.name.clone()),
                merchant_ref: merchant.external_id.clone(),
                invoice_number: record.invoice_number.clone().or_else(|| record.order_number.clone()),
                amount: AmountNumber(amount),
                currency: record.currency,
                due_date: record.due_date,
                description: record.details.description.clone(),
                available_payment_type: taken(record),
                status: parts.shown(),
                dts_expired_at: record.ends_at.map(Instant),
            },
            merchant: PayerMerchant { name: merchant.name.clone(), use_plaid: false, logos },
        }
    }
}

/// What became of a payer's wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentOutcome {
    /// Of which payment.
    #[serde(rename = "cFiTransactionId")]
    pub id: LinkId,
    /// Where it stands.
    pub status: Status,
    /// How it was paid.
    pub payment_type: &'static str,
    /// How much, a number in units of the currency.
    pub amount: AmountNumber,
    /// ISO 4217 code.
    pub currency: Currency,
    /// Where the payer has to go first, if so.
    pub action_url: Option<String>,
}

impl PaymentOutcome {
    /// The outcome as its payer is told.
    #[must_use]
    pub fn of(view: &PaymentView) -> Self {
        let payment = &view.payment;
        Self {
            id: payment.link_id,
            status: status(Stage::Open, Attempt::of(Some(payment), Usage::OneTime), true),
            payment_type: payment.method.name(),
            amount: AmountNumber(view.amount()),
            currency: payment.currency,
            action_url: payment.action_url.clone(),
        }
    }
}
