//! A copy of a database in use is whole, private and usable.

use crate::support::{Place, creation, merchant, new_link};
use paylink_core::{
    ports::{LinkReader, MerchantReader, PageOf, Store},
    testing::build::Make,
};
use paylink_store_diesel::sqlite::{BackupError, SqliteOptions, SqliteStore, back_up, examine};
use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_holds_everything_acknowledged_before_it_began() {
    let place = Place::new();
    let store = Arc::new(place.open());
    let make = Arc::new(Make::new(3));
    let stop = Arc::new(AtomicBool::new(false));
    let owner = merchant(&store, &make).await;
    let (first, ..) = new_link(&make, owner);
    let rows = new_link(&make, owner);
    let acknowledged = rows.0.id;
    store.commit(creation(&rows)).await.unwrap();
    let writer = tokio::spawn({
        let (store, make, stop) = (store.clone(), make.clone(), stop.clone());
        async move {
            let mut written = 0_u32;
            while !stop.load(Ordering::SeqCst) {
                store.commit(creation(&new_link(&make, owner))).await.unwrap();
                written += 1;
            }
            written
        }
    });
    let copy = place.path.with_file_name("copy.db");
    let (from, to) = (place.path.clone(), copy.clone());
    tokio::task::spawn_blocking(move || back_up(&from, &to)).await.unwrap().unwrap();
    stop.store(true, Ordering::SeqCst);
    assert!(writer.await.unwrap() > 0, "the server went on");
    let restored = SqliteStore::open(SqliteOptions::new(&copy)).unwrap();
    assert!(restored.link(acknowledged).await.unwrap().is_some());
    assert!(restored.link(first.id).await.unwrap().is_none());
    assert_eq!(restored.merchants(PageOf { after: None, limit: 10 }).await.unwrap().len(), 1);
    restored.commit(creation(&new_link(&make, owner))).await.unwrap();
    restored.close();
    assert_eq!(examine(&copy).unwrap(), Vec::<String>::new());
    let left: Vec<_> = fs::read_dir(copy.parent().unwrap()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("unfinished")), "{left:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_backup_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    drop(place.open());
    let copy = place.path.with_file_name("copy.db");
    back_up(&place.path, &copy).unwrap();
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_needs_a_database() {
    let place = Place::new();
    drop(place.open());
    let copy = place.path.with_file_name("copy.db");
    fs::write(&copy, "precious").unwrap();
    assert!(matches!(back_up(&place.path, &copy), Err(BackupError::Exists { .. })));
    assert_eq!(fs::read_to_string(&copy).unwrap(), "precious");
    let nowhere = place.path.with_file_name("nowhere.db");
    assert!(matches!(back_up(&nowhere, &copy.with_extension("x")), Err(BackupError::Missing { .. })));
    assert!(!nowhere.exists() && !copy.with_extension("x").exists());
    let no_folder = place.path.with_file_name("no").join("folder.db");
    assert!(matches!(back_up(&place.path, &no_folder), Err(BackupError::Write { .. })));
}

#[tokio::test]
async fn a_damaged_database_gives_no_backup() {
    let place = Place::new();
    let store = place.open();
    let make = Make::new(4);
    let owner = merchant(&store, &make).await;
    for _ in 0..50 {
        store.commit(creation(&new_link(&make, owner))).await.unwrap();
    }
    drop(store);
    let mut bytes = fs::read(&place.path).unwrap();
    bytes[8192..].fill(0xa5);
    fs::write(&place.path, bytes).unwrap();
    let copy = place.path.with_file_name("copy.db");
    assert!(back_up(&place.path, &copy).is_err());
    assert!(!copy.exists());
}
