//! The tables that links are found by.

diesel::table! {
    use diesel::sql_types::Text;
    use crate::types::sql::Uid;
    link_terms (merchant_id, term, link_id) {
        merchant_id -> Uid,
        term -> Text,
        link_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use crate::types::sql::Uid;
    link_texts (link_id) {
        link_id -> Uid,
        terms -> Text,
    }
}

diesel::table! {
    use crate::types::sql::Uid;
    links_to_note (link_id) {
        link_id -> Uid,
    }
}
