//! Paylinks: payment links of this dialect.

mod read;
mod view;

pub use read::{create_paylink, update_paylink};
pub use view::{PAYLINK_COLUMNS, Paylink};
