//! Saved payment methods over HTTP: asked for, agreed to, listed, used and removed.

use crate::{
    client::Heard,
    world::{ADMIN, PUBLIC_URL, World, world},
};
use futures_util::FutureExt as _;
use serde_json::{Value, json};

/// A merchant's link that asks to save the card.
fn asking(world: &World, merchant: &str) -> Value {
    world.link_of(merchant, json!({"save_payment_method": true}))
}

fn pay(world: &World, link: &Value, key: &str, body: &Value) -> Heard {
    let path = format!("/v1/checkout/{}/payments", link["slug"].as_str().unwrap());
    world.say("POST", &path).key(key).json(body).send()
}

pub(crate) fn ticked(token: &str) -> Value {
    json!({"method": "card", "token": token, "save_payment_method": true, "consent_version": "plain-1"})
}

/// A merchant and a card that was saved with it.
fn saved(world: &World) -> (String, Value) {
    let merchant = world.merchant();
    let link = asking(world, &merchant);
    let paid = pay(world, &link, "save", &ticked("tok_ok")).ok(201);
    let listed = world.get(&format!("/v1/payment_methods?merchant_id={merchant}")).ok(200);
    let method = listed["data"][0].clone();
    assert_eq!(method["payment_id"], paid["id"]);
    (merchant, method)
}

fn id(method: &Value) -> &str {
    method["id"].as_str().unwrap()
}

/// The path of the payer's page, from the receipt mail.
pub(crate) fn payers_page(world: &World, payment: &str) -> String {
    let payment = world.get(&format!("/v1/payments/{payment}")).ok(200);
    let link = world.get(&format!("/v1/payment_links/{}", payment["payment_link_id"].as_str().unwrap())).ok(200);
    let slug = link["slug"].as_str().unwrap();
    let page = world.paylink.receipt_page(slug, payment["id"].as_str().unwrap()).now_or_never().unwrap().unwrap();
    let paylink_core::ports::Page::Receipt(receipt) = page else { panic!("a receipt") };
    receipt.payment_method_url.unwrap().strip_prefix(PUBLIC_URL).unwrap().to_owned()
}

#[test]
fn the_checkout_tells_the_words_and_the_method_shows_the_evidence() {
    let world = world();
    let merchant = world.merchant();
    let link = asking(&world, &merchant);
    assert_eq!(link["save_payment_method"], true);
    let checkout = world.say("GET", &format!("/v1/checkout/{}", link["slug"].as_str().unwrap())).send().ok(200);
    let consent = &checkout["save_payment_method"];
    assert_eq!((&consent["version"], &consent["locale"]), (&json!("plain-1"), &json!("en")));
    assert_eq!(checkout["saved_payment_method"], Value::Null);
    let paid = pay(&world, &link, "k", &ticked("tok_ok")).ok(201);
    let method = world.get("/v1/payment_methods").ok(200)["data"][0].clone();
    assert_eq!(world.get(&format!("/v1/payment_methods/{}", id(&method))).ok(200), method);
    assert_eq!(method["object"], "payment_method");
    assert_eq!((&method["payment_id"], &method["payment_link_id"]), (&paid["id"], &link["id"]));
    assert_eq!((&method["method"]["brand"], &method["method"]["last4"]), (&json!("visa"), &json!("4242")));
    assert_eq!((&method["status"], &method["usable"]), (&json!("active"), &json!(true)));
    assert_eq!((&method["consent"]["text"], &method["consent"]["ip_address"]), (&consent["text"], &json!("127.0.0.1")));
    let payment = world.get(&format!("/v1/payments/{}", paid["id"].as_str().unwrap())).ok(200);
    assert_eq!((&payment["payment_method_id"], &payment["customer_id"]), (&method["id"], &method["customer_id"]));
    let customer = method["customer_id"].as_str().unwrap();
    let of_customer = world.get(&format!("/v1/customers/{customer}/payment_methods")).ok(200);
    assert_eq!(of_customer["data"], json!([method]));
    let event = world.get("/v1/events?type=payment_method.saved").ok(200)["data"][0]["data"].clone();
    assert_eq!(event["consent"]["ip_address"], Value::Null, "the address stays with the merchant's own API");
    let text = world.get("/v1/events?limit=100").text().to_owned() + &method.to_string();
    assert!(!text.contains("vault_"), "no reference of the gateway");
}

