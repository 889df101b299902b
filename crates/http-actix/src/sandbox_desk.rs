//! The simulated processor's own counter, as far as HTTP reaches it. The server binary ties it to the gateway.

use async_trait::async_trait;
use paylink_core::{Error, Secret, ports::RenderedPage};

/// What the simulated processor does for payers' browsers, in place of another company's servers.
#[async_trait]
pub trait SandboxDesk: Send + Sync {
    /// Trades card or account data, `{"card": {…}}` or `{"bank_account": {…}}`, for a token of single use.
    ///
    /// # Errors
    /// One that names every wrong field, or `storage_unavailable`.
    async fn create_token(&self, body: &serde_json::Value) -> Result<Secret, Error>;

    /// The page that asks the payer to confirm a payment; `None` when there is no such challenge.
    /// `nonce` is 128 fresh random bits, base64url.
    ///
    /// # Errors
    /// `storage_unavailable`, `internal`.
    async fn challenge(&self, id: &str, nonce: &str) -> Result<Option<RenderedPage>, Error>;

    /// The payer's answer; the absolute address to go on to, or `None` when there is no such challenge.
    ///
    /// # Errors
    /// `storage_unavailable`.
    async fn answer(&self, id: &str, approve: bool) -> Result<Option<String>, Error>;
}
