//! Which rows a reader is asked for: slices of lists and filters.

use crate::{
    BillId, Currency, CustomerId, Date, EndpointId, EventId, EventKind, LinkId, MerchantId, PaymentId, Timestamp,
    ports::{LinkColumn, MoneyColumn, Order},
    records::{
        BillKind, BillStateName, Channel, DeliveryStatus, MessageStatus, Method, PaymentMethodStatus, PaymentStatus,
        RefundStatus, Term, Usage,
    },
    views::{LinkPaymentStatus, LinkStatus},
};
use uuid::Uuid;

/// A row's place among those of one sort key, or in a list that runs from the newest to the oldest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// `created_at` of the last row seen.
    pub created_at: Timestamp,
    /// Its id, which orders rows of the same instant (larger first).
    pub id: Uuid,
}

/// Which slice of a list: at most `limit` rows after `after`, newest first unless the filter says another order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageOf {
    /// The last row already seen.
    pub after: Option<Position>,
    /// At most this many rows.
    pub limit: u32,
}

/// Which links. Deleted ones do not show unless they are asked for too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkFilter {
    /// Of this merchant.
    pub merchant_id: Option<MerchantId>,
    /// Deleted ones too.
    pub with_deleted: bool,
    /// For this customer.
    pub customer_id: Option<CustomerId>,
    /// Shown with this status at the given instant.
    pub status: Option<(LinkStatus, Timestamp)>,
    /// Paid or unpaid.
    pub payment_status: Option<LinkPaymentStatus>,
    /// With exactly this external id.
    pub external_id: Option<String>,
    /// With exactly this order number.
    pub order_number: Option<String>,
    /// For this customer, by mail address without regard to case (given in lower case).
    pub customer_email: Option<String>,
    /// For this invoice or order.
    pub bill_id: Option<BillId>,
    /// With exactly this invoice number.
    pub invoice_number: Option<String>,
    /// One-time or multi-use.
    pub usage: Option<Usage>,
    /// In this currency.
    pub currency: Option<Currency>,
    /// Its price ([`LinkRecord::list_minor`](crate::records::LinkRecord::list_minor)) is at least this, minor units.
    pub amount_from: Option<i64>,
    /// Its price is at most this, minor units.
    pub amount_to: Option<i64>,
    /// Found by each of these.
    pub terms: Vec<Term>,
    /// Created at or after.
    pub created_from: Option<Timestamp>,
    /// Created before.
    pub created_until: Option<Timestamp>,
    /// Last changed at or after.
    pub updated_from: Option<Timestamp>,
    /// Last changed before.
    pub updated_until: Option<Timestamp>,
    /// Due on that day or later; what has no due date is left out.
    pub due_from: Option<Date>,
    /// Due before that day; what has no due date is left out.
    pub due_until: Option<Date>,
    /// In which order.
    pub order: Order<LinkColumn>,
}

/// Which customers. Those that are gone do not show unless they are asked for too.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CustomerFilter {
    /// Those that are gone too.
    pub with_deleted: bool,
    /// Of this merchant.
    pub merchant_id: Option<MerchantId>,
    /// With exactly this external id.
    pub external_id: Option<String>,
    /// With exactly this mail address, in lower case.
    pub email_key: Option<String>,
    /// Created at or after.
    pub created_from: Option<Timestamp>,
    /// Created before.
    pub created_until: Option<Timestamp>,
}

/// Which invoices, or which orders. Deleted ones never show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillFilter {
    /// Deleted ones too.
    pub with_deleted: bool,
    /// Of this kind.
    pub kind: BillKind,
    /// Of this merchant.
    pub merchant_id: Option<MerchantId>,
    /// In this state.
    pub state: Option<BillStateName>,
    /// With exactly this number.
    pub number: Option<String>,
    /// Of this customer.
    pub customer_id: Option<CustomerId>,
    /// Due after this day.
    pub due_after: Option<Date>,
    /// Due before this day.
    pub due_before: Option<Date>,
    /// Created at or after.
    pub created_from: Option<Timestamp>,
    /// Created before.
    pub created_until: Option<Timestamp>,
}

