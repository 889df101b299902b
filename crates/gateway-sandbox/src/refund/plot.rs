//! What a test card makes of the refunds of its charge.

use serde::{Deserialize, Serialize};

/// The course that every refund of a charge takes. Stored in place of the number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RefundPlot {
    /// Succeeds at once.
    #[default]
    Succeed,
    /// Is pending first, and succeeds as late as a debit settles.
    Settle,
    /// Succeeds at once, and comes back as late as a debit settles.
    ComeBack,
    /// Refused.
    Refuse,
    /// Made, but the first answer never arrives.
    LoseAnswer,
    /// The first call breaks off before the bank hears of it.
    LoseCall,
    /// Every call breaks off before the bank hears of it.
    LoseEveryCall,
}

impl RefundPlot {
    /// What a card number (digits only) makes of refunds, if it is one of the cards that are charged for this purpose.
    pub(crate) fn of_card(number: &str) -> Option<Self> {
        Some(match number {
            "4000000000007726" => Self::Settle,
            "4000000000005126" => Self::ComeBack,
            "4000000000003816" => Self::Refuse,
            "4000000000003824" => Self::LoseAnswer,
            "4000000000003832" => Self::LoseCall,
            "4000000000003840" => Self::LoseEveryCall,
            _ => return None,
        })
    }
}
