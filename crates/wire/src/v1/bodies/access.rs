//! The bodies that create credentials.

use crate::v1::shapes::{AudienceShape, RoleShape};
use serde::Serialize;
use utoipa::ToSchema;

/// An API key to create.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateApiKey {
    /// What people call it.
    #[schema(min_length = 1, max_length = 100, examples("web shop"))]
    pub name: String,
    /// What it may do.
    #[schema(value_type = RoleShape)]
    pub role: String,
    /// The only merchant it acts for; default: all.
    #[schema(examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub merchant_id: Option<String>,
}

/// A merchant token to create.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateMerchantToken {
    /// The surface it is for; default `paylink:v1`. Every other one refuses it.
    #[schema(value_type = Option<AudienceShape>)]
    pub audience: Option<String>,
}
