//! Property: whatever names, subjects and addresses hold, one mail goes to one recipient with the headers it was given.

use crate::smtp::{PLAIN, Smtpd, at, carrier, id, mail};
use paylink_core::ports::{MailCarrier as _, MessageOutcome, OutgoingMail};
use proptest::{
    prelude::{Strategy, any, prop_oneof},
    strategy::{Just, ValueTree as _},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};

const CASES: u8 = 120;
/// Set it to a printed seed to repeat that run.
const SEED: &str = "PAYLINK_TEST_SEED";

/// Everything a mail allows.
const NAMES: [&str; 11] = [
    "Auto-Submitted",
    "Content-Type",
    "Date",
    "From",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Message-ID",
    "Reply-To",
    "Subject",
    "To",
];

/// Words in every script, and attempts to end a header.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-zA-Z0-9 .,;:<>()@\\[\\]\"'\\\\=?_%&-]{1,30}",
        8 => "[äöüßéèñçøåÆ€№日本語中文العربيةעברית😀👍🏽 ]{1,30}",
        3 => Just("=?utf-8?q?a=0D=0ABcc:_victim@example.net?=".to_owned()),
        3 => Just("\" <victim@example.net>, \"".to_owned()),
        3 => "[a-z]{60,200}",
        2 => any::<char>().prop_map(String::from),
        1 => Just("\r\nBcc: victim@example.net".to_owned()),
        1 => Just("\nX-Injected: yes\n\nbody".to_owned()),
        1 => Just("\u{2028}Bcc: victim@example.net".to_owned()),
    ];
    proptest::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

/// Addresses, and what only looks like one.
fn address() -> impl Strategy<Value = String> {
    let good = prop_oneof![
        "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,20}@[a-z]{1,10}\\.example\\.(com|org)",
        "[a-z]{1,5}\\.[a-z]{1,5}@example\\.org",
    ];
    prop_oneof![
        10 => good,
        1 => "[a-z]{1,8}@[a-z]{1,8}\\.example[\r\n,;> ]{1,3}[a-z]{0,5}@[a-z]{0,5}",
        1 => Just("payer@example.org>\r\nRCPT TO:<victim@example.net".to_owned()),
        1 => "\"[a-z]{0,3}[@ ,<>][a-z@ ,<>\r\n]{0,5}\"@example\\.org",
    ]
}

fn outgoing() -> impl Strategy<Value = OutgoingMail> {
    (words(), words(), address(), address()).prop_map(|(from_name, subject, to, reply_to)| {
        let mut mail = OutgoingMail { from_name, to, reply_to: Some(reply_to), made_at: at(), ..mail("") };
        mail.content.subject = subject;
        mail
    })
}

/// Runs of blanks are one blank to whoever reads a header.
fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn seed() -> [u8; 32] {
    let number = std::env::var(SEED).ok().and_then(|text| text.parse::<u64>().ok());
    let number = number.unwrap_or_else(|| {
        use std::hash::{BuildHasher as _, Hasher as _};
        std::collections::hash_map::RandomState::new().build_hasher().finish()
    });
    println!("{SEED}={number}");
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&number.to_le_bytes());
    seed
}

#[tokio::test]
async fn no_name_subject_or_address_adds_a_header_or_a_recipient() {
    let mut server = Smtpd::start(PLAIN).await;
    let carrier = carrier(server.port);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed());
    let mut runner = TestRunner::new_with_rng(Config { failure_persistence: None, ..Config::default() }, rng);
    let strategy = outgoing();
    let (mut taken, mut refused) = (0, 0);
    for number in 0..CASES {
        let mail = OutgoingMail { id: id(number), ..strategy.new_tree(&mut runner).unwrap().current() };
        match carrier.send(&mail).await {
            MessageOutcome::Sent { .. } => {
                taken += 1;
                check(&mail, &server.mail().await);
            }
            MessageOutcome::Refused { .. } => refused += 1,
            MessageOutcome::Failed { reason, .. } => panic!("{reason}: {}", shown(&mail)),
        }
    }
    assert!(server.peer.rest().is_empty(), "a mail that nobody sent");
    assert!(taken >= CASES / 5 && refused >= CASES / 5, "{taken} taken, {refused} refused: the cases say little");
}

fn shown(mail: &OutgoingMail) -> String {
    format!("{:?} {:?} {:?} {:?}", mail.from_name, mail.content.subject, mail.to, mail.reply_to)
}

#[track_caller]
fn check(mail: &OutgoingMail, got: &Value) {
    let shown = format!("{}\n{}", shown(mail), got["headers"]);
    assert_eq!(got["to"], json!([mail.to]), "{shown}");
    assert_eq!(got["recipients"], json!([["", mail.to]]), "{shown}");
    assert_eq!(got["answers"], json!([["", mail.reply_to]]), "{shown}");
    let mut names: Vec<&str> = got["names"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, NAMES, "{shown}");
    assert_eq!(got["headers"]["Message-ID"], format!("<{}@pay.example.com>", mail.id), "{shown}");
    let subject = got["headers"]["Subject"].as_str().unwrap();
    assert_eq!(one_blank(subject), one_blank(&mail.content.subject), "{shown}");
    let name = match one_blank(&mail.from_name).as_str() {
        "" => "Paylink".to_owned(),
        name => name.to_owned(),
    };
    let sender = got["senders"][0][0].as_str().unwrap();
    assert_eq!((one_blank(sender), &got["senders"][0][1]), (name, &json!("no-reply@pay.example.com")), "{shown}");
    assert_eq!(got["senders"].as_array().unwrap().len(), 1, "{shown}");
    assert!(got["longest"].as_u64().unwrap() <= 998, "{shown}");
}
