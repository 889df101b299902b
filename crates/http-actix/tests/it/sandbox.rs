//! The simulated processor's counter.

use crate::world::{PUBLIC_URL, PlainDesk, settings, start, world};
use serde_json::json;
use std::sync::Arc;

#[test]
fn tokens_are_made_at_the_counter() {
    let world = start(settings(), Some(Arc::new(PlainDesk)));
    let ask = |body: &serde_json::Value| world.say("POST", "/sandbox/tokens").json(body).send();
    assert_eq!(ask(&json!({"card": {"number": "4242"}})).ok(201), json!({"token": "tok_4"}));
    assert_eq!(ask(&json!({})).code(), "required");
    let twice = world.say("POST", "/sandbox/tokens").raw("application/json", br#"{"card":{},"card":{}}"#).send();
    assert_eq!((twice.status, twice.code().as_str()), (400, "invalid_json"));
}

#[test]
fn a_challenge_is_shown_answered_and_left() {
    let world = start(settings(), Some(Arc::new(PlainDesk)));
    let path = "/sandbox/challenges/known";
    let page = world.say("GET", path).send();
    assert_eq!((page.status, page.text()), (200, "challenge"));
    assert!(page.header("content-security-policy").unwrap().contains("nonce-"));
    let form = "application/x-www-form-urlencoded";
    for (answer, approved) in [("approve", true), ("decline", false)] {
        let left = world.say("POST", path).raw(form, format!("answer={answer}").as_bytes()).send();
        assert_eq!(left.status, 303);
        assert_eq!(left.header("location").unwrap(), format!("{PUBLIC_URL}/back?approved={approved}"));
    }
    for body in ["", "answer=maybe", "answer=approve&answer=decline", "x=approve"] {
        let refused = world.say("POST", path).raw(form, body.as_bytes()).send();
        assert_eq!((refused.status, refused.code().as_str()), (422, "invalid_value"), "{body}");
    }
    assert_eq!(world.say("GET", "/sandbox/challenges/other").send().status, 404);
    assert_eq!(world.say("POST", "/sandbox/challenges/other").raw(form, b"answer=approve").send().status, 404);
    assert_eq!(world.say("DELETE", path).send().header("allow"), Some("GET, POST, HEAD"));
}

#[test]
fn without_the_sandbox_there_is_no_counter() {
    let world = world();
    let token = world.say("POST", "/sandbox/tokens").json(&json!({"card": {"number": "4242"}})).send();
    assert_eq!((token.status, token.code().as_str()), (404, "not_found"));
    assert_eq!(world.say("GET", "/sandbox/challenges/known").send().code(), "not_found");
}
