//! Which address counts, for peers and forwarded headers that tell the truth or lie.

use super::*;
use actix_web::http::header::{HeaderName, HeaderValue};

fn client(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
    let mut headers = HeaderMap::new();
    for line in forwarded {
        headers.append(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_str(line).unwrap());
    }
    let trusted: Vec<IpBlock> = trusted.iter().map(|text| text.parse().unwrap()).collect();
    client_address(peer.parse().unwrap(), &headers, &trusted).to_string()
}

#[test]
fn forwarded_addresses_count_only_from_trusted_proxies() {
    assert_eq!(client("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
    assert_eq!(client("203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"]), "203.0.113.9");
    assert_eq!(client("10.1.2.3", &["198.51.100.1"], &["10.0.0.0/8"]), "198.51.100.1");
    assert_eq!(client("::ffff:10.1.2.3", &["198.51.100.1"], &["10.0.0.0/8"]), "198.51.100.1");
}

#[test]
fn a_client_cannot_choose_its_address_by_sending_the_header_itself() {
    assert_eq!(client("10.0.0.1", &["1.1.1.1, 198.51.100.1"], &["10.0.0.0/8"]), "198.51.100.1");
    assert_eq!(client("10.0.0.1", &["1.1.1.1", "198.51.100.1, 10.0.0.2"], &["10.0.0.0/8"]), "198.51.100.1");
    assert_eq!(client("10.0.0.1", &["nonsense, 10.0.0.7"], &["10.0.0.0/8"]), "10.0.0.7");
}

#[test]
fn blocks_are_read_strictly() {
    for wrong in ["", "10.0.0.0/33", "::/129", "10.0.0/8", "10.0.0.0/-1", "10.0.0.0/8/8", "host"] {
        assert_eq!(wrong.parse::<IpBlock>(), Err(IpBlockError), "{wrong}");
    }
    let all: IpBlock = "0.0.0.0/0".parse().unwrap();
    assert!(all.contains("203.0.113.9".parse().unwrap()));
    assert!(!all.contains("2001:db8::1".parse().unwrap()));
    assert!("::/0".parse::<IpBlock>().unwrap().contains("2001:db8::1".parse().unwrap()));
}

#[test]
fn one_ipv6_network_is_one_party() {
    let unit = |text: &str| limited_together(text.parse().unwrap());
    assert_eq!(unit("2001:db8::1"), unit("2001:db8::ffff:1"));
    assert_ne!(unit("2001:db8::1"), unit("2001:db8:0:1::1"));
    assert_ne!(unit("192.0.2.1"), unit("192.0.2.2"));
}
