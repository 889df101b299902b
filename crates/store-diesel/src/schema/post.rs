//! The tables of messages to people.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::sql::{Instant, Json, Uid};
    messages (id) {
        id -> Uid,
        merchant_id -> Uid,
        link_id -> Uid,
        payment_id -> Nullable<Uid>,
        reminder_id -> Nullable<Uid>,
        event_id -> Nullable<Uid>,
        kind -> Text,
        channel -> Text,
        recipient -> Text,
        recipient_key -> Text,
        status -> Text,
        attempts -> BigInt,
        last_error -> Nullable<Text>,
        provider_reference -> Nullable<Text>,
        letter -> Json,
        next_attempt_at -> Nullable<Instant>,
        sent_at -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::sql::{Instant, Json, Uid};
    reminders (id) {
        id -> Uid,
        link_id -> Uid,
        merchant_id -> Uid,
        remind_on -> Text,
        offset_days -> Nullable<BigInt>,
        channels -> Json,
        status -> Text,
        reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::types::sql::{Instant, Uid};
    suppressions (id) {
        id -> Uid,
        merchant_id -> Nullable<Uid>,
        channel -> Text,
        address -> Text,
        address_key -> Text,
        reason -> Text,
        created_at -> Instant,
    }
}
