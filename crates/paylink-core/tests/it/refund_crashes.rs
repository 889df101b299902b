//! The process dies or the store fails at every boundary of a refund: afterwards the jobs bring the refund to the
//! gateway's truth, and nothing is given back twice.

use crate::{
    shop::{Shop, hours, minutes, seconds},
    till::Asked,
};
use futures_util::{FutureExt as _, future::join};
use paylink_core::{
    EventKind, PaymentId,
    records::RefundStatus,
    testing::{CallFault, Fault},
    views::LinkView,
};

const TOKENS: [&str; 7] = [
    "tok_ok",
    "tok_ok_refund_pending",
    "tok_ok_refund_refused",
    "tok_ok_refund_lost_done",
    "tok_ok_refund_lost_once",
    "tok_ok_refund_never",
    "tok_ach",
];

const STORE_FAULTS: [Fault; 6] = [
    Fault::Unavailable,
    Fault::Stale,
    Fault::UnknownNotWritten,
    Fault::UnknownWritten,
    Fault::CrashBefore,
    Fault::CrashAfter,
];

const CALL_FAULTS: [CallFault; 4] =
    [CallFault::QuestionLost, CallFault::AnswerLost, CallFault::CrashBefore, CallFault::CrashAfter];

/// Whether a fault at this commit leaves the refund begun.
fn begins(commit: u64, fault: Fault) -> bool {
    match fault {
        Fault::None | Fault::Stale | Fault::UnknownWritten | Fault::CrashAfter => true,
        Fault::Unavailable | Fault::UnknownNotWritten | Fault::CrashBefore => commit > 1,
    }
}

/// A day and more passes; pending refunds are made on the way.
async fn long_after(shop: &Shop) {
    for span in [5, 26, 5, 30, 120, 600] {
        shop.pass(seconds(span)).await;
    }
    for refund in shop.gateway.refunds() {
        shop.gateway.finish_refund(refund.key);
    }
    shop.pass(minutes(30)).await;
    for _ in 0..27 {
        shop.pass(hours(1)).await;
    }
}

/// The store tells what the gateway knows: one refund over all there was, or none; told once.
async fn one_refund_or_none(shop: &Shop, link: &LinkView, id: PaymentId, what: &str) {
    shop.refunds_agree_with_the_gateway(what).await;
    let rows = shop.refunds_of(id).await;
    assert_eq!(rows.len(), 1, "{what}");
    let made = rows[0].status == RefundStatus::Succeeded;
    let (given, sums) = if made { (1250, (1250, 1250, 1250)) } else { (0, (1250, 0, 0)) };
    assert!(made || rows[0].status == RefundStatus::Failed, "{what}: still open");
    assert_eq!((shop.gateway.given_back(id), shop.sums(id).await), (given, sums), "{what}");
    assert!(shop.gateway.refunds().len() <= 1, "{what}: refunded twice");
    assert_eq!(shop.earned(id).await, 1250 - given, "{what}");
    let told =
        (shop.count_of(link, EventKind::RefundSucceeded).await, shop.count_of(link, EventKind::RefundFailed).await);
    assert_eq!(told, (usize::from(made), usize::from(!made)), "{what}: told once");
}

/// The merchant asks again with the same key, twice: one answer, and no new refund. An answer that could not be
/// stored promised nothing but "on its way".
async fn the_same_key_is_answered_once(shop: &Shop, id: PaymentId, first: Option<(&Asked, bool)>, what: &str) {
    let calls = shop.gateway.refund_calls();
    let again = shop.refund(id, None, "r").await;
    assert!(again.replayed, "{what}: {}", again.told());
    assert_eq!(shop.refund(id, None, "r").await, again, "{what}");
    assert_eq!(shop.gateway.refund_calls(), calls, "{what}");
    match first {
        Some((first, true)) => assert_eq!(first.answer, again.answer, "{what}"),
        Some((first, false)) => assert_eq!(first.told(), "202 processing 1250", "{what}"),
        None => {}
    }
}

#[tokio::test]
async fn a_store_that_fails_or_dies_at_a_commit_of_a_refund_leads_to_the_gateways_truth() {
    for token in TOKENS {
        for fault in STORE_FAULTS {
            for commit in [1, 2] {
                let what = format!("{token}, {fault:?} at commit {commit}");
                let mut shop = Shop::open().await;
                let (link, id) = shop.paid(token).await;
                let place = shop.store.commits() + commit;
                shop.store.plan_faults(move |number, _| if number == place { fault } else { Fault::None });
                let first = shop.refund_or_die(id, None, "r");
                let dies = matches!(fault, Fault::CrashBefore | Fault::CrashAfter);
                assert_eq!(first.is_none(), dies, "{what}");
                shop.restart();
                shop.books_are_clean(&what).await;
                if begins(commit, fault) {
                    assert_eq!(shop.refunds_of(id).await.len(), 1, "{what}");
                } else {
                    assert!(first.as_ref().is_none_or(|first| first.told() == "503 storage_unavailable"), "{what}");
                    assert_eq!((shop.gateway.refund_calls(), shop.sums(id).await), (0, (1250, 0, 0)), "{what}");
                    assert!(!shop.refund(id, None, "r").await.replayed, "{what}");
                }
                long_after(&shop).await;
                one_refund_or_none(&shop, &link, id, &what).await;
                let first = first.as_ref().filter(|_| begins(commit, fault));
                let first = first.map(|first| (first, fault != Fault::Unavailable));
                the_same_key_is_answered_once(&shop, id, first, &what).await;
            }
        }
    }
}

