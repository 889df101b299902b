//! What an operator can choose about the sandbox.

use std::time::Duration;

/// How the sandbox behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SandboxSettings {
    /// How long a bank debit takes to settle or to come back; a late return takes as long again.
    pub ach_settle: Duration,
    /// How long a call takes that ends without an answer.
    pub answer_timeout: Duration,
    /// Base address of the challenge page, as the payer's browser reaches it; no slash at the end.
    pub public_url: String,
}

impl SandboxSettings {
    /// The defaults (debits settle after 60 s, lost answers take 1 s) below this address.
    pub fn new(public_url: impl Into<String>) -> Self {
        let mut public_url = public_url.into();
        public_url.truncate(public_url.trim_end_matches('/').len());
        Self { ach_settle: Duration::from_secs(60), answer_timeout: Duration::from_secs(1), public_url }
    }
}