impl BillFilter {
    /// All of a kind.
    #[must_use]
    pub const fn all(kind: BillKind) -> Self {
        Self {
            with_deleted: false,
            kind,
            merchant_id: None,
            state: None,
            number: None,
            customer_id: None,
            due_after: None,
            due_before: None,
            created_from: None,
            created_until: None,
        }
    }
}

/// Which payments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaymentFilter {
    /// Of this merchant.
    pub merchant_id: Option<MerchantId>,
    /// Of this link.
    pub link_id: Option<LinkId>,
    /// Of the links for this customer.
    pub customer_id: Option<CustomerId>,
    /// In this state.
    pub status: Option<PaymentStatus>,
    /// By this method.
    pub method: Option<Method>,
    /// By this payer, by mail address without regard to the case of ASCII letters (given in lower case).
    pub payer_email: Option<String>,
    /// In this currency.
    pub currency: Option<Currency>,
    /// At least this, minor units.
    pub amount_from: Option<i64>,
    /// At most this, minor units.
    pub amount_to: Option<i64>,
    /// In which order.
    pub order: Order<MoneyColumn>,
    /// Created at or after.
    pub created_from: Option<Timestamp>,
    /// Created before.
    pub created_until: Option<Timestamp>,
}

/// Which refunds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefundFilter {
    /// Of this merchant.
    pub merchant_id: Option<MerchantId>,
    /// Of this payment.
    pub payment_id: Option<PaymentId>,
    /// Of this link's payments.
    pub link_id: Option<LinkId>,
    /// In this state.
    pub status: Option<RefundStatus>,
    /// In this currency.
    pub currency: Option<Currency>,
    /// At least this, minor units.
    pub amount_from: Option<i64>,
    /// At most this, minor units.
    pub amount_to: Option<i64>,
    /// In which order.
    pub order: Order<MoneyColumn>,
    /// Created at or after.
    pub created_from: Option<Timestamp>,
    /// Created before.
    pub created_until: Option<Timestamp>,
}

/// Which saved payment methods.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaymentMethodFilter {
    /// Of this merchant.
    pub merchant_id: Option<MerchantId>,
    /// Of this customer.
    pub customer_id: Option<CustomerId>,
    /// In this state.
    pub status: Option<PaymentMethodStatus>,
}

/// Which events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// Of this merchant.
    pub merchant_id: Option<MerchantId>,
    /// Of this type.
    pub kind: Option<EventKind>,
    /// About this link or its payments.
    pub link_id: Option<LinkId>,
    /// Created at or after.
    pub created_from: Option<Timestamp>,
    /// Created before.
    pub created_until: Option<Timestamp>,
}

/// Which endpoints or deliveries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookFilter {
    /// Of this merchant.
    pub merchant_id: Option<MerchantId>,
    /// To this endpoint (deliveries only).
    pub endpoint_id: Option<EndpointId>,
    /// Of this event (deliveries only).
    pub event_id: Option<EventId>,
    /// In this state (deliveries only).
    pub status: Option<DeliveryStatus>,
}

/// Which messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MessageFilter {
    /// Of this merchant.
    pub merchant_id: Option<MerchantId>,
    /// About this link.
    pub link_id: Option<LinkId>,
    /// By this way.
    pub channel: Option<Channel>,
    /// In this state.
    pub status: Option<MessageStatus>,
}

/// Which suppressions.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SuppressionFilter {
    /// Of this merchant.
    pub merchant_id: Option<MerchantId>,
    /// By this way.
    pub channel: Option<Channel>,
    /// Of this address, in lower case.
    pub address_key: Option<String>,
}

/// Which payment requests to count: about one link, or to one address, by one way.
#[derive(Clone, PartialEq, Eq)]
pub enum Requests {
    /// About this link.
    AboutLink(LinkId, Channel),
    /// To this address, in lower case.
    To(String, Channel),
}

/// Which failed payments to count: of one link or from one network address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declines {
    /// On this link.
    OnLink(LinkId),
    /// From this hashed address.
    FromOrigin(String),
}

/// Which files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileFilter {
    /// Of this merchant.
    pub merchant_id: Option<MerchantId>,
}
