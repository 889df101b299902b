//! The `Content-Security-Policy` of a page: nothing but its own nonce'd script and style.

use paylink_core::ports::PageError;
use url::Url;

/// The policy with `nonce`. `token_url` is where card data goes: if that is another origin, scripts may call it.
pub(crate) fn policy(nonce: &str, token_url: Option<&str>) -> String {
    let mut connect = "'self'".to_owned();
    if let Some(origin) = token_url.and_then(other_origin) {
        connect.push(' ');
        connect.push_str(&origin);
    }
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self'; \
         connect-src {connect}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// The origin of an absolute web address; `None` for a path on this server.
fn other_origin(address: &str) -> Option<String> {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
    Some(url.origin().ascii_serialization())
}

/// Refuses a nonce that could leave its attribute or its place in the policy.
pub(crate) fn check_nonce(nonce: &str) -> Result<(), PageError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'/' | b'=');
    if nonce.len() >= 16 && nonce.bytes().all(plain) {
        Ok(())
    } else {
        Err(PageError("the nonce is not base64 of at least 12 bytes".to_owned()))
    }
}
