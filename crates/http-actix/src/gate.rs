//! What is refused before it is looked at: long addresses, large heads, too many requests.

use crate::{client_address::client_address, failure::Failure, state::AppState};
use actix_web::dev::ServiceRequest;
use paylink_core::Code;
use std::net::IpAddr;

/// Longest path and query, in bytes.
const MAX_URI: usize = 4 * 1024;
/// Largest sum of header names and values, in bytes.
const MAX_HEADERS: usize = 16 * 1024;

/// Lets a request in.
///
/// # Errors
/// `uri_too_long`, `headers_too_large`, `rate_limited`.
pub(crate) fn admit(request: &ServiceRequest, state: &AppState) -> Result<(), Failure> {
    let uri = request.uri();
    if uri.path_and_query().map_or(0, |target| target.as_str().len()) > MAX_URI {
        return Err(Failure::of(Code::UriTooLong));
    }
    let size: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if size > MAX_HEADERS {
        return Err(Failure::of(Code::HeadersTooLarge));
    }
    let Some(peer) = request.peer_addr().map(|peer| peer.ip()) else { return Ok(()) };
    let proxies = &state.settings().trusted_proxies;
    // Without a proxy in front, loopback is the operator's own machine: tests, scripts, benchmarks.
    if proxies.is_empty() && peer.to_canonical().is_loopback() {
        return Ok(());
    }
    Ok(state.limits().take_from_address(client_address(peer, request.headers(), proxies))?)
}

/// The address a request comes from, for the limits on declined payments.
pub(crate) fn origin(request: &actix_web::HttpRequest, state: &AppState) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    Some(client_address(peer, request.headers(), &state.settings().trusted_proxies))
}
