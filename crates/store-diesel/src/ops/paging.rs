//! Lists begin after a row already seen: from the newest to the oldest, or in the order of a key.

use crate::types::{At, Id};
use paylink_core::ports::{PageOf, SortKey};

/// The place after which a page begins, as columns.
pub(super) fn place(page: PageOf) -> Option<(At, Id)> {
    page.after.map(|after| (At::of(after.created_at), Id(after.id)))
}

/// The key of a list by amount.
pub(super) const fn minor(key: Option<SortKey>) -> Option<i64> {
    match key {
        Some(SortKey::Minor(minor)) => Some(minor),
        Some(SortKey::Instant(_) | SortKey::Day(_)) | None => None,
    }
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

/// The queries whose rows, one after the other, are a slice of a list in the order of `$key`: what is left of the rows
/// with the key of the last one seen, the rows with later keys, those without one. `$base` makes the boxed query.
///
/// Three queries rather than one, because each of them is one range of one index: a list with a million equal keys
/// is paged as fast as one without any.
macro_rules! groups {
    ($table:ident, $key:expr, $nullable:expr, $base:expr, $order:expr, $from:expr, $page:expr) => {
        if $order.up {
            groups!(@ $table, $key, $nullable, $base, $from, $page, asc, gt, ge)
        } else {
            groups!(@ $table, $key, $nullable, $base, $from, $page, desc, lt, le)
        }
    };
    (@ $table:ident, $key:expr, $nullable:expr, $base:expr, $from:expr, $page:expr,
     $dir:ident, $beyond:ident, $or_same:ident) => {{
        let places = || ($table::created_at.$dir(), $table::id.$dir());
        let keys = || ($key.$dir(), $table::created_at.$dir(), $table::id.$dir());
        let without = || $base().filter($key.is_null()).order(places());
        let rest_of = |at, id| $table::created_at.$beyond(at).or($table::id.$beyond(id));
        let (mut queries, from) = (Vec::with_capacity(3), $from);
        let among_those_without = super::paging::place($page).is_some() && from.is_none();
        match (super::paging::place($page), from) {
            (None, _) if $nullable => queries.push($base().filter($key.is_not_null()).order(keys())),
            (None, _) => queries.push($base().order(keys())),
            (Some((at, id)), Some(key)) => {
                let same = $base().filter($key.eq(key.clone())).filter($table::created_at.$or_same(at));
                queries.push(same.filter(rest_of(at, id)).order(places()));
                queries.push($base().filter($key.$beyond(key)).order(keys()));
            }
            (Some((at, id)), None) => {
                queries.push(without().filter($table::created_at.$or_same(at)).filter(rest_of(at, id)));
            }
        }
        if $nullable && !among_those_without {
            queries.push(without());
        }
        queries
    }};
}
pub(super) use groups;

/// The same for the order of `created_at`, which is one range.
macro_rules! by_age {
    ($table:ident, $base:expr, $order:expr, $page:expr) => {
        if $order.up {
            by_age!(@ $table, $base, $page, asc, gt, ge)
        } else {
            by_age!(@ $table, $base, $page, desc, lt, le)
        }
    };
    (@ $table:ident, $base:expr, $page:expr, $dir:ident, $beyond:ident, $or_same:ident) => {{
        let mut query = $base();
        if let Some((at, id)) = super::paging::place($page) {
            let later = $table::created_at.$beyond(at).or($table::id.$beyond(id));
            query = query.filter($table::created_at.$or_same(at)).filter(later);
        }
        vec![query.order(($table::created_at.$dir(), $table::id.$dir()))]
    }};
}
pub(super) use by_age;
