//! Bodies about messages: who gets them, and sending.

use crate::v1::shapes::DeliveryShape;
use serde::Serialize;
use utoipa::ToSchema;

/// Who is asked to pay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerBody {
    /// Name.
    #[schema(min_length = 1, max_length = 100, examples("Ada Payer"))]
    pub name: Option<String>,
    /// Mail address.
    #[schema(max_length = 254, format = Email, examples("ada@example.com"))]
    pub email: Option<String>,
    /// Phone number, E.164.
    #[schema(pattern = r"^\+[1-9][0-9]{6,14}$", examples("+14155550123"))]
    pub phone: Option<String>,
    /// Your id of the customer.
    #[schema(min_length = 1, max_length = 64)]
    pub external_id: Option<String>,
    /// Language and region in which messages speak (BCP 47).
    #[schema(min_length = 2, max_length = 35, examples("en-US"))]
    pub locale: Option<String>,
}

/// How to send a payment link now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendPaymentLink {
    /// `email`, `sms` or `both`; default: as the link says, else every way whose address is known.
    #[schema(value_type = Option<DeliveryShape>)]
    pub delivery: Option<String>,
}
