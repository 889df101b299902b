//! The bodies of requests as the API description shows them. Requests are read in
//! [`super::requests`]; a test keeps both to the same fields. Rust clients can send these.

mod access;
mod bill;
mod checkout;
mod customer;
mod line;
mod link;
mod merchant;
mod message;
mod refund;
mod reminder;
mod sandbox;
mod suppression;
mod webhook;

pub use access::CreateApiKey;
pub use bill::{CreateInvoice, CreateOrder, UpdateInvoice, UpdateOrder};
pub use checkout::{BillingBody, CreatePayment, PayerBody};
pub use customer::{CreateCustomer, CustomerBody, EraseCustomer, MergeCustomer, UpdateCustomer};
pub use line::LineItemBody;
pub use link::{CreatePaymentLink, UpdatePaymentLink};
pub use merchant::{CreateMerchant, UpdateMerchant};
pub use message::SendPaymentLink;
pub use refund::CreateRefund;
pub use reminder::{DefaultReminderBody, ReminderBody};
pub use sandbox::{CreateSandboxToken, SandboxBankAccount, SandboxCard};
pub use suppression::{CreateSuppression, ReportBounce, TwilioStatus};
pub use webhook::{CreateWebhookEndpoint, UpdateWebhookEndpoint};
