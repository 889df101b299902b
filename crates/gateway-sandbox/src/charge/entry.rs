//! What is kept of a charge: who, how much, and the course it takes with time.

use crate::{
    documents::Document,
    reason::Reason,
    refund::Refunds,
    scenario::Scenario,
    settings::SandboxSettings,
    vault::{Kept, Means},
};
use paylink_core::{Money, Timestamp, ports::ChargeRequest, records::MethodDetails};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a payer has on the challenge page.
const CHALLENGE_LIFE: Duration = Duration::from_secs(30 * 60);

/// What became of an idempotency key, once and for all. The document's key is the payment's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case")]
pub(crate) enum ChargeDocument {
    /// Its token could not be charged, and nothing ever will be.
    Refused,
    /// It has a charge.
    Charged(Box<ChargeEntry>),
}

impl Document for ChargeDocument {
    const KIND: &'static str = "sandbox_charge";
}

/// One charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChargeEntry {
    /// The sandbox's own id.
    pub(crate) reference: String,
    pub(crate) amount: Money,
    pub(crate) details: MethodDetails,
    /// The latest instant as of which anyone was told where the charge or one of its refunds stands: the clock of a
    /// charge never runs backwards, even when the machine's does.
    pub(crate) told_at: Timestamp,
    pub(crate) course: Course,
    /// Missing in documents of charges that were made before there were refunds.
    #[serde(default)]
    pub(crate) refunds: Refunds,
    /// What is kept of its means for later charges, if that was asked for; good once it has succeeded.
    #[serde(default)]
    pub(crate) kept: Option<Kept>,
}

/// What happens to a charge, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(crate) enum Course {
    /// Charged.
    Succeeded,
    /// Not charged.
    Declined { reason: Reason },
    /// The call broke off before the bank heard of it: there is no charge unless the key is sent again.
    CallLost,
    /// Waits for the payer's answer.
    Challenge { id: String, return_url: String, expires_at: Timestamp, answer: Option<Answer> },
    /// A bank debit with a given fate.
    Debit {
        settles_at: Option<Timestamp>,
        returns_at: Option<Timestamp>,
        /// Why it comes back, if it does.
        #[serde(default = "unpaid")]
        because: Reason,
    },
}

const fn unpaid() -> Reason {
    Reason::ReturnedUnpaid
}

/// How a challenge ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Answer {
    Approved,
    Declined,
    /// The merchant gave up waiting.
    Abandoned,
}

/// Fresh random texts a new charge may need.
pub(crate) struct NewIds {
    pub(crate) reference: String,
    pub(crate) challenge: String,
    pub(crate) vault: String,
}

impl ChargeEntry {
    /// The charge that the scenario of `means` makes of `request`.
    pub(crate) fn open(
        request: &ChargeRequest,
        means: Means,
        ids: NewIds,
        now: Timestamp,
        settings: &SandboxSettings,
    ) -> Self {
        let settles = now.plus(settings.ach_settle);
        let comes_back = |because| Course::Debit {
            settles_at: Some(settles),
            returns_at: Some(settles.plus(settings.ach_settle)),
            because,
        };
        let course = match means.scenario {
            Scenario::Succeed | Scenario::SucceedOnce | Scenario::LoseAnswer => Course::Succeeded,
            Scenario::Decline(reason) => Course::Declined { reason },
            Scenario::LoseCall => Course::CallLost,
            Scenario::Challenge => Course::Challenge {
                id: ids.challenge,
                return_url: request.return_url.clone(),
                expires_at: now.plus(CHALLENGE_LIFE),
                answer: None,
            },
            Scenario::Settle => Course::Debit { settles_at: Some(settles), returns_at: None, because: unpaid() },
            Scenario::Return => Course::Debit { settles_at: None, returns_at: Some(settles), because: unpaid() },
            Scenario::ReturnLate => comes_back(unpaid()),
            Scenario::CloseLate => comes_back(Reason::ReturnedClosed),
        };
        Self {
            reference: ids.reference,
            amount: request.amount,
            details: means.details.clone(),
            told_at: now,
            course,
            refunds: Refunds::new(means.refunds),
            kept: request.keep.then(|| Kept::new(ids.vault, request.method, means)),
        }
    }

    /// Writes down how the challenge ended; a charge without one is left alone.
    pub(crate) fn answer_challenge(&mut self, outcome: Answer) {
        if let Course::Challenge { answer, .. } = &mut self.course {
            *answer = Some(outcome);
        }
    }
}
