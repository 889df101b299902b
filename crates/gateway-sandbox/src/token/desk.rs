//! Where tokens are handed out, and later tied to the one key that may charge them.

use super::{TokenEntry, TokenRequest, json, request};
use crate::{
    SandboxGateway,
    documents::{ROUNDS, contended},
};
use paylink_core::{
    Error, FieldErrors, Secret, Timestamp,
    hash::sha256_hex,
    ports::{ChargeRequest, GatewayToken, StoreError},
};

impl SandboxGateway {
    /// Trades card or account data for a token that one payment can use within the hour.
    ///
    /// # Errors
    /// One that names every wrong field, or `storage_unavailable`.
    pub async fn create_token(&self, request: &TokenRequest) -> Result<GatewayToken, Error> {
        self.token_for(Some(request), FieldErrors::default()).await
    }

    /// The same for the JSON body `{"card": {…}}` or `{"bank_account": {…}}`.
    ///
    /// # Errors
    /// As [`Self::create_token`]; also for fields that are missing, unknown or of the wrong type.
    pub async fn create_token_from_json(&self, body: &serde_json::Value) -> Result<GatewayToken, Error> {
        let mut errors = FieldErrors::default();
        let request = json::read(body, &mut errors);
        self.token_for(request.as_ref(), errors).await
    }

    async fn token_for(&self, request: Option<&TokenRequest>, mut errors: FieldErrors) -> Result<GatewayToken, Error> {
        let now = self.clock.now();
        let means = request.and_then(|request| request::vet(request, now, &mut errors));
        errors.finish()?;
        let means = means.ok_or_else(|| Error::internal("a token request was refused without a reason"))?;
        let token = format!("tok_{}", self.random());
        let fresh = self.documents.put(&sha256_hex(&token), None, &TokenEntry::new(means, now)).await?;
        if fresh { Ok(GatewayToken(Secret::new(token))) } else { Err(Error::internal("a random token exists already")) }
    }

    /// Ties the token to the key for good; `None` when it does not serve it.
    pub(crate) async fn bind(
        &self,
        token: &GatewayToken,
        request: &ChargeRequest,
        now: Timestamp,
    ) -> Result<Option<TokenEntry>, StoreError> {
        let name = sha256_hex(token.0.expose());
        for _ in 0..ROUNDS {
            let Some(mut stored) = self.documents.get::<TokenEntry>(&name).await? else { return Ok(None) };
            if !stored.value.serves(request.key, request.method, now) {
                return Ok(None);
            }
            if stored.value.used_by.is_some() {
                return Ok(Some(stored.value));
            }
            stored.value.used_by = Some(request.key);
            if self.documents.put(&name, Some(stored.version), &stored.value).await? {
                return Ok(Some(stored.value));
            }
        }
        Err(contended::<TokenEntry>(&name))
    }
}
