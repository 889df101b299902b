//! Quick invoices: payment links with line items.

mod form;
mod items;
mod read;
mod reminders;
mod status;
mod view;

pub use form::quick_invoice_form;
pub use items::Items;
pub use read::{QuickInvoiceChange, create_quick_invoice, transaction_to_tie, update_quick_invoice};
pub use status::{QuickStatus, Takes, quick_status};
pub use view::{QUICK_INVOICE_COLUMNS, QuickFile, QuickInvoice};

/// The object around all fields.
const WRAPPER: &str = "quickinvoice";

/// What is kept in a link's metadata under its name here: texts with their length.
const KEPT: &[(&str, usize)] = &[("item_header", 250), ("item_footer", 250), ("note", 200), ("customer_id", 64)];
/// Whether the caller wants files in mails, kept the same way.
const FILES_IN_MAIL: &str = "attach_files_to_email";
