//! One page of a list.

use paylink_core::views::Listed;
use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{Array, ArrayBuilder, Ref},
};

/// One page of a list, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(bound = "T: ToSchema")]
pub struct List<T> {
    /// The rows.
    #[schema(schema_with = rows::<T>)]
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

/// Refers to the rows; the derive would write them out in every list.
fn rows<T: ToSchema>() -> Array {
    ArrayBuilder::new().items(Ref::from_schema_name(T::name())).description(Some("The rows.")).build()
}
