//! What operators and programs ask: health, numbers, the description, request ids.

use crate::world::world;

#[test]
fn the_server_says_whether_it_lives_and_works() {
    let world = world();
    world.say("GET", "/health/live").send().ok(200);
    world.say("GET", "/health/ready").send().ok(200);
    world.store.set_down(true);
    world.say("GET", "/health/live").send().ok(200);
    let down = world.say("GET", "/health/ready").send();
    assert_eq!((down.status, down.text()), (503, r#"{"status":"unavailable"}"#));
}

#[test]
fn numbers_are_counted_by_route_and_never_by_address() {
    let world = world();
    let link = world.link();
    world.get(&format!("/v1/payment_links/{}?x=secret-query", link["id"].as_str().unwrap()));
    world.get("/nowhere/secret-path");
    let text = world.say("GET", "/metrics").send().text().to_owned();
    let has = |line: &str| assert!(text.lines().any(|known| known.starts_with(line)), "{line}\n{text}");
    has(r#"paylink_http_requests_total{method="GET",route="/v1/payment_links/{payment_link_id}",status="422"} 1"#);
    has(r#"paylink_http_requests_total{method="GET",route="unmatched",status="404"} 1"#);
    has(r#"paylink_http_request_duration_seconds_count{method="POST",route="/v1/payment_links"} 1"#);
    has(r#"paylink_work_waiting{queue="dispatch"}"#);
    has("paylink_build_info{version=");
    assert!(text.ends_with("# EOF\n"));
    assert!(!text.contains("secret") && !text.contains(link["id"].as_str().unwrap()), "{text}");
}

#[test]
fn sane_request_ids_are_kept_and_others_replaced() {
    let world = world();
    let ask = |id: &str| {
        world.say("GET", "/health/live").header("x-request-id", id).send().header("x-request-id").unwrap().to_owned()
    };
    for kept in ["abc", "A-1_2.3:4/5", &"x".repeat(128)] {
        assert_eq!(ask(kept), kept);
    }
    let mut made = vec![
        ask(""),
        ask("with space"),
        ask("tab\there"),
        ask("ümlaut"),
        ask(&"x".repeat(129)),
        world.say("GET", "/health/live").send().header("x-request-id").unwrap().to_owned(),
        world
            .say("GET", "/health/live")
            .header("x-request-id", "a")
            .header("x-request-id", "b")
            .send()
            .header("x-request-id")
            .unwrap()
            .to_owned(),
    ];
    assert!(made.iter().all(|id| id.starts_with("req_") && id.len() == 36), "{made:?}");
    made.sort();
    made.dedup();
    assert_eq!(made.len(), 7, "each is new");
}

#[test]
fn every_answer_is_dressed() {
    let world = world();
    for (method, path) in [
        ("GET", "/health/live"),
        ("GET", "/nowhere"),
        ("PUT", "/v1/merchants"),
        ("GET", "/v1/merchants"),
        ("GET", "/metrics"),
        ("GET", "/openapi.json"),
        ("GET", "/docs"),
        ("GET", "/robots.txt"),
        ("GET", "/favicon.ico"),
    ] {
        let answer = world.say(method, path).send();
        assert!(answer.header("x-request-id").is_some(), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("server"), None, "{path}");
    }
}

#[test]
fn crawlers_are_sent_away() {
    let world = world();
    assert_eq!(world.say("GET", "/robots.txt").send().text(), "User-agent: *\nDisallow: /\n");
    assert_eq!(world.say("GET", "/favicon.ico").send().status, 204);
}

#[test]
fn the_reference_is_made_from_the_description() {
    let world = world();
    let document = world.say("GET", "/openapi.json").send();
    assert_eq!(document.header("content-type"), Some("application/json"));
    let page = world.say("GET", "/docs").send();
    assert_eq!(page.text(), format!("reference of {} bytes []", document.body.len()));
    assert_eq!(document.text(), paylink_http_actix::openapi());
}
