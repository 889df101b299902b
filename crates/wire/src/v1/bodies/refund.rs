//! The body that gives money back.

use crate::v1::shapes::{amount_input, metadata_input};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A refund to make.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRefund {
    /// How much, in the payment's currency; default: everything that is left.
    #[schema(schema_with = amount_input)]
    pub amount: Option<String>,
    /// Why, in your words; the payer may see it.
    #[schema(min_length = 1, max_length = 200, examples("The rolls were stale."))]
    pub reason: Option<String>,
    /// Your own data.
    #[schema(schema_with = metadata_input)]
    pub metadata: Option<BTreeMap<String, String>>,
}
