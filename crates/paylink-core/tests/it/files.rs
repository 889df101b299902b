//! Files take space, are kept, and go again, whatever breaks in between.

use crate::shop::{PLATFORM, Shop, minutes};
use futures_util::FutureExt as _;
use paylink_core::{
    Code, Error, FileUpload, Files, LogoScheme, Paylink, Reply, Timestamp, clean_file_name,
    ports::{FileFilter, FileReader as _, LinkReader as _, MerchantReader as _, PageOf, WorkQueue as _},
    records::{FilePurpose, FileStatus, Queue},
    testing::{Fault, MemoryFiles, SeededIds, TrustingInspector, file_contract},
    views::{AttachmentView, LinkView},
};
use proptest::prelude::*;
use std::sync::Arc;

const QUOTA: i64 = 100;
const ALL: PageOf = PageOf { after: None, limit: 1000 };

const FAULTS: [Fault; 6] = [
    Fault::Unavailable,
    Fault::Stale,
    Fault::UnknownNotWritten,
    Fault::UnknownWritten,
    Fault::CrashBefore,
    Fault::CrashAfter,
];

/// A shop with a file store.
struct Depot {
    shop: Shop,
    files: Arc<MemoryFiles>,
    paylink: Paylink,
    link: LinkView,
}

impl Depot {
    async fn open() -> Self {
        let shop = Shop::open().await;
        let files = Arc::new(MemoryFiles::new());
        let kept = Files { store: files.clone(), inspector: Arc::new(TrustingInspector), quota_bytes: QUOTA };
        let ports = shop.bare_ports(shop.gateway.clone(), Arc::new(SeededIds::new(11)));
        let paylink = ports.files(kept).build().unwrap();
        let link = shop.one_time().await;
        Self { shop, files, paylink, link }
    }

    async fn attach(&self, upload: &FileUpload) -> Result<AttachmentView, Error> {
        match self.paylink.attach_file(&PLATFORM, &self.link.link.id.to_string(), upload, None).await? {
            Reply::Fresh(view) => Ok(view),
            Reply::Replayed(_) => unreachable!("there was no key"),
        }
    }

    async fn set_logo(&self, upload: &FileUpload) -> Result<(), Error> {
        let merchant = self.shop.merchant.id.to_string();
        self.paylink.set_logo(&PLATFORM, &merchant, LogoScheme::Light, upload).await.map(drop)
    }

    /// Time passes until every planned removal has come due and nothing is left to do.
    async fn settle(&self) {
        for _ in 0..4 {
            self.shop.clock.advance(minutes(16));
            while self.paylink.file_tick().await.unwrap() > 0 {}
        }
    }

    /// Rows, file store, used space and what refers to files say the same; returns how many files there are.
    async fn agrees(&self, what: &str) -> usize {
        let store = &self.shop.store;
        let rows: Vec<_> = store.files(&FileFilter::default(), ALL).await.unwrap();
        let rows: Vec<_> = rows.into_iter().map(|row| row.value).collect();
        assert!(rows.iter().all(|row| row.status == FileStatus::Ready), "{what}: {rows:?}");
        let mut ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        ids.sort_unstable();
        assert_eq!(self.files.ids(), ids, "{what}: the file store");
        let used = store.file_usage(self.shop.merchant.id).await.unwrap().map_or(0, |usage| usage.value.bytes);
        assert_eq!(used, rows.iter().map(|row| row.size).sum::<i64>(), "{what}: space");
        let link = store.link(self.link.link.id).await.unwrap().unwrap().value;
        let merchant = store.merchant(self.shop.merchant.id).await.unwrap().unwrap().value;
        let attached = link.details.attachments.iter().map(|file| file.id);
        let mut named: Vec<_> = attached.chain(merchant.logos.light).chain(merchant.logos.dark).collect();
        named.sort_unstable();
        assert_eq!(named, ids, "{what}: what refers to files");
        assert_eq!(store.backlog(Queue::File, self.shop.now()).await.unwrap().0, 0, "{what}: work");
        ids.len()
    }
}

