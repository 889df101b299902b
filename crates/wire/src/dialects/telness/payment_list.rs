//! Which payments are asked for, and their list.

use super::{list::number, payment::Payment};
use paylink_core::{
    Code, Date, FieldErrors, Timestamp, Timezone, forms::PaymentQuery, records::PaymentStatus, views::PaymentView,
};
use serde::Serialize;
use std::time::Duration;

/// How many payments a list shows that does not say.
const USUAL: usize = 100;
/// The most a list shows.
const MOST: usize = 1000;
/// How far a list can be read.
const FARTHEST: usize = 100_000;

/// The payments asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentSearch {
    /// What the core can tell apart; its slice is not set.
    pub query: PaymentQuery,
    /// The customers whose payments are shown; everybody's if empty.
    customers: Vec<String>,
    /// The statuses to show; every one if empty.
    statuses: Vec<PaymentStatus>,
    /// How many to show.
    pub limit: usize,
    /// How many to leave out first.
    pub offset: usize,
}

impl PaymentSearch {
    /// Reads the parameters of a list; those that are not known are left aside.
    #[must_use]
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut errors = FieldErrors::default();
        let query = PaymentQuery { sort: Some("created_at".to_owned()), ..PaymentQuery::default() };
        let mut search = Self { query, customers: Vec::new(), statuses: Vec::new(), limit: USUAL, offset: 0 };
        for (name, value) in pairs {
            match name.as_str() {
                "status" | "status[]" => {
                    match PaymentStatus::ALL.iter().find(|status| Payment::word(**status) == value) {
                        Some(status) => search.statuses.push(*status),
                        None => errors.add("status", Code::InvalidParameter, "not one of the values allowed"),
                    }
                }
                "customerId" | "customerId[]" => search.customers.push(value),
                "fromDate" => {
                    // bounds of the core leave out the instant they name
                    let start = day("fromDate", &value, |day| day, &mut errors);
                    search.query.created_after = start.map(|at| at.minus(Duration::from_micros(1)).to_string());
                }
                "toDate" => {
                    search.query.created_before =
                        day("toDate", &value, Date::next, &mut errors).map(|end| end.to_string());
                }
                "limit" => search.limit = number("limit", &value, 1, MOST, &mut errors),
                "offset" => search.offset = number("offset", &value, 0, FARTHEST, &mut errors),
                _ => {}
            }
        }
        if let [only] = search.customers.as_slice() {
            search.query.customer_id = Some(only.clone());
        }
        search.query.list.unread = errors;
        search
    }

    /// Whether this payment is asked for.
    #[must_use]
    pub fn asks_for(&self, view: &PaymentView) -> bool {
        let payment = &view.payment;
        let customer = payment.customer_id.map(|id| id.to_string());
        (self.statuses.is_empty() || self.statuses.contains(&payment.status))
            && (self.customers.is_empty() || customer.is_some_and(|id| self.customers.contains(&id)))
    }
}

fn day(field: &str, text: &str, shift: impl Fn(Date) -> Date, errors: &mut FieldErrors) -> Option<Timestamp> {
    let at = text.parse().ok().and_then(|day| Timezone::utc().start_of(shift(day)));
    if at.is_none() {
        errors.add(field, Code::InvalidParameter, "a date: YYYY-MM-DD");
    }
    at
}

/// A list of payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payments {
    /// The payments, oldest first.
    pub items: Vec<Payment>,
    /// Where in the list they stand.
    pub pagination: Pagination,
}

/// Where in a list a slice stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pagination {
    /// How many there are in all.
    pub total: usize,
    /// How many were asked for.
    pub limit: usize,
    /// How many were left out first.
    pub offset: usize,
    /// How the list is sorted.
    pub sort: Sort,
}

/// How a list is sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sort {
    /// By what.
    pub key: &'static str,
    /// `ASC`.
    pub direction: &'static str,
}

impl Payments {
    /// The slice that was asked for, of `total`.
    #[must_use]
    pub fn of(search: &PaymentSearch, rows: &[PaymentView], total: usize) -> Self {
        let sort = Sort { key: "createdAt", direction: "ASC" };
        let pagination = Pagination { total, limit: search.limit, offset: search.offset, sort };
        Self { items: rows.iter().map(Payment::of).collect(), pagination }
    }
}
