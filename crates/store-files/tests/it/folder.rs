//! A folder of this machine as a file store.
#![expect(clippy::disallowed_methods, reason = "files are as old as the real clock says")]

use bytes::Bytes;
use paylink_core::{FileId, Timestamp, TypedId as _, ports::FileStore as _, testing::file_contract};
use paylink_store_files::{local_folder, prepare_folder};
use std::{
    fs,
    time::{Duration, SystemTime},
};

fn now() -> Timestamp {
    let micros = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_micros();
    Timestamp::from_micros(i64::try_from(micros).unwrap()).unwrap()
}

#[tokio::test]
async fn a_folder_keeps_the_contract() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("data/files");
    prepare_folder(&folder).unwrap();
    file_contract(&local_folder(&folder).unwrap(), now()).await.unwrap();
}

#[tokio::test]
async fn files_are_for_their_owner_alone_and_outlive_the_process() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("files");
    prepare_folder(&folder).unwrap();
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    let id = FileId::from_random([7; 16]);
    local_folder(&folder).unwrap().put(id, Bytes::from_static(b"kept")).await.unwrap();
    prepare_folder(&folder).unwrap();
    assert_eq!(local_folder(&folder).unwrap().size(id).await.unwrap(), Some(4));
}

#[tokio::test]
async fn what_a_crash_left_half_written_is_cleared_away_and_nothing_else() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("files");
    prepare_folder(&folder).unwrap();
    let store = local_folder(&folder).unwrap();
    let id = FileId::from_random([7; 16]);
    store.put(id, Bytes::from_static(b"kept")).await.unwrap();
    let whole = store.list(1).await.unwrap();
    let spread = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let old = SystemTime::now() - Duration::from_secs(2 * 3600);
    let write = |name: &str, at: SystemTime| {
        let path = spread.join(name);
        fs::write(&path, "half").unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(at).unwrap();
        path
    };
    let half = write(&format!("{id}#1"), old);
    let fresh = write(&format!("{id}#2"), SystemTime::now());
    let foreign = write("notes#1", old);
    prepare_folder(&folder).unwrap();
    assert!(!half.exists(), "what is old and half written goes");
    assert!(fresh.exists() && foreign.exists(), "what may be under way, or is not ours, stays");
    assert_eq!(store.list(10).await.unwrap(), whole, "and is not listed");
}

#[tokio::test]
async fn a_folder_that_cannot_be_is_told_with_its_name() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    let error = prepare_folder(&file.join("files")).unwrap_err().to_string();
    assert!(error.contains("file/files"), "{error}");
    assert!(local_folder(&place.path().join("nowhere")).is_err());
}
