//! The table of facts. That of counts is read and written by statements of its own (`counts.rs`).

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::types::sql::Uid;
    report_facts (id) {
        id -> Uid,
        merchant_id -> Uid,
        slot -> BigInt,
        metric -> Text,
        currency -> Text,
        method -> Text,
        detail -> Text,
        count -> BigInt,
        amount_minor -> BigInt,
        seconds -> BigInt,
    }
}
