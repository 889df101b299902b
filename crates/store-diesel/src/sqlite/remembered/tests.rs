//! What is remembered, and what must not be.

use super::Remembered;
use paylink_core::{Change, ChangeSet, MerchantId, Stored, Version, records::LinkRecord, testing::build::Make};
use std::{sync::Arc, time::Duration};

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(3600);

fn link(make: &Make) -> Stored<LinkRecord> {
    Stored { value: make.link(make.id::<MerchantId>()), version: Version::FIRST }
}

fn write(link: &Stored<LinkRecord>) -> ChangeSet {
    ChangeSet::new().with(Change::UpdateLink(Box::new(link.clone())))
}

/// As a reader does that finds nothing.
fn read(memory: &Arc<Remembered>, link: &Stored<LinkRecord>) {
    let missing = memory.link(&link.value.slug).expect_err("remembered already");
    memory.keep_link(&missing, link.value.slug.clone(), link);
}

fn knows(memory: &Arc<Remembered>, link: &Stored<LinkRecord>) -> bool {
    memory.link(&link.value.slug).is_ok_and(|row| *row == *link)
}

#[test]
fn rows_that_were_read_are_remembered() {
    let (memory, make) = (Remembered::with_life(8, LONG), Make::new(1));
    let (link, payee) = (link(&make), Stored { value: make.merchant(), version: Version::FIRST });
    read(&memory, &link);
    assert!(knows(&memory, &link));
    let missing = memory.merchant(payee.value.id).expect_err("remembered already");
    memory.keep_merchant(&missing, &payee);
    assert_eq!(*memory.merchant(payee.value.id).unwrap(), payee);
    drop(memory.writing(&ChangeSet::new().with(Change::UpdateMerchant(payee.clone()))));
    assert!(memory.merchant(payee.value.id).is_err());
    assert!(knows(&memory, &link), "a write of one row took out another");
}

#[test]
fn a_row_is_not_remembered_while_it_is_written() {
    let (memory, make) = (Remembered::with_life(8, LONG), Make::new(2));
    let link = link(&make);
    read(&memory, &link);
    let writes = [memory.writing(&write(&link)), memory.writing(&write(&link))];
    for one in writes {
        assert!(!knows(&memory, &link));
        read(&memory, &link);
        assert!(!knows(&memory, &link), "put back during the write");
        drop(one);
    }
    read(&memory, &link);
    assert!(knows(&memory, &link));
}

#[test]
fn what_was_read_before_a_write_ended_is_not_remembered_after_it() {
    let (memory, make) = (Remembered::with_life(8, LONG), Make::new(3));
    let link = link(&make);
    let missing = memory.link(&link.value.slug).unwrap_err();
    drop(memory.writing(&write(&link)));
    memory.keep_link(&missing, link.value.slug.clone(), &link);
    assert!(!knows(&memory, &link));
}

#[test]
fn nothing_is_remembered_beyond_its_time_or_without_room() {
    let make = Make::new(4);
    let link = link(&make);
    for memory in [Remembered::with_life(8, Duration::ZERO), Remembered::with_life(0, LONG)] {
        read(&memory, &link);
        assert!(!knows(&memory, &link));
    }
}

#[test]
fn memory_stays_within_its_room() {
    let (memory, make) = (Remembered::with_life(2, LONG), Make::new(5));
    let links: Vec<_> = (0..5).map(|_| link(&make)).collect();
    for link in &links {
        read(&memory, link);
        assert!(knows(&memory, link));
        assert!(links.iter().filter(|link| knows(&memory, link)).count() <= 2);
    }
}
