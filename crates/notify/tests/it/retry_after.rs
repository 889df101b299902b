//! How long a receiver asks to be left alone.

use crate::{
    outgoing::{open_client, to},
    receiver::Receiver,
};
use paylink_core::ports::{SendOutcome, WebhookSender as _};
use std::time::Duration;

/// The attempt is made on Wed, 02 Jan 2030 03:04:05 GMT.
const TABLE: &[(&str, Option<u64>)] = &[
    ("120", Some(120)),
    ("0", Some(0)),
    (" 7 ", Some(7)),
    ("Wed, 02 Jan 2030 03:05:05 GMT", Some(60)),
    ("Wednesday, 02-Jan-30 03:05:05 GMT", Some(60)),
    ("Wed Jan  2 03:05:05 2030", Some(60)),
    ("Wed, 02 Jan 2030 03:04:00 GMT", Some(0)),
    ("-5", None),
    ("1.5", None),
    ("soon", None),
    ("99999999999999999999999", None),
    ("", None),
];

#[tokio::test]
async fn seconds_and_dates_are_understood_and_anything_else_is_ignored() {
    let client = open_client();
    for (value, expected) in TABLE {
        let receiver = Receiver::answering("503 Busy", &format!("retry-after: {value}\r\n")).await;
        let SendOutcome::Failed { retry_after, status, .. } = client.send(&to(&receiver.url())).await else {
            panic!("{value}")
        };
        assert_eq!((retry_after, status), (expected.map(Duration::from_secs), Some(503)), "{value:?}");
    }
}
