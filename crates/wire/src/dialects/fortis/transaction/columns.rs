//! By what transactions are filtered and sorted.

use crate::dialects::fortis::list::{Column, Kind};

/// Those of their members that can be asked for.
pub const TRANSACTION_COLUMNS: &[Column] = &[
    Column::new("id", Kind::Id),
    Column::new("payment_method", Kind::Id),
    Column::new("last_four", Kind::Id),
    Column::new("account_holder_name", Kind::Text),
    Column::new("transaction_amount", Kind::Amount),
    Column::new("auth_amount", Kind::Amount),
    Column::new("description", Kind::Text),
    Column::new("status_id", Kind::Whole),
    Column::new("type_id", Kind::Whole),
    Column::new("reason_code_id", Kind::Whole),
    Column::new("location_id", Kind::Id),
    Column::new("contact_id", Kind::Id),
    Column::new("product_transaction_id", Kind::Id),
    Column::new("paylink_id", Kind::Id),
    Column::new("previous_transaction_id", Kind::Id),
    Column::new("account_type", Kind::Id),
    Column::new("settle_date", Kind::Day),
    Column::new("notification_email_address", Kind::Text),
    Column::new("billing_zip", Kind::Text),
    Column::new("trx_source_id", Kind::Whole),
    Column::new("created_ts", Kind::Stamp),
    Column::new("modified_ts", Kind::Stamp),
];