#[tokio::test]
async fn a_refund_call_that_is_lost_or_dies_leads_to_the_gateways_truth() {
    for token in TOKENS {
        for fault in CALL_FAULTS {
            let what = format!("{token}, {fault:?}");
            let mut shop = Shop::open().await;
            let (link, id) = shop.paid(token).await;
            shop.gateway.fail_next(fault);
            let first = shop.refund_or_die(id, None, "r");
            if let Some(first) = &first {
                assert_eq!(first.told(), "202 processing 1250", "{what}");
            }
            shop.restart();
            assert_eq!(shop.sums(id).await, (1250, 1250, 0), "{what}: reserved until the gateway was asked");
            long_after(&shop).await;
            one_refund_or_none(&shop, &link, id, &what).await;
            the_same_key_is_answered_once(&shop, id, first.as_ref().map(|first| (first, true)), &what).await;
        }
    }
}

#[tokio::test]
async fn a_reconciler_of_refunds_that_dies_at_any_commit_is_followed_by_one_that_finishes() {
    for token in TOKENS {
        for fault in STORE_FAULTS {
            let what = format!("{token}, {fault:?} while reconciling");
            let mut shop = Shop::open().await;
            let (link, id) = shop.paid(token).await;
            shop.gateway.fail_next(CallFault::CrashBefore);
            assert!(shop.refund_or_die(id, None, "r").is_none());
            shop.restart();
            shop.clock.advance(seconds(30));
            shop.store.fail_next(fault);
            // it dies, fails or succeeds: all the same to the next one
            drop(shop.paylink.refund_tick().now_or_never());
            shop.restart();
            shop.books_are_clean(&what).await;
            shop.pass(seconds(90)).await;
            long_after(&shop).await;
            one_refund_or_none(&shop, &link, id, &what).await;
        }
    }
}

#[tokio::test]
async fn a_return_and_a_refund_that_die_at_any_commit_leave_clean_books() {
    for fault in STORE_FAULTS {
        for commit in 0..4 {
            let what = format!("{fault:?} after {commit} commits");
            let mut shop = Shop::open().await;
            let (_, id) = shop.paid("tok_ach_refund_lost_done").await;
            let asked = shop.refund(id, Some("5"), "r").await;
            shop.gateway.give_back(id, "R01");
            shop.clock.advance(hours(24));
            let place = shop.store.commits() + 1 + commit;
            shop.store.plan_faults(move |number, _| if number == place { fault } else { Fault::None });
            drop(shop.paylink.refund_tick().now_or_never());
            drop(shop.paylink.reconcile_tick().now_or_never());
            shop.restart();
            shop.books_are_clean(&what).await;
            for _ in 0..3 {
                shop.pass(hours(24)).await;
            }
            assert_eq!(shop.refund_row(asked.id()).await.status, RefundStatus::Succeeded, "{what}");
            assert_eq!((shop.payment(id).await.status.name(), shop.earned(id).await), ("returned", -500), "{what}");
            shop.refunds_agree_with_the_gateway(&what).await;
        }
    }
}

#[tokio::test]
async fn a_merchant_whose_refund_could_not_be_written_down_is_told_it_is_on_its_way() {
    for fault in [Fault::Unavailable, Fault::UnknownNotWritten] {
        let shop = Shop::open().await;
        let (_, id) = shop.paid("tok_ok").await;
        let place = shop.store.commits() + 1;
        // from the second commit on the store is away
        shop.store.plan_faults(move |number, _| if number > place { fault } else { Fault::None });
        let asked = shop.refund(id, None, "r").await;
        assert_eq!(asked.told(), "202 processing 1250", "{fault:?}: nobody is invited to refund again");
        shop.store.clear_faults();
        shop.pass(seconds(30)).await;
        assert_eq!(shop.refund_row(asked.id()).await.status, RefundStatus::Succeeded);
        shop.refunds_agree_with_the_gateway("written down later").await;
    }
}

#[tokio::test]
async fn two_reconcilers_write_one_outcome_of_a_refund() {
    let shop = Shop::open().await;
    let (link, id) = shop.paid("tok_ok_refund_lost_done").await;
    shop.refund(id, None, "r").await;
    shop.clock.advance(seconds(5));
    let other = shop.second_facade();
    let (one, two) = join(shop.paylink.refund_tick(), other.refund_tick()).await;
    assert_eq!(one.expect("a tick") + two.expect("a tick"), 1);
    one_refund_or_none(&shop, &link, id, "two reconcilers").await;
}
