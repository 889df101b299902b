//! How much one party may ask for.

use crate::world::{settings, world_with};
use paylink_http_actix::{HttpSettings, Quota, RateLimits};

fn limited(limits: RateLimits, proxies: &[&str]) -> HttpSettings {
    HttpSettings {
        rate_limits: limits,
        trusted_proxies: proxies.iter().map(|text| text.parse().unwrap()).collect(),
        ..settings()
    }
}

/// One request every thousand seconds would refill far too late to disturb a test.
fn three() -> Option<Quota> {
    Some(Quota::new(1, 3))
}

#[test]
fn an_address_behind_a_trusted_proxy_has_a_bucket_of_its_own() {
    let world = world_with(limited(RateLimits { address: Some(Quota::new(1, 50)), identity: None }, &["127.0.0.1"]));
    let ask = |address: &str| world.say("GET", "/health/live").header("x-forwarded-for", address).send();
    let refused = (0..200).map(|_| ask("198.51.100.1")).find(|answer| answer.status == 429).expect("a refusal");
    assert_eq!(refused.code(), "rate_limited");
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=2).contains(&wait), "{wait}");
    assert_eq!(ask("198.51.100.2").status, 200, "another address is not concerned");
}

#[test]
fn loopback_without_a_proxy_is_the_operator_and_not_limited() {
    let world = world_with(limited(RateLimits { address: three(), identity: None }, &[]));
    for _ in 0..20 {
        let spoofed = world.say("GET", "/health/live").header("x-forwarded-for", "198.51.100.1").send();
        assert_eq!(spoofed.status, 200);
    }
}

#[test]
fn an_identity_has_a_bucket_of_its_own_wherever_it_calls_from() {
    let world = world_with(limited(RateLimits { address: None, identity: Some(Quota::new(1, 20)) }, &[]));
    let (_, one) = world.key("read_only", None);
    let (_, two) = world.key("read_only", None);
    let ask = |key: &str| world.say("GET", "/v1/merchants").bearer(key).send();
    let refused = (0..200).map(|_| ask(&one)).find(|answer| answer.status == 429).expect("a refusal");
    assert_eq!(refused.code(), "rate_limited");
    assert!(refused.header("retry-after").is_some());
    assert_eq!(ask(&two).status, 200);
    assert_eq!(world.say("GET", "/health/live").send().status, 200, "no identity, no bucket");
}

#[test]
fn limits_can_be_switched_off() {
    let world = world_with(limited(RateLimits::OFF, &["127.0.0.1"]));
    for _ in 0..100 {
        assert_eq!(world.get("/v1/merchants").status, 200);
    }
}
