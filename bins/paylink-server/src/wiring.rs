//! Puts the adapters together: the only file that names every one of them (the two stores are in `storage`).

use crate::{
    carriers,
    config::Config,
    failure::Failure,
    files,
    sandbox::Desk,
    secret,
    storage::Storage,
    system::{SystemClock, SystemIds},
};
use paylink_core::{Paylink, Settings};
use paylink_gateway_sandbox::{SandboxGateway, SandboxSettings};
use paylink_hosted_page::HostedPages;
use paylink_http_actix::{AppState, HttpSettings, Parts, RateLimits};
use paylink_notify::{WebhookClient, WebhookSettings};
use std::sync::Arc;

/// A server put together, not yet listening.
pub(crate) struct Wired {
    /// The use cases.
    pub(crate) paylink: Paylink,
    /// The HTTP side.
    pub(crate) state: AppState,
    /// The storage, to be closed at the end.
    pub(crate) storage: Storage,
    /// The sandbox's own, if it has one.
    pub(crate) sandbox_storage: Option<Storage>,
}

/// Puts a server together that is reached at `public_url`.
pub(crate) fn wire(
    config: &Config,
    storage: Storage,
    sandbox_storage: Option<Storage>,
    public_url: &str,
) -> Result<Wired, Failure> {
    let clock = Arc::new(SystemClock);
    let ids = Arc::new(SystemIds);
    let secret = secret::find(config)?;
    let sandbox = SandboxGateway::new(
        sandbox_storage.as_ref().unwrap_or(&storage).port(),
        clock.clone(),
        ids.clone(),
        SandboxSettings { ach_settle: config.sandbox_ach, ..SandboxSettings::new(public_url) },
    );
    let extra_ca_pem = match &config.webhook_ca_file {
        Some(path) => Some(std::fs::read(path).map_err(|error| Failure::setting("PAYLINK_WEBHOOK_CA_FILE", error))?),
        None => None,
    };
    let webhooks = WebhookClient::new(&WebhookSettings {
        allow_private: config.allow_private_webhooks,
        extra_ca_pem,
        ..WebhookSettings::default()
    })
    .map_err(|error| Failure::broken("the webhook client", &error))?;
    let pages = HostedPages::new().map_err(|error| Failure::broken("the pages", &error))?;
    let pages = Arc::new(if config.page_cache { pages } else { pages.keeping_none() });
    let mut building = Paylink::builder()
        .writer(pages.clone())
        .consents(pages.clone())
        .store(storage.port())
        .gateway(Arc::new(sandbox.clone()))
        .webhooks(Arc::new(webhooks))
        .clock(clock.clone())
        .ids(ids.clone())
        .settings(Settings {
            public_url: public_url.to_owned(),
            admin_key: config.admin_key.clone(),
            decline_limits: config.decline_limits,
            origin_secret: secret.clone(),
            previous_secrets: config.previous_secrets.clone(),
        });
    if let Some(files) = files::open(config)? {
        building = building.files(files);
    }
    if let Some(mail) = carriers::mail(config)? {
        building = building.mail(Arc::new(mail));
    }
    if let Some(texts) = carriers::texts(config, public_url)? {
        building = building.text(Arc::new(texts));
    }
    let paylink = building.build().map_err(|error| Failure::broken("the use cases", &error))?;
    let mut settings = HttpSettings::new(public_url, secret);
    settings.previous_secrets.clone_from(&config.previous_secrets);
    settings.trusted_proxies.clone_from(&config.trusted_proxies);
    if !config.rate_limits {
        settings.rate_limits = RateLimits::OFF;
    }
    let parts = Parts { paylink: paylink.clone(), pages, ids, clock, sandbox: Some(Arc::new(Desk(sandbox))) };
    Ok(Wired { paylink, state: AppState::new(settings, parts), storage, sandbox_storage })
}

/// Brings the schema up to date.
pub(crate) async fn migrate(config: &Config) -> Result<(), Failure> {
    Storage::open(config).await?.close();
    crate::cli::print_line("the database schema is up to date")
}
