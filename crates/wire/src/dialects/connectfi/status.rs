//! The one status of a payment: that of its link and of what was last paid on it, in one word.

use crate::dialects::Stage;
use paylink_core::records::{Method, PaymentRecord, PaymentStatus, RefundRecord, RefundStatus, Usage};
use serde::{Serialize, Serializer};

macro_rules! statuses {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// The status of a payment or refund.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Status { $($(#[$doc])* $name,)+ }

        impl Status {
            /// Every status.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)+ }
            }

            /// The status of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|status| status.name() == name)
            }
        }
    };
}
statuses! {
    /// Made, not sent.
    Initiated,
    /// Its payer was asked to pay.
    Sent,
    /// Taken back.
    Cancelled,
    /// Refused before it was handed over.
    Rejected,
    /// Something failed that was nobody's word.
    Error,
    /// Its time passed.
    Expired,
    /// On its way to be handed over.
    Processing,
    /// Handed over.
    SentToPay,
    /// Paid.
    Completed,
    /// Paid, and the bank cannot be waited for any more.
    Settled,
    /// A bank debit that came back.
    Returned,
    /// Refused by the bank.
    Declined,
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// How far the last attempt to pay a link has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attempt {
    /// There was none that says anything of the link as a whole.
    None,
    /// Not handed over yet, or waiting for its payer.
    Processing,
    /// Handed over to the bank.
    Submitted,
    /// The money is there.
    Succeeded,
    /// The same of a bank debit, which counts as paid once it has settled.
    Settled,
    /// It came back.
    Returned,
    /// The bank refused it.
    Declined,
    /// It failed for no reason of the payer's.
    Faulted,
    /// Refused before it was handed over.
    Refused,
}

/// Codes of failures that are nobody's word.
const FAULTS: [&str; 3] = ["processing_error", "not_found", "gateway_error"];

impl Attempt {
    /// Every attempt, for grids.
    pub const ALL: [Self; 9] = [
        Self::None,
        Self::Processing,
        Self::Submitted,
        Self::Succeeded,
        Self::Settled,
        Self::Returned,
        Self::Declined,
        Self::Faulted,
        Self::Refused,
    ];

    /// What the latest payment of a link comes to. Of a link that is paid again and again, one payment says nothing.
    #[must_use]
    pub fn of(latest: Option<&PaymentRecord>, usage: Usage) -> Self {
        let payment = match (latest, usage) {
            (Some(payment), Usage::OneTime) => payment,
            (None, _) | (Some(_), Usage::MultiUse) => return Self::None,
        };
        match (payment.status, payment.method) {
            (PaymentStatus::RequiresAction, _) => Self::Processing,
            (PaymentStatus::Processing, _) if payment.unknown || payment.is_held() => Self::Processing,
            (PaymentStatus::Processing, _) => Self::Submitted,
            (PaymentStatus::Succeeded, Method::Card) => Self::Succeeded,
            (PaymentStatus::Succeeded, Method::Ach) => Self::Settled,
            (PaymentStatus::Returned, _) => Self::Returned,
            (PaymentStatus::Failed, _) => failed(payment.failure_code.as_deref(), payment.gateway_reference.is_some()),
        }
    }
}

/// A failure: the gateway knows of what it took on, and of nothing else.
fn failed(code: Option<&str>, taken_on: bool) -> Attempt {
    match code {
        Some(code) if FAULTS.contains(&code) => Attempt::Faulted,
        Some(_) | None if taken_on => Attempt::Declined,
        Some(_) | None => Attempt::Refused,
    }
}

/// The status of a link at this stage, last paid like this, and sent or not.
#[must_use]
pub const fn status(stage: Stage, attempt: Attempt, sent: bool) -> Status {
    match (stage, attempt) {
        (Stage::Cancelled | Stage::Deleted, _) => Status::Cancelled,
        (_, Attempt::Returned) => Status::Returned,
        (Stage::Completed, Attempt::Settled) => Status::Settled,
        (
            Stage::Completed,
            Attempt::None
            | Attempt::Processing
            | Attempt::Submitted
            | Attempt::Succeeded
            | Attempt::Declined
            | Attempt::Faulted
            | Attempt::Refused,
        ) => Status::Completed,
        (Stage::Scheduled | Stage::Open | Stage::Ended, Attempt::Processing) => Status::Processing,
        (Stage::Scheduled | Stage::Open | Stage::Ended, Attempt::Submitted) => Status::SentToPay,
        (Stage::Scheduled | Stage::Open | Stage::Ended, Attempt::Succeeded) => Status::Completed,
        (Stage::Scheduled | Stage::Open | Stage::Ended, Attempt::Settled) => Status::Settled,
        // what was refused can be tried again until the link ends
        (Stage::Ended, Attempt::None | Attempt::Declined | Attempt::Faulted | Attempt::Refused) => Status::Expired,
        (Stage::Scheduled | Stage::Open, Attempt::Declined) => Status::Declined,
        (Stage::Scheduled | Stage::Open, Attempt::Faulted) => Status::Error,
        (Stage::Scheduled | Stage::Open, Attempt::Refused) => Status::Rejected,
        (Stage::Scheduled, Attempt::None) => Status::Initiated,
        (Stage::Open, Attempt::None) if sent => Status::Sent,
        (Stage::Open, Attempt::None) => Status::Initiated,
    }
}

/// The status of a refund.
#[must_use]
pub fn refund_status(refund: &RefundRecord) -> Status {
    match refund.status {
        RefundStatus::Processing if refund.unknown => Status::Processing,
        RefundStatus::Processing => Status::SentToPay,
        RefundStatus::Succeeded => Status::Completed,
        RefundStatus::Failed => match failed(refund.failure_code.as_deref(), refund.gateway_reference.is_some()) {
            Attempt::Faulted => Status::Error,
            Attempt::Refused => Status::Rejected,
            Attempt::None
            | Attempt::Processing
            | Attempt::Submitted
            | Attempt::Succeeded
            | Attempt::Settled
            | Attempt::Returned
            | Attempt::Declined => Status::Declined,
        },
    }
}
