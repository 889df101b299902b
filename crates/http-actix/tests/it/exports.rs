//! Exports over HTTP: negotiated, streamed, and refused before the first byte or broken off visibly.

use crate::{
    client::Heard,
    world::{World, world},
};
use serde_json::json;
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

/// The body of an answer in chunks; `None` when its last chunk is missing.
pub(crate) fn whole(answer: &Heard) -> Option<String> {
    assert_eq!(answer.header("transfer-encoding"), Some("chunked"), "{answer:?}");
    let (mut rest, mut body) = (answer.body.as_slice(), Vec::new());
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).ok()?, 16).ok()?;
        let chunk = rest.get(end + 2..end + 2 + size)?;
        body.extend_from_slice(chunk);
        rest = rest.get(end + 2 + size + 2..)?;
        if size == 0 {
            return String::from_utf8(body).ok();
        }
    }
}

fn with_links(count: usize) -> (World, String) {
    let world = world();
    let merchant = world.merchant();
    for number in 0..count {
        world.link_of(&merchant, json!({"description": format!("=cake {number}"), "tags": ["VIP"]}));
    }
    (world, merchant)
}

#[test]
fn a_list_is_exported_in_the_format_asked_for() {
    let (world, merchant) = with_links(3);
    for (query, accept, kind) in [
        ("?format=csv", "*/*", "csv"),
        ("", "text/csv", "csv"),
        ("", "text/csv;q=0.9, application/json;q=0.1", "csv"),
        ("", "application/json;q=0.2, application/x-ndjson", "jsonl"),
        ("?format=jsonl", "text/csv", "jsonl"),
        ("?format=json", "text/csv", "json"),
        ("", "text/csv;q=0.5, application/json", "json"),
        ("", "text/csv;q=0", "json"),
        ("", "text/html, */*;q=0.8", "json"),
    ] {
        let answer = world.admin("GET", &format!("/v1/payment_links{query}")).header("accept", accept).send();
        assert_eq!(answer.status, 200, "{query} {accept}: {}", answer.text());
        let content_type = answer.header("content-type").unwrap().to_owned();
        let file = answer.header("content-disposition").map(str::to_owned);
        match kind {
            "csv" => {
                let text = whole(&answer).unwrap();
                assert_eq!(content_type, "text/csv; charset=utf-8; header=present");
                assert_eq!(file.unwrap(), "attachment; filename=\"payment_links-2026-01-15.csv\"");
                assert!(text.starts_with("id,merchant_id,url,"), "{text}");
                assert_eq!(text.matches("\r\n").count(), 4, "{text}");
                assert!(text.contains(",'=cake 2,") && !text.contains(",=cake"), "{text}");
            }
            "jsonl" => {
                assert_eq!(content_type, "application/x-ndjson");
                assert_eq!(file.unwrap(), "attachment; filename=\"payment_links-2026-01-15.jsonl\"");
                let page = world.get("/v1/payment_links").ok(200);
                let lines: Vec<serde_json::Value> =
                    whole(&answer).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
                assert_eq!(json!(lines), page["data"]);
            }
            _ => assert_eq!((answer.ok(200)["data"].as_array().unwrap().len(), file), (3, None)),
        }
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{query} {accept}");
    }
    let own = world.say("GET", "/v1/payment_links?format=csv").bearer(&world.token(&merchant)).send();
    assert_eq!(whole(&own).unwrap().lines().count(), 4);
    let stranger = world.token(&world.merchant());
    let foreign = world.say("GET", "/v1/payment_links?format=csv").bearer(&stranger).send();
    assert_eq!(whole(&foreign).unwrap().lines().count(), 1, "the names of the columns alone");
}

