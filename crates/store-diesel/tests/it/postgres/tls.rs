//! TLS to the database, checked as far as the address asks for; and passwords.

use paylink_pg_cluster::{Cluster, Options};
use paylink_store_diesel::postgres::{OpenError, PostgresOptions, PostgresStore};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::time::Duration;

/// A certificate authority, and what it vouches for: a server called `localhost`.
fn authority() -> (String, String, String) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(["localhost".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    (authority.pem(), server.pem(), key.serialize_pem())
}

async fn opened(url: &str) -> Result<(), OpenError> {
    let options =
        PostgresOptions { patience: Duration::ZERO, allow_unsafe: true, ..PostgresOptions::new(url.parse().unwrap()) };
    PostgresStore::open(options).await.map(drop)
}

#[tokio::test]
async fn the_server_is_checked_as_far_as_the_address_asks_for() {
    let (ca, certificate, key) = authority();
    let mut options = Options::default().with("ssl", "on");
    options.files = vec![("server.crt".to_owned(), certificate), ("server.key".to_owned(), key)];
    options.access = Some("local all all trust\nhostssl all all 127.0.0.1/32 trust\n".to_owned());
    let cluster = Cluster::start(options).unwrap();
    cluster.socket().create_database("shop").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (good, other) = (folder.path().join("ca.pem"), folder.path().join("other.pem"));
    std::fs::write(&good, ca).unwrap();
    std::fs::write(&other, authority().0).unwrap();
    let by_name = cluster.url("shop").replace("127.0.0.1", "localhost");
    let by_number = cluster.url("shop");
    let (good, other) = (good.display(), other.display());

    for url in [
        format!("{by_name}?sslmode=verify-full&sslrootcert={good}"),
        format!("{by_name}?sslmode=verify-ca&sslrootcert={good}"),
        format!("{by_number}?sslmode=verify-ca&sslrootcert={good}"),
        format!("{by_number}?sslmode=require&sslrootcert={good}"),
        format!("{by_number}?sslmode=require"),
        format!("{by_number}?sslmode=prefer"),
        by_number.clone(),
    ] {
        opened(&url).await.unwrap_or_else(|error| panic!("{url}: {error:?}"));
    }
    for url in [
        format!("{by_number}?sslmode=disable"),
        format!("{by_number}?sslmode=verify-full&sslrootcert={good}"),
        format!("{by_name}?sslmode=verify-full&sslrootcert={other}"),
        format!("{by_name}?sslmode=verify-ca&sslrootcert={other}"),
        format!("{by_name}?sslmode=require&sslrootcert={other}"),
        format!("{by_name}?sslmode=verify-full"),
    ] {
        let error = opened(&url).await.expect_err(&url);
        assert!(matches!(error, OpenError::Connect { .. }), "{url}: {error:?}");
    }
    let error = opened(&format!("{by_name}?sslmode=verify-full&sslrootcert=/missing.pem")).await.unwrap_err();
    assert!(matches!(error, OpenError::Certificates { .. }), "{error:?}");
}

#[tokio::test]
async fn a_password_is_asked_for_and_never_repeated() {
    let options = Options {
        access: Some("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n".to_owned()),
        ..Options::default()
    };
    let cluster = Cluster::start(options).unwrap();
    cluster.socket().run("postgres", "ALTER ROLE paylink PASSWORD 'can@ary'").unwrap();
    cluster.socket().create_database("shop").unwrap();
    let with = |password: &str| cluster.url("shop").replace("paylink@", &format!("paylink:{password}@"));
    opened(&with("can%40ary")).await.unwrap();
    for wrong in [with("canary"), cluster.url("shop")] {
        let error = opened(&wrong).await.unwrap_err();
        let OpenError::Connect { source } = &error else { panic!("{error:?}") };
        assert!(!format!("{error:?} {source}").contains("canary"), "{error:?}");
    }
}
