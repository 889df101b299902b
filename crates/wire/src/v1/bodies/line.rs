//! Line items as callers write them.

use crate::v1::shapes::{LineKindShape, line_amount_input, quantity_input};
use serde::Serialize;
use utoipa::ToSchema;

/// One line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LineItemBody {
    /// Default `item`; a `discount` takes its amount from the sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<LineKindShape>)]
    pub kind: Option<String>,
    /// What it is about.
    #[schema(min_length = 1, max_length = 200, examples("Baking class"))]
    pub name: String,
    /// How much of it; default 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = quantity_input)]
    pub quantity: Option<String>,
    /// Price of one, without tax.
    #[schema(schema_with = line_amount_input)]
    pub unit_amount: String,
    /// Tax on the whole line, added to it; not for discounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = line_amount_input)]
    pub tax_amount: Option<String>,
}
