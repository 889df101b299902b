//! Views over HTTP: reported by scripts only, counted, and told once a day.

use crate::world::world;
use serde_json::json;
use std::time::Duration;

#[test]
fn a_reported_view_is_counted_and_opening_the_page_is_not() {
    let world = world();
    let link = world.link();
    let (id, slug) = (link["id"].as_str().unwrap(), link["slug"].as_str().unwrap());
    let shown = || world.get(&format!("/v1/payment_links/{id}")).ok(200);
    assert_eq!((&shown()["views_count"], &shown()["viewed_at"]), (&json!(0), &json!(null)));
    for path in
        [format!("/p/{slug}"), format!("/v1/checkout/{slug}"), format!("/paylink?id={id}"), format!("/p/{slug}/qr.svg")]
    {
        for method in ["GET", "HEAD"] {
            world.say(method, &path).send();
        }
    }
    assert_eq!(shown()["views_count"], 0, "scanners and previews have seen nothing");
    let views = format!("/v1/checkout/{slug}/views");
    for _ in 0..2 {
        let answer = world.say("POST", &views).header("origin", "https://shop.example").send();
        assert_eq!((answer.status, answer.text()), (204, ""));
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    }
    let once = shown();
    assert_eq!(once["views_count"], 2);
    assert!(once["viewed_at"].is_string());
    world.clock.advance(Duration::from_secs(86_400));
    assert_eq!(world.say("POST", &views).json(&json!({})).send().status, 204);
    let events = world.get("/v1/events?type=payment_link.viewed").ok(200);
    let events = events["data"].as_array().unwrap();
    assert_eq!(events.len(), 2, "one a day");
    assert_eq!(events[1]["data"]["viewed_at"], once["viewed_at"], "{}", events[1]);
}

#[test]
fn what_is_no_view_is_refused() {
    let world = world();
    let link = world.link();
    let views = format!("/v1/checkout/{}/views", link["slug"].as_str().unwrap());
    assert_eq!(world.say("POST", "/v1/checkout/unknown/views").send().code(), "not_found");
    assert_eq!(world.say("GET", &views).send().code(), "method_not_allowed");
    assert_eq!(world.say("POST", &views).json(&json!({"count": 100})).send().code(), "unknown_field");
    assert_eq!(world.say("POST", &format!("{views}?preview")).send().code(), "invalid_parameter");
    let events = world.get("/v1/events?type=payment_link.viewed").ok(200);
    assert_eq!(events["data"], json!([]));
}
