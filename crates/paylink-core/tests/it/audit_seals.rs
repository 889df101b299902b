//! Seals: entries are sealed soon after they were written, and whatever is done to them later is found, with its place.

use crate::shop::{Shop, card, new_merchant, seconds};
use paylink_core::{
    AuditCheck,
    forms::{LinkForm, MerchantForm},
    ports::{AuditReader as _, Store as _},
    testing::Fault,
};
use std::{sync::Arc, time::Duration};

/// The whole chain looked at.
async fn checked(paylink: &paylink_core::Paylink) -> AuditCheck {
    let mut sum = AuditCheck::default();
    loop {
        let next = paylink.check_audit(sum.last.clone()).await.expect("a check");
        sum.seals += next.seals;
        sum.entries += next.entries;
        sum.unknown_keys += next.unknown_keys;
        sum.findings.extend(next.findings);
        sum.last = next.last;
        if !next.more {
            return sum;
        }
    }
}

#[tokio::test]
async fn entries_wait_until_a_tick_seals_them_and_then_hold() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    shop.pay(&link, "k", &card("tok_ok")).await;
    shop.clock.advance(seconds(3));
    let (waiting, since) = shop.paylink.audit_backlog().await.expect("a count");
    assert_eq!((waiting, since.as_secs()), (7, 3));
    assert_eq!(shop.paylink.seal_tick().await.expect("a tick"), 7);
    assert_eq!(shop.paylink.seal_tick().await.expect("a tick"), 0, "nothing waits any more");
    assert_eq!(shop.paylink.audit_backlog().await.expect("a count"), (0, Duration::ZERO));
    shop.one_time().await;
    assert_eq!(shop.paylink.seal_tick().await.expect("a tick"), 1);
    let check = checked(&shop.paylink).await;
    assert_eq!((check.seals, check.entries, check.unknown_keys), (2, 8, 0));
    assert_eq!(check.findings, []);
    assert_eq!(check.last.expect("a seal").number, 2);
}

#[tokio::test]
async fn a_seal_covers_a_bounded_number_of_entries_and_a_long_chain_is_checked_slice_by_slice() {
    let shop = Shop::open().await;
    for number in 0..130 {
        let form = LinkForm { order_number: format!("N{number}").as_str().into(), ..crate::shop::one_time() };
        shop.link(&form).await;
        if number > 70 {
            shop.paylink.seal_tick().await.expect("a tick");
        }
    }
    for _ in 0..300 {
        shop.one_time().await;
    }
    assert_eq!(shop.paylink.seal_tick().await.expect("a tick"), 256);
    assert_eq!(shop.paylink.seal_tick().await.expect("a tick"), 44);
    let check = checked(&shop.paylink).await;
    assert_eq!((check.seals, check.entries), (61, 431));
    assert_eq!(check.findings, []);
}

#[tokio::test]
async fn a_crash_before_or_after_a_seal_loses_no_entry_and_seals_none_twice() {
    let mut shop = Shop::open().await;
    for fault in [Fault::CrashBefore, Fault::CrashAfter, Fault::UnknownWritten, Fault::UnknownNotWritten] {
        shop.one_time().await;
        shop.store.fail_next(fault);
        let tick = futures_util::FutureExt::now_or_never(shop.paylink.seal_tick());
        assert!(tick.is_none_or(|tick| tick.is_err()), "{fault:?}");
        shop.restart();
    }
    while shop.paylink.seal_tick().await.expect("a tick") > 0 {}
    let check = checked(&shop.paylink).await;
    assert_eq!((check.entries, check.findings), (5, Vec::new()));
    assert_eq!(shop.store.audit_backlog().await.expect("a count"), (0, None));
}

#[tokio::test]
async fn of_two_servers_that_seal_at_once_one_does_and_the_other_leaves_it() {
    let shop = Shop::open().await;
    shop.one_time().await;
    shop.store.fail_next(Fault::Stale);
    assert_eq!(shop.paylink.seal_tick().await.expect("no error"), 0);
    let (one, other) = (shop.second_facade(), shop.second_facade());
    let (a, b) = tokio::join!(one.seal_tick(), other.seal_tick());
    assert_eq!(a.expect("a tick") + b.expect("a tick"), 2);
    assert_eq!(checked(&shop.paylink).await.findings, []);
}

#[tokio::test]
async fn seals_of_a_secret_that_was_replaced_hold_as_long_as_it_is_known() {
    let shop = Shop::open().await;
    shop.paylink.seal_tick().await.expect("a tick");
    let with = |secrets: &[&str]| shop.facade_over(&shop.store, secrets);
    let rotated = with(&["another", "salt"]);
    new_merchant(&rotated, MerchantForm::default()).await;
    rotated.seal_tick().await.expect("a tick");
    let check = checked(&rotated).await;
    assert_eq!((check.seals, check.unknown_keys, check.findings), (2, 0, Vec::new()));
    let forgotten = checked(&with(&["another"])).await;
    assert_eq!((forgotten.unknown_keys, forgotten.findings), (1, Vec::new()), "the chain holds, the key is not known");
    let stranger = checked(&with(&["guessed"])).await;
    assert_eq!(stranger.unknown_keys, 2);
}

#[tokio::test]
async fn who_writes_the_database_without_the_key_cannot_make_a_seal() {
    let shop = Shop::open().await;
    shop.paylink.seal_tick().await.expect("a tick");
    let forged = {
        let mut seal = shop.store.last_seal().await.expect("the store").expect("a seal");
        shop.one_time().await;
        let forger = shop.facade_over(&shop.store, &["guessed"]);
        forger.seal_tick().await.expect("a tick");
        let mut made = shop.store.last_seal().await.expect("the store").expect("a seal");
        std::mem::swap(&mut made.key_id, &mut seal.key_id);
        made
    };
    // the same seal under the name of the server's key, in a store of its own
    let copy = Arc::new(paylink_core::testing::MemoryStore::new());
    for (number, seal) in shop.store.seals(0, 10).await.expect("seals").into_iter().enumerate() {
        let entries = shop.store.sealed_by(seal.number).await.expect("entries");
        let seal = if number == 1 { forged.clone() } else { seal };
        let changes = paylink_core::ChangeSet::new()
            .with(paylink_core::Change::InsertAudit(entries))
            .with(paylink_core::Change::InsertSeal(Box::new(seal)));
        copy.commit(changes).await.expect("copied");
    }
    let found = checked(&shop.facade_over(&copy, &["salt"])).await.findings;
    let problems: Vec<_> = found.iter().map(|finding| finding.subject.as_str()).collect();
    assert_eq!(problems, ["seal 2"], "{found:?}");
}
