//! Transactions: payments and refunds in one list.

mod columns;
mod read;
mod status;
mod view;

pub use columns::TRANSACTION_COLUMNS;
pub use read::{NewTransaction, create_transaction, not_voidable, void_transaction};
pub use view::{Source, Transaction};
