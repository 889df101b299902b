//! Fortis / Zeamster v2: paylinks, quick invoices and what stands around them.
//!
//! A location is a merchant, a contact a customer, a transaction a payment or a refund, a postback configuration a webhook
//! endpoint. What has no place of its own in the core is kept in metadata, under its name here.

mod contact;
mod link;
mod list;
mod location;
mod paylink;
mod postback;
mod problem;
mod quick;
mod read;
mod show;
mod status;
mod tag;
mod time;
mod token;
mod transaction;
mod user;
pub mod webhook;

pub use contact::{CONTACT_COLUMNS, Contact, NewContact, create_contact, update_contact};
pub use link::{LinkRow, NewLink, tie_contact};
pub use list::{Ask, Column, Found, Kind, Meta, Pager};
pub use location::{LOCATION_COLUMNS, Location, create_location, update_location};
pub use paylink::{PAYLINK_COLUMNS, Paylink, create_paylink, update_paylink};
pub use postback::{ATTEMPTS, INTERVAL, POSTBACK_COLUMNS, Postback, create_postback, update_postback};
pub use problem::Problem;
pub use quick::{
    Items, QUICK_INVOICE_COLUMNS, QuickFile, QuickInvoice, QuickInvoiceChange, QuickStatus, Takes,
    create_quick_invoice, quick_invoice_form, quick_status, transaction_to_tie, update_quick_invoice,
};
pub use show::{Href, Links, Many, One, Shown};
pub use status::{Latest, Status, status};
pub use tag::{NewTag, TAG_COLUMNS, Tag, create_tag, update_tag};
pub use token::{SignIn, Token, sign_in};
pub use transaction::{
    NewTransaction, Source, TRANSACTION_COLUMNS, Transaction, create_transaction, not_voidable, void_transaction,
};
pub use user::User;
