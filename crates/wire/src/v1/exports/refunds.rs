//! The columns of refunds.

use super::{Column, Exported, at, json};
use crate::v1::responses::Refund;

impl Exported for Refund {
    const NAME: &'static str = "refunds";

    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("id", "The refund's id.", |refund| Some(refund.id.to_string())),
        Column::new("payment_id", "The payment it gives back.", |refund| Some(refund.payment_id.to_string())),
        Column::new("payment_link_id", "That payment's link.", |refund| Some(refund.payment_link_id.to_string())),
        Column::new("merchant_id", "Who gives it back.", |refund| Some(refund.merchant_id.to_string())),
        Column::new("status", "`processing`, `succeeded` or `failed`.", |refund| Some(refund.status.name().to_owned())),
        Column::new("amount", "How much.", |refund| Some(refund.amount.clone())),
        Column::new("currency", "ISO 4217 code.", |refund| Some(refund.currency.code().to_owned())),
        Column::new("reason", "Why, in the merchant's words.", |refund| refund.reason.clone()),
        Column::new("failure_code", "Why it failed.", |refund| {
            refund.failure.as_ref().map(|failure| failure.code.clone())
        }),
        Column::new("failure_message", "The same for people.", |refund| {
            refund.failure.as_ref().map(|failure| failure.message.clone())
        }),
        Column::new("review", "Why a person should look at it.", |refund| refund.review.clone()),
        Column::new("created_at", "When it began.", |refund| at(Some(refund.created_at))),
        Column::new("updated_at", "When it last changed.", |refund| at(Some(refund.updated_at))),
        Column::new("metadata", "Metadata as a JSON object; empty: none.", |refund| {
            json(&refund.metadata, refund.metadata.is_empty())
        }),
    ];
}
