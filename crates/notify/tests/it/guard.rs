//! Names that lead to private addresses, when the address is set and when the name is resolved.

use crate::{
    outgoing::{Unknown, always, failed, open_settings, to},
    receiver::Receiver,
};
use paylink_core::ports::{SendOutcome, WebhookSender as _};
use paylink_notify::{Lookup, WebhookClient, WebhookSettings};
use std::{
    io,
    net::IpAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

fn guarded(lookup: Arc<dyn Lookup>) -> WebhookClient {
    let settings = WebhookSettings { connect_timeout: Duration::from_millis(300), ..WebhookSettings::default() };
    WebhookClient::with_lookup(&settings, lookup).unwrap()
}

#[tokio::test]
async fn one_private_address_among_public_ones_spoils_a_name() {
    for addresses in [
        &["127.0.0.1"][..],
        &["8.8.8.8", "10.0.0.1"],
        &["2606:4700:4700::1111", "fd00::1"],
        &["::ffff:8.8.8.8"],
        &["169.254.169.254", "8.8.8.8"],
    ] {
        let client = guarded(always(addresses));
        assert!(client.check_url("https://hooks.example.com/").await.is_err(), "{addresses:?}");
        let outcome = client.send(&to("https://hooks.example.com/")).await;
        assert_eq!(failed(&outcome), (None, "the address is not allowed"), "{addresses:?}");
    }
    assert!(guarded(always(&["8.8.8.8"])).check_url("https://hooks.example.com/").await.is_ok());
}

#[tokio::test]
async fn a_name_that_does_not_resolve_can_be_set_but_not_reached() {
    for lookup in [always(&[]), Arc::new(Unknown)] {
        let client = guarded(lookup);
        assert!(client.check_url("https://hooks.example.com/").await.is_ok());
        let outcome = client.send(&to("https://hooks.example.com/")).await;
        assert_eq!(failed(&outcome), (None, "the name does not resolve"));
    }
}

#[tokio::test]
async fn with_private_addresses_allowed_a_name_still_leads_to_no_metadata_service() {
    let client = WebhookClient::with_lookup(&open_settings(), always(&["127.0.0.1", "169.254.169.254"])).unwrap();
    assert!(client.check_url("http://hooks.example.com/").await.is_err());
    let outcome = client.send(&to("http://hooks.example.com/")).await;
    assert_eq!(failed(&outcome), (None, "the address is not allowed"));
}

/// Answers the first question with a public address, all later ones with loopback.
struct Rebinding(Mutex<u32>);

#[async_trait::async_trait]
impl Lookup for Rebinding {
    async fn addresses(&self, _name: &str) -> io::Result<Vec<IpAddr>> {
        let mut asked = self.0.lock().unwrap();
        *asked += 1;
        Ok(vec![if *asked == 1 { [8, 8, 8, 8].into() } else { [127, 0, 0, 1].into() }])
    }
}

#[tokio::test]
async fn a_name_that_changes_to_a_private_address_is_refused_when_sending() {
    let client = guarded(Arc::new(Rebinding(Mutex::new(0))));
    assert!(client.check_url("https://hooks.example.com/").await.is_ok());
    let outcome = client.send(&to("https://hooks.example.com/")).await;
    assert_eq!(failed(&outcome), (None, "the address is not allowed"));
}

#[tokio::test]
async fn stored_addresses_are_checked_again_when_sending() {
    let mut receiver = Receiver::answering("200 OK", "").await;
    let client = guarded(always(&["8.8.8.8"]));
    let port = receiver.address.port();
    for url in [format!("http://127.0.0.1:{port}/"), format!("https://127.0.0.1:{port}/"), "nonsense".to_owned()] {
        assert_eq!(failed(&client.send(&to(&url)).await), (None, "the address is not allowed"), "{url}");
    }
    assert!(receiver.requests().is_empty());
}

#[tokio::test]
async fn the_connection_goes_to_the_address_that_was_looked_up() {
    let mut receiver = Receiver::answering("200 OK", "").await;
    let client = WebhookClient::with_lookup(&open_settings(), always(&["127.0.0.1"])).unwrap();
    let url = format!("http://hooks.example.com:{}/", receiver.address.port());
    assert_eq!(client.send(&to(&url)).await, SendOutcome::Delivered { status: 200 });
    let requests = receiver.requests();
    assert_eq!(requests[0].headers["host"], format!("hooks.example.com:{}", receiver.address.port()));
}

/// Never answers.
struct Silent;

#[async_trait::async_trait]
impl Lookup for Silent {
    async fn addresses(&self, _name: &str) -> io::Result<Vec<IpAddr>> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_look_up_without_an_answer_ends_in_time() {
    let client = guarded(Arc::new(Silent));
    assert!(client.check_url("https://hooks.example.com/").await.is_ok());
    let outcome = client.send(&to("https://hooks.example.com/")).await;
    assert_eq!(failed(&outcome).0, None);
}

#[tokio::test]
async fn a_name_of_this_machine_is_found_by_the_system() {
    let mut receiver = Receiver::answering("200 OK", "").await;
    let client = WebhookClient::new(&open_settings()).unwrap();
    let url = format!("http://localhost:{}/", receiver.address.port());
    assert_eq!(client.send(&to(&url)).await, SendOutcome::Delivered { status: 200 });
    assert_eq!(receiver.requests().len(), 1);
}