#[test]
fn a_box_that_was_not_offered_or_not_ticked_saves_nothing() {
    let world = world();
    let merchant = world.merchant();
    let plain = world.link_of(&merchant, json!({}));
    let refused = pay(&world, &plain, "1", &ticked("tok_1"));
    assert_eq!((refused.status, refused.code().as_str()), (422, "not_supported"));
    let asks = asking(&world, &merchant);
    for (key, more) in [
        ("2", json!({"save_payment_method": true})),
        ("3", json!({"save_payment_method": true, "consent_version": "plain-0"})),
        ("4", json!({"save_payment_method": "yes"})),
        ("5", json!({"save_payment_method": true, "consent_version": 7})),
    ] {
        let mut body = json!({"method": "card", "token": "tok_ok"});
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        assert_eq!(pay(&world, &asks, key, &body).status, 422, "{body}");
    }
    let unticked =
        json!({"method": "card", "token": "tok_ok", "save_payment_method": false, "consent_version": "plain-1"});
    pay(&world, &asks, "6", &unticked).ok(201);
    assert_eq!(world.get("/v1/payment_methods").ok(200)["data"], json!([]));
}

#[test]
fn a_link_offers_a_saved_method_and_no_other() {
    let world = world();
    let (merchant, method) = saved(&world);
    let link = world.link_of(&merchant, json!({"payment_method_id": method["id"]}));
    assert_eq!((&link["payment_method_id"], &link["payment_methods"]), (&method["id"], &json!(["card"])));
    let checkout = world.say("GET", &format!("/v1/checkout/{}", link["slug"].as_str().unwrap())).send().ok(200);
    let offered = &checkout["saved_payment_method"];
    assert_eq!((&offered["id"], &offered["method"]["last4"]), (&method["id"], &json!("4242")));
    let other = pay(&world, &link, "1", &json!({"method": "card", "token": "tok_ok"}));
    assert_eq!(other.status, 422, "{}", other.text());
    let paid = pay(&world, &link, "2", &json!({"method": "card", "payment_method_id": method["id"]})).ok(201);
    assert_eq!(paid["status"], "succeeded");
    let payment = world.get(&format!("/v1/payments/{}", paid["id"].as_str().unwrap())).ok(200);
    assert_eq!(payment["payment_method_id"], method["id"]);
    let stranger = world.merchant();
    let body = json!({"merchant_id": stranger, "amount": "1.00", "payment_method_id": method["id"]});
    let foreign = world.post("/v1/payment_links", &body);
    assert_eq!((foreign.status, foreign.code().as_str()), (422, "invalid_id"));
}

#[test]
fn the_merchant_removes_a_method_and_links_that_offer_it_say_so() {
    let world = world();
    let (merchant, method) = saved(&world);
    let link = world.link_of(&merchant, json!({"payment_method_id": method["id"]}));
    let path = format!("/v1/payment_methods/{}", id(&method));
    let removed = world.admin("DELETE", &path).send().ok(200);
    assert_eq!((&removed["status"], &removed["usable"]), (&json!("revoked"), &json!(false)));
    assert_eq!(
        (&removed["revocation"]["by"], &removed["revocation"]["reason"]),
        (&json!("merchant"), &json!("requested"))
    );
    assert_eq!(world.admin("DELETE", &path).send().ok(200), removed, "again changes nothing");
    let shown = world.get(&format!("/v1/payment_links/{}", link["id"].as_str().unwrap())).ok(200);
    assert_eq!((&shown["payable"], &shown["status"]), (&json!(false), &json!("ACTIVE")));
    let checkout = world.say("GET", &format!("/v1/checkout/{}", link["slug"].as_str().unwrap())).send().ok(200);
    assert_eq!((&checkout["situation"], &checkout["payable"]), (&json!("payment_method_unavailable"), &json!(false)));
    let paid = pay(&world, &link, "k", &json!({"method": "card", "payment_method_id": method["id"]}));
    assert_eq!((paid.status, paid.code().as_str()), (409, "payment_method_unavailable"));
    let told = world.get("/v1/events?type=payment_method.removed").ok(200);
    assert_eq!(told["data"].as_array().unwrap().len(), 1);
    assert_eq!(told["data"][0]["data"]["id"], method["id"]);
}

