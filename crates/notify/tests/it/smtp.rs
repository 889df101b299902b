//! A real mail server to hand mail to, and mails to hand in.

use crate::{
    authority::vouched,
    peers::{Peer, python},
};
use paylink_core::{
    MessageId, Timestamp, TypedId,
    ports::{AddressFault, InlineImage, MessageOutcome, OutgoingMail, WrittenMail},
};
use paylink_notify::{MailSettings, SmtpCarrier};
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const USER: &str = "shop@example.com";
pub(crate) const PASSWORD: &str = "p@ss w/rd:é#1";
/// User and password as they stand in a URL.
pub(crate) const LOGIN: &str = "shop%40example.com:p%40ss%20w%2Frd%3A%C3%A9%231";

/// How the server wants it.
#[derive(Clone, Copy)]
pub(crate) struct Manner {
    pub(crate) tls: &'static str,
    pub(crate) login: bool,
    pub(crate) utf8: bool,
}

pub(crate) const PLAIN: Manner = Manner { tls: "none", login: false, utf8: true };

/// A running mail server on loopback.
pub(crate) struct Smtpd {
    pub(crate) peer: Peer,
    pub(crate) port: u16,
    /// The certificate (PEM) of the authority that vouches for the server.
    pub(crate) authority: String,
    _folder: TempDir,
}

impl Smtpd {
    pub(crate) async fn start(manner: Manner) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let vouched = vouched("127.0.0.1");
        let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        std::fs::write(&cert, vouched.certificate.pem()).unwrap();
        std::fs::write(&key, vouched.key.serialize_pem()).unwrap();
        let login = manner.login.then_some([USER, PASSWORD]);
        let options = json!({"tls": manner.tls, "cert": cert, "key": key, "login": login, "utf8": manner.utf8});
        let mut peer = Peer::start(python("smtpd.py").arg(options.to_string()));
        let port = u16::try_from(peer.told().await["port"].as_u64().unwrap()).unwrap();
        Self { peer, port, authority: vouched.authority, _folder: folder }
    }

    /// The next mail it has taken.
    pub(crate) async fn mail(&mut self) -> Value {
        self.peer.told().await
    }
}

/// Settings for a server at this URL.
pub(crate) fn settings(url: &str) -> MailSettings {
    MailSettings {
        server: url.parse().unwrap(),
        from: "Paylink <no-reply@pay.example.com>".parse().unwrap(),
        extra_ca_pem: None,
        connections: MailSettings::CONNECTIONS,
    }
}

/// A carrier to an unencrypted server on loopback.
pub(crate) fn carrier(port: u16) -> SmtpCarrier {
    SmtpCarrier::new(&settings(&format!("smtp://127.0.0.1:{port}?tls=none"))).unwrap()
}

pub(crate) fn at() -> Timestamp {
    "2030-01-02T03:04:05Z".parse().unwrap()
}

pub(crate) fn id(number: u8) -> MessageId {
    MessageId::from_random([number; 16])
}

/// A complete mail to `to`.
pub(crate) fn mail(to: &str) -> OutgoingMail {
    OutgoingMail {
        id: id(1),
        to: to.to_owned(),
        from_name: "Blåbær & Søn".to_owned(),
        reply_to: Some("owner@shop.example.com".to_owned()),
        unsubscribe_url: Some("https://pay.example.com/u/abc?x=1".to_owned()),
        made_at: at(),
        content: WrittenMail {
            subject: "Please pay 12.50 € — invoice №7".to_owned(),
            html: "<!doctype html><p>Grüße <img src=\"cid:qr\" alt=\"\">\r\n.\r\n</p>".to_owned(),
            text: "Grüße\n.\nEnd\n".to_owned(),
            images: vec![InlineImage { name: "qr".to_owned(), png: vec![0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0] }],
        },
    }
}

/// The reference of a mail that was taken.
#[track_caller]
pub(crate) fn sent(outcome: MessageOutcome) -> Option<String> {
    match outcome {
        MessageOutcome::Sent { reference } => reference,
        MessageOutcome::Refused { .. } | MessageOutcome::Failed { .. } => panic!("{outcome:?}"),
    }
}

/// Why a mail is to be tried again.
#[track_caller]
pub(crate) fn failed(outcome: MessageOutcome) -> String {
    match outcome {
        MessageOutcome::Failed { reason, retry_after: None } => reason,
        MessageOutcome::Sent { .. } | MessageOutcome::Refused { .. } | MessageOutcome::Failed { .. } => {
            panic!("{outcome:?}")
        }
    }
}

/// Why a mail was refused, and whether the address is at fault.
#[track_caller]
pub(crate) fn refused(outcome: MessageOutcome) -> (String, bool) {
    match outcome {
        MessageOutcome::Refused { reason, fault } => {
            assert_ne!(fault, AddressFault::Stopped, "no mail server's answer means that");
            (reason, fault == AddressFault::Dead)
        }
        MessageOutcome::Sent { .. } | MessageOutcome::Failed { .. } => panic!("{outcome:?}"),
    }
}
