//! The test numbers, and what each of them makes the sandbox do.

use crate::{reason::Reason, refund::RefundPlot};
use serde::{Deserialize, Serialize};

/// What a token will make happen when it is charged. Stored in place of the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "does", content = "why", rename_all = "snake_case")]
pub(crate) enum Scenario {
    /// A card that works.
    Succeed,
    /// A card that works once: kept and charged again it has no money left.
    SucceedOnce,
    /// Declined at once.
    Decline(Reason),
    /// Succeeds or fails on the challenge page.
    Challenge,
    /// Charged, but the answer never arrives.
    LoseAnswer,
    /// The call breaks off before the bank hears of it.
    LoseCall,
    /// A debit that settles.
    Settle,
    /// A debit that comes back instead of settling.
    Return,
    /// A debit that settles and comes back later.
    ReturnLate,
    /// A debit that settles and comes back later, because the account was closed.
    CloseLate,
}

impl Scenario {
    /// What the same card or account does when it is kept and charged again.
    pub(crate) const fn when_kept(self) -> Self {
        match self {
            Self::SucceedOnce => Self::Decline(Reason::InsufficientFunds),
            Self::Succeed
            | Self::Decline(_)
            | Self::Challenge
            | Self::LoseAnswer
            | Self::LoseCall
            | Self::Settle
            | Self::Return
            | Self::ReturnLate
            | Self::CloseLate => self,
        }
    }
}

/// The bank whose account numbers have a meaning.
pub(crate) const SANDBOX_ROUTING: &str = "110000000";

/// What a card number (digits only) does when it is charged, and when that is refunded. A number that is not in the list is declined, as a test
/// system that is given a real card should.
pub(crate) fn of_card(number: &str) -> (Scenario, RefundPlot) {
    match RefundPlot::of_card(number) {
        Some(plot) => (Scenario::Succeed, plot),
        None => (charge_of_card(number), RefundPlot::default()),
    }
}

fn charge_of_card(number: &str) -> Scenario {
    match number {
        "4242424242424242" | "4111111111111111" | "5555555555554444" | "378282246310005" | "6011111111111117" => {
            Scenario::Succeed
        }
        "4000000000009300" => Scenario::SucceedOnce,
        "4000000000009995" => Scenario::Decline(Reason::InsufficientFunds),
        "4000000000000069" => Scenario::Decline(Reason::ExpiredCard),
        "4000000000000127" => Scenario::Decline(Reason::IncorrectCvc),
        "4000000000000119" => Scenario::Decline(Reason::ProcessingError),
        "4000002500003155" => Scenario::Challenge,
        "4000000000000341" => Scenario::LoseAnswer,
        "4000000000000259" => Scenario::LoseCall,
        _ => Scenario::Decline(Reason::CardDeclined),
    }
}

/// What a bank account does; accounts of other banks and unlisted accounts settle.
pub(crate) fn of_account(routing: &str, account: &str) -> Scenario {
    if routing != SANDBOX_ROUTING {
        return Scenario::Settle;
    }
    match account {
        "000111111113" => Scenario::Decline(Reason::AccountClosed),
        "000222222227" => Scenario::Return,
        "000333333335" => Scenario::ReturnLate,
        "000444444447" => Scenario::CloseLate,
        _ => Scenario::Settle,
    }
}