#[test]
fn merchants_are_kept_apart() {
    let world = world();
    let (merchant, method) = saved(&world);
    let stranger = world.merchant();
    let (own, foreign) = (world.token(&merchant), world.token(&stranger));
    let reader = world.key("read_only", Some(&merchant)).1;
    let path = format!("/v1/payment_methods/{}", id(&method));
    let unknown = "/v1/payment_methods/pm_00000000000000000000000000";
    for method in ["GET", "DELETE"] {
        let (theirs, none) =
            (world.say(method, &path).bearer(&foreign).send(), world.say(method, unknown).bearer(&foreign).send());
        assert_eq!((theirs.status, none.status), (404, 404));
        assert_eq!(theirs.code(), none.code());
        assert_eq!(world.say(method, &path).send().status, 401);
    }
    assert_eq!(world.say("DELETE", &path).bearer(&reader).send().status, 403);
    assert_eq!(world.say("GET", &path).bearer(&reader).send().status, 200);
    let listed = |bearer: &str, query: &str| {
        let heard = world.say("GET", &format!("/v1/payment_methods{query}")).bearer(bearer).send().ok(200);
        heard["data"].as_array().unwrap().len()
    };
    assert_eq!((listed(&own, ""), listed(&foreign, ""), listed(ADMIN, "")), (1, 0, 1));
    assert_eq!((listed(&own, "?status=active"), listed(&own, "?status=revoked")), (1, 0));
    for wrong in ["?status=gone", "?customer_id=x", "?limit=0", "?nothing=1", "?status=active&status=active"] {
        let heard = world.say("GET", &format!("/v1/payment_methods{wrong}")).bearer(&own).send();
        assert_eq!((heard.status, heard.code().as_str()), (422, "invalid_parameter"), "{wrong}");
    }
    assert_eq!(world.say("GET", &format!("{path}?x=1")).bearer(&own).send().status, 422);
}

#[test]
fn the_payers_page_removes_the_method_on_post_alone() {
    let world = world();
    let (_, method) = saved(&world);
    let page = payers_page(&world, method["payment_id"].as_str().unwrap());
    assert!(page.starts_with("/payment-methods/pm_"), "{page}");
    for way in ["GET", "HEAD", "GET"] {
        let seen = world.say(way, &page).send();
        assert_eq!(seen.status, 200);
        assert!(seen.header("content-security-policy").is_some() && seen.header("set-cookie").is_none());
    }
    assert!(world.say("GET", &page).send().text().starts_with("payment method Shop 0 false"));
    let usable = || world.get(&format!("/v1/payment_methods/{}", id(&method))).ok(200)["usable"].clone();
    assert_eq!(usable(), true);
    for _ in 0..2 {
        let done = world.say("POST", &page).raw("application/x-www-form-urlencoded", b"").send();
        assert!(done.status == 200 && done.text().starts_with("payment method Shop 0 true"), "{}", done.text());
    }
    assert_eq!(usable(), false);
    let removed = world.get(&format!("/v1/payment_methods/{}", id(&method))).ok(200);
    assert_eq!(removed["revocation"]["by"], "payer");
}

#[test]
fn a_wrong_proof_opens_nothing() {
    let world = world();
    let (_, method) = saved(&world);
    let page = payers_page(&world, method["payment_id"].as_str().unwrap());
    let (start, proof) = page.rsplit_once('-').unwrap();
    let flipped: String = proof.chars().map(|c| if c == '0' { '1' } else { '0' }).collect();
    let (_, other) = saved(&world);
    for wrong in [
        format!("{start}-{flipped}"),
        format!("{start}-"),
        format!("{start}-{proof}0"),
        format!("/payment-methods/{}-{proof}", id(&other)),
        format!("/payment-methods/{}", id(&method)),
        "/payment-methods/x".to_owned(),
        "/payment-methods/%00".to_owned(),
        format!("/payment-methods/{}", "x".repeat(3000)),
    ] {
        for way in ["GET", "POST"] {
            let answer = world.say(way, &wrong).send();
            assert!(answer.status == 404 && answer.text().starts_with("not found"), "{way} {wrong}: {}", answer.text());
        }
    }
    let too_large = world.say("POST", &page).raw("text/plain", &vec![b'x'; 70 * 1024]).send();
    assert_eq!((too_large.status, too_large.code().as_str()), (413, "payload_too_large"));
    let kept = world.get("/v1/payment_methods?status=active").ok(200);
    assert_eq!(kept["data"].as_array().unwrap().len(), 2);
}
