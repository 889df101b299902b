//! Paylinks: payment links of this dialect.

mod read;
mod view;

pub use read::{NewPaylink, create_paylink, tie_contact, update_paylink};
pub use view::{PAYLINK_COLUMNS, Paylink};

/// What is kept in a link's metadata for want of a place of its own.
mod kept {
    /// The account for cards, where the caller has named one.
    pub(super) const CARD: &str = "cc_product_transaction_id";
    /// The account for bank debits, where the caller has named one.
    pub(super) const ACH: &str = "ach_product_transaction_id";
    /// A number to which nothing can be sent.
    pub(super) const PHONE: &str = "cell_phone";
    /// The API key that made the link.
    pub(super) const MADE_BY: &str = "created_user_id";
    /// The API key that last changed it.
    pub(super) const CHANGED_BY: &str = "modified_user_id";
}
