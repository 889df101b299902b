//! Forged, stale and oversized merchant tokens.

use crate::world::{PUBLIC_URL, SECRET, World, world};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use paylink_core::ports::Clock as _;
use serde_json::{Value, json};
use sha2::Sha256;
use std::time::Duration;

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(text).finalize().into_bytes().to_vec()
}

/// A token with any header and claims, signed with `key`.
fn sign(header: &Value, claims: &Value, key: &[u8]) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(mac(key, &message)))
}

/// A good token's parts, and the key behind it.
struct Forge {
    header: Value,
    claims: Value,
    key: Vec<u8>,
}

fn forge(world: &World, merchant: &str) -> Forge {
    let token = world.token(merchant);
    let part = |place: usize| -> Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(place).unwrap()).unwrap()).unwrap()
    };
    Forge { header: part(0), claims: part(1), key: mac(SECRET.as_bytes(), "paylink merchant token v1") }
}

fn with(value: &Value, name: &str, new: Value) -> Value {
    let mut value = value.clone();
    value[name] = new;
    value
}

fn without(value: &Value, name: &str) -> Value {
    let mut value = value.clone();
    value.as_object_mut().unwrap().remove(name);
    value
}

fn status(world: &World, token: &str) -> u16 {
    world.say("GET", "/v1/payment_links").bearer(token).send().status
}

#[test]
fn a_token_says_what_it_must_and_lives_for_an_hour() {
    let world = world();
    let merchant = world.merchant();
    let Forge { header, claims, key } = forge(&world, &merchant);
    assert_eq!((&header["alg"], &header["typ"]), (&json!("HS256"), &json!("JWT")));
    assert_eq!(
        (&claims["iss"], &claims["aud"], &claims["sub"]),
        (&json!(PUBLIC_URL), &json!("paylink:v1"), &json!(merchant))
    );
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 3600);
    let same = sign(&header, &claims, &key);
    assert_eq!(status(&world, &same), 200, "the forge makes good tokens when it is honest");
    world.clock.advance(Duration::from_secs(3600 + 29));
    assert_eq!(status(&world, &same), 200, "clocks may differ by 30 s");
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(status(&world, &same), 401);
}

#[test]
fn forged_tokens_are_refused() {
    let world = world();
    let merchant = world.merchant();
    let Forge { header, claims, key } = forge(&world, &merchant);
    let now = world.clock.now().seconds();
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let good = sign(&header, &claims, &key);
    let unsigned = format!("{}.{}.", part(&with(&header, "alg", json!("none"))), part(&claims));
    let swapped = {
        let mut parts: Vec<String> = good.split('.').map(str::to_owned).collect();
        parts[1] = part(&with(&claims, "sub", json!(world.merchant())));
        parts.join(".")
    };
    let cases = [
        ("alg none", unsigned),
        ("alg none, signed", sign(&with(&header, "alg", json!("none")), &claims, &key)),
        ("alg HS512", sign(&with(&header, "alg", json!("HS512")), &claims, &key)),
        ("alg RS256", sign(&with(&header, "alg", json!("RS256")), &claims, &key)),
        ("no alg", sign(&without(&header, "alg"), &claims, &key)),
        ("other key", sign(&header, &claims, b"another key of another server, 32+")),
        ("the server's secret itself", sign(&header, &claims, SECRET.as_bytes())),
        ("no signature", format!("{}.{}.", part(&header), part(&claims))),
        ("other claims under the same signature", swapped),
        ("other kid", sign(&with(&header, "kid", json!("../../dev/null")), &claims, &key)),
        ("crit", sign(&with(&header, "crit", json!(["exp"])), &claims, &key)),
        ("jku", sign(&with(&header, "jku", json!("https://evil.example/keys")), &claims, &key)),
        ("jwk", sign(&with(&header, "jwk", json!({"kty": "oct", "k": "AAAA"})), &claims, &key)),
        ("x5u", sign(&with(&header, "x5u", json!("https://evil.example/cert")), &claims, &key)),
        ("x5c", sign(&with(&header, "x5c", json!(["MIIB"])), &claims, &key)),
        ("b64", sign(&with(&header, "b64", json!(false)), &claims, &key)),
        ("other typ", sign(&with(&header, "typ", json!("at+jwt")), &claims, &key)),
        ("other aud", sign(&header, &with(&claims, "aud", json!("paylink:dashboard")), &key)),
        ("aud as list", sign(&header, &with(&claims, "aud", json!(["paylink:v1", "x"])), &key)),
        ("other iss", sign(&header, &with(&claims, "iss", json!("https://evil.example")), &key)),
        ("sub of nobody", sign(&header, &with(&claims, "sub", json!("mer_00000000000000000000000000")), &key)),
        ("sub of another kind", sign(&header, &with(&claims, "sub", json!("plink_00000000000000000000000000")), &key)),
        ("empty jti", sign(&header, &with(&claims, "jti", json!("")), &key)),
        ("expired", sign(&header, &with(&with(&claims, "iat", json!(now - 4000)), "exp", json!(now - 400)), &key)),
        (
            "from the future",
            sign(&header, &with(&with(&claims, "iat", json!(now + 60)), "exp", json!(now + 600)), &key),
        ),
        ("over an hour", sign(&header, &with(&claims, "exp", json!(now + 3601)), &key)),
        ("ends before it begins", sign(&header, &with(&claims, "exp", json!(now - 1)), &key)),
        ("times as text", sign(&header, &with(&claims, "exp", json!("9999999999")), &key)),
        ("times as fractions", sign(&header, &with(&claims, "exp", json!(1.5e300)), &key)),
        ("huge time", sign(&header, &with(&with(&claims, "iat", json!(i64::MIN)), "exp", json!(i64::MAX)), &key)),
        ("not before", sign(&header, &with(&claims, "nbf", json!(now)), &key)),
        ("four parts", format!("{good}.x")),
        ("padding", format!("{good}=")),
        ("over 4 KiB", sign(&with(&header, "cty", json!("x".repeat(4096))), &claims, &key)),
    ];
    assert_eq!(status(&world, &good), 200);
    for (name, token) in cases {
        assert_eq!(status(&world, &token), 401, "{name}");
    }
    for name in ["iss", "aud", "sub", "iat", "exp", "jti"] {
        assert_eq!(status(&world, &sign(&header, &without(&claims, name), &key)), 401, "without {name}");
    }
}
