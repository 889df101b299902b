//! Suppressions and reports over HTTP: statuses, shapes, tenants, and who needs which proof.

use crate::world::{World, world};
use paylink_core::records::Channel;
use serde_json::{Value, json};

const ADA: &str = "Ada@Example.com";

fn entries(world: &World) -> Vec<Value> {
    world.get("/v1/suppressions").ok(200)["data"].as_array().unwrap().clone()
}

#[test]
fn an_address_is_entered_read_listed_and_let_go() {
    let world = world();
    let made = world.post("/v1/suppressions", &json!({"channel": "email", "address": ADA})).ok(201);
    assert_eq!(made["object"], "suppression");
    assert_eq!(
        (&made["reason"], &made["merchant_id"], &made["address"]),
        (&json!("manual"), &Value::Null, &json!(ADA))
    );
    let again = world.post("/v1/suppressions", &json!({"channel": "email", "address": "ada@example.COM"})).ok(200);
    assert_eq!(again, made);
    let path = format!("/v1/suppressions/{}", made["id"].as_str().unwrap());
    assert_eq!(world.get(&path).ok(200), made);
    assert_eq!(world.get("/v1/suppressions?address=ADA%40example.com&channel=email").ok(200)["data"], json!([made]));
    assert_eq!(world.get("/v1/suppressions?channel=sms").ok(200)["data"], json!([]));
    assert_eq!(world.admin("DELETE", &path).send().status, 204);
    assert_eq!(world.get(&path).code(), "not_found");
    assert_eq!(world.admin("DELETE", &path).send().code(), "not_found");
    assert!(entries(&world).is_empty());
}

#[test]
fn the_same_key_gets_the_first_answer_again() {
    let world = world();
    let ask =
        || world.admin("POST", "/v1/suppressions").key("k").json(&json!({"channel": "email", "address": ADA})).send();
    let (first, second) = (ask(), ask());
    assert_eq!((first.status, second.status, first.text()), (201, 201, second.text()));
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
}

#[test]
fn merchants_see_and_make_their_own_only() {
    let world = world();
    let (own, other) = (world.merchant(), world.merchant());
    let (_, key) = world.key("admin", Some(&own));
    let say = |method: &str, path: &str| world.say(method, path).bearer(&key);
    let mine =
        say("POST", "/v1/suppressions").json(&json!({"channel": "sms", "address": "+1 415 555 0123"})).send().ok(201);
    assert_eq!((&mine["merchant_id"], &mine["address"]), (&json!(own), &json!("+14155550123")));
    let theirs = json!({"channel": "email", "address": ADA, "merchant_id": other});
    let refused = say("POST", "/v1/suppressions").json(&theirs).send();
    assert_eq!((refused.status, refused.code().as_str()), (422, "invalid_id"));
    let theirs = world.post("/v1/suppressions", &theirs).ok(201);
    assert_eq!(say("GET", "/v1/suppressions").send().ok(200)["data"], json!([mine]));
    let path = format!("/v1/suppressions/{}", theirs["id"].as_str().unwrap());
    for method in ["GET", "DELETE"] {
        assert_eq!(say(method, &path).send().code(), "not_found", "{method}");
    }
    assert_eq!(entries(&world).len(), 2);
}

#[test]
fn wrong_entries_are_refused_without_repeating_the_address() {
    let world = world();
    for (body, code) in [
        (json!({"channel": "email", "address": "secret@@example.com"}), "invalid_email"),
        (json!({"channel": "sms", "address": "secret@example.com"}), "invalid_phone"),
        (json!({"channel": "fax", "address": "secret@example.com"}), "invalid_value"),
        (json!({"address": "secret@example.com", "channel": "email", "why": 1}), "unknown_field"),
        (json!({"address": "secret@example.com"}), "required"),
    ] {
        let answer = world.post("/v1/suppressions", &body);
        assert_eq!((answer.status, answer.code().as_str()), (422, code), "{body}");
        assert!(!answer.text().contains("secret"), "{}", answer.text());
    }
    assert_eq!(world.get("/v1/suppressions?address=").code(), "invalid_parameter");
}

#[test]
fn a_bounce_fails_the_message_and_stops_the_address() {
    let world = world();
    let (_, message) = world.sent(&world.merchant(), Channel::Email, json!({"email": ADA}));
    let body = json!({"message_id": format!("<{message}@pay.test>"), "type": "hard_bounce", "reason": "550 no <ada@example.com>"});
    let report = world.post("/v1/inbound/bounces", &body).ok(200);
    assert_eq!((&report["object"], &report["type"]), (&json!("bounce"), &json!("hard_bounce")));
    assert_eq!((&report["message_id"], &report["suppression"]["reason"]), (&json!(message), &json!("hard_bounce")));
    let shown = world.get(&format!("/v1/messages/{message}")).ok(200);
    assert_eq!((&shown["status"], &shown["last_error"]), (&json!("failed"), &json!("hard_bounce: 550 no …")));
    assert_eq!(world.post("/v1/inbound/bounces", &body).ok(200), report, "again");
    assert_eq!(entries(&world).len(), 1);
    let refused = world.post("/v1/inbound/bounces", &json!({"type": "hard_bounce"}));
    assert_eq!((refused.status, refused.code().as_str()), (422, "required"));
    let (_, reader) = world.key("read_only", None);
    let refused = world.say("POST", "/v1/inbound/bounces").bearer(&reader).json(&body).send();
    assert_eq!((refused.status, refused.code().as_str()), (403, "forbidden"));
}

#[test]
fn twilio_needs_its_signature_and_nothing_else() {
    let world = world();
    let (_, message) = world.sent(&world.merchant(), Channel::Sms, json!({"phone": "+14155550123"}));
    let news = |reference: &str, standing: &str| {
        let body = format!("reference={reference}&standing={standing}");
        world.say("POST", "/v1/inbound/twilio").raw("application/x-www-form-urlencoded", body.as_bytes())
    };
    let signed = |reference: &str, standing: &str| news(reference, standing).header("X-Twilio-Signature", "signed");
    let reference = format!("text-{message}");
    let status = || world.get(&format!("/v1/messages/{message}")).ok(200)["status"].clone();
    for refused in [
        news(&reference, "stop"),
        news(&reference, "stop").bearer(crate::world::ADMIN),
        news(&reference, "stop").header("X-Twilio-Signature", "forged"),
        signed(&reference, "stop").header("X-Twilio-Signature", "signed"),
        world.say("POST", "/v1/inbound/twilio"),
        world
            .say("POST", "/v1/inbound/twilio")
            .header("X-Twilio-Signature", "signed")
            .raw("application/x-www-form-urlencoded", b""),
    ] {
        let answer = refused.send();
        assert_eq!((answer.status, answer.code().as_str()), (403, "forbidden"));
    }
    let json = world.say("POST", "/v1/inbound/twilio").header("X-Twilio-Signature", "signed").json(&json!({})).send();
    assert_eq!((json.status, json.code().as_str()), (415, "unsupported_media_type"));
    assert_eq!(signed("text-unknown", "stop").send().status, 204);
    assert_eq!(signed(&reference, "delivered").send().status, 204);
    assert_eq!((status(), entries(&world).len()), (json!("sent"), 0));
    assert_eq!(signed(&reference, "stop").send().status, 204);
    assert_eq!((status(), &entries(&world)[0]["reason"]), (json!("failed"), &json!("unsubscribed")));
}
