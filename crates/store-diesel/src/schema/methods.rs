//! The table of saved payment methods.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::sql::{Instant, Json, Uid};
    payment_methods (id) {
        id -> Uid,
        merchant_id -> Uid,
        customer_id -> Nullable<Uid>,
        link_id -> Uid,
        payment_id -> Uid,
        method -> Text,
        details -> Json,
        gateway_reference -> Nullable<Text>,
        consent -> Json,
        status -> Text,
        revoked_at -> Nullable<Instant>,
        revoked_by -> Nullable<Text>,
        revoke_reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}
