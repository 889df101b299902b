//! Text messages: what is posted, and what the answers mean.

use crate::{
    peers::{Peer, here, node, peers},
    receiver::{Manner, Receiver},
};
use paylink_core::{
    MessageId, TypedId,
    ports::{AddressFault, MessageOutcome, OutgoingText, TextCarrier as _},
};
use paylink_notify::{TwilioCarrier, TwilioGiven, TwilioSettings};
use std::{collections::BTreeMap, time::Duration};

pub(crate) const SID: &str = "AC0123456789abcdef0123456789abcdef";
pub(crate) const TOKEN: &str = "canary-token";

pub(crate) fn carrier(url: &str, from: &str) -> TwilioCarrier {
    let given = TwilioGiven { url: Some(url), account_sid: SID, auth_token: TOKEN, from };
    TwilioCarrier::new(TwilioSettings::read(&given).unwrap(), "https://pay.example.com").unwrap()
}

fn text(body: &str) -> OutgoingText {
    OutgoingText { id: MessageId::from_random([3; 16]), to: "+14155550123".to_owned(), body: body.to_owned() }
}

pub(crate) async fn answered(status: &str, headers: &str, body: &str) -> (MessageOutcome, Receiver) {
    let length = body.len();
    let answer = format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}");
    let twilio = Receiver::start(Manner::Answer(answer)).await;
    let url = format!("http://{}", twilio.address);
    (carrier(&url, "+14155550100").send(&text("Pay: https://pay.example.com/p/abc")).await, twilio)
}

#[tokio::test]
async fn a_text_is_posted_as_a_form_with_the_accounts_credentials() {
    let (outcome, mut twilio) =
        answered("201 Created", "", r#"{"sid": "SM0123456789abcdef", "status": "queued"}"#).await;
    assert_eq!(outcome, MessageOutcome::Sent { reference: Some("SM0123456789abcdef".to_owned()) });
    let requests = twilio.requests();
    let [request] = requests.as_slice() else { panic!("{} requests", requests.len()) };
    assert_eq!(request.line, format!("POST /2010-04-01/Accounts/{SID}/Messages.json HTTP/1.1"));
    assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded");
    let form: BTreeMap<_, _> = url::form_urlencoded::parse(&request.body).into_owned().collect();
    let expected = [
        ("Body", "Pay: https://pay.example.com/p/abc"),
        ("From", "+14155550100"),
        ("StatusCallback", "https://pay.example.com/v1/inbound/twilio"),
        ("To", "+14155550123"),
    ];
    assert_eq!(form, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    // AC…:canary-token
    let basic = "Basic QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjpjYW5hcnktdG9rZW4=";
    assert_eq!(request.headers["authorization"], basic);
}

#[tokio::test]
async fn what_the_number_is_to_blame_for_is_told_from_what_we_are() {
    for (status, code, expected) in [
        ("400 Bad Request", 21211, Some(AddressFault::Dead)),
        ("400 Bad Request", 21214, Some(AddressFault::Dead)),
        ("400 Bad Request", 21217, Some(AddressFault::Dead)),
        ("400 Bad Request", 21610, Some(AddressFault::Stopped)),
        ("400 Bad Request", 21614, Some(AddressFault::Dead)),
        ("400 Bad Request", 21408, Some(AddressFault::None)),
        ("400 Bad Request", 21617, Some(AddressFault::None)),
        ("400 Bad Request", 99999, Some(AddressFault::None)),
        ("400 Bad Request", 21606, None),
        ("401 Unauthorized", 20003, None),
        ("404 Not Found", 20404, None),
        ("429 Too Many Requests", 20429, None),
        ("500 Oops", 20500, None),
        ("503 Away", 20503, None),
    ] {
        let body = format!(r#"{{"code": {code}, "message": "+14155550123 canary", "status": 400}}"#);
        let (outcome, _) = answered(status, "", &body).await;
        let reason = format!("Twilio answered {} with code {code}", status.split(' ').next().unwrap());
        assert_eq!(
            outcome,
            match expected {
                Some(fault) => MessageOutcome::Refused { reason, fault },
                None => MessageOutcome::Failed { reason, retry_after: None },
            }
        );
    }
}

#[tokio::test]
async fn twilio_can_ask_to_be_left_alone_for_a_while() {
    let (outcome, _) = answered("429 Too Many Requests", "retry-after: 120\r\n", "").await;
    let retry_after = Some(Duration::from_secs(120));
    assert_eq!(outcome, MessageOutcome::Failed { reason: "Twilio answered 429".to_owned(), retry_after });
    let (outcome, _) = answered("503 Away", "retry-after: soon\r\n", "<html>").await;
    assert_eq!(outcome, MessageOutcome::Failed { reason: "Twilio answered 503".to_owned(), retry_after: None });
}

#[tokio::test]
async fn an_accepted_text_is_sent_whatever_else_the_answer_says() {
    for body in ["", "{", r#"{"sid": null}"#, r#"{"sid": "<script>"}"#] {
        let (outcome, _) = answered("201 Created", "", body).await;
        assert_eq!(outcome, MessageOutcome::Sent { reference: None }, "{body}");
    }
}

#[tokio::test]
async fn a_broken_connection_and_a_redirect_are_failures_that_name_nobody() {
    let twilio = Receiver::start(Manner::Close).await;
    let outcome = carrier(&format!("http://{}", twilio.address), "+14155550100").send(&text("x")).await;
    let reason = "Twilio: the connection broke off".to_owned();
    assert_eq!(outcome, MessageOutcome::Failed { reason, retry_after: None });
    let mut elsewhere = Receiver::answering("201 Created", "").await;
    let (outcome, _) = answered("307 Elsewhere", &format!("location: {}\r\n", elsewhere.url()), "").await;
    assert_eq!(outcome, MessageOutcome::Failed { reason: "Twilio answered 307".to_owned(), retry_after: None });
    assert!(elsewhere.requests().is_empty());
}

/// Prism serves Twilio's own description of the API and refuses whatever it does not describe.
#[tokio::test]
async fn every_text_is_what_twilios_own_description_asks_for() {
    let mut prism = Peer::start(
        node()
            .arg(peers().join("node/node_modules/@stoplight/prism-cli/dist/index.js"))
            .args(["mock", "--errors", "--host", "127.0.0.1", "--port", "0"])
            .arg(here("data").join("twilio_messages.json")),
    );
    let url = loop {
        let line = prism.line().await;
        if let Some((_, url)) = line.split_once("listening on ") {
            break url.trim().to_owned();
        }
    };
    let long = "€".repeat(134);
    for from in ["+14155550100", "MG0123456789abcdef0123456789abcdef", "12345", "Paylink"] {
        for body in ["Pay 12.50 USD: https://pay.example.com/p/abc?x=1&y=2", "Grüße & 👍\nline two", &long] {
            let outcome = carrier(&url, from).send(&text(body)).await;
            let MessageOutcome::Sent { reference: Some(sid) } = outcome else { panic!("{from}: {outcome:?}") };
            assert!(sid.starts_with("SM"), "{sid}");
        }
    }
    let stranger = TwilioGiven { url: Some(&url), account_sid: "AC1", auth_token: TOKEN, from: "+14155550100" };
    let stranger = TwilioCarrier::new(TwilioSettings::read(&stranger).unwrap(), "https://pay.example.com").unwrap();
    let refused = stranger.send(&text("x")).await;
    assert!(!matches!(refused, MessageOutcome::Sent { .. }), "Prism refuses what the description does not allow");
}
