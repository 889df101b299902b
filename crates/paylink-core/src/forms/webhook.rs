//! The fields of webhook endpoints and API keys.

use super::Patch;
use crate::FieldErrors;

/// What can be said about a webhook endpoint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndpointForm {
    /// Where events go; required at creation.
    pub url: Patch<String>,
    /// Event types or `*`; default `["*"]`.
    pub events: Patch<Vec<String>>,
    /// Only events of this merchant; at creation only.
    pub merchant_id: Patch<String>,
    /// The name of a format, default `native`; at creation only.
    pub format: Patch<String>,
    /// Switches the endpoint off and on.
    pub disabled: Patch<bool>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}

/// What can be said about a new API key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiKeyForm {
    /// What people call it, at most 100 characters; required.
    pub name: Option<String>,
    /// `admin` or `read_only`; required.
    pub role: Option<String>,
    /// The only merchant it acts for.
    pub merchant_id: Option<String>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}
