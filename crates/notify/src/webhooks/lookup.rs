//! Resolving names, and letting connections go to checked addresses only.

use super::address::Reach;
use async_trait::async_trait;
use paylink_core::ports::UrlRefused;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

/// Resolves a host name.
#[async_trait]
pub trait Lookup: Send + Sync {
    /// All addresses of `name`.
    ///
    /// # Errors
    /// When the name does not resolve.
    async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// Asks the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemLookup;

#[async_trait]
impl Lookup for SystemLookup {
    async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect())
    }
}

/// The resolver connections are made with: one forbidden address spoils the name.
#[derive(Clone)]
pub(super) struct GuardedLookup {
    pub(super) lookup: Arc<dyn Lookup>,
    pub(super) allow_private: bool,
    pub(super) limit: Duration,
}

/// What became of a look-up.
pub(super) enum Found {
    /// Addresses that may be connected to.
    Allowed(Vec<IpAddr>),
    /// At least one address may not be sent to.
    Forbidden,
    /// No answer in time, or none at all.
    Nothing,
}

impl GuardedLookup {
    pub(super) async fn find(&self, name: &str) -> Found {
        match tokio::time::timeout(self.limit, self.lookup.addresses(name)).await {
            Ok(Ok(addresses)) if addresses.is_empty() => Found::Nothing,
            Ok(Ok(addresses)) if addresses.iter().all(|address| self.may_reach(*address)) => Found::Allowed(addresses),
            Ok(Ok(_)) => Found::Forbidden,
            Ok(Err(_)) | Err(_) => Found::Nothing,
        }
    }

    fn may_reach(&self, address: IpAddr) -> bool {
        Reach::of(address).is_allowed(self.allow_private)
    }
}

impl Resolve for GuardedLookup {
    fn resolve(&self, name: Name) -> Resolving {
        let guarded = self.clone();
        Box::pin(async move {
            match guarded.find(name.as_str()).await {
                Found::Allowed(addresses) => {
                    let addresses: Addrs = Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0)));
                    Ok(addresses)
                }
                Found::Forbidden => Err(UrlRefused.into()),
                Found::Nothing => Err(io::Error::from(io::ErrorKind::NotFound).into()),
            }
        })
    }
}
