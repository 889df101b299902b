//! Bodies about sending messages.

use crate::v1::shapes::DeliveryShape;
use serde::Serialize;
use utoipa::ToSchema;

/// How to send a payment link now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendPaymentLink {
    /// `email`, `sms` or `both`; default: as the link says, else every way whose address is known.
    #[schema(value_type = Option<DeliveryShape>)]
    pub delivery: Option<String>,
}
