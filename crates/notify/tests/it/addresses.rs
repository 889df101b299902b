//! Who can be reached at which IP address.

use paylink_notify::Reach;
use std::net::IpAddr;

/// First and last address of every range of this machine and its networks.
const PRIVATE: &[(&str, &[&str])] = &[
    ("private use 10", &["10.0.0.0", "10.1.2.3", "10.255.255.255"]),
    ("carrier-grade NAT", &["100.64.0.0", "100.100.100.199", "100.100.100.201", "100.127.255.255"]),
    ("loopback", &["127.0.0.0", "127.0.0.1", "127.255.255.255"]),
    ("private use 172", &["172.16.0.0", "172.31.255.255"]),
    ("private use 192", &["192.168.0.0", "192.168.255.255"]),
    ("IPv6 loopback", &["::1"]),
    ("unique local", &["fc00::", "fd00:ec2::253", "fd00:ec2::255", "fdff:ffff::1"]),
];

/// First and last address of every range nothing is ever sent to.
const NEVER: &[(&str, &[&str])] = &[
    ("this network", &["0.0.0.0", "0.255.255.255"]),
    ("cloud metadata", &["100.100.100.200", "168.63.129.16", "fd00:ec2::254"]),
    ("link-local and metadata", &["169.254.0.0", "169.254.169.254", "169.254.170.2", "169.254.255.255"]),
    ("protocol assignments", &["192.0.0.0", "192.0.0.192", "192.0.0.255"]),
    ("documentation 1", &["192.0.2.0", "192.0.2.255"]),
    ("6to4 relays", &["192.88.99.0", "192.88.99.255"]),
    ("benchmarking", &["198.18.0.0", "198.19.255.255"]),
    ("documentation 2", &["198.51.100.0", "198.51.100.255"]),
    ("documentation 3", &["203.0.113.0", "203.0.113.255"]),
    ("multicast", &["224.0.0.0", "239.255.255.255"]),
    ("reserved and broadcast", &["240.0.0.0", "255.255.255.254", "255.255.255.255"]),
    ("IPv6 unspecified", &["::"]),
    ("IPv4-compatible", &["::7f00:1", "::808:808"]),
    ("IPv4-mapped", &["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8"]),
    ("IPv4-translated", &["::ffff:0:127.0.0.1"]),
    ("NAT64", &["64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::a00:1"]),
    ("discard only", &["100::", "100::ffff"]),
    ("Teredo", &["2001::", "2001:0:4136:e378:8000:63bf:3fff:fdd2"]),
    ("IPv6 benchmarking", &["2001:2::1"]),
    ("ORCHID", &["2001:10::1", "2001:20::1", "2001:2f:ffff::1"]),
    ("last protocol assignment", &["2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"]),
    ("IPv6 documentation", &["2001:db8::", "2001:db8:ffff::1", "3fff::", "3fff:fff:ffff::1"]),
    ("6to4", &["2002::", "2002:7f00:1::1", "2002:a9fe:a9fe::1", "2002:ffff:ffff::1"]),
    ("segment routing", &["5f00::1"]),
    ("outside global unicast", &["1fff:ffff::1", "4000::1", "8000::1"]),
    ("IPv6 link-local", &["fe80::1", "febf:ffff::1"]),
    ("site-local", &["fec0::1"]),
    ("IPv6 multicast", &["ff00::", "ff02::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]),
];

const PUBLIC: &[&str] = &[
    "1.0.0.0",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "168.63.129.15",
    "168.63.129.17",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.0.3.0",
    "192.88.98.255",
    "192.88.100.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "198.51.99.255",
    "198.51.101.0",
    "203.0.112.255",
    "203.0.114.0",
    "223.255.255.255",
    "2000::1",
    "2001:200::1",
    "2001:db7:ffff::1",
    "2001:db9::1",
    "2001:4860:4860::8888",
    "2003::1",
    "2606:4700:4700::1111",
    "3ffe:ffff::1",
    "3fff:1000::1",
];

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn check(ranges: &[(&str, &[&str])], expected: Reach) {
    for (range, addresses) in ranges {
        for text in *addresses {
            assert_eq!(Reach::of(address(text)), expected, "{range}: {text}");
        }
    }
}

#[test]
fn every_special_range_is_known_from_end_to_end() {
    check(PRIVATE, Reach::Private);
    check(NEVER, Reach::Never);
}

#[test]
fn addresses_beside_the_special_ranges_are_public() {
    check(&[("public", PUBLIC)], Reach::Public);
}
