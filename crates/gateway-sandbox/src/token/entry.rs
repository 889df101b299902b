//! What is kept of a token.

use super::request::Means;
use crate::{documents::Document, refund::RefundPlot, scenario::Scenario};
use paylink_core::{
    PaymentId, Timestamp,
    records::{Method, MethodDetails},
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long a card's token can be used for the first time.
const CARD_LIFE: Duration = Duration::from_secs(3600);
/// The same of a bank account's: debits may be held over a weekend before they are handed over.
const ACCOUNT_LIFE: Duration = Duration::from_secs(14 * 24 * 3600);

/// The document of one token; its key is the token's hash, so that the store holds nothing that can be charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TokenEntry {
    method: Method,
    pub(crate) details: MethodDetails,
    pub(crate) scenario: Scenario,
    /// What will become of refunds of the charge.
    #[serde(default)]
    pub(crate) refunds: RefundPlot,
    created_at: Timestamp,
    /// The only key that may charge it.
    pub(crate) used_by: Option<PaymentId>,
}

impl Document for TokenEntry {
    const KIND: &'static str = "sandbox_token";
}

impl TokenEntry {
    pub(crate) fn new(means: Means, now: Timestamp) -> Self {
        let Means { method, details, scenario, refunds } = means;
        Self { method, details, scenario, refunds, created_at: now, used_by: None }
    }

    /// Whether `key` may charge it now.
    pub(crate) fn serves(&self, key: PaymentId, method: Method, now: Timestamp) -> bool {
        let life = match self.method {
            Method::Card => CARD_LIFE,
            Method::Ach => ACCOUNT_LIFE,
        };
        self.method == method
            && match self.used_by {
                Some(first) => first == key,
                None => now < self.created_at.plus(life),
            }
    }
}
