//! TLS with the system's certificates, in pure Rust and *ring*.

use crate::webhooks::ClientError;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use std::sync::Arc;

/// Trusts the system's certificates and those in `extra_pem`. A system without certificates is not an
/// error: every delivery over https fails then, and says so.
pub(crate) fn config(extra_pem: Option<&[u8]>) -> Result<ClientConfig, ClientError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(pem) = extra_pem {
        let extra: Vec<CertificateDer<'static>> =
            CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().map_err(|_| ClientError::Certificates)?;
        if extra.is_empty() {
            return Err(ClientError::Certificates);
        }
        for certificate in extra {
            roots.add(certificate).map_err(ClientError::Tls)?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(ClientError::Tls)?;
    Ok(versions.with_root_certificates(roots).with_no_client_auth())
}
