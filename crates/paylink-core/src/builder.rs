//! Collects the ports and puts them together.

use crate::{
    Error, Paylink,
    audit::AuditKeys,
    engine::{Files, LOCKS, Post, Settings},
    ports::{Clock, ConsentTexts, Gateway, IdSource, MailCarrier, MessageWriter, Store, TextCarrier, WebhookSender},
};
use std::sync::Arc;

/// Collects the ports.
#[derive(Default)]
pub struct PaylinkBuilder {
    store: Option<Arc<dyn Store>>,
    gateway: Option<Arc<dyn Gateway>>,
    webhooks: Option<Arc<dyn WebhookSender>>,
    writer: Option<Arc<dyn MessageWriter>>,
    mail: Option<Arc<dyn MailCarrier>>,
    text: Option<Arc<dyn TextCarrier>>,
    consents: Option<Arc<dyn ConsentTexts>>,
    clock: Option<Arc<dyn Clock>>,
    ids: Option<Arc<dyn IdSource>>,
    files: Option<Files>,
    settings: Option<Settings>,
}

impl PaylinkBuilder {
    /// Where everything is kept.
    #[must_use]
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = Some(store);
        self
    }

    /// Who moves the money.
    #[must_use]
    pub fn gateway(mut self, gateway: Arc<dyn Gateway>) -> Self {
        self.gateway = Some(gateway);
        self
    }

    /// Who carries events to subscribers.
    #[must_use]
    pub fn webhooks(mut self, webhooks: Arc<dyn WebhookSender>) -> Self {
        self.webhooks = Some(webhooks);
        self
    }

    /// Who puts messages into words. Without one no message is made.
    #[must_use]
    pub fn writer(mut self, writer: Arc<dyn MessageWriter>) -> Self {
        self.writer = Some(writer);
        self
    }

    /// Who carries mails. Without one they are kept with their preview, and not sent.
    #[must_use]
    pub fn mail(mut self, mail: Arc<dyn MailCarrier>) -> Self {
        self.mail = Some(mail);
        self
    }

    /// Who carries text messages. Without one they are kept with their preview, and not sent.
    #[must_use]
    pub fn text(mut self, text: Arc<dyn TextCarrier>) -> Self {
        self.text = Some(text);
        self
    }

    /// Where files are kept. Without this there are none.
    #[must_use]
    pub fn files(mut self, files: Files) -> Self {
        self.files = Some(files);
        self
    }

    /// In which words payers agree to have their means of payment kept. Without them no link can ask for it.
    #[must_use]
    pub fn consents(mut self, consents: Arc<dyn ConsentTexts>) -> Self {
        self.consents = Some(consents);
        self
    }

    /// Who tells the time.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Who gives random bytes.
    #[must_use]
    pub fn ids(mut self, ids: Arc<dyn IdSource>) -> Self {
        self.ids = Some(ids);
        self
    }

    /// What the deployment decides.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = Some(settings);
        self
    }

    /// Puts everything together.
    ///
    /// # Errors
    /// When a port was not given; the error names it.
    pub fn build(self) -> Result<Paylink, Error> {
        let missing = |port: &str| Error::internal(format!("the builder was given no {port}"));
        let settings = self.settings.ok_or_else(|| missing("settings"))?;
        Ok(Paylink {
            audit: Arc::new(AuditKeys::of(&settings)),
            request: None,
            store: self.store.ok_or_else(|| missing("store"))?,
            gateway: self.gateway.ok_or_else(|| missing("gateway"))?,
            webhooks: self.webhooks.ok_or_else(|| missing("webhooks"))?,
            post: Arc::new(Post { writer: self.writer, mail: self.mail, text: self.text }),
            files: self.files.map(Arc::new),
            consents: self.consents,
            clock: self.clock.ok_or_else(|| missing("clock"))?,
            ids: self.ids.ok_or_else(|| missing("ids"))?,
            settings: Arc::new(settings),
            tries: Arc::default(),
            locks: Arc::new((0..LOCKS).map(|_| async_lock::Mutex::new(())).collect()),
        })
    }
}