fn pdf(length: usize) -> FileUpload {
    let mut content = b"%PDF-1.7 ".to_vec();
    content.resize(length, b'x');
    FileUpload { name: Some("Invoice.pdf".to_owned()), content: content.into() }
}

fn png(length: usize) -> FileUpload {
    let mut content = b"\x89PNG ".to_vec();
    content.resize(length, b'x');
    FileUpload { name: None, content: content.into() }
}

#[tokio::test]
async fn the_file_store_for_tests_keeps_the_contract() {
    file_contract(&MemoryFiles::new(), Timestamp::from_micros(0).unwrap()).await.unwrap();
}

#[tokio::test]
async fn an_upload_that_dies_or_fails_at_any_commit_is_kept_whole_or_not_at_all() {
    for commit in 1..=3 {
        for fault in FAULTS {
            for is_logo in [false, true] {
                let what = format!("{fault:?} at commit {commit}, logo: {is_logo}");
                let depot = Depot::open().await;
                depot.set_logo(&png(20)).await.unwrap();
                let before = depot.shop.store.commits();
                depot.shop.store.plan_faults(
                    move |number, _| {
                        if number == before + commit { fault } else { Fault::None }
                    },
                );
                let upload = async {
                    if is_logo { depot.set_logo(&png(30)).await } else { depot.attach(&pdf(30)).await.map(drop) }
                };
                let answered = upload.now_or_never();
                depot.shop.store.clear_faults();
                depot.settle().await;
                let count = depot.agrees(&what).await;
                if let Some(Ok(())) = answered {
                    assert_eq!(count, if is_logo { 1 } else { 2 }, "{what}: what was acknowledged is there");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_process_that_dies_while_it_writes_the_file_leaves_nothing() {
    let depot = Depot::open().await;
    depot.files.set_hanging(true);
    assert!(depot.attach(&pdf(30)).now_or_never().is_none(), "it hangs");
    depot.files.set_hanging(false);
    assert_eq!(depot.files.ids().len(), 1, "the file was written, and nobody knows");
    depot.shop.clock.advance(minutes(14));
    assert_eq!(depot.paylink.file_tick().await.unwrap(), 0, "it might still become ready");
    depot.settle().await;
    assert_eq!(depot.agrees("after a crash").await, 0);
}

#[tokio::test]
async fn a_file_that_cannot_be_removed_now_is_removed_later() {
    let depot = Depot::open().await;
    let file = depot.attach(&pdf(30)).await.unwrap().file.id.to_string();
    depot.paylink.detach_file(&PLATFORM, &depot.link.link.id.to_string(), &file).await.unwrap();
    depot.files.set_down(true);
    for _ in 0..5 {
        depot.shop.clock.advance(minutes(30));
        assert_eq!(depot.paylink.file_tick().await.unwrap(), 1);
    }
    let waiting = depot.shop.store.backlog(Queue::File, depot.shop.now()).await.unwrap().0;
    assert_eq!((depot.files.ids().len(), waiting), (1, 1), "the work is not forgotten");
    depot.files.set_down(false);
    depot.settle().await;
    assert_eq!(depot.agrees("in the end").await, 0);
}

#[tokio::test]
async fn a_file_store_that_is_away_takes_no_space() {
    let depot = Depot::open().await;
    depot.files.set_down(true);
    for _ in 0..10 {
        let error = depot.attach(&pdf(60)).await.unwrap_err();
        assert_eq!(error.code, Code::StorageUnavailable, "and never the quota");
        assert!(error.retry_after.is_some());
    }
    depot.files.set_down(false);
    depot.settle().await;
    assert_eq!(depot.agrees("nothing was kept").await, 0);
}

#[tokio::test]
async fn space_is_taken_to_the_byte_and_given_back() {
    let depot = Depot::open().await;
    depot.attach(&pdf(60)).await.unwrap();
    assert_eq!(depot.attach(&pdf(41)).await.unwrap_err().code, Code::FileQuotaExceeded);
    let last = depot.attach(&pdf(40)).await.unwrap();
    assert_eq!(depot.set_logo(&png(5)).await.unwrap_err().code, Code::FileQuotaExceeded);
    let link = depot.link.link.id.to_string();
    depot.paylink.detach_file(&PLATFORM, &link, &last.file.id.to_string()).await.unwrap();
    depot.set_logo(&png(40)).await.unwrap();
    // the old one still takes its space while the new one arrives
    assert_eq!(depot.set_logo(&png(5)).await.unwrap_err().code, Code::FileQuotaExceeded);
    depot.settle().await;
    assert_eq!(depot.agrees("full").await, 2);
    depot.paylink.delete_link(&PLATFORM, &link).await.unwrap();
    depot.settle().await;
    assert_eq!(depot.agrees("a deleted link gives up its files").await, 1);
}

#[tokio::test]
async fn where_no_place_for_files_is_set_up_there_are_none() {
    let shop = Shop::open().await;
    let link = shop.one_time().await.link.id.to_string();
    let error = shop.paylink.attach_file(&PLATFORM, &link, &pdf(9), None).await.unwrap_err();
    assert_eq!(error.code, Code::NotAvailable);
    assert_eq!(shop.paylink.file_tick().await.unwrap(), 0);
}

#[tokio::test]
async fn the_doctor_finds_what_is_missing_changed_or_left_over() {
    use paylink_core::{FileFinding, TypedId as _, ports::FileStore as _};
    let depot = Depot::open().await;
    let (lost, bent) = (depot.attach(&pdf(20)).await.unwrap().file.id, depot.attach(&pdf(20)).await.unwrap().file.id);
    let sound = depot.paylink.check_files(None).await.unwrap();
    assert_eq!((sound.checked, sound.findings), (2, vec![]));
    assert_eq!(depot.paylink.check_orphans(10).await.unwrap().findings, vec![]);
    let left = paylink_core::FileId::from_random([1; 16]);
    depot.files.remove(lost).await.unwrap();
    depot.files.put(bent, "other".into()).await.unwrap();
    depot.files.put(left, "x".into()).await.unwrap();
    let mut found = depot.paylink.check_files(None).await.unwrap().findings;
    found.sort_by_key(|finding| matches!(finding, FileFinding::WrongSize(_)));
    assert_eq!(found, [FileFinding::Missing(lost), FileFinding::WrongSize(bent)]);
    assert_eq!(depot.paylink.check_orphans(10).await.unwrap().findings, [FileFinding::Orphan(left)]);
}

#[test]
fn each_purpose_has_its_limit() {
    let limits = FilePurpose::ALL.iter().map(|purpose| purpose.max_bytes());
    assert_eq!(limits.collect::<Vec<_>>(), [1 << 20, 1 << 20, 10 << 20]);
}

proptest! {
    #[test]
    fn a_cleaned_name_is_short_visible_one_part_and_stays_as_it_is(given in any::<String>(), png in any::<bool>()) {
        let extension = if png { "png" } else { "pdf" };
        let name = clean_file_name(&given, extension);
        prop_assert!(name.len() <= 255, "{}", name.len());
        let ending = format!(".{extension}");
        let stem = name.strip_suffix(&ending);
        prop_assert!(stem.is_some_and(|stem| !stem.is_empty()), "{name:?}");
        prop_assert!(!name.starts_with('.') && !name.contains(['/', '\\', '"', '<', '>', ':']), "{name:?}");
        prop_assert!(name.chars().all(|c| !c.is_control() && !('\u{202a}'..='\u{202e}').contains(&c)), "{name:?}");
        prop_assert_eq!(clean_file_name(&name, extension), name);
    }
}
