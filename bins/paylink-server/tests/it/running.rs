//! A server in the hands of its operator: health, numbers, roles, stopping, its files, a second one beside it.

use crate::world::{Answer, Books, Home, Receiver, Server, Shop, card_token, eventually, exchange, pay, text};
use futures_util::future::join_all;
use serde_json::json;
use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::PermissionsExt as _,
    time::{Duration, Instant},
};

#[tokio::test(flavor = "multi_thread")]
async fn health_and_numbers_are_told_to_anybody() {
    let server = Server::new().await;
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(server.say("GET", path).send().await.ok(200), json!({"status": "ok"}));
    }
    Shop::open(&server).await;
    let metrics = server.say("GET", "/metrics").send().await;
    assert_eq!(metrics.status, 200);
    let made = "paylink_http_requests_total{method=\"POST\",route=\"/v1/merchants\",status=\"201\"} 1";
    for line in [made, "# TYPE paylink_http_request_duration_seconds histogram", "# EOF"] {
        assert!(metrics.text().lines().any(|found| found == line), "{line} is not in\n{}", metrics.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sigterm_requests_under_way_are_answered_and_the_status_is_zero() {
    let mut server = Server::new().await;
    let shop = Shop::open(&server).await;
    let mut payments = Vec::new();
    for payer in 0..10 {
        let link = shop.one_time_link(&server).await;
        // answered after a second, because the gateway's answer gets lost
        let token = card_token(&server, "4000000000000341").await;
        payments.push(pay(&server, &link, "card", &token, &format!("payer-{payer}")));
    }
    let under_way = tokio::spawn(async move { join_all(payments.iter().map(|payment| payment.send())).await });
    let mut books = Books::open(&server.home.database());
    eventually("all payments are under way", async || (books.charges().len() == 10).then_some(())).await;
    server.signal("TERM");
    for answer in under_way.await.unwrap() {
        assert_eq!(answer.ok(202)["status"], "processing");
    }
    assert_eq!(server.ended().await.code(), Some(0));
    assert!(TcpStream::connect(server.address).is_err(), "nobody listens any more");
    assert!(server.home.log().contains("stopped"));

    let server = server.again().await;
    let payments = server.admin("GET", "/v1/payments").send().await.ok(200);
    assert_eq!(payments["data"].as_array().unwrap().len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_idle_connections_nor_receivers_that_hang_hold_up_a_stop() {
    let receiver = Receiver::that(|_, _| Answer::Hang).await;
    let mut server = Server::new().await;
    server.admin("POST", "/v1/webhook_endpoints").json(&json!({"url": receiver.url("/hooks")})).send().await.ok(201);
    Shop::open(&server).await.one_time_link(&server).await;
    receiver.hears("the event", |_| true).await;
    let mut idle = TcpStream::connect(server.address).unwrap();
    idle.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    let mut answer = [0; 12];
    idle.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");

    server.signal("TERM");
    let begun = Instant::now();
    assert_eq!(server.ended().await.code(), Some(0));
    // an attempt under way has fifteen seconds
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_server_on_the_same_database_is_refused_and_the_first_goes_on() {
    let server = Server::new().await;
    for command in ["serve", "migrate"] {
        let second = server.home.run(&[command]);
        let line = String::from_utf8_lossy(&second.stderr).into_owned();
        assert!(!second.status.success());
        assert_eq!(line.lines().count(), 1, "{line}");
        assert!(line.contains("in use by another server") && line.contains("paylink.db"), "{line}");
    }
    Shop::open(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_closed_to_other_users() {
    let server = Server::new().await;
    Shop::open(&server).await;
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = server.home.path().join("paylink-data");
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() >= 3, "{files:?}");
    for file in &files {
        let wanted = if file.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(file), wanted, "{}", file.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_made_once_and_outlives_a_restart() {
    let at = |home: Home| home.with("PAYLINK_PUBLIC_URL", "https://pay.example.com");
    let server = at(Home::new()).serve().await;
    let shop = Shop::open(&server).await;
    let path = format!("/v1/merchants/{}/token", shop.merchant);
    let token = text(&server.admin("POST", &path).send().await.ok(201), "token");
    let server = server.again().await;
    let merchant = server.say("GET", &format!("/v1/merchants/{}", shop.merchant)).bearer(&token).send().await;
    assert_eq!(merchant.status, 200);
    let other = at(Home::new()).serve().await;
    assert_eq!(other.say("GET", "/v1/payment_links").bearer(&token).send().await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_web_server_leaves_later_work_to_a_worker() {
    let receiver = Receiver::new().await;
    let server = Home::new().with("PAYLINK_ROLE", "web").serve().await;
    server.admin("POST", "/v1/webhook_endpoints").json(&json!({"url": receiver.url("/hooks")})).send().await.ok(201);
    Shop::open(&server).await.one_time_link(&server).await;
    let waiting = Books::open(&server.home.database()).number("SELECT count(*) AS number FROM work");
    assert_eq!((waiting, receiver.heard().len()), (1, 0));
    let server = server.kill().with("PAYLINK_ROLE", "worker").serve().await;
    receiver.hears("the event", |delivery| delivery.kind() == "payment_link.created").await;
    assert_eq!(server.say("GET", "/health/ready").send().await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_http_get_an_answer_or_a_closed_door_and_nothing_breaks() {
    let server = Server::new().await;
    let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "a".repeat(5000));
    let fat = format!("GET / HTTP/1.1\r\nhost: x\r\nx-fat: {}\r\nconnection: close\r\n\r\n", "a".repeat(20_000));
    let garbage: [&[u8]; 8] = [
        b"\0\0\0\0\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /health/live HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\nconnection: close\r\n\r\n",
        b"POST /v1/merchants HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        long.as_bytes(),
        fat.as_bytes(),
    ];
    for bytes in garbage {
        // no answer at all is an answer too: the connection was closed
        if let Ok(heard) = exchange(server.address, bytes).await {
            assert!((400..500).contains(&heard.status), "{bytes:?}: {}", heard.status);
        }
    }
    assert_eq!(server.say("GET", "/health/ready").send().await.status, 200);
}
