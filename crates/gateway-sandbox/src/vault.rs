//! Cards and accounts that the sandbox keeps: in the document of the charge that they succeeded with.
//!
//! **Invariant:** what is kept is good for charges once its own charge has succeeded, and until it is let go; one
//! conditional write on that document decides.

use crate::{
    SandboxGateway,
    charge::{ChargeDocument, ChargeEntry, Standing},
    documents::{ROUNDS, contended},
    refund::RefundPlot,
    scenario::Scenario,
    token::TokenEntry,
};
use paylink_core::{
    PaymentId, Secret, Stored, Timestamp,
    hash::sha256_hex,
    ports::{ChargeRequest, ChargeSource, StoreError, VaultReference},
    records::{Method, MethodDetails},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a charge is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Means {
    pub(crate) details: MethodDetails,
    pub(crate) scenario: Scenario,
    pub(crate) refunds: RefundPlot,
}

impl From<TokenEntry> for Means {
    fn from(token: TokenEntry) -> Self {
        Self { details: token.details, scenario: token.scenario, refunds: token.refunds }
    }
}

/// What is kept of a charge's means. Debug output hides the reference.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    reference: String,
    method: Method,
    scenario: Scenario,
    refunds: RefundPlot,
    let_go: bool,
}

impl fmt::Debug for Kept {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Kept").field("scenario", &self.scenario).field("let_go", &self.let_go).finish_non_exhaustive()
    }
}

impl Kept {
    pub(crate) fn new(reference: String, method: Method, means: Means) -> Self {
        let scenario = means.scenario.when_kept();
        Self { reference, method, scenario, refunds: means.refunds, let_go: false }
    }

    fn is(&self, reference: &VaultReference) -> bool {
        // by their hashes, which take the same time whatever differs
        sha256_hex(&self.reference) == sha256_hex(reference.0.expose())
    }
}

impl ChargeEntry {
    /// What the means are kept under, once the charge has succeeded.
    pub(crate) fn kept_reference(&self, now: Timestamp) -> Option<VaultReference> {
        let kept = self.kept.as_ref().filter(|_| self.standing(now) == Standing::Succeeded)?;
        Some(VaultReference(Secret::new(kept.reference.clone())))
    }

    /// What the reference is good for.
    fn kept_means(&self, reference: &VaultReference, method: Method, now: Timestamp) -> Option<Means> {
        let has_succeeded = matches!(self.standing(now), Standing::Succeeded | Standing::Returned(_));
        let kept = self.kept.as_ref().filter(|kept| kept.is(reference) && kept.method == method)?;
        let means = Means { details: self.details.clone(), scenario: kept.scenario, refunds: kept.refunds };
        (has_succeeded && !kept.let_go).then_some(means)
    }
}

impl SandboxGateway {
    /// What `request` is charged with; `None` when its token or reference is good for nothing.
    pub(crate) async fn means_of(&self, request: &ChargeRequest, now: Timestamp) -> Result<Option<Means>, StoreError> {
        match &request.source {
            ChargeSource::Token(token) => Ok(self.bind(token, request, now).await?.map(Means::from)),
            ChargeSource::Kept(reference) => {
                let Some(key) = charge_of(reference) else { return Ok(None) };
                let charge = self.current_charge(key, now).await?;
                Ok(charge.and_then(|stored| stored.value.kept_means(reference, request.method, now)))
            }
        }
    }

    /// Lets what is kept under the reference go; nothing to do when there is nothing, or it has gone before.
    pub(crate) async fn let_go(&self, reference: &VaultReference) -> Result<(), StoreError> {
        let Some(key) = charge_of(reference) else { return Ok(()) };
        let name = key.to_string();
        for _ in 0..ROUNDS {
            let Some(Stored { mut value, version }) = self.current_charge(key, self.clock.now()).await? else {
                return Ok(());
            };
            match &mut value.kept {
                Some(kept) if kept.is(reference) && !kept.let_go => kept.let_go = true,
                Some(_) | None => return Ok(()),
            }
            if self.documents.put(&name, Some(version), &ChargeDocument::Charged(Box::new(value))).await? {
                return Ok(());
            }
        }
        Err(contended::<ChargeDocument>(&name))
    }
}

/// The charge whose means a reference is of: it stands in its middle.
fn charge_of(reference: &VaultReference) -> Option<PaymentId> {
    reference.0.expose().strip_prefix("vlt_")?.rsplit_once('_')?.0.parse().ok()
}
