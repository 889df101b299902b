//! The tables, as both databases know them: the own SQL types carry the difference, everything else is portable.

mod audit;
mod kept;
mod methods;
mod owed;
mod post;
mod reports;
mod search;

pub(crate) use audit::{audit_log, audit_marks, audit_seals};
pub(crate) use kept::{file_usage, files};
pub(crate) use methods::payment_methods;
pub(crate) use owed::bills;
pub(crate) use post::{messages, reminders, suppressions};
pub(crate) use reports::report_facts;
pub(crate) use search::{link_terms, link_texts, links_to_note};

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::types::sql::{Instant, Json, Uid};
    merchants (id) {
        id -> Uid,
        name -> Text,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        website -> Nullable<Text>,
        external_id -> Nullable<Text>,
        currency -> Text,
        card -> Bool,
        ach -> Bool,
        accent_color -> Nullable<Text>,
        timezone -> Text,
        messages -> Json,
        ach_hold_minutes -> BigInt,
        tokens_valid_after -> Nullable<Instant>,
        logo_id -> Nullable<Uid>,
        logo_dark_id -> Nullable<Uid>,
        metadata -> Json,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::sql::{Instant, Json, Uid};
    customers (id) {
        id -> Uid,
        merchant_id -> Uid,
        external_id -> Nullable<Text>,
        name -> Nullable<Text>,
        email -> Nullable<Text>,
        email_key -> Nullable<Text>,
        phone -> Nullable<Text>,
        locale -> Nullable<Text>,
        metadata -> Json,
        merged_into -> Nullable<Uid>,
        deleted_at -> Nullable<Instant>,
        erasure -> Nullable<Json>,
        erased_at -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::types::sql::{Instant, Json, Uid};
    links (id) {
        id -> Uid,
        merchant_id -> Uid,
        customer_id -> Nullable<Uid>,
        slug -> Text,
        slug_key -> Text,
        currency -> Text,
        card_minor -> Nullable<BigInt>,
        ach_minor -> Nullable<BigInt>,
        per_method -> Bool,
        usage -> Text,
        max_payments -> Nullable<BigInt>,
        starts_at -> Nullable<Instant>,
        ends_at -> Nullable<Instant>,
        due_date -> Nullable<Text>,
        order_number -> Nullable<Text>,
        invoice_number -> Nullable<Text>,
        bill_id -> Nullable<Uid>,
        bill_place -> Nullable<Text>,
        external_id -> Nullable<Text>,
        details -> Json,
        state -> Text,
        closed_at -> Nullable<Instant>,
        slots_used -> BigInt,
        paid_count -> BigInt,
        paid_minor -> BigInt,
        sent_at -> Nullable<Instant>,
        customer_email -> Nullable<Text>,
        viewed_at -> Nullable<Instant>,
        deleted_at -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::types::sql::{Instant, Json, Uid};
    payments (id) {
        id -> Uid,
        link_id -> Uid,
        bill_id -> Nullable<Uid>,
        merchant_id -> Uid,
        customer_id -> Nullable<Uid>,
        amount_minor -> BigInt,
        currency -> Text,
        method -> Text,
        method_details -> Nullable<Json>,
        status -> Text,
        unknown -> Bool,
        failure_code -> Nullable<Text>,
        failure_message -> Nullable<Text>,
        action_url -> Nullable<Text>,
        gateway_token -> Nullable<Text>,
        held_until -> Nullable<Instant>,
        gateway_reference -> Nullable<Text>,
        captured_minor -> BigInt,
        refund_reserved_minor -> BigInt,
        refunded_minor -> BigInt,
        ledger_count -> BigInt,
        exclusive -> Bool,
        holds_slot -> Bool,
        review -> Nullable<Text>,
        payer_name -> Nullable<Text>,
        payer_email -> Nullable<Text>,
        billing -> Nullable<Json>,
        payer_origin -> Nullable<Text>,
        keeping -> Nullable<Json>,
        not_found_count -> BigInt,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::types::sql::{Instant, Json, Uid};
    refunds (id) {
        id -> Uid,
        payment_id -> Uid,
        link_id -> Uid,
        merchant_id -> Uid,
        amount_minor -> BigInt,
        currency -> Text,
        reason -> Nullable<Text>,
        status -> Text,
        unknown -> Bool,
        failure_code -> Nullable<Text>,
        failure_message -> Nullable<Text>,
        gateway_reference -> Nullable<Text>,
        review -> Nullable<Text>,
        not_found_count -> BigInt,
        metadata -> Json,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::sql::{Instant, Uid};
    ledger (id) {
        id -> Uid,
        payment_id -> Uid,
        number -> BigInt,
        refund_id -> Nullable<Uid>,
        merchant_id -> Uid,
        kind -> Text,
        debit -> Text,
        credit -> Text,
        amount_minor -> BigInt,
        currency -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::types::sql::{Instant, Json, Uid};
    events (id) {
        id -> Uid,
        merchant_id -> Nullable<Uid>,
        link_id -> Nullable<Uid>,
        kind -> Text,
        subject -> Json,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::sql::{Instant, Uid};
    api_keys (id) {
        id -> Uid,
        name -> Text,
        role -> Text,
        merchant_id -> Nullable<Uid>,
        secret_hash -> Text,
        hint -> Text,
        revoked_at -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::types::sql::{Instant, Json, Uid};
    webhook_endpoints (id) {
        id -> Uid,
        merchant_id -> Nullable<Uid>,
        url -> Text,
        events -> Json,
        format -> Text,
        secret -> Text,
        previous_secret -> Nullable<Text>,
        previous_secret_until -> Nullable<Instant>,
        disabled -> Bool,
        disabled_reason -> Nullable<Text>,
        failing_since -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::sql::{Instant, Uid};
    webhook_deliveries (id) {
        id -> Uid,
        event_id -> Uid,
        endpoint_id -> Uid,
        merchant_id -> Nullable<Uid>,
        body -> Text,
        status -> Text,
        attempts -> BigInt,
        last_status -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
        next_attempt_at -> Nullable<Instant>,
        delivered_at -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::types::sql::Uid;
    link_views (link_id, day) {
        link_id -> Uid,
        day -> Text,
        views -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::types::sql::{Instant, Uid};
    idempotency (scope, key) {
        scope -> Text,
        key -> Text,
        fingerprint -> Text,
        payment_id -> Nullable<Uid>,
        refund_id -> Nullable<Uid>,
        answer_status -> Nullable<BigInt>,
        answer_type -> Nullable<Text>,
        answer_body -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        expires_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Bool, Text};
    use crate::types::sql::{Instant, Uid};
    work (queue, subject) {
        queue -> Text,
        subject -> Uid,
        lane -> Uid,
        run_at -> Instant,
        leased -> Bool,
        attempts -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    documents (kind, key) {
        kind -> Text,
        key -> Text,
        text -> Text,
        version -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(idempotency, payments, refunds);
diesel::allow_tables_to_appear_in_same_query!(link_views, payments);
diesel::allow_tables_to_appear_in_same_query!(links, payments);
diesel::allow_tables_to_appear_in_same_query!(link_terms, link_texts, links, merchants);
