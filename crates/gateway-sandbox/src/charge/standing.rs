//! Where a charge stands, derived from its course and the clock.

use super::{Answer, ChargeEntry, Course};
use crate::{reason::Reason, settings::SandboxSettings};
use paylink_core::{
    Timestamp,
    ports::{Charge, ChargeState},
};
use std::time::Duration;

/// A payer may answer at any moment and never come back to tell.
const ASK_WHILE_OPEN: Duration = Duration::from_secs(30);

/// Where a charge stands at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The bank does not know of it.
    Absent,
    Pending,
    AwaitsPayer,
    Succeeded,
    Declined(Reason),
    Returned(Reason),
}

impl ChargeEntry {
    /// Where the charge stands `now`, or at the latest instant anyone was told if that is later.
    pub(crate) fn standing(&self, now: Timestamp) -> Standing {
        let now = now.max(self.told_at);
        let past = |instant: &Option<Timestamp>| instant.is_some_and(|instant| instant <= now);
        match &self.course {
            Course::Succeeded => Standing::Succeeded,
            Course::Declined { reason } => Standing::Declined(*reason),
            Course::CallLost => Standing::Absent,
            Course::Challenge { answer: Some(Answer::Approved), .. } => Standing::Succeeded,
            Course::Challenge { answer: Some(Answer::Declined), .. } => {
                Standing::Declined(Reason::AuthenticationFailed)
            }
            Course::Challenge { answer: Some(Answer::Abandoned), .. } => {
                Standing::Declined(Reason::AuthenticationAbandoned)
            }
            Course::Challenge { answer: None, expires_at, .. } if *expires_at <= now => {
                Standing::Declined(Reason::AuthenticationExpired)
            }
            Course::Challenge { answer: None, .. } => Standing::AwaitsPayer,
            Course::Debit { returns_at, because, .. } if past(returns_at) => Standing::Returned(*because),
            Course::Debit { settles_at, .. } if past(settles_at) => Standing::Succeeded,
            Course::Debit { .. } => Standing::Pending,
        }
    }

    /// Notes that somebody is about to be told where the charge and its refunds stand `now`; true when that is
    /// news, which has to be written down first.
    pub(crate) fn tell_news(&mut self, now: Timestamp) -> bool {
        let (before, now) = (self.told_at, now.max(self.told_at));
        let news = self.standing(now) != self.standing(before) || self.refunds.moved(before, now);
        if news {
            self.told_at = now;
        }
        news
    }

    /// The charge as the port shows it; `None` while the bank does not know of it.
    pub(crate) fn view(&self, now: Timestamp, settings: &SandboxSettings) -> Option<Charge> {
        let state = match self.standing(now) {
            Standing::Absent => return None,
            Standing::Pending => ChargeState::Pending,
            Standing::AwaitsPayer => ChargeState::ActionRequired { url: self.challenge_url(settings)? },
            Standing::Succeeded => ChargeState::Succeeded,
            Standing::Declined(reason) => ChargeState::Declined(reason.failure()),
            Standing::Returned(reason) => ChargeState::Returned(reason.failure()),
        };
        let now = now.max(self.told_at);
        Some(Charge {
            reference: self.reference.clone(),
            amount: self.amount,
            details: self.details.clone(),
            kept: self.kept_reference(now),
            state,
            check_after: self.check_after(now),
        })
    }

    fn challenge_url(&self, settings: &SandboxSettings) -> Option<String> {
        match &self.course {
            Course::Challenge { id, .. } => Some(format!("{}/sandbox/challenges/{id}", settings.public_url)),
            Course::Succeeded | Course::Declined { .. } | Course::CallLost | Course::Debit { .. } => None,
        }
    }

    /// How long until the clock changes where the charge stands; at most [`ASK_WHILE_OPEN`] if the payer can do so too.
    fn check_after(&self, now: Timestamp) -> Option<Duration> {
        let until = |instant: &Timestamp| (*instant > now).then(|| instant.since(now));
        match &self.course {
            Course::Challenge { expires_at, answer: None, .. } => {
                until(expires_at).map(|left| left.min(ASK_WHILE_OPEN))
            }
            Course::Debit { settles_at, returns_at, .. } => {
                [settles_at, returns_at].into_iter().flatten().filter_map(until).min()
            }
            Course::Succeeded | Course::Declined { .. } | Course::CallLost | Course::Challenge { .. } => None,
        }
    }
}
