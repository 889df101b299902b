//! TLS by rustls under the driver's traits.

use super::{
    OpenError,
    address::{Address, Roots, Trust},
    verifier::{AnyCertificate, AnyHost},
};
use futures_util::{FutureExt as _, future::BoxFuture};
use rustls::{
    ClientConfig, RootCertStore,
    client::WebPkiServerVerifier,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::{
    Socket,
    tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream as PgTlsStream},
};
use tokio_rustls::{TlsConnector, client::TlsStream};

/// Makes TLS connections the way an address asks for.
#[derive(Clone)]
pub(super) struct Tls(TlsConnector);

impl Tls {
    /// Reads the certificates that `address` names.
    pub(super) fn of(address: &Address) -> Result<Self, OpenError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let failed = |error: rustls::Error| OpenError::Certificates { source: Box::new(error) };
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider));
        let builder = builder.with_safe_default_protocol_versions().map_err(failed)?;
        let config = match &address.trust {
            Trust::Anybody => {
                builder.dangerous().with_custom_certificate_verifier(Arc::new(AnyCertificate::new(provider)))
            }
            Trust::Authority(from) => {
                let verifier = WebPkiServerVerifier::builder_with_provider(roots(from)?, provider).build();
                let verifier = verifier.map_err(|error| OpenError::Certificates { source: Box::new(error) })?;
                builder.dangerous().with_custom_certificate_verifier(Arc::new(AnyHost(verifier)))
            }
            Trust::Host(from) => builder.with_root_certificates(roots(from)?),
        };
        Ok(Self(TlsConnector::from(Arc::new(config.with_no_client_auth()))))
    }
}

fn roots(from: &Roots) -> Result<Arc<RootCertStore>, OpenError> {
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| OpenError::Certificates { source };
    let mut store = RootCertStore::empty();
    match from {
        Roots::System => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        Roots::File(path) => {
            let all = CertificateDer::pem_file_iter(path)
                .map_err(|error| failed(format!("{}: {error}", path.display()).into()))?;
            for one in all {
                let one = one.map_err(|error| failed(format!("{}: {error}", path.display()).into()))?;
                store.add(one).map_err(|error| failed(Box::new(error)))?;
            }
        }
    }
    if store.is_empty() {
        return Err(failed("there is no certificate to trust".into()));
    }
    Ok(Arc::new(store))
}

impl MakeTlsConnect<Socket> for Tls {
    type Stream = Encrypted;
    type TlsConnect = To;
    type Error = std::convert::Infallible;

    fn make_tls_connect(&mut self, host: &str) -> Result<To, Self::Error> {
        Ok(To { connector: self.0.clone(), host: host.to_owned() })
    }
}

/// A connection about to be made.
pub(super) struct To {
    connector: TlsConnector,
    /// Empty for a socket in the file system, which never speaks TLS.
    host: String,
}

impl TlsConnect<Socket> for To {
    type Stream = Encrypted;
    type Error = io::Error;
    type Future = BoxFuture<'static, io::Result<Encrypted>>;

    fn connect(self, socket: Socket) -> Self::Future {
        async move {
            let host = ServerName::try_from(self.host).map_err(io::Error::other)?;
            self.connector.connect(host, socket).await.map(Encrypted)
        }
        .boxed()
    }
}

/// A connection under TLS.
pub(super) struct Encrypted(TlsStream<Socket>);

impl PgTlsStream for Encrypted {
    /// Without it, SCRAM proves both sides by the password alone; the certificate is checked above.
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Encrypted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, into)
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, from)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
