//! An event, as the API lists it and as webhooks carry it.

use super::{Customer, Payment, PaymentLink, Refund, RequestedMessage, SavedPaymentMethod};
use crate::v1::shapes::{EventTypeShape, endpoint_test_word};
use paylink_core::{
    EventId, EventKind, Timestamp,
    views::{EventView, SubjectView},
};
use serde::Serialize;
use utoipa::ToSchema;

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Event {
    /// Identity: the `webhook-id` of every delivery.
    #[schema(value_type = String, examples("evt_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub id: EventId,
    /// What happened.
    #[schema(value_type = EventTypeShape)]
    pub r#type: EventKind,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub timestamp: Timestamp,
    /// To what: the object as it was right after.
    pub data: EventData,
}

/// What an event is about.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum EventData {
    /// A payment link.
    PaymentLink(Box<PaymentLink>),
    /// A payment.
    Payment(Box<Payment>),
    /// A refund.
    Refund(Box<Refund>),
    /// A saved payment method.
    PaymentMethod(Box<SavedPaymentMethod>),
    /// A message that the platform is asked to send.
    Message(Box<RequestedMessage>),
    /// A customer.
    Customer(Box<Customer>),
    /// A test of a webhook endpoint.
    Test(TestData),
}

/// The data of a test event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TestData {
    /// `webhook_endpoint_test`.
    #[schema(schema_with = endpoint_test_word)]
    pub object: &'static str,
}

impl From<&EventView> for Event {
    fn from(view: &EventView) -> Self {
        let data = match &view.subject {
            SubjectView::PaymentLink(link) => EventData::PaymentLink(Box::new(PaymentLink::from(&**link))),
            SubjectView::Payment(payment) => EventData::Payment(Box::new(Payment::from(&**payment))),
            SubjectView::Refund(refund) => EventData::Refund(Box::new(Refund::from(&**refund))),
            SubjectView::PaymentMethod(method) => {
                EventData::PaymentMethod(Box::new(SavedPaymentMethod::from(&**method)))
            }
            SubjectView::Message(message) => EventData::Message(Box::new(RequestedMessage::from(&**message))),
            SubjectView::Customer(customer) => EventData::Customer(Box::new(Customer::from(&**customer))),
            SubjectView::Test => EventData::Test(TestData { object: "webhook_endpoint_test" }),
        };
        Self { id: view.id, r#type: view.kind, timestamp: view.at, data }
    }
}
