//! Reading a webhook's address, and refusing what it already tells to be private.

use super::address::Reach;
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
    /// Reads `text`; `allow_private` also allows plain HTTP, any port, any name and private addresses.
    pub(super) fn parse(text: &str, allow_private: bool) -> Result<Self, UrlRefused> {
        let url = read(text)?;
        let (name, literal) = match url.host().ok_or(UrlRefused)? {
            Host::Domain(name) => (Some(name.to_owned()), None),
            Host::Ipv4(address) => (None, Some(IpAddr::V4(address))),
            Host::Ipv6(address) => (None, Some(IpAddr::V6(address))),
        };
        let fine = allow_private || (is_secure(&url) && name.as_deref().is_none_or(is_public_name));
        if fine && literal.is_none_or(|address| Reach::of(address).is_allowed(allow_private)) {
            Ok(Self { url, name })
        } else {
            Err(UrlRefused)
        }
    }
}

/// Refuses user names, and texts on which two readers could disagree: the parser drops tabs, line breaks
/// and empty user names and takes `\` for `/`; other software may not.
fn read(text: &str) -> Result<Url, UrlRefused> {
    let (scheme, rest) = text.split_once("://").ok_or(UrlRefused)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let ambiguous = text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') || authority.contains('@');
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    if text.len() > MAX_BYTES || ambiguous || !web || authority.is_empty() {
        return Err(UrlRefused);
    }
    Url::parse(text).map_err(|_| UrlRefused)
}

fn is_secure(url: &Url) -> bool {
    let port = url.port_or_known_default().unwrap_or(0);
    url.scheme() == "https" && (port == 443 || port >= FIRST_FREE_PORT)
}

/// A name of at least two labels that is not reserved for private use. The parser has lower-cased it.
fn is_public_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let ends_with =
        |ending: &&str| name.strip_suffix(*ending).is_some_and(|head| head.is_empty() || head.ends_with('.'));
    name.contains('.') && !PRIVATE_ENDINGS.iter().any(ends_with)
}
