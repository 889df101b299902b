//! What would be paid out, as the API shows it.

use crate::v1::shapes::payouts_word;
use paylink_core::{Currency, Date, MerchantId, Money, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// What stands where in one currency, over everything there ever was; decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PayoutCurrency {
    /// ISO 4217 code.
    #[schema(value_type = String, examples("USD"))]
    pub currency: Currency,
    /// What payments that succeeded brought.
    #[schema(examples("1200.00"))]
    pub gross: String,
    /// What refunds gave back.
    #[schema(examples("50.00"))]
    pub refunded: String,
    /// What returns took away.
    #[schema(examples("0.00"))]
    pub returned: String,
    /// The merchant's balance in the ledger: gross less refunded less returned; may be negative.
    #[schema(examples("1150.00"))]
    pub balance: String,
    /// Set aside for refunds under way.
    #[schema(examples("20.00"))]
    pub reserved_for_refunds: String,
    /// The balance less what is set aside.
    #[schema(examples("1130.00"))]
    pub payable: String,
    /// Bank debits on their way, not yet part of the balance.
    #[schema(examples("75.00"))]
    pub in_transit: String,
    /// The day a payout would arrive, if the gateway tells; else `null`.
    #[schema(value_type = Option<String>, required, format = Date)]
    pub expected_on: Option<Date>,
}

/// What would be paid out to a merchant now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PayoutsPreview {
    /// `payouts_preview`.
    #[schema(schema_with = payouts_word)]
    pub object: &'static str,
    /// Whose.
    #[schema(value_type = String, examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub merchant_id: MerchantId,
    /// As of when.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
    /// Every currency the merchant has had money in.
    pub currencies: Vec<PayoutCurrency>,
}

impl From<&paylink_core::PayoutsPreview> for PayoutsPreview {
    fn from(preview: &paylink_core::PayoutsPreview) -> Self {
        let of = |figures: &paylink_core::PayoutFigures| {
            let text = |minor| Money::new(minor, figures.currency).decimal_text();
            PayoutCurrency {
                currency: figures.currency,
                gross: text(figures.gross_minor),
                refunded: text(figures.refunded_minor),
                returned: text(figures.returned_minor),
                balance: text(figures.balance_minor()),
                reserved_for_refunds: text(figures.reserved_minor),
                payable: text(figures.payable_minor()),
                in_transit: text(figures.in_transit_minor),
                expected_on: figures.expected_on,
            }
        };
        Self {
            object: "payouts_preview",
            merchant_id: preview.merchant_id,
            as_of: preview.at,
            currencies: preview.currencies.iter().map(of).collect(),
        }
    }
}
