//! Reading a webhook's address, and refusing what it already tells to be private.

use super::address::is_public;
use paylink_core::ports::UrlRefused;
use std::net::IpAddr;
use url::{Host, Url};

const MAX_BYTES: usize = 2048;
/// Ports below belong to other services (mail, databases, …) that could be made to read a webhook.
const FIRST_FREE_PORT: u16 = 1024;
/// Names that never lead to the public Internet (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`).
const PRIVATE_ENDINGS: &[&str] = &["localhost", "local", "internal", "home.arpa"];

/// An address whose form is fine; a name in it has still to be resolved and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// In normal form.
    pub(super) url: Url,
    /// The name to resolve, unless the address is literal.
    pub(super) name: Option<String>,
}

impl Target {
    /// Reads `text`; with `allow_private` only its form counts.
    pub(super) fn parse(text: &str, allow_private: bool) -> Result<Self, UrlRefused> {
        let url = read(text)?;
        let name = match url.host().ok_or(UrlRefused)? {
            Host::Domain(name) => Some(name.to_owned()),
            Host::Ipv4(_) | Host::Ipv6(_) => None,
        };
        let public = is_secure(&url) && leads_outside(&url);
        if !(allow_private || public) {
            return Err(UrlRefused);
        }
        Ok(Self { url, name })
    }
}

/// The parser drops tabs, line breaks and empty user names and takes `\` for `/`; other software
/// may not, so texts on which two readers could disagree are refused.
fn read(text: &str) -> Result<Url, UrlRefused> {
    let (scheme, rest) = text.split_once("://").ok_or(UrlRefused)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let ambiguous = text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') || authority.contains('@');
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    if text.len() > MAX_BYTES || ambiguous || !web || authority.is_empty() {
        return Err(UrlRefused);
    }
    let url = Url::parse(text).map_err(|_| UrlRefused)?;
    let anonymous = url.username().is_empty() && url.password().is_none();
    if anonymous { Ok(url) } else { Err(UrlRefused) }
}

fn is_secure(url: &Url) -> bool {
    let port = url.port_or_known_default().unwrap_or(0);
    url.scheme() == "https" && (port == 443 || port >= FIRST_FREE_PORT)
}

fn leads_outside(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_public_name(name),
        Some(Host::Ipv4(address)) => is_public(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => is_public(IpAddr::V6(address)),
        None => false,
    }
}

/// A name of at least two labels that is not reserved for private use. The parser has lower-cased it.
fn is_public_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let ends_with =
        |ending: &&str| name.strip_suffix(*ending).is_some_and(|head| head.is_empty() || head.ends_with('.'));
    name.contains('.') && !PRIVATE_ENDINGS.iter().any(ends_with)
}
