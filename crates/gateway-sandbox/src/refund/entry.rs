//! What is kept of a charge's refunds, and where each of them stands at a given instant.

use super::RefundPlot;
use crate::reason::Reason;
use paylink_core::{
    Money, RefundId, Timestamp,
    ports::{GatewayRefund, RefundStanding},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The refunds of one charge. Nothing is ever removed, so that a key keeps its answer for good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Refunds {
    /// The course they take.
    pub(super) plot: RefundPlot,
    /// What became of every key the bank has answered, or lost.
    pub(super) by_key: BTreeMap<RefundId, RefundEntry>,
}

/// One refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RefundEntry {
    /// The sandbox's own id.
    pub(super) reference: Option<String>,
    pub(super) amount: Money,
    pub(super) course: RefundCourse,
}

/// What happens to a refund, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(crate) enum RefundCourse {
    /// The call broke off before the bank heard of it: there is no refund unless the key is sent again.
    CallLost,
    /// Nothing was given back, and nothing will be under this key.
    Refused { reason: Reason },
    /// Given back: at once unless it settles later, for good unless it returns.
    Made { settles_at: Option<Timestamp>, returns_at: Option<Timestamp> },
}

impl Refunds {
    /// None yet; what comes will take this course.
    pub(crate) fn new(plot: RefundPlot) -> Self {
        Self { plot, by_key: BTreeMap::new() }
    }

    /// Whether any refund stands elsewhere at `now` than at `before`.
    pub(crate) fn moved(&self, before: Timestamp, now: Timestamp) -> bool {
        self.by_key.values().any(|refund| refund.standing(before) != refund.standing(now))
    }
}

impl RefundEntry {
    /// Where the refund stands `now`; `None` while the bank does not know of it.
    pub(super) fn standing(&self, now: Timestamp) -> Option<RefundStanding> {
        let past = |instant: &Timestamp| *instant <= now;
        match &self.course {
            RefundCourse::CallLost => None,
            RefundCourse::Refused { reason } => Some(RefundStanding::Failed(reason.failure())),
            RefundCourse::Made { returns_at, .. } if returns_at.as_ref().is_some_and(past) => {
                Some(RefundStanding::Failed(Reason::RefundReturned.failure()))
            }
            RefundCourse::Made { settles_at, .. } if settles_at.as_ref().is_none_or(past) => {
                Some(RefundStanding::Succeeded)
            }
            RefundCourse::Made { .. } => Some(RefundStanding::Pending),
        }
    }

    /// Whether its amount is on its way to the payer, or there.
    pub(super) fn holds(&self, now: Timestamp) -> bool {
        match self.standing(now) {
            Some(RefundStanding::Pending | RefundStanding::Succeeded) => true,
            Some(RefundStanding::Failed(_)) | None => false,
        }
    }

    /// The refund as the port shows it; `None` while the bank does not know of it.
    pub(super) fn view(&self, now: Timestamp) -> Option<GatewayRefund> {
        let check_after = match &self.course {
            RefundCourse::CallLost | RefundCourse::Refused { .. } => None,
            RefundCourse::Made { settles_at, returns_at } => {
                let next = [settles_at, returns_at].into_iter().flatten().filter(|instant| **instant > now).min();
                next.map(|instant| instant.since(now))
            }
        };
        let (reference, amount) = (self.reference.clone(), self.amount);
        self.standing(now).map(|standing| GatewayRefund { reference, amount, standing, check_after })
    }
}
