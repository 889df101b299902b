//! What callers are shown: records plus everything that follows from them and the clock.

mod bill;
mod lists;

pub use bill::{BillStatus, BillView};
pub use lists::{TransactionView, Window, Windowed};

use crate::{
    CustomerId, EventId, EventKind, MerchantId, Money, PaymentId, Timestamp,
    ports::WrittenMail,
    records::{
        AuditRecord, CustomerRecord, LinkFile, LinkRecord, LinkTotals, MessageRecord, PaymentMethodRecord,
        PaymentRecord, RefundRecord, ReminderRecord, ReminderStatus, named,
    },
};
use std::collections::BTreeMap;

named! {
    /// The status of a link as shown; follows the clock by itself.
    LinkStatus {
        /// Within its window.
        Active = "ACTIVE",
        /// Before its start or after its end.
        Inactive = "INACTIVE",
        /// Paid as often as it can be.
        Completed = "COMPLETED",
        /// Taken back.
        Cancelled = "CANCELLED",
    }
}

named! {
    /// Whether a link has been paid.
    LinkPaymentStatus {
        /// Not (fully) paid.
        Unpaid = "unpaid",
        /// Paid: the link is completed.
        Paid = "paid",
    }
}

/// A link as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkView {
    /// What is stored.
    pub link: LinkRecord,
    /// Its status now.
    pub status: LinkStatus,
    /// Whether it has been paid.
    pub payment_status: LinkPaymentStatus,
    /// Whether a payment would be accepted now.
    pub payable: bool,
    /// Sums over its payments.
    pub totals: LinkTotals,
    /// Address of the payment page.
    pub url: String,
    /// Address of its QR code (SVG).
    pub qr_code_url: String,
}

impl LinkView {
    /// The sum of successful payments.
    #[must_use]
    pub fn amount_paid(&self) -> Money {
        Money::new(self.totals.paid_minor, self.link.currency)
    }

    /// The sum of successful refunds.
    #[must_use]
    pub fn amount_refunded(&self) -> Money {
        Money::new(self.totals.refunded_minor, self.link.currency)
    }
}

/// A payment as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentView {
    /// What is stored.
    pub payment: PaymentRecord,
}

impl PaymentView {
    /// How much is paid.
    #[must_use]
    pub fn amount(&self) -> Money {
        Money::new(self.payment.amount_minor, self.payment.currency)
    }

    /// How much of it was refunded.
    #[must_use]
    pub fn amount_refunded(&self) -> Money {
        Money::new(self.payment.refunded_minor, self.payment.currency)
    }
}

named! {
    /// How far the erasure of a person has come.
    ErasureStatus {
        /// It runs.
        Running = "running",
        /// The person is gone from everywhere.
        Done = "done",
    }
}

/// A customer as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerView {
    /// What is stored; of a person that is being erased nothing but ids and times.
    pub customer: CustomerRecord,
}

impl CustomerView {
    /// The customer as it may be shown.
    #[must_use]
    pub fn of(customer: CustomerRecord) -> Self {
        if !customer.is_erased() {
            return Self { customer };
        }
        let (external_id, name, email, phone, locale) = (None, None, None, None, None);
        let metadata = std::collections::BTreeMap::new();
        Self { customer: CustomerRecord { external_id, name, email, phone, locale, metadata, ..customer } }
    }

    /// Whether the person is being erased, or has been.
    #[must_use]
    pub const fn erasure(&self) -> Option<ErasureStatus> {
        match (&self.customer.erasure, self.customer.erased_at) {
            (Some(_), _) => Some(ErasureStatus::Running),
            (None, Some(_)) => Some(ErasureStatus::Done),
            (None, None) => None,
        }
    }

    /// Its identity.
    #[must_use]
    pub const fn id(&self) -> CustomerId {
        self.customer.id
    }
}

/// A refund as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundView {
    /// What is stored.
    pub refund: RefundRecord,
}

impl RefundView {
    /// How much goes back.
    #[must_use]
    pub fn amount(&self) -> Money {
        Money::new(self.refund.amount_minor, self.refund.currency)
    }
}

/// A saved payment method as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentMethodView {
    /// What is stored.
    pub method: PaymentMethodRecord,
    /// Whether it could pay now: not removed, not expired.
    pub usable: bool,
}

impl PaymentMethodView {
    /// The method as shown at `now`.
    #[must_use]
    pub fn at(method: PaymentMethodRecord, now: Timestamp) -> Self {
        let usable = method.revoked.is_none() && !crate::link::has_expired(&method.details, now);
        Self { method, usable }
    }
}

/// A reminder as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderView {
    /// What is stored.
    pub reminder: ReminderRecord,
    /// Its status now: a planned one counts as cancelled while its link needs none.
    pub status: ReminderStatus,
    /// Why it was skipped or cancelled.
    pub reason: Option<String>,
    /// When it goes out by plan: nine in the morning of its day, in the merchant's time zone as it is now.
    pub send_at: Option<Timestamp>,
}

/// An attachment of a link as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentView {
    /// What is stored.
    pub file: LinkFile,
    /// Where the payer downloads it.
    pub url: String,
}

/// A message that the platform is asked to send, finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedMessage {
    /// What is stored.
    pub message: MessageRecord,
    /// The link it is about.
    pub link: LinkView,
    /// The caller's own id of the merchant, if it has one.
    pub merchant_external_id: Option<String>,
    /// What it says.
    pub content: MessageContent,
}

/// What a message says, finished. Debug output hides it.
#[derive(Clone, PartialEq, Eq)]
pub enum MessageContent {
    /// A mail.
    Mail(WrittenMail),
    /// A text message.
    Text(String),
}

impl std::fmt::Debug for MessageContent {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("MessageContent").finish_non_exhaustive()
    }
}

/// What an event is about, as the API shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubjectView {
    /// A payment link.
    PaymentLink(Box<LinkView>),
    /// A payment.
    Payment(Box<PaymentView>),
    /// A refund.
    Refund(Box<RefundView>),
    /// A saved payment method.
    PaymentMethod(Box<PaymentMethodView>),
    /// A message that the platform is asked to send.
    Message(Box<RequestedMessage>),
    /// A customer.
    Customer(Box<CustomerView>),
    /// A test of a webhook endpoint.
    Test,
}

/// An event as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventView {
    /// Identity.
    pub id: EventId,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: Timestamp,
    /// Whose event it is.
    pub merchant_id: Option<MerchantId>,
    /// To what.
    pub subject: SubjectView,
    /// The payment that completed the link, in the event that says so.
    pub completed_by: Option<PaymentId>,
}

/// An entry of the audit log as shown. Personal data is masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditView {
    /// What is stored.
    pub entry: AuditRecord,
    /// The fields that changed as they were: all of them if the row is gone, none if it is new or if what was there
    /// before the log began is not known.
    pub before: Option<AuditFields>,
    /// The fields that changed as they are now; `None` if the row is gone.
    pub after: Option<AuditFields>,
}

/// Fields by name; a field that is not set is `null`.
pub type AuditFields = BTreeMap<String, serde_json::Value>;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// The rows, newest first.
    pub rows: Vec<T>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
}
