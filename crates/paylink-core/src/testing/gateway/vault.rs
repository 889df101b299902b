//! Cards and accounts that the scripted gateway keeps.

use super::{ScriptedGateway, lock};
use crate::{
    ports::{ChargeRequest, ChargeSource, VaultReference},
    records::Method,
};
use std::collections::BTreeMap;

/// What is kept, by reference; what was let go stays as `None`.
#[derive(Debug, Default)]
pub(super) struct Vault(BTreeMap<String, Option<(String, Method)>>);

impl Vault {
    /// Keeps the means of a token; the reference.
    pub(super) fn take_in(&mut self, token: &str, method: Method) -> String {
        let later = token.split_once("_then_").map_or(token, |(_, later)| later);
        let reference = format!("vault_{}", self.0.len());
        self.0.insert(reference.clone(), Some((later.to_owned(), method)));
        reference
    }
}

impl ScriptedGateway {
    /// The references that are good for charges, in the order in which they were given.
    pub fn kept(&self) -> Vec<String> {
        let vault = lock(&self.vault);
        vault.0.iter().filter(|(_, means)| means.is_some()).map(|(reference, _)| reference.clone()).collect()
    }

    /// The token whose script a charge follows; `None` when the gateway keeps nothing under the reference.
    pub(super) fn means_of(&self, request: &ChargeRequest) -> Option<String> {
        match &request.source {
            ChargeSource::Token(token) => Some(token.0.expose().to_owned()),
            ChargeSource::Kept(reference) => {
                let vault = lock(&self.vault);
                let (token, method) = vault.0.get(reference.0.expose())?.clone()?;
                (method == request.method).then_some(token)
            }
        }
    }

    pub(super) fn do_forget(&self, reference: &VaultReference) {
        if let Some(means) = lock(&self.vault).0.get_mut(reference.0.expose()) {
            *means = None;
        }
    }
}
