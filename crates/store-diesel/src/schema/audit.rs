//! The tables of the audit log.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::sql::{Instant, Json, Uid};
    audit_log (id) {
        id -> Uid,
        merchant_id -> Nullable<Uid>,
        actor -> Text,
        actor_id -> Nullable<Text>,
        action -> Text,
        kind -> Text,
        subject -> Uid,
        version -> BigInt,
        state -> Nullable<Json>,
        request_id -> Nullable<Text>,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::types::sql::{Instant, Json};
    audit_seals (number) {
        number -> BigInt,
        entries -> Json,
        hash -> Text,
        key_id -> Text,
        mac -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable};
    use crate::types::sql::Uid;
    audit_marks (id) {
        id -> Uid,
        seal -> Nullable<BigInt>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(audit_log, audit_marks);
