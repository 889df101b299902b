//! Ties the simulated processor to the HTTP side.

use async_trait::async_trait;
use paylink_core::{Error, Secret, ports::RenderedPage};
use paylink_gateway_sandbox::{SandboxGateway, challenge_page};
use paylink_http_actix::SandboxDesk;

/// The simulated processor's counter.
pub(crate) struct Desk(pub(crate) SandboxGateway);

#[async_trait]
impl SandboxDesk for Desk {
    async fn create_token(&self, body: &serde_json::Value) -> Result<Secret, Error> {
        Ok(self.0.create_token_from_json(body).await?.0)
    }

    async fn challenge(&self, id: &str, nonce: &str) -> Result<Option<RenderedPage>, Error> {
        let Some(view) = self.0.challenge(id).await? else { return Ok(None) };
        let page = challenge_page(&view, nonce).map_err(|error| Error::internal(error.to_string()))?;
        Ok(Some(RenderedPage { html: page.html, csp: page.csp }))
    }

    async fn answer(&self, id: &str, approve: bool) -> Result<Option<String>, Error> {
        Ok(self.0.answer_challenge(id, approve).await?.map(|view| view.return_url))
    }
}
