//! A payment link's row.

use super::{Channel, CustomField, LineItem, LinkBill, LinkFile, ReminderRule, StatusNote, named};
use crate::{Currency, CustomerId, Date, LinkId, MerchantId, PaymentMethodId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

named! {
    /// How often a link can be paid.
    Usage {
        /// Once; `max_payments` is 1.
        OneTime = "one_time",
        /// Many times, up to `max_payments` if there is one.
        MultiUse = "multi_use",
    }
}

named! {
    /// The stored state of a link; what is shown also depends on the clock.
    LinkStateName {
        /// Can be paid while its window stands.
        Open = "open",
        /// Paid as often as it can be.
        Completed = "completed",
        /// Taken back by the merchant.
        Cancelled = "cancelled",
    }
}

named! {
    /// Whether, and how, this server sends a link to its payer when it is made.
    Delivery {
        /// It is not sent.
        None = "none",
        /// By mail.
        Email = "email",
        /// By text message.
        Sms = "sms",
        /// By both.
        Both = "both",
    }
}

impl Delivery {
    /// The ways it is sent.
    #[must_use]
    pub const fn channels(self) -> &'static [Channel] {
        match self {
            Self::None => &[],
            Self::Email => &[Channel::Email],
            Self::Sms => &[Channel::Sms],
            Self::Both => &[Channel::Email, Channel::Sms],
        }
    }
}

/// Who is asked to pay. Debug output hides it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCustomer {
    /// Name.
    pub name: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Phone number, E.164.
    pub phone: Option<String>,
    /// The caller's id of the customer.
    pub external_id: Option<String>,
    /// Language and region (BCP 47) in which messages speak.
    pub locale: Option<String>,
}

impl LinkCustomer {
    /// The address for a channel.
    #[must_use]
    pub fn address(&self, channel: Channel) -> Option<&str> {
        match channel {
            Channel::Email => self.email.as_deref(),
            Channel::Sms => self.phone.as_deref(),
        }
    }
}

impl std::fmt::Debug for LinkCustomer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("[redacted]")
    }
}

/// Notes shown beside an amount.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineNotes {
    /// Beside the card amount.
    pub card: Option<String>,
    /// Beside the bank debit amount.
    pub ach: Option<String>,
}

/// The parts of a link that are shown or handed back: stored as one JSON document. Nobody looks into it; what a link
/// is found by is written beside it (see [`LinkRecord::terms`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkDetails {
    /// What is being paid, in words.
    pub description: Option<String>,
    /// Notes per method.
    pub notes: LineNotes,
    /// What is being paid, line by line; empty when only amounts were given.
    #[serde(default)]
    pub line_items: Vec<LineItem>,
    /// Tax contained in the amount, minor units.
    pub sales_tax_minor: Option<i64>,
    /// The caller's transaction id; private.
    pub internal_transaction_id: Option<String>,
    /// The caller's own data; private.
    pub metadata: BTreeMap<String, String>,
    /// Where the payer goes after paying.
    pub redirect_url: Option<String>,
    /// Where the payer can go instead of paying.
    #[serde(default)]
    pub cancel_url: Option<String>,
    /// Whether the receipt shows the details of the payment.
    pub show_receipt_details: bool,
    /// Whether the page asks for the billing address.
    pub show_billing_fields: bool,
    /// Who is asked to pay; private.
    #[serde(default)]
    pub customer: Option<LinkCustomer>,
    /// How it was sent when it was made; reminders go the same ways.
    #[serde(default = "not_sent")]
    pub delivery: Delivery,
    /// When to remind, as it was given.
    #[serde(default)]
    pub reminders: Vec<ReminderRule>,
    /// Whether reminders are held back.
    #[serde(default)]
    pub reminders_paused: bool,
    /// What its payer can download, in the order it was attached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<LinkFile>,
    /// Whether a payment of it has ever begun; `None` on links from before this was kept.
    #[serde(default)]
    pub attempted: Option<bool>,
    /// Whether the page asks the payer to have the means of payment kept.
    #[serde(default)]
    pub save_payment_method: bool,
    /// The saved method that it offers, and no other.
    #[serde(default)]
    pub payment_method_id: Option<PaymentMethodId>,
    /// Whether the payer is to be told apart from a machine; kept and shown, asked by no page yet.
    #[serde(default)]
    pub captcha: bool,
    /// Words of the merchant's own to find it by, as they were given.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Fields of the caller's own, in their order; private.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub custom_fields: Vec<CustomField>,
    /// When its payer was last asked to pay, by whatever way; `sent_at` follows once that has gone out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_at: Option<Timestamp>,
    /// What people say of its payments and refunds, by the id of each.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub status_notes: BTreeMap<String, StatusNote>,
}

