//! Bodies that create and change a webhook endpoint.

use crate::v1::shapes::{SubscriptionShape, WebhookFormatShape};
use serde::Serialize;
use utoipa::ToSchema;

/// A webhook endpoint to create.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateWebhookEndpoint {
    /// Where events go: https on a public address, port 443 or above 1023.
    #[schema(max_length = 2048, format = "uri", examples("https://shop.example.com/paylink"))]
    pub url: String,
    /// Event types; default `["*"]`, all of them.
    #[schema(value_type = Option<Vec<SubscriptionShape>>, min_items = 1)]
    pub events: Option<Vec<String>>,
    /// Only events of this merchant; default: of all the credentials can see.
    #[schema(examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub merchant_id: Option<String>,
    /// Shape of the body; default `native`.
    #[schema(value_type = Option<WebhookFormatShape>)]
    pub format: Option<String>,
    /// Starts switched off.
    pub disabled: Option<bool>,
}

/// What changes on a webhook endpoint: fields that are left out stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateWebhookEndpoint {
    /// Where events go.
    #[schema(max_length = 2048, format = "uri", examples("https://shop.example.com/paylink"))]
    pub url: Option<String>,
    /// Event types, or `*`.
    #[schema(value_type = Option<Vec<SubscriptionShape>>, min_items = 1)]
    pub events: Option<Vec<String>>,
    /// Switches the endpoint off and on.
    pub disabled: Option<bool>,
}
