//! What becomes of a mail that the server does not take.

use crate::smtp::{Manner, PLAIN, Smtpd, carrier, failed, mail, refused, sent};
use paylink_core::ports::{MailCarrier as _, OutgoingMail};

#[tokio::test]
async fn a_refusal_for_good_tells_addresses_that_do_not_exist_from_everything_else() {
    let mut server = Smtpd::start(PLAIN).await;
    let carrier = carrier(server.port);
    for (recipient, code, bad_address) in [
        ("550-nobody@example.org", "550", true),
        ("551-moved@example.org", "551", true),
        ("553-malformed@example.org", "553", true),
        ("550-5.1.1-nobody@example.org", "550 5.1.1", true),
        ("554-5.1.2-nowhere@example.org", "554 5.1.2", true),
        ("550-5.2.1-closed@example.org", "550 5.2.1", true),
        ("550-5.0.0-unclear@example.org", "550 5.0.0", true),
        ("550-5.7.1-blocked@example.org", "550 5.7.1", false),
        ("553-5.1.8-sender@example.org", "553 5.1.8", false),
        ("552-5.2.2-full@example.org", "552 5.2.2", false),
        ("554-whatever@example.org", "554", false),
    ] {
        let expected = (format!("the mail server answered {code} to the recipient"), bad_address);
        assert_eq!(refused(carrier.send(&mail(recipient)).await), expected);
    }
    sent(carrier.send(&mail("payer@example.org")).await);
    assert_eq!(server.mail().await["to"][0], "payer@example.org", "nothing came before");
}

#[tokio::test]
async fn a_refusal_for_now_is_tried_again_later() {
    let mut server = Smtpd::start(PLAIN).await;
    let carrier = carrier(server.port);
    for (recipient, code) in [
        ("451-4.3.0-busy@example.org", "451 4.3.0"),
        ("450-grey@example.org", "450"),
        ("421-closing@example.org", "421"),
        ("530-5.7.0-login@example.org", "530 5.7.0"),
    ] {
        let reason = failed(carrier.send(&mail(recipient)).await);
        assert_eq!(reason, format!("the mail server answered {code} to the recipient"));
    }
    assert!(server.peer.rest().is_empty());
}

#[tokio::test]
async fn one_connection_carries_one_mail_after_the_other_even_after_a_refusal() {
    let mut server = Smtpd::start(PLAIN).await;
    let carrier = carrier(server.port);
    sent(carrier.send(&mail("first@example.org")).await);
    refused(carrier.send(&mail("550-nobody@example.org")).await);
    sent(carrier.send(&mail("second@example.org")).await);
    let (first, second) = (server.mail().await, server.mail().await);
    assert_eq!(first["peer"], second["peer"]);
    assert_eq!(second["to"], serde_json::json!(["second@example.org"]), "no recipient is left over");
}

#[tokio::test]
async fn an_address_beyond_ascii_needs_a_server_that_takes_it() {
    let mut server = Smtpd::start(PLAIN).await;
    sent(carrier(server.port).send(&mail("grüße@bücher.example.org")).await);
    let got = server.mail().await;
    assert_eq!(got["to"][0], "grüße@xn--bcher-kva.example.org");
    assert_eq!(got["recipients"][0][1], "grüße@xn--bcher-kva.example.org");

    let mut older = Smtpd::start(Manner { utf8: false, ..PLAIN }).await;
    let outcome = carrier(older.port).send(&mail("grüße@example.org")).await;
    assert_eq!(refused(outcome), ("the mail server takes no addresses beyond ASCII".to_owned(), false));
    sent(carrier(older.port).send(&mail("payer@bücher.example.org")).await);
    assert_eq!(older.mail().await["to"][0], "payer@xn--bcher-kva.example.org");
}

#[tokio::test]
async fn what_cannot_stand_in_a_header_is_refused_before_any_connection() {
    // nobody listens there
    let carrier = carrier(1);
    let good = mail("payer@example.org");
    for address in [
        "payer@example.org\r\nRCPT TO:<other@example.org>",
        "payer@example.org, other@example.org",
        "payer@example.org>\r\nBcc: <other@example.org",
        "Payer <payer@example.org>",
        "payer example.org",
        "",
    ] {
        let refusal = refused(carrier.send(&mail(address)).await);
        assert_eq!(refusal, ("the address is malformed".to_owned(), true), "{address:?}");
    }
    let answers = OutgoingMail { reply_to: Some("a@b.example\r\nBcc: x@y.example".to_owned()), ..good.clone() };
    assert_eq!(refused(carrier.send(&answers).await).0, "the address for answers is malformed");
    let name = OutgoingMail { from_name: "Shop\r\nBcc: x@y.example".to_owned(), ..good.clone() };
    assert_eq!(refused(carrier.send(&name).await).0, "the subject or the sender's name is not one line");
    let mut subject = good.clone();
    subject.content.subject = "Pay\nBcc: x@y.example".to_owned();
    assert_eq!(refused(carrier.send(&subject).await).0, "the subject or the sender's name is not one line");
    let unsubscribe = OutgoingMail { unsubscribe_url: Some("mailto:x@y.example".to_owned()), ..good.clone() };
    assert_eq!(refused(carrier.send(&unsubscribe).await).0, "the address for unsubscribing is no usable URL");
    let mut image = good;
    image.content.images[0].name = "qr>\r\nX: y".to_owned();
    assert_eq!(refused(carrier.send(&image).await).0, "a picture has no usable name");
}

#[tokio::test]
async fn a_port_nobody_listens_on_is_no_connection() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let carrier = carrier(port);
    assert_eq!(failed(carrier.send(&mail("payer@example.org")).await), "no connection to the mail server");
    assert_eq!(carrier.check().await, Err("no connection to the mail server".to_owned()));
}
