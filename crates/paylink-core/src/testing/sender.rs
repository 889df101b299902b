//! A webhook sender that records every attempt and answers as told.

use crate::{
    EventKind,
    ports::{Outgoing, SendOutcome, UrlRefused, WebhookSender},
    records::WebhookFormat,
    views::EventView,
};
use async_trait::async_trait;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Sends nothing. Attempts are answered with 200 unless other answers were ordered for their address.
///
/// It refuses addresses that do not begin with `https://` and those of [`RecordingSender::refuse_url`]. The body
/// of an event is a small JSON object of its id, type and time; the real shapes belong to the adapters.
#[derive(Default)]
pub struct RecordingSender(Mutex<State>);

#[derive(Default)]
struct State {
    attempts: Vec<Outgoing>,
    once: BTreeMap<String, VecDeque<SendOutcome>>,
    always: BTreeMap<String, SendOutcome>,
    refused: BTreeSet<String>,
}

impl RecordingSender {
    /// A sender without attempts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Every attempt so far, in order.
    pub fn attempts(&self) -> Vec<Outgoing> {
        self.lock().attempts.clone()
    }

    /// The next attempt to `url` that has no answer ordered yet gets this one.
    pub fn answer_next(&self, url: &str, outcome: SendOutcome) {
        self.lock().once.entry(url.to_owned()).or_default().push_back(outcome);
    }

    /// Every attempt to `url` gets this answer, after those of [`RecordingSender::answer_next`].
    pub fn answer_always(&self, url: &str, outcome: SendOutcome) {
        self.lock().always.insert(url.to_owned(), outcome);
    }

    /// `check_url` refuses this address from now on.
    pub fn refuse_url(&self, url: &str) {
        self.lock().refused.insert(url.to_owned());
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for RecordingSender {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("RecordingSender").finish_non_exhaustive()
    }
}

#[async_trait]
impl WebhookSender for RecordingSender {
    async fn check_url(&self, url: &str) -> Result<(), UrlRefused> {
        let good = url.starts_with("https://") && !self.lock().refused.contains(url);
        if good { Ok(()) } else { Err(UrlRefused) }
    }

    fn body(&self, format: WebhookFormat, event: &EventView) -> Option<String> {
        let (id, kind, at) = (event.id, event.kind.name(), event.at);
        match format {
            WebhookFormat::Native => Some(format!(r#"{{"id":"{id}","type":"{kind}","timestamp":"{at}"}}"#)),
            // tells of mails to be sent and nothing else
            WebhookFormat::ConnectFi => (event.kind == EventKind::MessageRequested).then(|| id.to_string()),
            WebhookFormat::Telness | WebhookFormat::Fortis | WebhookFormat::PayEngine => {
                Some(format!("{} {id} {kind}", format.name()))
            }
        }
    }

    async fn send(&self, outgoing: &Outgoing) -> SendOutcome {
        let mut state = self.lock();
        state.attempts.push(outgoing.clone());
        let ordered = state.once.get_mut(&outgoing.url).and_then(VecDeque::pop_front);
        let ordered = ordered.or_else(|| state.always.get(&outgoing.url).cloned());
        ordered.unwrap_or(SendOutcome::Delivered { status: 200 })
    }
}
