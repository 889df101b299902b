//! A refund as it is answered.

use super::super::metadata::{self, REFUND_ORDER, REFUND_OWN_ID, Value};
use paylink_core::{
    MerchantId, PaymentId, RefundId,
    records::{LinkRecord, RefundRecord, RefundStatus},
    views::RefundView,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refund {
    /// The payment that is given back.
    pub id: PaymentId,
    /// The refund.
    pub transaction_id: RefundId,
    /// The sale.
    pub original_transaction_id: PaymentId,
    /// Who gives it back.
    pub merchant_id: MerchantId,
    /// The account at the processor; the server's operator knows.
    pub gateway_id: Option<String>,
    /// How much.
    pub amount: String,
    /// Why.
    pub reason: Option<String>,
    /// There are no card tokens here.
    pub token: Option<String>,
    /// The caller's own id of it.
    pub internal_transaction_id: Option<String>,
    /// The order number that it was made with, or else the link's.
    pub order_number: Option<String>,
    /// What the processor said.
    pub return_response: ReturnResponse,
    /// The caller's own data.
    pub metadata: BTreeMap<String, Value>,
}

/// What the processor said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturnResponse {
    /// `PASS`, also while the answer is not known, or `FAIL`.
    pub status: &'static str,
    /// Why, for programs.
    #[serde(rename = "responseCode")]
    pub response_code: String,
    /// Why, for people.
    #[serde(rename = "responseMessage")]
    pub response_message: String,
}

impl Refund {
    /// A refund of a payment of `link`.
    #[must_use]
    pub fn of(view: &RefundView, link: Option<&LinkRecord>) -> Self {
        let refund = &view.refund;
        Self {
            id: refund.payment_id,
            transaction_id: refund.id,
            original_transaction_id: refund.payment_id,
            merchant_id: refund.merchant_id,
            gateway_id: None,
            amount: view.amount().decimal_text(),
            reason: refund.reason.clone(),
            token: None,
            internal_transaction_id: own_id(refund),
            order_number: refund_order(refund).or_else(|| link.and_then(super::link::order_number)),
            return_response: ReturnResponse::of(view),
            metadata: metadata::shown(&refund.metadata),
        }
    }
}

/// The caller's own id of a refund.
pub(in super::super) fn own_id(refund: &RefundRecord) -> Option<String> {
    refund.metadata.get(REFUND_OWN_ID).cloned()
}

/// The order number that a refund was made with.
pub(in super::super) fn refund_order(refund: &RefundRecord) -> Option<String> {
    refund.metadata.get(REFUND_ORDER).cloned()
}

impl ReturnResponse {
    fn of(view: &RefundView) -> Self {
        let refund = &view.refund;
        let (status, code, message) = match refund.status {
            RefundStatus::Succeeded => ("PASS", "A0000", "Success"),
            RefundStatus::Processing => ("PASS", "A0002", "Pending"),
            RefundStatus::Failed => (
                "FAIL",
                refund.failure_code.as_deref().unwrap_or("refund_failed"),
                refund.failure_message.as_deref().unwrap_or("The refund was refused."),
            ),
        };
        Self { status, response_code: code.to_owned(), response_message: message.to_owned() }
    }
}
