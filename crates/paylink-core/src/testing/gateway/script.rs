//! What each token text makes the gateway do.

use crate::{
    ports::{ChargeState, Failure},
    records::{Method, MethodDetails},
};

/// The plot behind a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Succeeds,
    Declined(&'static str),
    Challenge,
    Ach,
    AchDeclined,
    ChargedButTimesOut,
    NeverCharged,
    LostOnce,
    ArrivesLate,
    WrongAmount,
}

/// First match wins, so the longer of two texts that begin alike stands first.
const SCRIPTS: &[(&str, Method, Script)] = &[
    ("tok_ok", Method::Card, Script::Succeeds),
    ("tok_declined", Method::Card, Script::Declined("card_declined")),
    ("tok_insufficient", Method::Card, Script::Declined("insufficient_funds")),
    ("tok_action", Method::Card, Script::Challenge),
    ("tok_ach_declined", Method::Ach, Script::AchDeclined),
    ("tok_ach", Method::Ach, Script::Ach),
    ("tok_timeout_charged", Method::Card, Script::ChargedButTimesOut),
    ("tok_timeout_not_charged", Method::Card, Script::NeverCharged),
    ("tok_timeout_once", Method::Card, Script::LostOnce),
    ("tok_timeout_late", Method::Card, Script::ArrivesLate),
    ("tok_wrong_amount", Method::Card, Script::WrongAmount),
];

/// The script of a token and the only method it is good for; `None`: the token is not usable.
pub(super) fn of(token: &str, method: Method) -> Option<Script> {
    let known = SCRIPTS.iter().find(|(prefix, ..)| token.starts_with(prefix));
    known.filter(|(_, good_for, _)| *good_for == method).map(|(.., script)| *script)
}

impl Script {
    /// Where a charge stands right after it was made.
    pub(super) fn first_state(self, page: String) -> ChargeState {
        match self {
            Self::Succeeds | Self::ChargedButTimesOut | Self::LostOnce | Self::ArrivesLate | Self::WrongAmount => {
                ChargeState::Succeeded
            }
            Self::Challenge => ChargeState::ActionRequired { url: page },
            Self::Ach | Self::NeverCharged => ChargeState::Pending,
            Self::Declined(code) => ChargeState::Declined(failure(code)),
            Self::AchDeclined => ChargeState::Declined(failure("account_closed")),
        }
    }
}

/// A failure with this code and a sentence for it.
pub(super) fn failure(code: &str) -> Failure {
    Failure { code: code.to_owned(), message: format!("The payment did not work ({code}).") }
}

/// What is shown of the means of payment.
pub(super) fn details(method: Method) -> MethodDetails {
    match method {
        Method::Card => {
            MethodDetails::Card { brand: "visa".to_owned(), last4: "4242".to_owned(), exp_month: 12, exp_year: 2031 }
        }
        Method::Ach => MethodDetails::Ach {
            bank_name: Some("Test Bank".to_owned()),
            last4: "6789".to_owned(),
            account_type: "checking".to_owned(),
        },
    }
}
