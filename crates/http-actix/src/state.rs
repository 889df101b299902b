//! What every request needs, shared by all workers.

use crate::{
    jwt::TokenKeys, limits::Limits, metrics::Metrics, openapi, sandbox_desk::SandboxDesk, settings::HttpSettings,
    upload::Uploads,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use paylink_core::{
    Paylink,
    ports::{Clock, IdSource, Pages},
};
use std::sync::Arc;

/// What the HTTP side stands on.
#[derive(Clone)]
pub struct Parts {
    /// The use cases.
    pub paylink: Paylink,
    /// Makes the pages payers see.
    pub pages: Arc<dyn Pages>,
    /// Randomness for nonces and request ids.
    pub ids: Arc<dyn IdSource>,
    /// Tells when a token has run out.
    pub clock: Arc<dyn Clock>,
    /// The simulated processor's own endpoints, where it is the gateway.
    pub sandbox: Option<Arc<dyn SandboxDesk>>,
}

struct Shared {
    settings: HttpSettings,
    parts: Parts,
    tokens: TokenKeys,
    limits: Limits,
    metrics: Metrics,
    document: String,
    uploads: Uploads,
}

/// The shared state of the HTTP side; cheap to clone. One per process, so that its limits and numbers add up.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

impl AppState {
    /// Puts the HTTP side together.
    #[must_use]
    pub fn new(settings: HttpSettings, parts: Parts) -> Self {
        let tokens = TokenKeys::new(&settings.secret, &settings.previous_secrets, &settings.public_url);
        let limits = Limits::new(&settings.rate_limits);
        let metrics = Metrics::new(&settings.version);
        Self(Arc::new(Shared {
            settings,
            parts,
            tokens,
            limits,
            metrics,
            document: openapi::openapi(),
            uploads: Uploads::new(),
        }))
    }

    /// What the operator decided.
    #[must_use]
    pub fn settings(&self) -> &HttpSettings {
        &self.0.settings
    }

    pub(crate) fn paylink(&self) -> &Paylink {
        &self.0.parts.paylink
    }

    pub(crate) fn pages(&self) -> &dyn Pages {
        &*self.0.parts.pages
    }

    pub(crate) fn ids(&self) -> &dyn IdSource {
        &*self.0.parts.ids
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.0.parts.clock
    }

    pub(crate) fn sandbox(&self) -> Option<&dyn SandboxDesk> {
        self.0.parts.sandbox.as_deref()
    }

    pub(crate) fn tokens(&self) -> &TokenKeys {
        &self.0.tokens
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(crate) fn uploads(&self) -> &Uploads {
        &self.0.uploads
    }

    /// The OpenAPI document, made once.
    pub(crate) fn document(&self) -> &str {
        &self.0.document
    }

    /// 128 fresh random bits for a page's Content-Security-Policy.
    pub(crate) fn nonce(&self) -> String {
        let mut bytes = [0; 16];
        self.ids().fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }
}
