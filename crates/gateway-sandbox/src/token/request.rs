//! A wish for a token, and the check of all its fields at once.

use super::{bank_account, card};
use crate::{refund::RefundPlot, scenario::Scenario};
use paylink_core::{
    FieldErrors, Timestamp,
    records::{Method, MethodDetails},
};
use std::fmt;

/// What a page sends to get a token. Prints nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub enum TokenRequest {
    /// A card.
    Card {
        /// 13 to 19 digits; spaces and dashes are ignored.
        number: String,
        /// 1 to 12.
        exp_month: String,
        /// Four digits, or the last two.
        exp_year: String,
        /// Three digits, four on American Express.
        cvc: String,
    },
    /// A US bank account.
    BankAccount {
        /// Nine digits with the ABA checksum.
        routing_number: String,
        /// 6 to 17 digits.
        account_number: String,
        /// `checking` or `savings`.
        account_type: String,
        /// Whose account it is; checked, never kept.
        holder_name: String,
    },
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Card { .. } => "Card([redacted])",
            Self::BankAccount { .. } => "BankAccount([redacted])",
        })
    }
}

/// What a token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Means {
    pub(crate) method: Method,
    pub(crate) details: MethodDetails,
    pub(crate) scenario: Scenario,
    pub(crate) refunds: RefundPlot,
}

/// Checks every field as of `now`; `None` when one was wrong, which `errors` then names.
pub(crate) fn vet(request: &TokenRequest, now: Timestamp, errors: &mut FieldErrors) -> Option<Means> {
    match request {
        TokenRequest::Card { number, exp_month, exp_year, cvc } => {
            card::vet(&card::Fields { number, exp_month, exp_year, cvc }, now, errors)
        }
        TokenRequest::BankAccount { routing_number, account_number, account_type, holder_name } => {
            let fields = bank_account::Fields { routing_number, account_number, account_type, holder_name };
            bank_account::vet(&fields, errors)
        }
    }
}
