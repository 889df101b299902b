//! The table of invoices and orders.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::sql::{Instant, Json, Uid};
    bills (id) {
        id -> Uid,
        kind -> Text,
        merchant_id -> Uid,
        number -> Text,
        currency -> Text,
        total_minor -> BigInt,
        due_date -> Nullable<Text>,
        customer_id -> Nullable<Uid>,
        max_open_links -> BigInt,
        details -> Json,
        state -> Text,
        closed_at -> Nullable<Instant>,
        payment_id -> Nullable<Uid>,
        link_id -> Nullable<Uid>,
        deleted_at -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}
