//! Rules that say when to remind.

use crate::v1::shapes::ChannelShape;
use serde::Serialize;
use utoipa::ToSchema;

/// When to remind the payer of a link: exactly one of `offset_days` and `remind_on`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReminderBody {
    /// Days from the link's `due_date`, before it when negative.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -365, maximum = 365, examples(-3))]
    pub offset_days: Option<i32>,
    /// A day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date, examples("2030-02-14"))]
    pub remind_on: Option<String>,
    /// By which ways; default: those of the link's `delivery`, or if that is `none` all whose address is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<ChannelShape>>, min_items = 1, max_items = 2)]
    pub channels: Option<Vec<String>>,
}

/// When to remind the payers of links that say nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DefaultReminderBody {
    /// Days from a link's `due_date`, before it when negative.
    #[schema(minimum = -365, maximum = 365, examples(-3))]
    pub offset_days: i32,
}
