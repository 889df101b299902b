//! The wire format of connectFi payment links: every read is a POST, every answer is an envelope, and a payment link and
//! what is paid on it are one object with one status.
//!
//! Bodies become core forms, core views become the objects that integrations of that system read. Fields that have no
//! place of their own in the core are kept as a link's custom fields and as a merchant's metadata.

mod auth;
mod customer;
mod envelope;
mod error;
mod export;
mod history;
mod invoice;
mod list;
mod logo;
mod merchant;
mod payer;
mod payment;
mod payment_object;
mod refund;
mod reminder;
mod rules;
mod set_status;
mod status;
mod times;
pub mod webhook;

pub use auth::{AccessToken, Login, Token, login};
pub use customer::{MeansWanted, PayerPayment, PayerWish, ach_pay, card_pay, link_token};
pub use envelope::{Success, nothing, request_id};
pub use error::{About, Refusal};
pub use history::StatusStep;
pub use invoice::{Invoice, InvoiceList, invoice_list};
pub use list::{PaymentList, payment_list};
pub use logo::{LogoRemoval, remove_logo, scheme_of};
pub use merchant::{
    Logo, Merchant, MerchantChange, MerchantList, create_merchant, is_archived, merchant_list, merchant_of,
    update_merchant,
};
pub use payer::{PayerDetails, PayerMerchant, PaymentForPayer, PaymentOutcome};
pub use payment::{PaymentChange, create_payment, one_payment, update_payment};
pub use payment_object::{OwnField, Payment, PaymentParts};
pub use refund::{NewRefund, Refund, RefundList, create_refund, refund_list};
pub use reminder::{NewReminders, Reminder, ReminderRemoval, create_reminders, remove_reminders};
pub use set_status::{StatusChange, may_become, set_status};
pub use status::{Attempt, Status, refund_status, status};
pub use times::Instant;

/// The one client that a server of this kind has; the original shows the client's own id.
pub const AGGREGATOR: &str = "platform";
/// How many days a link stays payable once it has been sent, when nothing else was said.
pub const OPEN_DAYS: u16 = 30;
