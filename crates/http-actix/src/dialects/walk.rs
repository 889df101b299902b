//! Lists that are read by counting rows, as other systems do, over the core's lists, which are read by cursor.

use paylink_core::{Error, forms::ListQuery, views::Listed};

/// Rows of one step.
const STEP: &str = "100";

/// Which rows of a list are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    /// Rows left out first.
    pub(crate) offset: usize,
    /// Rows wanted.
    pub(crate) limit: usize,
    /// Rows that are counted at most to tell how many there are in all; 0 to count none beyond those wanted.
    pub(crate) count: usize,
}

/// The rows in the window, and how many there are in all as far as they were counted. `page` reads one page of the core's
/// list and leaves out of it what is not asked for.
///
/// # Errors
/// Those of `page`.
pub(crate) async fn window<T>(
    window: Window,
    list: &ListQuery,
    page: impl AsyncFn(ListQuery) -> Result<Listed<T>, Error>,
) -> Result<(Vec<T>, usize), Error> {
    let (mut rows, mut seen) = (Vec::new(), 0_usize);
    let end = window.offset.saturating_add(window.limit);
    let enough = end.max(window.count);
    let mut slice = ListQuery { limit: Some(STEP.to_owned()), cursor: None, unread: list.unread.clone() };
    loop {
        let listed = page(slice.clone()).await?;
        for row in listed.rows {
            if (window.offset..end).contains(&seen) {
                rows.push(row);
            }
            seen = seen.saturating_add(1);
        }
        match listed.next {
            Some(cursor) if seen < enough => slice.cursor = Some(cursor),
            Some(_) | None => return Ok((rows, seen)),
        }
    }
}
