//! What the challenge page shows.

use crate::charge::{Answer, ChargeEntry, Course, Standing};
use paylink_core::{Money, Timestamp, hash::sha256_hex, records::MethodDetails};

/// Where a challenge stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChallengeState {
    /// Waits for an answer.
    Open,
    /// Confirmed: the card was charged.
    Approved,
    /// Refused by the payer.
    Declined,
    /// Nobody answered in time.
    Expired,
    /// Given up by the merchant's side.
    Abandoned,
}

/// A challenge as the payer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChallengeView {
    /// What would be charged.
    pub amount: Money,
    /// The card, shortened.
    pub details: MethodDetails,
    /// Where it stands.
    pub state: ChallengeState,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
    /// Where the payer goes afterwards, absolute.
    pub return_url: String,
}

impl ChallengeView {
    /// The challenge `id` of this charge as of `now`, if the charge has that very challenge.
    pub(super) fn of(entry: &ChargeEntry, id: &str, now: Timestamp) -> Option<Self> {
        let Course::Challenge { id: own, return_url, expires_at, answer } = &entry.course else { return None };
        // hashed, so that the time taken tells nothing about how much of a guess was right
        if sha256_hex(own) != sha256_hex(id) {
            return None;
        }
        let state = match answer {
            Some(Answer::Approved) => ChallengeState::Approved,
            Some(Answer::Declined) => ChallengeState::Declined,
            Some(Answer::Abandoned) => ChallengeState::Abandoned,
            None if entry.standing(now) == Standing::AwaitsPayer => ChallengeState::Open,
            None => ChallengeState::Expired,
        };
        let (amount, details, return_url) = (entry.amount, entry.details.clone(), return_url.clone());
        Some(Self { amount, details, state, expires_at: *expires_at, return_url })
    }
}
