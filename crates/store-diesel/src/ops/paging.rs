//! Lists run from the newest to the oldest and begin after a row already seen.

use crate::types::{At, Id};
use paylink_core::ports::PageOf;

/// The place after which a page begins, as columns.
pub(super) fn place(page: PageOf) -> Option<(At, Id)> {
    page.after.map(|after| (At::of(after.created_at), Id(after.id)))
}

/// One slice of a list: `$query` is boxed, `$table` has `created_at` and `id`.
///
/// The first comparison alone lets the index find the place; the second settles rows of one instant.
macro_rules! slice {
    ($table:ident, $query:expr, $page:expr) => {{
        let mut query = $query;
        if let Some((at, id)) = super::paging::place($page) {
            let later = $table::created_at.lt(at).or($table::id.lt(id));
            query = query.filter($table::created_at.le(at)).filter(later);
        }
        query.order(($table::created_at.desc(), $table::id.desc())).limit(i64::from($page.limit))
    }};
}
pub(super) use slice;
