//! What stands beside the rows of a page.

use serde::Serialize;
use std::collections::BTreeMap;

/// What stands beside the rows of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meta {
    /// Which page it is.
    pub pagination: Pagination,
    /// In which order.
    pub sort: Sort,
}

/// Which page it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pagination {
    /// Addresses of this page and others.
    pub links: PageLinks,
    /// Rows in all.
    pub total_count: usize,
    /// Pages in all.
    pub page_count: usize,
    /// This one, counted from 0.
    pub current_page: usize,
    /// Rows on a page.
    pub per_page: usize,
}

/// Addresses of pages; those that do not exist are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageLinks {
    /// This page.
    #[serde(rename = "self")]
    pub own: Page,
    /// The first one, from the second on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Page>,
    /// The one before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev: Option<Page>,
    /// The one after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Page>,
    /// The last one, up to the one before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Page>,
}

/// The address of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page {
    /// Absolute.
    pub href: String,
}

/// In which order rows come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sort {
    /// `asc` or `desc` by column.
    pub attributes: BTreeMap<&'static str, &'static str>,
}
