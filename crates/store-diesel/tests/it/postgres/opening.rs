//! Opening a database: what is refused, and many at once.

use super::support::{Outsider, fresh, open, options, server};
use paylink_core::ports::Maintenance as _;
use paylink_pg_cluster::{Cluster, Options};
use paylink_store_diesel::postgres::{Address, AddressError, OpenError, PostgresOptions, PostgresStore};
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_together_on_an_empty_database_all_come_up() {
    for _ in 0..4 {
        let url = fresh();
        let tasks: Vec<_> = (0..6).map(|_| tokio::spawn(PostgresStore::open(options(&url)))).collect();
        for task in tasks {
            task.await.unwrap().unwrap().ping().await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_database_that_forgets_is_refused_unless_that_is_allowed() {
    let url = fresh();
    let strict = |url: &str| PostgresOptions::new(url.parse().unwrap());
    let error = PostgresStore::open(strict(&url)).await.unwrap_err();
    assert!(matches!(&error, OpenError::Setting { name: "fsync", .. }), "{error}");
    open(&url).await;

    let cluster = Cluster::start(Options::durable()).unwrap();
    let url = cluster.create_database("shop").unwrap();
    PostgresStore::open(strict(&url)).await.unwrap();
    let error = PostgresStore::open(strict(&format!("{url}?options=-csynchronous_commit%3Doff"))).await.unwrap_err();
    assert!(matches!(&error, OpenError::Setting { name: "synchronous_commit", .. }), "{error}");
}

#[tokio::test]
async fn a_database_in_another_encoding_is_refused() {
    let name = format!("latin_{}", std::process::id());
    let made = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
    server().run("postgres", &made).unwrap();
    let error = PostgresStore::open(options(&server().url(&name))).await.unwrap_err();
    assert!(matches!(&error, OpenError::Setting { name: "server_encoding", .. }), "{error}");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let url = fresh();
    drop(open(&url).await);
    Outsider::at(&url).await.run("INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')").await;
    let error = PostgresStore::open(options(&url)).await.unwrap_err();
    assert!(matches!(&error, OpenError::Newer { version } if version == "9999"), "{error}");
}

#[tokio::test]
async fn nobody_there_is_an_error_after_a_short_wait() {
    let address = "postgres://paylink:canary@127.0.0.1:1/shop".parse().unwrap();
    let impatient = PostgresOptions { patience: Duration::from_millis(300), ..PostgresOptions::new(address) };
    assert!(!format!("{impatient:?}").contains("canary"), "{impatient:?}");
    let began = Instant::now();
    let error = PostgresStore::open(impatient).await.unwrap_err();
    assert!(matches!(error, OpenError::Connect { .. }), "{error}");
    assert!((300..3000).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_closed_store_answers_that_it_is_away() {
    let store = open(&fresh()).await;
    store.close();
    assert!(matches!(store.ping().await, Err(paylink_core::ports::StoreError::Unavailable(_))));
}

#[test]
fn an_address_says_how_far_the_server_is_trusted() {
    for good in [
        "postgres://localhost/shop",
        "postgresql://me:p%40ss@db.example.com:5433/shop?sslmode=verify-full&connect_timeout=2",
        "postgres://a,b/shop?target_session_attrs=read-write&sslmode=require&sslrootcert=%2Fetc%2Fca.pem",
        "postgres:///shop?host=/run/postgresql",
    ] {
        assert!(good.parse::<Address>().is_ok(), "{good}");
    }
    for (bad, error) in [
        ("mysql://localhost/shop", AddressError::Scheme),
        ("postgres://localhost/shop?sslmode=verify", AddressError::Mode),
        ("postgres://localhost/shop?sslrootcert=ca.pem", AddressError::Unused),
        ("postgres://localhost:port/shop", AddressError::Syntax),
        ("postgres://localhost/shop?colour=red", AddressError::Syntax),
        ("postgres:///shop", AddressError::NoHost),
    ] {
        assert_eq!(bad.parse::<Address>(), Err(error), "{bad}");
    }
}
