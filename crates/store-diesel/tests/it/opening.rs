//! Who may open a database, and in what state it has to be.

use crate::support::{Place, outsider};
use diesel::connection::SimpleConnection;
use paylink_core::ports::{Maintenance, StoreError};
use paylink_store_diesel::sqlite::{OpenError, SqliteOptions, SqliteStore, UrlError, parse_url};
use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o777
}

#[tokio::test]
async fn folder_and_files_are_made_for_their_owner_only() {
    let place = Place::new();
    let path = place.path.with_file_name("new").join("deep").join("paylink.db");
    let store = SqliteStore::open(SqliteOptions::new(&path)).unwrap();
    store.ping().await.unwrap();
    let files: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    assert_eq!(mode(path.parent().unwrap()), 0o700);
}

#[test]
fn a_file_that_others_can_read_is_closed_to_them() {
    let place = Place::new();
    fs::write(&place.path, "").unwrap();
    fs::set_permissions(&place.path, fs::Permissions::from_mode(0o644)).unwrap();
    drop(place.open());
    assert_eq!(mode(&place.path), 0o600);
}

#[test]
fn a_second_server_is_refused_until_the_first_is_gone() {
    let place = Place::new();
    let first = place.open();
    let second = SqliteStore::open(SqliteOptions::new(&place.path)).unwrap_err();
    assert!(matches!(second, OpenError::InUse { .. }), "{second}");
    assert!(second.to_string().contains("paylink.db"), "{second}");
    let migrate = SqliteStore::migrate(&place.path).unwrap_err();
    assert!(matches!(migrate, OpenError::InUse { .. }), "{migrate}");
    drop(first);
    SqliteStore::migrate(&place.path).unwrap();
    place.open();
}

#[tokio::test]
async fn a_tool_works_beside_a_server() {
    let place = Place::new();
    let server = place.open();
    let tool = SqliteStore::open(SqliteOptions::tool(&place.path)).unwrap();
    tool.ping().await.unwrap();
    drop(server);
    tool.ping().await.unwrap();
}

#[test]
fn a_tool_alone_makes_the_database_and_leaves_it_free() {
    let place = Place::new();
    let _tool = SqliteStore::open(SqliteOptions::tool(&place.path)).unwrap();
    place.open();
}

#[test]
fn a_database_that_cannot_have_a_log_is_refused() {
    let place = Place::new();
    fs::create_dir(place.path.with_file_name("paylink.db-wal")).unwrap();
    let error = SqliteStore::open(SqliteOptions::new(&place.path)).unwrap_err();
    assert!(matches!(error, OpenError::Connect { .. } | OpenError::Setting { .. }), "{error}");
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let place = Place::new();
    fs::write(&place.path, "Dear diary, ".repeat(100)).unwrap();
    let error = SqliteStore::open(SqliteOptions::new(&place.path)).unwrap_err();
    assert!(matches!(error, OpenError::Connect { .. }), "{error}");
}

#[test]
fn a_database_of_a_newer_version_is_refused() {
    let place = Place::new();
    drop(place.open());
    outsider(&place.path).batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')").unwrap();
    let error = SqliteStore::open(SqliteOptions::new(&place.path)).unwrap_err();
    assert!(matches!(&error, OpenError::Newer { version } if version == "9999"), "{error}");
}

#[tokio::test]
async fn a_closed_store_answers_that_it_is_away() {
    let place = Place::new();
    let store = place.open();
    store.close();
    store.close();
    let answer = store.ping().await;
    assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
}

#[test]
fn a_url_names_a_file() {
    for (url, path) in [
        ("sqlite:paylink-data/paylink.db", "paylink-data/paylink.db"),
        ("sqlite:/var/lib/paylink.db", "/var/lib/paylink.db"),
        ("sqlite://paylink.db", "paylink.db"),
        ("sqlite:///var/lib/paylink.db", "/var/lib/paylink.db"),
    ] {
        assert_eq!(parse_url(url), Ok(PathBuf::from(path)), "{url}");
    }
    for (url, error) in [
        ("postgres://localhost/x", UrlError::Scheme),
        ("paylink.db", UrlError::Scheme),
        ("sqlite:", UrlError::NoFile),
        ("sqlite://", UrlError::NoFile),
        ("sqlite::memory:", UrlError::NoFile),
        ("sqlite:folder/", UrlError::NoFile),
        ("sqlite:x.db?mode=rwc", UrlError::Parameters),
    ] {
        assert_eq!(parse_url(url), Err(error), "{url}");
    }
}
