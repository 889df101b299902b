//! What a mail looks like when it arrives, and over which connections it comes.

use crate::smtp::{LOGIN, Manner, PLAIN, Smtpd, USER, carrier, failed, id, mail, sent, settings};
use paylink_core::ports::{MailCarrier as _, OutgoingMail, WrittenMail};
use paylink_notify::{MailSettings, MailSetupError, SmtpCarrier};
use serde_json::json;

const TLS: Manner = Manner { tls: "starttls", login: true, utf8: true };

fn trusting(server: &Smtpd, url: &str) -> SmtpCarrier {
    let extra_ca_pem = Some(server.authority.as_bytes().to_vec());
    SmtpCarrier::new(&MailSettings { extra_ca_pem, ..settings(url) }).unwrap()
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written() {
    let mut server = Smtpd::start(PLAIN).await;
    let outgoing = mail("payer@example.org");
    assert_eq!(sent(carrier(server.port).send(&outgoing).await).as_deref(), Some("Q1"));
    let got = server.mail().await;
    assert_eq!((&got["from"], &got["to"]), (&json!("no-reply@pay.example.com"), &json!(["payer@example.org"])));
    assert_eq!(got["senders"], json!([["Blåbær & Søn", "no-reply@pay.example.com"]]));
    assert_eq!(got["recipients"], json!([["", "payer@example.org"]]));
    assert_eq!(got["answers"], json!([["", "owner@shop.example.com"]]));
    let headers = &got["headers"];
    assert_eq!(headers["Subject"], outgoing.content.subject);
    assert_eq!(headers["Message-ID"], format!("<{}@pay.example.com>", id(1)));
    assert_eq!(headers["Date"], "Wed, 02 Jan 2030 03:04:05 +0000");
    assert_eq!(headers["List-Unsubscribe"], "<https://pay.example.com/u/abc?x=1>");
    assert_eq!(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click");
    assert_eq!(headers["Auto-Submitted"], "auto-generated");
    assert_eq!(got["defects"], json!([]));
    let body = &got["body"];
    assert_eq!(body["type"], "multipart/alternative");
    assert_eq!(
        (&body["parts"][0]["type"], &body["parts"][0]["content"]),
        (&json!("text/plain"), &json!("Grüße\r\n.\r\nEnd\r\n"))
    );
    let related = &body["parts"][1];
    assert_eq!((&related["type"], &related["parts"][0]["type"]), (&json!("multipart/related"), &json!("text/html")));
    assert!(related["parts"][0]["content"].as_str().unwrap().contains("Grüße <img src=\"cid:qr\""));
    let picture = json!({"type": "image/png", "id": "<qr>", "disposition": "inline", "content": "89504e470d0a1a0a00"});
    assert_eq!(related["parts"][1], picture);
    assert!(headers["Content-Type"].as_str().unwrap().contains("alternative"));
}

#[tokio::test]
async fn without_pictures_answers_and_unsubscribing_their_headers_are_left_out() {
    let mut server = Smtpd::start(PLAIN).await;
    let complete = mail("payer@example.org");
    let content = WrittenMail { images: Vec::new(), ..complete.content.clone() };
    let plain = OutgoingMail { reply_to: None, unsubscribe_url: None, from_name: String::new(), content, ..complete };
    sent(carrier(server.port).send(&plain).await);
    let got = server.mail().await;
    let mut names: Vec<&str> = got["names"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    names.sort_unstable();
    let expected = ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"];
    assert_eq!(names, expected);
    assert_eq!(
        got["senders"],
        json!([["Paylink", "no-reply@pay.example.com"]]),
        "the setting's name where there is none"
    );
    assert_eq!(got["body"]["parts"][1]["type"], "text/html");
}

#[tokio::test]
async fn the_same_mail_gives_the_same_bytes_on_every_attempt() {
    let mut server = Smtpd::start(PLAIN).await;
    let carrier = carrier(server.port);
    sent(carrier.send(&mail("payer@example.org")).await);
    sent(carrier.send(&mail("payer@example.org")).await);
    let (first, second) = (server.mail().await, server.mail().await);
    assert_eq!(first["raw"], second["raw"]);
}

#[tokio::test]
async fn starttls_and_a_login_are_used_where_they_are_wanted() {
    let mut server = Smtpd::start(TLS).await;
    let carrier = trusting(&server, &format!("smtp://{LOGIN}@127.0.0.1:{}?tls=required", server.port));
    assert_eq!(carrier.check().await, Ok(()));
    sent(carrier.send(&mail("payer@example.org")).await);
    let got = server.mail().await;
    assert_eq!((&got["encrypted"], &got["login"]), (&json!(true), &json!(USER)));
}

#[tokio::test]
async fn tls_from_the_first_byte_is_checked_against_the_own_authority() {
    let mut server = Smtpd::start(Manner { tls: "implicit", ..TLS }).await;
    let url = format!("smtps://{LOGIN}@127.0.0.1:{}", server.port);
    sent(trusting(&server, &url).send(&mail("payer@example.org")).await);
    let got = server.mail().await;
    assert_eq!((&got["encrypted"], &got["login"]), (&json!(true), &json!(USER)));

    let stranger = SmtpCarrier::new(&settings(&url)).unwrap();
    let reason = "the TLS handshake with the mail server failed";
    assert_eq!(failed(stranger.send(&mail("payer@example.org")).await), reason);
    assert_eq!(stranger.check().await, Err(reason.to_owned()));
    assert!(server.peer.rest().is_empty());
}

#[tokio::test]
async fn a_certificate_of_a_stranger_ends_starttls_too() {
    let mut server = Smtpd::start(TLS).await;
    let carrier =
        SmtpCarrier::new(&settings(&format!("smtp://{LOGIN}@127.0.0.1:{}?tls=required", server.port))).unwrap();
    let reason = failed(carrier.send(&mail("payer@example.org")).await);
    assert_eq!(reason, "the TLS handshake with the mail server failed");
    assert!(server.peer.rest().is_empty());
}

#[tokio::test]
async fn on_this_machine_tls_is_taken_as_it_comes() {
    let mut with = Smtpd::start(TLS).await;
    let carrier = SmtpCarrier::new(&settings(&format!("smtp://{LOGIN}@127.0.0.1:{}", with.port))).unwrap();
    sent(carrier.send(&mail("payer@example.org")).await);
    assert_eq!(with.mail().await["encrypted"], true);
    let mut without = Smtpd::start(PLAIN).await;
    let carrier = SmtpCarrier::new(&settings(&format!("smtp://127.0.0.1:{}", without.port))).unwrap();
    sent(carrier.send(&mail("payer@example.org")).await);
    assert_eq!(without.mail().await["encrypted"], false);
}

#[tokio::test]
async fn where_tls_is_required_a_server_without_it_gets_nothing() {
    let mut server = Smtpd::start(Manner { login: true, ..PLAIN }).await;
    let carrier =
        SmtpCarrier::new(&settings(&format!("smtp://{LOGIN}@127.0.0.1:{}?tls=required", server.port))).unwrap();
    assert_eq!(failed(carrier.send(&mail("payer@example.org")).await), "the mail server offers no TLS");
    assert!(server.peer.rest().is_empty());
}

#[tokio::test]
async fn a_wrong_password_is_the_operators_trouble_and_is_not_told() {
    let mut server = Smtpd::start(TLS).await;
    let carrier = trusting(&server, &format!("smtp://shop:canary@127.0.0.1:{}?tls=required", server.port));
    let reason = failed(carrier.send(&mail("payer@example.org")).await);
    assert_eq!(reason, "the mail server answered 535 5.7.8 to the login");
    assert_eq!(carrier.check().await, Err(reason));
    assert!(server.peer.rest().is_empty());
}

#[tokio::test]
async fn a_file_without_certificates_is_no_authority() {
    for pem in ["", "not pem", "-----BEGIN CERTIFICATE-----\nAAAA\n"] {
        let settings = MailSettings { extra_ca_pem: Some(pem.as_bytes().to_vec()), ..settings("smtp://127.0.0.1") };
        assert_eq!(SmtpCarrier::new(&settings).err(), Some(MailSetupError::Certificates), "{pem:?}");
    }
}
