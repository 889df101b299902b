//! Transactions: payments and refunds in one list.

mod read;
mod status;
mod view;

pub use read::{NewTransaction, create_transaction, update_transaction};
pub use view::{Source, TRANSACTION_COLUMNS, Transaction};
