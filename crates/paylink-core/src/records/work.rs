//! Rows of the work queue: things to do later, written in the same commit as their cause.

use super::named;
use crate::Timestamp;
use uuid::Uuid;

named! {
    /// What kind of work waits.
    Queue {
        /// An event has to be turned into deliveries. Subject: the event.
        Dispatch = "dispatch",
        /// A delivery has to be sent. Subject: the delivery; lane: its endpoint.
        Deliver = "deliver",
        /// A payment's outcome has to be asked of the gateway. Subject: the payment.
        Reconcile = "reconcile",
        /// A refund's outcome has to be asked of the gateway. Subject: the refund.
        Refund = "refund",
        /// A link's end has to be announced. Subject: the link.
        Expire = "expire",
        /// A message has to be sent. Subject: the message; lane: its channel's.
        Message = "message",
        /// A reminder's time comes. Subject: the reminder.
        Remind = "remind",
        /// What belongs to a customer that was merged has to move. Subject: that customer.
        Merge = "merge",
        /// A person has to be taken out of everything. Subject: the customer.
        Erase = "erase",
        /// A file has to be removed from the file store, unless it has become ready. Subject: the file.
        File = "file",
        /// The gateway has to let a revoked method go. Subject: the method.
        Forget = "forget",
    }
}

/// Names one piece of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WorkKey {
    /// Its queue.
    pub queue: Queue,
    /// What it is about; at most one piece per queue.
    pub subject: Uuid,
}

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkRecord {
    /// Queue and subject.
    pub key: WorkKey,
    /// Work of one lane is limited together; the nil id when the queue has no lanes.
    pub lane: Uuid,
    /// Due from then on. A claim moves it to the end of the lease.
    pub run_at: Timestamp,
    /// How often it has been rescheduled by its job.
    pub attempts: i64,
}
