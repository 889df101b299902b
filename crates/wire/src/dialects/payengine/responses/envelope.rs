//! What lies around every answer.

use super::super::query::Paging;
use serde::Serialize;

/// One object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Data<T> {
    /// The object.
    pub data: T,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PagedData<T> {
    /// The rows.
    pub data: Vec<T>,
    /// Which page it is.
    pub meta: Meta,
    /// How many rows there are, once more for clients that look here.
    pub total: u64,
}

/// Which page of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Meta {
    /// The page, from 1.
    pub page: u64,
    /// Rows of a full page.
    pub limit: u64,
    /// Rows in all.
    pub total: u64,
    /// Pages in all.
    pub total_pages: u64,
}

impl<T> PagedData<T> {
    /// A page of `total` rows.
    #[must_use]
    pub fn of(data: Vec<T>, paging: Paging, total: u64) -> Self {
        let Paging { page, limit } = paging;
        Self { data, meta: Meta { page, limit, total, total_pages: total.div_ceil(limit.max(1)) }, total }
    }
}
