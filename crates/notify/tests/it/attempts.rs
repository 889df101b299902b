//! What is sent, and what becomes of it.

use crate::{
    outgoing::{SECRET, at, event, failed, open_client, open_settings, to},
    receiver::{Manner, Receiver},
};
use paylink_core::{
    Secret,
    ports::{SendOutcome, WebhookSender as _},
};
use paylink_notify::{WebhookClient, WebhookSettings};
use paylink_wire::standard_webhooks::{Headers, SigningSecret};
use std::time::{Duration, Instant};

fn client_with(total_timeout: Duration) -> WebhookClient {
    WebhookClient::new(&WebhookSettings { total_timeout, ..open_settings() }).unwrap()
}

#[tokio::test]
async fn a_webhook_carries_the_stored_body_and_three_signed_headers() {
    let mut receiver = Receiver::answering("204 No Content", "").await;
    let outgoing = to(&receiver.url());
    assert_eq!(open_client().send(&outgoing).await, SendOutcome::Delivered { status: 204 });
    let requests = receiver.requests();
    let [request] = requests.as_slice() else { panic!("{} requests", requests.len()) };
    assert_eq!(request.line, "POST /hook?x=1 HTTP/1.1");
    assert_eq!(request.body, outgoing.body.as_bytes());
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(request.headers["user-agent"], concat!("Paylink/", env!("CARGO_PKG_VERSION")));
    assert_eq!(request.headers["webhook-id"], event().to_string());
    assert_eq!(request.headers["webhook-timestamp"], at().seconds().to_string());
    let headers = Headers {
        id: request.headers["webhook-id"].clone(),
        timestamp: request.headers["webhook-timestamp"].clone(),
        signature: request.headers["webhook-signature"].clone(),
    };
    let secret = SigningSecret::parse(SECRET).unwrap();
    assert_eq!(headers.verify(&secret, at().seconds(), &request.body), Ok(()));
    assert!(!request.headers.contains_key("referer") && !request.headers.contains_key("cookie"));
}

#[tokio::test]
async fn during_a_rotation_the_webhook_is_signed_with_both_secrets() {
    let mut receiver = Receiver::answering("200 OK", "").await;
    let newer = SigningSecret::from_bytes(&[7; 32]).unwrap();
    let mut outgoing = to(&receiver.url());
    outgoing.secrets.insert(0, Secret::new(newer.expose()));
    open_client().send(&outgoing).await;
    let requests = receiver.requests();
    let signatures: Vec<&str> = requests[0].headers["webhook-signature"].split(' ').collect();
    assert_eq!(signatures.len(), 2);
    assert!(signatures.iter().all(|signature| signature.starts_with("v1,")));
}

#[tokio::test]
async fn the_status_decides() {
    let client = open_client();
    for (status, expected) in [
        ("200 OK", SendOutcome::Delivered { status: 200 }),
        ("202 Accepted", SendOutcome::Delivered { status: 202 }),
        ("299 Fine", SendOutcome::Delivered { status: 299 }),
        ("410 Gone", SendOutcome::Gone),
    ] {
        let receiver = Receiver::answering(status, "").await;
        assert_eq!(client.send(&to(&receiver.url())).await, expected, "{status}");
    }
    for (status, code) in [("500 Oops", 500), ("404 Not Found", 404), ("429 Slow Down", 429), ("300 Many", 300)] {
        let receiver = Receiver::answering(status, "").await;
        assert_eq!(failed(&client.send(&to(&receiver.url())).await).0, Some(code), "{status}");
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let mut elsewhere = Receiver::answering("200 OK", "").await;
    for status in [301, 302, 303, 307, 308] {
        let location = format!("location: {}\r\n", elsewhere.url());
        let receiver = Receiver::answering(&format!("{status} Elsewhere"), &location).await;
        let outcome = open_client().send(&to(&receiver.url())).await;
        assert_eq!(failed(&outcome), (Some(status), "answered with a redirect"));
    }
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn a_body_that_never_ends_does_not_hold_up_a_delivery() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 900000000000\r\n\r\n".to_owned();
    for manner in [Manner::AnswerThenFlood(head.clone()), Manner::AnswerThenHang(head)] {
        let receiver = Receiver::start(manner).await;
        let (client, begun) = (client_with(Duration::from_secs(60)), Instant::now());
        assert_eq!(client.send(&to(&receiver.url())).await, SendOutcome::Delivered { status: 200 });
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn a_receiver_that_does_not_answer_in_time_has_failed() {
    for silence in ["", "HTTP/1.1 200 OK\r\nx-slow: "] {
        let receiver = Receiver::start(Manner::AnswerThenHang(silence.to_owned())).await;
        let outcome = client_with(Duration::from_millis(300)).send(&to(&receiver.url())).await;
        assert_eq!(failed(&outcome), (None, "no answer in time"));
    }
}

#[tokio::test]
async fn broken_answers_and_broken_connections_have_failed() {
    let giant = format!("HTTP/1.1 200 OK\r\nx-giant: {}\r\n\r\n", "g".repeat(900_000));
    for manner in [
        Manner::Close,
        Manner::Answer("HTTP/1.1 2".to_owned()),
        Manner::Answer("nonsense\r\n\r\n".to_owned()),
        Manner::Answer(giant),
    ] {
        let receiver = Receiver::start(manner).await;
        let outcome = open_client().send(&to(&receiver.url())).await;
        assert_eq!(failed(&outcome), (None, "the connection broke off"));
    }
}

#[tokio::test]
async fn a_port_nobody_listens_on_is_no_connection_and_the_reason_names_no_address() {
    let receiver = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = receiver.local_addr().unwrap();
    drop(receiver);
    let outcome = open_client().send(&to(&format!("http://{address}/"))).await;
    assert_eq!(failed(&outcome), (None, "no connection"));
}

#[tokio::test]
async fn a_damaged_secret_sends_nothing() {
    let mut receiver = Receiver::answering("200 OK", "").await;
    for secrets in [vec![], vec![Secret::new("whsec_short")], vec![Secret::new(SECRET), Secret::new("x")]] {
        let mut outgoing = to(&receiver.url());
        outgoing.secrets = secrets;
        assert_eq!(failed(&open_client().send(&outgoing).await), (None, "the signing secret is damaged"));
    }
    assert!(receiver.requests().is_empty());
}
