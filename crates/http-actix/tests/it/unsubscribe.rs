//! Unsubscribing over HTTP: a page that asks, one click that does it, and no way without the proof.

use crate::world::{World, world};
use futures_util::FutureExt as _;
use paylink_core::records::Channel;
use serde_json::{Value, json};

/// A merchant, its message, and the path that ends such messages.
fn sent(world: &World) -> (String, String, String) {
    let merchant = world.merchant();
    let (_, message) = world.sent(&merchant, Channel::Email, json!({"email": "Ada@Example.com", "name": "Ada Payer"}));
    let mails = world.post.mails();
    let url = mails.last().unwrap().unsubscribe_url.clone().unwrap();
    (merchant, message, url.strip_prefix(crate::world::PUBLIC_URL).unwrap().to_owned())
}

fn entries(world: &World) -> Vec<Value> {
    world.get("/v1/suppressions").ok(200)["data"].as_array().unwrap().clone()
}

#[test]
fn opening_the_page_changes_nothing_and_shows_no_address() {
    let world = world();
    let (_, _, path) = sent(&world);
    for method in ["GET", "HEAD"] {
        let page = world.say(method, &path).send();
        assert_eq!(page.status, 200);
        assert!(page.header("content-security-policy").is_some() && page.header("set-cookie").is_none());
        assert!(!page.text().to_lowercase().contains("ada"), "{}", page.text());
    }
    assert!(world.say("GET", &path).send().text().starts_with("unsubscribe Shop 0 false"));
    assert!(entries(&world).is_empty());
}

#[test]
fn the_button_and_the_one_click_of_mail_programs_do_it_once() {
    let world = world();
    let (merchant, _, path) = sent(&world);
    let form = "application/x-www-form-urlencoded";
    let multipart = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    for request in [
        world.say("POST", &path).raw(form, b"List-Unsubscribe=One-Click"),
        world.say("POST", &path).raw("multipart/form-data; boundary=x", multipart.as_bytes()),
        world.say("POST", &path),
    ] {
        let answer = request.send();
        assert_eq!((answer.status, answer.header("location"), answer.header("set-cookie")), (200, None, None));
        assert!(answer.text().starts_with("unsubscribe Shop 0 true"), "{}", answer.text());
    }
    let entries = entries(&world);
    assert_eq!(entries.len(), 1);
    let entry = &entries[0];
    assert_eq!((&entry["reason"], &entry["merchant_id"]), (&json!("unsubscribed"), &json!(merchant)));
    assert_eq!((&entry["channel"], &entry["address"]), (&json!("email"), &json!("Ada@Example.com")));
}

#[test]
fn requests_stop_and_receipts_still_come() {
    let world = world();
    let (merchant, _, path) = sent(&world);
    assert_eq!(world.say("POST", &path).send().status, 200);
    let again = world.link_of(&merchant, json!({"customer": {"email": "ada@example.com"}, "delivery": "email"}));
    let messages = |link: &Value| {
        let listed = world.get(&format!("/v1/messages?payment_link_id={}", link["id"].as_str().unwrap())).ok(200);
        let rows = listed["data"].as_array().unwrap().clone();
        rows.into_iter().map(|row| (row["kind"].clone(), row["status"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(messages(&again), [(json!("payment_request"), json!("suppressed"))]);
    assert_eq!(world.pay(&again, "tok_ok", "pays").status, 201);
    world.paylink.dispatch_tick().now_or_never().unwrap().unwrap();
    assert!(messages(&again).contains(&(json!("receipt"), json!("queued"))), "{:?}", messages(&again));
}

#[test]
fn a_wrong_proof_is_a_page_that_says_so() {
    let world = world();
    let (_, message, path) = sent(&world);
    let (start, proof) = path.rsplit_once('-').unwrap();
    assert_eq!(proof.len(), 32);
    let flipped: String = proof.chars().map(|c| if c == '0' { '1' } else { '0' }).collect();
    let other = sent(&world).1;
    for wrong in [
        format!("{start}-{flipped}"),
        format!("{start}-"),
        format!("{start}-{}", proof.chars().take(31).collect::<String>()),
        format!("{start}-{proof}0"),
        format!("{start}-{}", proof.to_uppercase()),
        format!("/unsubscribe/{other}-{proof}"),
        format!("/unsubscribe/{message}"),
        "/unsubscribe/x".to_owned(),
        format!("/unsubscribe/{}", "x".repeat(3000)),
        "/unsubscribe/%00".to_owned(),
    ] {
        for method in ["GET", "POST"] {
            let answer = world.say(method, &wrong).send();
            assert_eq!(answer.status, 404, "{method} {wrong}");
            assert!(answer.text().starts_with("not found"), "{}", answer.text());
        }
    }
    assert!(entries(&world).is_empty());
}

#[test]
fn a_body_that_is_too_large_is_not_read() {
    let world = world();
    let (_, _, path) = sent(&world);
    let answer = world.say("POST", &path).raw("text/plain", &vec![b'x'; 70 * 1024]).send();
    assert_eq!((answer.status, answer.code().as_str()), (413, "payload_too_large"));
    assert!(entries(&world).is_empty());
}