#[test]
fn payments_and_refunds_are_exported_from_each_of_their_lists() {
    let world = world();
    let link = world.link();
    let payment = world.pay(&link, "tok_ok", "k").ok(201);
    let (link, payment) = (link["id"].as_str().unwrap(), payment["id"].as_str().unwrap());
    let refund = world.post(&format!("/v1/payments/{payment}/refunds"), &json!({"amount": "2.50"})).ok(201);
    let id = |value: &serde_json::Value| value["id"].as_str().unwrap().to_owned();
    for (path, wanted) in [
        ("/v1/payments".to_owned(), payment.to_owned()),
        (format!("/v1/payment_links/{link}/payments"), payment.to_owned()),
        ("/v1/refunds".to_owned(), id(&refund)),
        (format!("/v1/payments/{payment}/refunds"), id(&refund)),
    ] {
        for format in ["csv", "jsonl"] {
            let answer = world.get(&format!("{path}?format={format}"));
            let text = whole(&answer).unwrap_or_else(|| panic!("{path}: {answer:?}"));
            assert_eq!(text.matches(&wanted).count(), 1, "{path}: {text}");
        }
    }
}

#[test]
fn what_is_wrong_is_refused_before_the_first_byte() {
    let (world, merchant) = with_links(1);
    let stranger = world.token(&world.merchant());
    let path = format!("/v1/payment_links?format=csv&merchant_id={merchant}");
    let answers = [
        (world.say("GET", &path).send(), 401, "unauthenticated"),
        (world.say("GET", &path).bearer(&stranger).send(), 404, "not_found"),
        (world.get("/v1/payments?format=csv&sort=x"), 422, "invalid_parameter"),
        (world.get("/v1/payments?format=csv&limit=1"), 422, "invalid_parameter"),
        (world.get("/v1/payments/pay_x/refunds?format=csv"), 404, "not_found"),
    ];
    for (answer, status, code) in answers {
        assert_eq!((answer.status, answer.code().as_str()), (status, code));
    }
    world.store.set_down(true);
    let away = world.get("/v1/payments?format=csv");
    world.store.set_down(false);
    assert_eq!((away.status, away.code().as_str()), (503, "storage_unavailable"));
}

#[test]
fn asking_for_the_head_alone_reads_no_rows() {
    let (world, _) = with_links(1);
    let head = world.admin("HEAD", "/v1/payment_links?format=csv").send();
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-type"), Some("text/csv; charset=utf-8; header=present"));
}

/// Begins an export and reads its first bytes.
fn begin(world: &World, path: &str) -> (TcpStream, Vec<u8>) {
    let mut stream = TcpStream::connect(world.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let credential = crate::world::ADMIN;
    let request = format!("GET {path} HTTP/1.1\r\nhost: test\r\nauthorization: Bearer {credential}\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut first = vec![0; 1024];
    let count = stream.read(&mut first).unwrap();
    first.truncate(count);
    (stream, first)
}

#[test]
fn a_failure_on_the_way_breaks_the_answer_off_so_that_nobody_takes_it_for_whole() {
    // more than fits into any buffer on the way, so that the server waits for the client
    let world = world();
    let merchant = world.merchant();
    let metadata: serde_json::Map<_, _> =
        (0..50).map(|number| (format!("key{number}"), json!("v".repeat(500)))).collect();
    for _ in 0..900 {
        world.link_of(&merchant, json!({"metadata": metadata}));
    }
    let (mut stream, mut bytes) = begin(&world, "/v1/payment_links?format=jsonl");
    world.store.set_down(true);
    stream.read_to_end(&mut bytes).unwrap();
    world.store.set_down(false);
    assert!(bytes.starts_with(b"HTTP/1.1 200"), "the answer had begun");
    assert!(!bytes.ends_with(b"0\r\n\r\n"), "the last chunk is missing");
    let told = bytes.windows(10).filter(|window| window == b"\"object\":\"").count();
    assert!(told < 900, "{told} rows before the failure");
    // and undisturbed it is whole
    let again = world.get("/v1/payment_links?format=jsonl");
    assert_eq!(whole(&again).unwrap().lines().count(), 900);
}
