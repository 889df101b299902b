//! What callers ask for, as they wrote it. Use cases check it and name every wrong field at once.
//!
//! Adapters translate their protocol into these; what they cannot translate (an unknown field, a
//! wrong type) goes into `unread`, so that it is refused together with everything else.

mod bill;
mod customer;
mod inbound;
mod line;
mod link;
mod merchant;
mod note;
mod pay;
mod query;
mod refund;
mod reminder;
mod send;
mod tag;
mod webhook;

pub use bill::BillForm;
pub use customer::{CustomerForm, EraseForm, MergeForm, PersonForm};
pub use inbound::BounceForm;
pub use line::LineItemForm;
pub use link::LinkForm;
pub use merchant::{MerchantForm, TokenForm};
pub use note::StatusNoteForm;
pub use pay::{BillingForm, PayForm};
pub use query::{
    AuditQuery, BillQuery, CustomerQuery, DeliveryQuery, EventQuery, LinkQuery, ListQuery, MessageQuery,
    PaymentMethodQuery, PaymentQuery, PayoutsQuery, RefundQuery, SummaryQuery, SuppressionQuery, TransactionQuery,
};
pub use refund::RefundForm;
pub use reminder::ReminderForm;
pub use send::{SendForm, SuppressionForm};
pub use tag::TagForm;
pub use webhook::{ApiKeyForm, EndpointForm};

/// A field of a form: left alone, cleared, or set. On creation the first two mean the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Not mentioned.
    #[default]
    Keep,
    /// Explicitly nothing (`null`).
    Clear,
    /// A new value.
    Set(T),
}

impl<T> Patch<T> {
    /// The new value, if there is one.
    pub const fn set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// The new value, if there is one, taken out.
    pub fn into_set(self) -> Option<T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// The same for a value made from this one.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Set(value) => Patch::Set(make(value)),
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
        }
    }

    /// Whether the field was mentioned at all.
    pub const fn is_mentioned(&self) -> bool {
        match self {
            Self::Keep => false,
            Self::Clear | Self::Set(_) => true,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Set(value.to_owned())
    }
}
