//! What the native API answers: made from the core's views, written once, here.
//!
//! Money is decimal text in the currency's decimals, times are RFC 3339 in UTC. A field that has no
//! value is `null`, never left out; fields that later parts of the API fill have their empty value.

mod access;
mod attachment;
mod audit;
mod bill;
mod checkout;
mod customer;
mod event;
mod health;
mod line;
mod link;
mod list;
mod merchant;
mod message;
mod method;
mod payment;
mod payouts;
mod refund;
mod reminder;
mod report;
mod sandbox;
mod saved_method;
mod suppression;
mod webhook;

pub use access::{ApiKey, MerchantToken, NewApiKey};
pub use attachment::{Attachment, CheckoutFile};
pub use audit::{AuditActor, AuditEntry, AuditedObject};
pub use bill::{Invoice, Order};
pub use checkout::{Checkout, CheckoutMerchant, CheckoutPrice, CheckoutSituation, GatewayInfo};
pub use customer::{Customer, LinkCustomer};
pub use event::{Event, EventData, TestData};
pub use health::Health;
pub use line::LineItem;
pub use link::PaymentLink;
pub use list::List;
pub use merchant::Merchant;
pub use message::{Message, MessagePreview, RequestedMessage};
pub use method::{AchMethod, CardMethod, PaymentMethod};
pub use payment::{CheckoutPayment, NextAction, Payer, Payment, PaymentFailure};
pub use payouts::{PayoutCurrency, PayoutsPreview};
pub use refund::{Refund, RefundFailure};
pub use reminder::{DefaultReminderRule, Reminder, ReminderRule};
pub use report::{
    ReportAmounts, ReportCurrency, ReportFailure, ReportFigures, ReportInterval, ReportLinks, ReportMethod,
    ReportPayments, ReportSummary, ReportTimeClass, ReportTimes,
};
pub use sandbox::SandboxToken;
pub use saved_method::{CheckoutConsent, CheckoutPaymentMethod, ConsentEvidence, MethodRevocation, SavedPaymentMethod};
pub use suppression::{BounceReport, Suppression};
pub use webhook::{Redelivery, WebhookDelivery, WebhookEndpoint};
