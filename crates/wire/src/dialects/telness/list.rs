//! Which links are asked for, and their list.

use super::{link::Link, status::Status};
use paylink_core::{Code, FieldErrors, forms::LinkQuery};
use serde::Serialize;

/// How many links a list shows that does not say.
const USUAL: usize = 100;
/// The most a list shows.
const MOST: usize = 1000;
/// How far a list can be read.
const FARTHEST: usize = 100_000;

/// The links asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// What the core can tell apart; its slice is not set.
    pub query: LinkQuery,
    /// The statuses to show; every one if empty.
    pub statuses: Vec<Status>,
    /// How many to show.
    pub limit: usize,
    /// How many to leave out first.
    pub offset: usize,
}

impl Search {
    /// Reads the parameters of a list; those that are not known are left aside.
    #[must_use]
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut errors = FieldErrors::default();
        let mut search = Self { query: LinkQuery::default(), statuses: Vec::new(), limit: USUAL, offset: 0 };
        for (name, value) in pairs {
            match name.as_str() {
                "status" | "status[]" => {
                    for word in value.split(',').map(str::trim) {
                        match Status::named(word) {
                            Some(status) => search.statuses.push(status),
                            None => errors.add("status", Code::InvalidParameter, "not one of the values allowed"),
                        }
                    }
                }
                "customerId" => search.query.customer_id = Some(value),
                "orderId" => search.query.order_id = Some(value),
                "limit" => search.limit = number("limit", &value, 1, MOST, &mut errors),
                "offset" => search.offset = number("offset", &value, 0, FARTHEST, &mut errors),
                _ => {}
            }
        }
        search.query.status = narrowed(&search.statuses).map(str::to_owned);
        search.query.list.unread = errors;
        search
    }

    /// Whether a link with this status is asked for.
    #[must_use]
    pub fn asks_for(&self, status: Status) -> bool {
        self.statuses.is_empty() || self.statuses.contains(&status)
    }
}

/// The core's status that every link of these has, if there is one.
fn narrowed(statuses: &[Status]) -> Option<&'static str> {
    let only = |status: Status| !statuses.is_empty() && statuses.iter().all(|other| *other == status);
    if only(Status::Cancelled) {
        Some("CANCELLED")
    } else if only(Status::Expired) {
        Some("INACTIVE")
    } else {
        None
    }
}

pub(super) fn number(field: &str, text: &str, least: usize, most: usize, errors: &mut FieldErrors) -> usize {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let read = text.parse().ok().filter(|number| digits && (least..=most).contains(number));
    if read.is_none() {
        errors.add(field, Code::InvalidParameter, format!("a whole number from {least} to {most}"));
    }
    read.unwrap_or(least)
}

/// A list of links.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Links {
    /// The links, newest first.
    pub items: Vec<Link>,
}
