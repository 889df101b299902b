//! Web addresses that a payer's browser may be sent to.

use url::{Host, Url};

/// Why an address is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an https address without a user name (http only on loopback), at most 2048 characters")]
pub struct UrlError;

const MAX_BYTES: usize = 2048;

/// Checks an address the payer is sent to after paying; returns it in normal form.
///
/// # Errors
/// [`UrlError`] unless it is `https` (or `http` on loopback), absolute and without user name.
pub fn check_redirect_url(text: &str) -> Result<String, UrlError> {
    let slashes =
        text.split_once("://").is_some_and(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if text.len() > MAX_BYTES || !slashes || text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return Err(UrlError);
    }
    let url = Url::parse(text).map_err(|_| UrlError)?;
    let loopback = match url.host().ok_or(UrlError)? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    let scheme = url.scheme() == "https" || (url.scheme() == "http" && loopback);
    let anonymous = url.username().is_empty() && url.password().is_none();
    if scheme && anonymous { Ok(url.into()) } else { Err(UrlError) }
}
