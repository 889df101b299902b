//! Serving: listen, work, and stop in order when told to.

use crate::{
    config::{Config, Mail, Role},
    failure::Failure,
    files, secret,
    storage::Storage,
    system::SystemClock,
    wiring::{self, Wired},
    workers::Workers,
};
use paylink_core::ports::Clock as _;
use std::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// A server that listens, before it answers.
pub(crate) struct Ready {
    /// The socket.
    pub(crate) listener: TcpListener,
    /// Base of every URL shown to people.
    pub(crate) public_url: String,
    /// Everything behind it.
    pub(crate) wired: Wired,
}

/// Opens socket and storage and puts the server together.
pub(crate) async fn prepare(config: &Config) -> Result<Ready, Failure> {
    // a missing setting is told before a database is waited for
    secret::find(config)?;
    let storage = Storage::open(config).await?;
    let sandbox = Storage::open_of_sandbox(config).await?;
    let listener = TcpListener::bind(config.bind)
        .map_err(|error| Failure::setting("PAYLINK_BIND", format!("{}: {error}", config.bind)))?;
    let address = listener.local_addr().map_err(|error| Failure::broken("PAYLINK_BIND", &error))?;
    let public_url = config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    files::prepare(config)?;
    let wired = wiring::wire(config, storage, sandbox, &public_url)?;
    Ok(Ready { listener, public_url, wired })
}

/// Serves until a signal says to stop.
pub(crate) async fn serve(config: Config) -> Result<(), Failure> {
    let ready = prepare(&config).await?;
    run(&config, ready).await
}

/// Serves what is ready until a signal says to stop; then finishes what is under way.
pub(crate) async fn run(config: &Config, ready: Ready) -> Result<(), Failure> {
    let Ready { listener, public_url, wired } = ready;
    let broken = |error: std::io::Error| Failure::broken("the server", &error);
    let address = listener.local_addr().map_err(broken)?;
    wired.storage.release_leases(SystemClock.now()).await?;
    let mut terminate = signal(SignalKind::terminate()).map_err(broken)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(broken)?;
    let server = paylink_http_actix::serve(listener, &wired.state).map_err(broken)?;
    let handle = server.handle();
    let serving = tokio::spawn(server);
    let workers = match config.role {
        Role::Web => None,
        Role::Worker | Role::All => {
            Some(Workers::start(&wired.paylink, config.mail.as_ref().map_or(1, Mail::connections)))
        }
    };
    if config.trusted_proxies.is_empty() && config.bind.ip().is_loopback() && !is_local(&public_url) {
        tracing::warn!("PAYLINK_TRUSTED_PROXIES is not set: behind a proxy, limits per network address do not work");
    }
    tracing::info!(%address, url = %public_url, version = env!("CARGO_PKG_VERSION"), "serving");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping: finishing what is under way");
    handle.stop(true).await;
    if let Ok(Err(error)) = serving.await {
        return Err(broken(error));
    }
    if let Some(workers) = workers {
        workers.stop().await;
    }
    wired.storage.close();
    if let Some(sandbox) = &wired.sandbox_storage {
        sandbox.close();
    }
    tracing::info!("stopped");
    Ok(())
}

/// Whether the address is one that only this machine reaches.
fn is_local(public_url: &str) -> bool {
    let url = url::Url::parse(public_url).ok();
    match url.as_ref().and_then(url::Url::host) {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
