//! What can happen, as told to webhook subscribers.

use crate::records::named;

named! {
    /// The type of an event.
    EventKind {
        /// A link was made.
        LinkCreated = "payment_link.created",
        /// A link was changed.
        LinkUpdated = "payment_link.updated",
        /// A payment request was sent.
        LinkSent = "payment_link.sent",
        /// The payer's browser showed the page for the first time that day.
        LinkViewed = "payment_link.viewed",
        /// A link took its last payment.
        LinkCompleted = "payment_link.completed",
        /// A link was taken back.
        LinkCancelled = "payment_link.cancelled",
        /// A link's end passed.
        LinkExpired = "payment_link.expired",
        /// A link was deleted.
        LinkDeleted = "payment_link.deleted",
        /// A payment began.
        PaymentProcessing = "payment.processing",
        /// The payer has to act.
        PaymentRequiresAction = "payment.requires_action",
        /// The money is there.
        PaymentSucceeded = "payment.succeeded",
        /// The payment was refused.
        PaymentFailed = "payment.failed",
        /// A bank debit came back.
        PaymentReturned = "payment.returned",
        /// A refund is on its way to the payer.
        RefundSucceeded = "refund.succeeded",
        /// A refund was refused or came back.
        RefundFailed = "refund.failed",
        /// A payer's card or account was saved.
        PaymentMethodSaved = "payment_method.saved",
        /// A saved card or account may not be used any more.
        PaymentMethodRemoved = "payment_method.removed",
        /// A reminder was sent; its subject is the link.
        ReminderSent = "reminder.sent",
        /// The platform is asked to send a message.
        MessageRequested = "message.requested",
        /// A customer was made.
        CustomerCreated = "customer.created",
        /// A customer was changed.
        CustomerUpdated = "customer.updated",
        /// A customer was deleted.
        CustomerDeleted = "customer.deleted",
        /// Another customer was merged into this one.
        CustomerMerged = "customer.merged",
        /// A person is gone from everywhere; the customer holds nothing but its id.
        CustomerErased = "customer.erased",
        /// A test of a webhook endpoint.
        EndpointTest = "webhook_endpoint.test",
    }
}
