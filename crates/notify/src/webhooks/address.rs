//! Which IP addresses lead to the public Internet. Pure, so that a table can test it.
//!
//! Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries
//! (<https://www.iana.org/assignments/iana-ipv4-special-registry>,
//! <https://www.iana.org/assignments/iana-ipv6-special-registry>).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A range of addresses: the first address and how many leading bits are fixed.
struct Range<A>(A, u32);

const fn v4(a: u8, b: u8, c: u8, d: u8, bits: u32) -> Range<Ipv4Addr> {
    Range(Ipv4Addr::new(a, b, c, d), bits)
}

const fn v6(first: [u16; 3], bits: u32) -> Range<Ipv6Addr> {
    let [a, b, c] = first;
    Range(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), bits)
}

/// What is not public in IPv4.
const FORBIDDEN_V4: &[Range<Ipv4Addr>] = &[
    v4(0, 0, 0, 0, 8),        // "this network", the unspecified address
    v4(10, 0, 0, 0, 8),       // private use
    v4(100, 64, 0, 0, 10),    // carrier-grade NAT
    v4(127, 0, 0, 0, 8),      // loopback
    v4(168, 63, 129, 16, 32), // a cloud's metadata service inside its public range
    v4(169, 254, 0, 0, 16),   // link-local, metadata services
    v4(172, 16, 0, 0, 12),    // private use
    v4(192, 0, 0, 0, 24),     // protocol assignments
    v4(192, 0, 2, 0, 24),     // documentation
    v4(192, 88, 99, 0, 24),   // 6to4 relays
    v4(192, 168, 0, 0, 16),   // private use
    v4(198, 18, 0, 0, 15),    // benchmarking
    v4(198, 51, 100, 0, 24),  // documentation
    v4(203, 0, 113, 0, 24),   // documentation
    v4(224, 0, 0, 0, 4),      // multicast
    v4(240, 0, 0, 0, 4),      // reserved, broadcast
];

/// Global unicast: everything else in IPv6 is not public (loopback, IPv4-mapped, NAT64, unique local, link-local, multicast …).
const GLOBAL_V6: Range<Ipv6Addr> = v6([0x2000, 0, 0], 3);

/// What is not public inside global unicast.
const FORBIDDEN_V6: &[Range<Ipv6Addr>] = &[
    v6([0x2001, 0, 0], 23),     // protocol assignments: Teredo, benchmarking, ORCHID
    v6([0x2001, 0xdb8, 0], 32), // documentation
    v6([0x2002, 0, 0], 16),     // 6to4: wraps any IPv4 address
    v6([0x3fff, 0, 0], 20),     // documentation
];

/// Whether `address` is one that anybody on the Internet can be reached at.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !FORBIDDEN_V4.iter().any(|range| range.holds(address)),
        IpAddr::V6(address) => GLOBAL_V6.holds(address) && !FORBIDDEN_V6.iter().any(|range| range.holds(address)),
    }
}

impl Range<Ipv4Addr> {
    fn holds(&self, address: Ipv4Addr) -> bool {
        let differing = self.0.to_bits() ^ address.to_bits();
        differing.leading_zeros() >= self.1
    }
}

impl Range<Ipv6Addr> {
    fn holds(&self, address: Ipv6Addr) -> bool {
        let differing = self.0.to_bits() ^ address.to_bits();
        differing.leading_zeros() >= self.1
    }
}
