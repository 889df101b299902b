//! An S3 store: its address is read strictly, and everything it is asked is signed.
#![expect(clippy::disallowed_methods, reason = "objects are as old as the real clock says")]

use bytes::Bytes;
use paylink_core::{FileId, Timestamp, TypedId as _, ports::FileStore as _, testing::file_contract};
use paylink_store_files::{S3Keys, S3Settings};
use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::SystemTime,
};

/// Where `cargo xtask setup` has put what the tests need.
fn python() -> PathBuf {
    let beside = || Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("peers");
    let python = std::env::var_os("PAYLINK_PEERS").map_or_else(beside, PathBuf::from).join("venv/bin/python");
    assert!(python.exists(), "run `cargo xtask setup`: there is no {}", python.display());
    python
}

/// Somebody else's S3 server, which checks every signature. It ends when this does.
struct Peer {
    child: Child,
    told: Value,
}

impl Peer {
    fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/s3d.py");
        let mut command = Command::new(python());
        command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, told: serde_json::from_str(&line).unwrap() }
    }

    fn settings(&self, prefix: &str) -> S3Settings {
        let url = self.told["url"].as_str().unwrap();
        format!("s3://bucket{prefix}?endpoint={url}&region=eu-central-1").parse().unwrap()
    }

    fn keys(&self) -> S3Keys {
        let text = |name: &str| self.told[name].as_str().unwrap().to_owned();
        S3Keys { access_key_id: text("key"), secret_access_key: text("secret") }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn an_s3_store_keeps_the_contract_and_refuses_wrong_signatures() {
    let peer = Peer::start();
    let micros = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_micros();
    let now = Timestamp::from_micros(i64::try_from(micros).unwrap()).unwrap();
    for prefix in ["", "/some/prefix"] {
        let store = peer.settings(prefix).open(&peer.keys()).unwrap();
        file_contract(&store, now).await.unwrap_or_else(|problem| panic!("{prefix:?}: {problem}"));
    }
    let id = FileId::from_random([7; 16]);
    let wrong = S3Keys { secret_access_key: "wrong".to_owned(), ..peer.keys() };
    let store = peer.settings("").open(&wrong).unwrap();
    assert!(store.put(id, Bytes::from_static(b"x")).await.is_err());
    assert_eq!(format!("{wrong:?}"), "[redacted]");
    let right = peer.settings("").open(&peer.keys()).unwrap();
    assert_eq!(right.size(id).await.unwrap(), None, "nothing was written");
}

#[tokio::test]
async fn an_s3_store_that_is_away_is_an_error_and_not_a_missing_file() {
    let nowhere: S3Settings = "s3://bucket?endpoint=http://127.0.0.1:9".parse().unwrap();
    let keys = S3Keys { access_key_id: "a".to_owned(), secret_access_key: "b".to_owned() };
    let store = nowhere.open(&keys).unwrap();
    assert!(store.size(FileId::from_random([7; 16])).await.is_err());
}

#[test]
fn an_address_names_bucket_prefix_region_and_endpoint() {
    let settings = |text: &str| text.parse::<S3Settings>();
    let full = settings("s3://bucket/some/prefix/?endpoint=https://s3.example.com/&region=eu-central-1").unwrap();
    let same = settings("s3://bucket/some/prefix?region=eu-central-1&endpoint=https://s3.example.com&path_style=true");
    assert_eq!(full, same.unwrap());
    assert_ne!(full, settings("s3://bucket/some/prefix?endpoint=https://s3.example.com").unwrap());
    settings("s3://bucket").unwrap();
    settings("s3://bucket?endpoint=http://127.0.0.1:9000&path_style=false").unwrap();
    for wrong in [
        "s3:",
        "s3://",
        "s3:///prefix",
        "http://bucket",
        "s3://key:secret@bucket",
        "s3://bucket:80",
        "s3://bucket#x",
        "s3://bucket?endpoint=",
        "s3://bucket?endpoint=ftp://x",
        "s3://bucket?endpoint=https://x/path",
        "s3://bucket?endpoint=https://u:p@x",
        "s3://bucket?region=a&region=b",
        "s3://bucket?path_style=maybe",
        "s3://bucket?bucket=x",
    ] {
        assert!(settings(wrong).is_err(), "{wrong}");
    }
}
