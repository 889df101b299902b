//! Status callbacks: who may send them, and what they mean. Twilio's own library is the judge.

use crate::{
    peers::python,
    texts::{TOKEN, answered, carrier},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use paylink_core::ports::{AddressFault, MessageOutcome, TextCarrier as _, TextNews, TextStanding};
use serde_json::{Value, json};
use sha1::Sha1;
use std::{io::Write as _, process::Stdio};

const URL: &str = "https://pay.example.com/v1/inbound/twilio";

type Form = Vec<(String, String)>;

fn form(fields: &[(&str, &str)]) -> Form {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn report(status: &str, code: Option<&str>) -> Form {
    let mut fields = form(&[
        ("SmsSid", "SM0123456789abcdef"),
        ("SmsStatus", status),
        ("MessageStatus", status),
        ("To", "+14155550123"),
        ("MessageSid", "SM0123456789abcdef"),
        ("AccountSid", crate::texts::SID),
        ("From", "+14155550100"),
        ("ApiVersion", "2010-04-01"),
    ]);
    fields.extend(code.map(|code| ("ErrorCode".to_owned(), code.to_owned())));
    fields
}

/// Twilio's library's signatures, and its verdicts on the given ones.
fn library(checks: &[(&str, &Form, Option<&str>)]) -> Vec<Value> {
    let checks: Vec<Value> =
        checks.iter().map(|(url, form, signature)| json!({"url": url, "form": form, "signature": signature})).collect();
    let mut child = python("twilio_signatures.py").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(json!({"token": TOKEN, "checks": checks}).to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn sign(url: &str, form: &Form) -> String {
    let mut sorted = form.clone();
    sorted.sort();
    let fields: String = sorted.into_iter().map(|(name, value)| name + &value).collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).unwrap();
    mac.update(url.as_bytes());
    mac.update(fields.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn read(url: &str, form: &Form, signature: &str) -> Option<TextNews> {
    carrier("http://127.0.0.1:1", "+14155550100").read_news(url, form, signature)
}

#[tokio::test]
async fn a_report_signed_by_twilios_library_is_believed_and_a_tampered_one_is_not() {
    let good = report("delivered", None);
    let repeated =
        [report("sent", None), form(&[("Extra", "b"), ("Extra", "a"), ("Extra", "a"), ("Empty", ""), ("Ü", "ß")])]
            .concat();
    for fields in [&good, &repeated] {
        let signed = library(&[(URL, fields, None)])[0]["signed"].as_str().unwrap().to_owned();
        assert!(read(URL, fields, &signed).is_some());
        let mut tampered = fields.clone();
        tampered[2].1 = "failed".to_owned();
        assert_eq!(read(URL, &tampered, &signed), None);
        assert_eq!(read("https://pay.example.com/v1/inbound/other", fields, &signed), None);
        let longer = [fields.clone(), form(&[("More", "x")])].concat();
        assert_eq!(read(URL, &longer, &signed), None);
        for wrong in ["", "AAAA", "not base64!", &sign("https://other.example.com", fields)] {
            assert_eq!(read(URL, fields, wrong), None, "{wrong}");
        }
    }
}

#[tokio::test]
async fn twilios_library_believes_the_same_signatures() {
    let fields = report("undelivered", Some("30005"));
    let signature = sign(URL, &fields);
    let verdict = library(&[(URL, &fields, Some(&signature)), (URL, &fields, Some("AAAA"))]);
    assert_eq!((&verdict[0]["valid"], &verdict[1]["valid"]), (&json!(true), &json!(false)));
    assert_eq!(verdict[0]["signed"], signature);
    assert!(read(URL, &fields, &signature).is_some());
}

#[tokio::test]
async fn the_port_may_be_written_out_or_left_out() {
    let fields = report("sent", None);
    for (told, signed) in [
        (URL, "https://pay.example.com:443/v1/inbound/twilio"),
        ("https://pay.example.com:443/v1/inbound/twilio", URL),
        ("http://pay.example.com:8080/x", "http://pay.example.com/x"),
    ] {
        let signature = sign(signed, &fields);
        assert_eq!(library(&[(told, &fields, Some(&signature))])[0]["valid"], true, "{told}: as the library does");
        assert!(read(told, &fields, &signature).is_some(), "{told}");
    }
    assert_eq!(read(URL, &fields, &sign("https://pay.example.com:444/v1/inbound/twilio", &fields)), None);
}

#[tokio::test]
async fn a_report_says_how_the_text_stands() {
    let standing = |status: &str, code: Option<&str>| {
        let fields = report(status, code);
        let news = read(URL, &fields, &sign(URL, &fields));
        assert!(news.as_ref().is_none_or(|news| news.reference == "SM0123456789abcdef"));
        news.map(|news| news.standing)
    };
    for status in ["accepted", "scheduled", "queued", "sending", "sent"] {
        assert_eq!(standing(status, None), Some(TextStanding::UnderWay), "{status}");
    }
    assert_eq!(standing("delivered", None), Some(TextStanding::Delivered));
    for (status, code, fault) in [
        ("undelivered", "30005", AddressFault::Dead),
        ("undelivered", "30006", AddressFault::Dead),
        ("undelivered", "30003", AddressFault::None),
        ("failed", "21610", AddressFault::Stopped),
        ("failed", "30008", AddressFault::None),
    ] {
        let reason = format!("Twilio reported {status} with code {code}");
        assert_eq!(standing(status, Some(code)), Some(TextStanding::Undelivered { reason, fault }));
    }
    assert_eq!(standing("received", None), None, "a text that came in is none of ours");
    let nameless = form(&[("MessageStatus", "sent")]);
    assert_eq!(read(URL, &nameless, &sign(URL, &nameless)), None);
}

/// Whether the provider knows at once or finds out later is chance; what follows for the number must not be.
#[tokio::test]
async fn a_code_says_the_same_of_the_number_in_an_answer_and_in_a_report() {
    for (code, fault) in [
        ("21211", AddressFault::Dead),
        ("21614", AddressFault::Dead),
        ("30005", AddressFault::Dead),
        ("30006", AddressFault::Dead),
        ("21610", AddressFault::Stopped),
        ("21408", AddressFault::None),
        ("30003", AddressFault::None),
        ("30007", AddressFault::None),
    ] {
        let (answer, _) = answered("400 Bad Request", "", &format!(r#"{{"code": {code}}}"#)).await;
        let reason = format!("Twilio answered 400 with code {code}");
        assert_eq!(answer, MessageOutcome::Refused { reason, fault }, "{code}");
        let fields = report("failed", Some(code));
        let news = read(URL, &fields, &sign(URL, &fields)).unwrap();
        let reason = format!("Twilio reported failed with code {code}");
        assert_eq!(news.standing, TextStanding::Undelivered { reason, fault }, "{code}");
    }
}
