//! The tables of files.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::sql::{Instant, Uid};
    files (id) {
        id -> Uid,
        merchant_id -> Uid,
        link_id -> Nullable<Uid>,
        purpose -> Text,
        name -> Text,
        content_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        status -> Text,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::BigInt;
    use crate::types::sql::Uid;
    file_usage (merchant_id) {
        merchant_id -> Uid,
        bytes -> BigInt,
        limit_bytes -> BigInt,
        version -> BigInt,
    }
}
