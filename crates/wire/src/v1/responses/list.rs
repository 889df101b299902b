//! One page of a list.

use paylink_core::views::Listed;
use serde::Serialize;
use utoipa::ToSchema;

/// One page of a list, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct List<T> {
    /// The rows.
    pub data: Vec<T>,
    /// Whether there are more.
    pub has_more: bool,
    /// The `cursor` of the next page; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

impl<T> List<T> {
    /// Writes every row as a `T`.
    #[must_use]
    pub fn of<V>(listed: &Listed<V>, write: impl Fn(&V) -> T) -> Self {
        Self {
            data: listed.rows.iter().map(write).collect(),
            has_more: listed.next.is_some(),
            next_cursor: listed.next.clone(),
        }
    }
}
