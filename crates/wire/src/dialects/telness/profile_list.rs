//! Which payment profiles are asked for.

use super::list::number;
use paylink_core::{Code, FieldErrors, forms::PaymentMethodQuery};

/// How many profiles a list shows that does not say.
const USUAL: usize = 100;
/// The most a list shows.
const MOST: usize = 1000;
/// How far a list can be read.
const FARTHEST: usize = 100_000;

/// The profiles asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileSearch {
    /// Whose; its slice is not set.
    pub query: PaymentMethodQuery,
    /// How many to show.
    pub limit: usize,
    /// How many to leave out first.
    pub offset: usize,
}

impl ProfileSearch {
    /// Reads the parameters of a list; those that are not known are left aside.
    #[must_use]
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut errors = FieldErrors::default();
        let mut search = Self { query: PaymentMethodQuery::default(), limit: USUAL, offset: 0 };
        for (name, value) in pairs {
            match name.as_str() {
                "customerId" => search.query.customer_id = Some(value),
                "limit" => search.limit = number("limit", &value, 1, MOST, &mut errors),
                "offset" => search.offset = number("offset", &value, 0, FARTHEST, &mut errors),
                _ => {}
            }
        }
        if search.query.customer_id.is_none() {
            errors.add("customerId", Code::Required, "whose profiles");
        }
        search.query.list.unread = errors;
        search
    }
}
