//! Who can be reached at an IP address. Pure, so that a table can test it.
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

/// Loopback and private networks of IPv4: reached only where the operator allows it.
const PRIVATE_V4: &[Range<Ipv4Addr>] = &[
    v4(10, 0, 0, 0, 8),     // private use
    v4(100, 64, 0, 0, 10),  // carrier-grade NAT, overlay networks
    v4(127, 0, 0, 0, 8),    // loopback
    v4(172, 16, 0, 0, 12),  // private use
    v4(192, 168, 0, 0, 16), // private use
];

/// What nobody's receiver lives at in IPv4. Looked at first.
const NEVER_V4: &[Range<Ipv4Addr>] = &[
    v4(0, 0, 0, 0, 8),          // "this network", the unspecified address
    v4(100, 100, 100, 200, 32), // a cloud's metadata service inside carrier-grade NAT
    v4(168, 63, 129, 16, 32),   // a cloud's metadata service inside its public range
    v4(169, 254, 0, 0, 16),     // link-local, metadata services
    v4(192, 0, 0, 0, 24),       // protocol assignments, a metadata service
    v4(192, 0, 2, 0, 24),       // documentation
    v4(192, 88, 99, 0, 24),     // 6to4 relays
    v4(198, 18, 0, 0, 15),      // benchmarking
    v4(198, 51, 100, 0, 24),    // documentation
    v4(203, 0, 113, 0, 24),     // documentation
    v4(224, 0, 0, 0, 4),        // multicast
    v4(240, 0, 0, 0, 4),        // reserved, broadcast
];

/// A cloud's metadata service inside the unique local addresses.
const METADATA_V6: Range<Ipv6Addr> = Range(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254), 128);

/// Loopback and private networks of IPv6.
const PRIVATE_V6: &[Range<Ipv6Addr>] = &[
    Range(Ipv6Addr::LOCALHOST, 128),
    v6([0xfc00, 0, 0], 7), // unique local
];

/// Global unicast. The rest of IPv6 is nobody's receiver: IPv4-mapped, NAT64, link-local, multicast …
const GLOBAL_V6: Range<Ipv6Addr> = v6([0x2000, 0, 0], 3);

/// What is not public inside global unicast.
const NEVER_V6: &[Range<Ipv6Addr>] = &[
    v6([0x2001, 0, 0], 23),     // protocol assignments: Teredo, benchmarking, ORCHID
    v6([0x2001, 0xdb8, 0], 32), // documentation
    v6([0x2002, 0, 0], 16),     // 6to4: wraps any IPv4 address
    v6([0x3fff, 0, 0], 20),     // documentation
];

/// Who can be reached at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Anybody on the Internet.
    Public,
    /// This machine or its private networks.
    Private,
    /// Metadata services, link-local neighbours, several machines, nobody.
    Never,
}

impl Reach {
    /// Who can be reached at `address`.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        let (never, private) = match address {
            IpAddr::V4(address) => (holds(NEVER_V4, address), holds(PRIVATE_V4, address)),
            IpAddr::V6(address) => {
                let private = holds(PRIVATE_V6, address) && !METADATA_V6.holds(address);
                let public = GLOBAL_V6.holds(address) && !holds(NEVER_V6, address);
                (!private && !public, private)
            }
        };
        match (never, private) {
            (true, _) => Self::Never,
            (false, true) => Self::Private,
            (false, false) => Self::Public,
        }
    }

    /// Whether webhooks may be sent there.
    pub(super) const fn is_allowed(self, allow_private: bool) -> bool {
        match self {
            Self::Public => true,
            Self::Private => allow_private,
            Self::Never => false,
        }
    }
}

fn holds<A: Copy>(ranges: &[Range<A>], address: A) -> bool
where
    Range<A>: Holds<A>,
{
    ranges.iter().any(|range| range.holds(address))
}

/// Whether an address lies in a range.
trait Holds<A> {
    fn holds(&self, address: A) -> bool;
}

impl Holds<Ipv4Addr> for Range<Ipv4Addr> {
    fn holds(&self, address: Ipv4Addr) -> bool {
        let differing = self.0.to_bits() ^ address.to_bits();
        differing.leading_zeros() >= self.1
    }
}

impl Holds<Ipv6Addr> for Range<Ipv6Addr> {
    fn holds(&self, address: Ipv6Addr) -> bool {
        let differing = self.0.to_bits() ^ address.to_bits();
        differing.leading_zeros() >= self.1
    }
}
