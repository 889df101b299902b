//! Who is really calling: the peer, or what a trusted proxy says about it.

use actix_web::http::header::HeaderMap;
use std::{
    net::{IpAddr, Ipv6Addr},
    str::FromStr,
};

/// A block of network addresses: `10.0.0.0/8`, `::1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IpBlock {
    network: u128,
    mask: u128,
}

/// The text is not an address or a block of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an IP address or a block like 10.0.0.0/8")]
pub struct IpBlockError;

/// IPv4 addresses are compared as IPv4-mapped IPv6, so that a dual-stack peer matches either way.
fn wide(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(four) => four.to_ipv6_mapped().to_bits(),
        IpAddr::V6(six) => six.to_bits(),
    }
}

impl FromStr for IpBlock {
    type Err = IpBlockError;

    fn from_str(text: &str) -> Result<Self, IpBlockError> {
        let (address, length) = text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)));
        let address: IpAddr = address.parse().map_err(|_| IpBlockError)?;
        let (whole, shift) = if address.is_ipv4() { (32, 96) } else { (128, 0) };
        let length: u32 = length.map_or(Ok(whole), str::parse).map_err(|_| IpBlockError)?;
        if length > whole {
            return Err(IpBlockError);
        }
        let mask = u128::MAX.checked_shl(128 - shift - length).unwrap_or(0);
        Ok(Self { network: wide(address) & mask, mask })
    }
}

impl IpBlock {
    /// Whether `address` lies in the block.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        wide(address) & self.mask == self.network
    }
}

/// More hops than this in `X-Forwarded-For` are not looked at.
const MAX_HOPS: usize = 16;

/// The client's address: the peer's, or, when the peer is a trusted proxy, the last address in
/// `X-Forwarded-For` that is not a trusted proxy itself.
pub(crate) fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpBlock]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|block| block.contains(address));
    let mut client = peer.to_canonical();
    if !is_trusted(client) {
        return client;
    }
    let mut lines: Vec<&str> =
        headers.get_all("x-forwarded-for").filter_map(|value| value.to_str().ok()).take(MAX_HOPS).collect();
    lines.reverse();
    for hop in lines.iter().flat_map(|line| line.rsplit(',')).take(MAX_HOPS) {
        let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
        client = address.to_canonical();
        if !is_trusted(client) {
            break;
        }
    }
    client
}

/// The unit that is limited together: an IPv4 address, or an IPv6 /64, which one household has to itself.
pub(crate) fn limited_together(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & (u128::MAX << 64))),
    }
}

#[cfg(test)]
mod tests;
