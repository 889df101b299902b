//! Certificates for servers of the tests, and the authority that vouches for them.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

/// A key, its certificate, and the authority's certificate.
pub(crate) struct Vouched {
    pub(crate) key: KeyPair,
    pub(crate) certificate: rcgen::Certificate,
    /// PEM.
    pub(crate) authority: String,
}

/// A server's certificate for `name`, a name or an address.
pub(crate) fn vouched(name: &str) -> Vouched {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_key = KeyPair::generate().unwrap();
    let ca = params.self_signed(&ca_key).unwrap();
    let key = KeyPair::generate().unwrap();
    let issuer = Issuer::new(params, ca_key);
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    Vouched { key, certificate, authority: ca.pem() }
}
