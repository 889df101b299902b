//! Who may ask, and how they say who they are.

use super::{errors, id, shop};
use crate::world::ADMIN;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn credentials_come_as_headers_parameters_or_basic() {
    let shop = shop();
    let query = format!("/v2/paylinks?developer-id=d&user-id={}&user-api-key={}", shop.user, shop.secret);
    shop.get("/v2/paylinks").ok(200);
    let listed = shop.world.say("GET", &query).send();
    let own = listed.ok(200)["meta"]["pagination"]["links"]["self"]["href"].clone();
    assert_eq!(own, "https://pay.test/v2/paylinks?page_size=15&page=1");
    assert!(!listed.text().contains(&shop.secret));
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", shop.user, shop.secret)));
    shop.world.say("GET", "/v2/paylinks").header("developer-id", "d").header("authorization", &basic).send().ok(200);
    shop.platform("GET", "/v2/paylinks").send().ok(200);
}

#[test]
fn wrong_credentials_are_refused_in_the_dialects_shape() {
    let shop = shop();
    let (other, _) = shop.world.key("admin", None);
    let bare = || shop.world.say("GET", "/v2/paylinks");
    for say in [
        bare(),
        bare().header("developer-id", "d"),
        bare().header("user-id", &shop.user).header("user-api-key", &shop.secret),
        bare().header("developer-id", "d").header("user-id", &shop.user),
        bare().header("developer-id", "d").header("user-id", &shop.user).header("user-api-key", "wrong"),
        bare().header("developer-id", "d").header("user-id", &other).header("user-api-key", &shop.secret),
        bare().header("developer-id", "d").bearer(ADMIN),
        bare().header("developer-id", "d").header("authorization", "Basic !!!"),
        bare().header("developer-id", "d").header("access-token", "nothing"),
    ] {
        let refused = say.send();
        errors(&refused, 401);
        assert!(refused.header("www-authenticate").unwrap().starts_with("Basic "));
    }
    let (reader, secret) = shop.world.key("read_only", Some(&shop.merchant));
    let say = shop.world.say("POST", "/v2/paylinks").header("developer-id", "d").header("user-id", &reader);
    let refused = say.header("user-api-key", &secret).json(&json!({"paylink": shop.fields(json!({}))})).send();
    errors(&refused, 403);
}

#[test]
fn a_key_sees_its_own_location_only() {
    let shop = shop();
    let other = shop.world.merchant();
    let theirs = shop.world.link_of(&other, json!({}));
    errors(&shop.get(&format!("/v2/paylinks/{}", id(&theirs))), 404);
    assert_eq!(shop.get("/v2/paylinks").ok(200)["paylinks"], json!([]));
    assert_eq!(shop.get(&format!("/v2/paylinks?location_id={other}")).ok(200)["paylinks"], json!([]));
    assert_eq!(shop.platform("GET", "/v2/paylinks").send().ok(200)["paylinks"].as_array().unwrap().len(), 1);
    let foreign = json!({"paylink": {"location_id": other, "amount_due": "1.00"}});
    assert!(errors(&shop.post("/v2/paylinks", &foreign), 422)["location_id"].is_array());
    let made = shop.platform("POST", "/v2/paylinks").json(&foreign).send().ok(201);
    assert_eq!(made["paylink"]["location_id"], other);
    assert_eq!(shop.get("/v2/locations").ok(200)["locations"].as_array().unwrap().len(), 1);
}

#[test]
fn a_session_lasts_as_long_as_it_is_used() {
    let shop = shop();
    let sign_in = |user: &str, secret: &str| {
        let body = json!({"username": user, "password": secret, "domain": "any"});
        shop.world.say("POST", "/v2/token").header("developer-id", "d").json(&body).send()
    };
    errors(&sign_in(&shop.user, "wrong"), 401);
    errors(&sign_in("someone", &shop.secret), 401);
    let token = sign_in(&shop.user, &shop.secret).ok(201)["token"].clone();
    assert_eq!((&token["expire"], &token["username"]), (&json!(15), &json!(shop.user)));
    let text = token["token"].as_str().unwrap();
    let ask = || shop.world.say("GET", "/v2/paylinks").header("developer-id", "d").header("access-token", text).send();
    for _ in 0..4 {
        shop.world.clock.advance(Duration::from_secs(600));
        ask().ok(200);
    }
    let query = format!("/v2/paylinks?developer-id=d&access-token={text}");
    assert!(!shop.world.say("GET", &query).send().text().contains(text));
    shop.world.clock.advance(Duration::from_secs(901));
    errors(&ask(), 401);
    let token = sign_in(&shop.user, &shop.secret).ok(201)["token"].clone();
    let end = || {
        let path = format!("/v2/token/{}", token["id"].as_str().unwrap());
        shop.world.say("DELETE", &path).header("developer-id", "d").send()
    };
    assert_eq!((end().ok(204), end().status), (Value::Null, 404));
    let token = sign_in(&shop.user, &shop.secret).ok(201)["token"].clone();
    shop.world.admin("DELETE", &format!("/v1/api_keys/{}", shop.user)).send();
    let say = shop.world.say("GET", "/v2/paylinks").header("developer-id", "d");
    errors(&say.header("access-token", token["token"].as_str().unwrap()).send(), 401);
}
