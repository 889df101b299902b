//! How long payments took, in classes that can be added up exactly, and why they failed.

use crate::{ports::Counted, records::Metric};
use std::collections::BTreeMap;

/// Limits of the classes in seconds, inclusive, and what the class is called in a count.
const CLASSES: [(i64, &str); 10] = [
    (60, "60"),
    (300, "300"),
    (900, "900"),
    (3600, "3600"),
    (21_600, "21600"),
    (86_400, "86400"),
    (259_200, "259200"),
    (604_800, "604800"),
    (1_209_600, "1209600"),
    (2_592_000, "2592000"),
];
/// The class above all limits.
const LONGER: &str = "longer";
/// Codes that are named one by one.
const NAMED: usize = 20;

/// The class of a payment that took so many seconds.
pub(crate) fn class_of(seconds: i64) -> &'static str {
    CLASSES.iter().find(|(limit, _)| seconds <= *limit).map_or(LONGER, |(_, name)| name)
}

/// One class of times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeClass {
    /// Its limit in seconds, inclusive; `None`: longer than all others.
    pub up_to_seconds: Option<i64>,
    /// Payments in it.
    pub count: i64,
}

/// From the making of a one-time link to the payment that paid it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimesToPayment {
    /// Payments measured.
    pub count: i64,
    /// Their mean in whole seconds, rounded down; `None` without payments.
    pub mean_seconds: Option<i64>,
    /// Every class, shortest first.
    pub classes: Vec<TimeClass>,
}

/// How often a failure happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureCount {
    /// Its code.
    pub code: String,
    /// How often.
    pub count: i64,
}

/// Why payments came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failures {
    /// The 20 most frequent codes, most frequent first.
    pub codes: Vec<FailureCount>,
    /// All others together.
    pub other: i64,
}

/// The times in what was counted.
pub(crate) fn times_to_payment<'a>(counted: impl Iterator<Item = &'a Counted>) -> TimesToPayment {
    let mut by_class: BTreeMap<&str, i64> = BTreeMap::new();
    let (mut count, mut seconds) = (0_i64, 0_i64);
    let measured = |one: &&Counted| one.key.metric == Metric::PaymentsSucceeded && !one.key.detail.is_empty();
    for one in counted.filter(measured) {
        let class = by_class.entry(&one.key.detail).or_default();
        *class = class.saturating_add(one.sums.count);
        count = count.saturating_add(one.sums.count);
        seconds = seconds.saturating_add(one.sums.seconds);
    }
    let limits = CLASSES.iter().map(|(limit, name)| (Some(*limit), *name)).chain([(None, LONGER)]);
    let classes = limits
        .map(|(up_to_seconds, name)| TimeClass { up_to_seconds, count: by_class.get(name).copied().unwrap_or(0) });
    TimesToPayment { count, mean_seconds: seconds.checked_div(count), classes: classes.collect() }
}

/// The failures in what was counted.
pub(crate) fn failures<'a>(counted: impl Iterator<Item = &'a Counted>) -> Failures {
    let mut by_code: BTreeMap<&str, i64> = BTreeMap::new();
    for one in counted.filter(|one| one.key.metric == Metric::PaymentsFailed) {
        let count = by_code.entry(&one.key.detail).or_default();
        *count = count.saturating_add(one.sums.count);
    }
    let mut codes: Vec<_> = by_code.into_iter().filter(|(_, count)| *count != 0).collect();
    codes.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    let rest = codes.split_off(codes.len().min(NAMED));
    Failures {
        codes: codes.into_iter().map(|(code, count)| FailureCount { code: code.to_owned(), count }).collect(),
        other: rest.into_iter().fold(0, |sum, (_, count)| sum.saturating_add(count)),
    }
}