const fn not_sent() -> Delivery {
    Delivery::None
}

/// A payment link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRecord {
    /// Identity; random.
    pub id: LinkId,
    /// The payee.
    pub merchant_id: MerchantId,
    /// The merchant's customer it is for, if that has a record; `details.customer` is what was known of it then.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// The address part as it was given; unique on the server in lower case.
    pub slug: String,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Price by card in minor units; `None`: no cards.
    pub card_minor: Option<i64>,
    /// Price by bank debit in minor units; `None`: no bank debits.
    pub ach_minor: Option<i64>,
    /// Whether the prices were given per method.
    pub per_method: bool,
    /// One-time or multi-use.
    pub usage: Usage,
    /// How many payments it takes: 1 for one-time, `None` for no limit.
    pub max_payments: Option<i64>,
    /// Not payable before.
    pub starts_at: Option<Timestamp>,
    /// Not payable from then on.
    pub ends_at: Option<Timestamp>,
    /// Shown to the payer.
    pub due_date: Option<Date>,
    /// Order number, `[A-Za-z0-9]{1,20}`.
    pub order_number: Option<String>,
    /// Invoice number.
    pub invoice_number: Option<String>,
    /// The invoice or order it is for.
    #[serde(default)]
    pub bill: Option<LinkBill>,
    /// The caller's id; unique per merchant.
    pub external_id: Option<String>,
    /// Everything that is only shown.
    pub details: LinkDetails,
    /// Stored state.
    pub state: LinkStateName,
    /// When it was completed or cancelled.
    pub closed_at: Option<Timestamp>,
    /// Payments of a limited link that are under way or have succeeded; never over `max_payments`.
    pub slots_used: i64,
    /// Payments of a limited link that have succeeded.
    pub paid_count: i64,
    /// Sum of those, minor units.
    pub paid_minor: i64,
    /// When it was last sent to its payer.
    #[serde(default)]
    pub sent_at: Option<Timestamp>,
    /// When the page was first seen.
    pub viewed_at: Option<Timestamp>,
    /// Soft delete.
    pub deleted_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl LinkRecord {
    /// The mail address of its customer in the form that is compared: lower case.
    #[must_use]
    pub fn customer_email_key(&self) -> Option<String> {
        self.details.customer.as_ref()?.email.as_deref().map(str::to_lowercase)
    }

    /// The price by which lists are sorted and filtered, minor units: by card, or by bank debit where it takes no cards.
    #[must_use]
    pub const fn list_minor(&self) -> Option<i64> {
        match self.card_minor {
            Some(minor) => Some(minor),
            None => self.ach_minor,
        }
    }
}

/// Sums over the payments of a link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkTotals {
    /// Payments begun, whatever became of them.
    pub payments_count: i64,
    /// Payments that stand as succeeded.
    pub paid_count: i64,
    /// Sum of those, minor units.
    pub paid_minor: i64,
    /// Sum of what was refunded, minor units.
    #[serde(default)]
    pub refunded_minor: i64,
    /// How often its page was shown.
    #[serde(default)]
    pub views_count: i64,
}
