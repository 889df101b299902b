//! A refund as the API shows it.

use crate::v1::shapes::{RefundStatusShape, refund_word};
use paylink_core::{
    Currency, LinkId, MerchantId, PaymentId, RefundId, Timestamp, records::RefundStatus, views::RefundView,
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Money of a payment that goes back to its payer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Refund {
    /// Identity.
    #[schema(value_type = String, examples("re_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: RefundId,
    /// `refund`.
    #[schema(schema_with = refund_word)]
    pub object: &'static str,
    /// The payment it gives back.
    #[schema(value_type = String, examples("pay_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub payment_id: PaymentId,
    /// That payment's link.
    #[schema(value_type = String, examples("plink_4x6v2m9c8qee0s3b7d1tk5wzra"))]
    pub payment_link_id: LinkId,
    /// Who gives it back.
    #[schema(value_type = String, examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub merchant_id: MerchantId,
    /// How much.
    #[schema(examples("5.00"))]
    pub amount: String,
    /// ISO 4217 code.
    #[schema(value_type = String, examples("USD"))]
    pub currency: Currency,
    /// Why, in the merchant's words.
    #[schema(required)]
    pub reason: Option<String>,
    /// Where it stands. While it is `processing` its amount is reserved.
    #[schema(value_type = RefundStatusShape)]
    pub status: RefundStatus,
    /// Why it failed; its amount can be refunded again then.
    #[schema(required)]
    pub failure: Option<RefundFailure>,
    /// Why a person should look at it.
    #[schema(required)]
    pub review: Option<String>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// Your own data.
    pub metadata: BTreeMap<String, String>,
}

/// Why a refund failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefundFailure {
    /// The gateway's code.
    #[schema(examples("refund_refused"))]
    pub code: String,
    /// The same for people.
    pub message: String,
}

impl From<&RefundView> for Refund {
    fn from(view: &RefundView) -> Self {
        let record = &view.refund;
        let message = record.failure_message.clone().unwrap_or_default();
        Self {
            id: record.id,
            object: "refund",
            payment_id: record.payment_id,
            payment_link_id: record.link_id,
            merchant_id: record.merchant_id,
            amount: view.amount().decimal_text(),
            currency: record.currency,
            reason: record.reason.clone(),
            status: record.status,
            failure: record.failure_code.clone().map(|code| RefundFailure { code, message }),
            review: record.review.clone(),
            created_at: record.created_at,
            updated_at: record.updated_at,
            metadata: record.metadata.clone(),
        }
    }
}
