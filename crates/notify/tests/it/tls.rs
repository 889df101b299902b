//! Sending over TLS.

use crate::{
    authority::vouched,
    outgoing::{always, failed, open_settings, to},
    receiver::{Manner, serve},
};
use paylink_core::ports::{SendOutcome, WebhookSender as _};
use paylink_notify::{ClientError, WebhookClient, WebhookSettings};
use std::{net::SocketAddr, sync::Arc};
use tokio::{net::TcpListener, sync::mpsc};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
};

const NAME: &str = "hooks.example.com";

/// A TLS receiver called [`NAME`] and the certificate (PEM) of the authority that vouches for it.
async fn receiver() -> (SocketAddr, String) {
    let vouched = vouched(NAME);
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![vouched.certificate.der().clone()],
            PrivateKeyDer::try_from(vouched.key.serialize_der()).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (sender, mut received) = mpsc::unbounded_channel();
        while let Ok((stream, _)) = listener.accept().await {
            let answer = Manner::Answer("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_owned());
            if let Ok(stream) = acceptor.accept(stream).await {
                serve(stream, answer, sender.clone()).await;
            }
            let _ = received.try_recv();
        }
    });
    (address, vouched.authority)
}

fn trusting(pem: Option<&str>) -> WebhookClient {
    let settings = WebhookSettings { extra_ca_pem: pem.map(|pem| pem.as_bytes().to_vec()), ..open_settings() };
    WebhookClient::with_lookup(&settings, always(&["127.0.0.1"])).unwrap()
}

#[tokio::test]
async fn a_receiver_with_a_trusted_certificate_is_reached() {
    let (address, pem) = receiver().await;
    let outcome = trusting(Some(&pem)).send(&to(&format!("https://{NAME}:{}/", address.port()))).await;
    assert_eq!(outcome, SendOutcome::Delivered { status: 200 });
}

#[tokio::test]
async fn certificates_of_strangers_and_for_other_names_are_refused() {
    let (address, pem) = receiver().await;
    let stranger = trusting(None).send(&to(&format!("https://{NAME}:{}/", address.port()))).await;
    assert_eq!(failed(&stranger), (None, "the TLS handshake failed"));
    let misnamed = trusting(Some(&pem)).send(&to(&format!("https://other.example.com:{}/", address.port()))).await;
    assert_eq!(failed(&misnamed), (None, "the TLS handshake failed"));
}

#[tokio::test]
async fn a_file_without_certificates_is_no_extra_authority() {
    for pem in ["", "not pem", "-----BEGIN CERTIFICATE-----\nAAAA\n"] {
        let settings = WebhookSettings { extra_ca_pem: Some(pem.as_bytes().to_vec()), ..WebhookSettings::default() };
        let refused = WebhookClient::new(&settings).err();
        assert!(matches!(refused, Some(ClientError::Certificates)), "{pem:?}: {refused:?}");
    }
}
