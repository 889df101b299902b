//! The process dies or the store fails at every boundary of taking a payment: afterwards the jobs bring the payment to
//! the gateway's truth, and nobody is charged twice.

use crate::shop::{Paid, Shop, ach, card, hours, minutes, seconds};
use futures_util::{FutureExt as _, future::join3};
use paylink_core::{
    forms::PayForm,
    ports::ChargeState,
    records::PaymentStatus,
    testing::{CallFault, Fault},
    views::LinkView,
};

const TOKENS: [&str; 8] = [
    "tok_ok",
    "tok_declined",
    "tok_action",
    "tok_ach",
    "tok_ach_declined",
    "tok_timeout_charged",
    "tok_timeout_not_charged",
    "tok_timeout_once",
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

fn form(token: &str) -> PayForm {
    if token.starts_with("tok_ach") { ach(token) } else { card(token) }
}

/// Whether a fault at this commit leaves the payment begun.
fn begins(commit: u64, fault: Fault) -> bool {
    match fault {
        Fault::None | Fault::Stale | Fault::UnknownWritten | Fault::CrashAfter => true,
        Fault::Unavailable | Fault::UnknownNotWritten | Fault::CrashBefore => commit > 1,
    }
}

/// A day and more passes; bank debits settle on the way.
async fn long_after(shop: &Shop) {
    for span in [5, 26, 5, 30, 120, 600] {
        shop.pass(seconds(span)).await;
    }
    for charge in shop.gateway.charges() {
        shop.gateway.settle(charge.key);
    }
    shop.pass(minutes(30)).await;
    for _ in 0..27 {
        shop.pass(hours(1)).await;
    }
}

/// The store tells of every payment what the gateway knows, and the link follows.
async fn agrees_with_the_gateway(shop: &Shop, link: &LinkView, what: &str) {
    let payments = shop.payments_of(link.link.id).await;
    let mut paid = 0;
    for payment in &payments {
        let truth = shop.gateway.charge_of(payment.id);
        let expected = match truth.as_ref().map(|charge| &charge.state) {
            None => PaymentStatus::Failed,
            Some(ChargeState::Succeeded) => PaymentStatus::Succeeded,
            Some(ChargeState::Declined(_)) => PaymentStatus::Failed,
            Some(other) => panic!("{what}: still open at the gateway: {other:?}"),
        };
        assert_eq!(payment.status, expected, "{what}: {:?} at the gateway", truth.map(|charge| charge.state));
        assert_eq!(payment.gateway_token, None, "{what}");
        paid += i64::from(expected == PaymentStatus::Succeeded);
    }
    let taken: u32 = shop.gateway.charges().iter().map(|charge| charge.times_taken).sum();
    assert_eq!(i64::from(taken), paid, "{what}: money taken once for each payment that stands");
    assert!(paid <= 1, "{what}: charged twice");
    let standing = if paid == 1 { "COMPLETED paid not payable" } else { "ACTIVE unpaid payable" };
    assert_eq!(shop.standing(link).await, standing, "{what}");
    let unknown = shop.gateway.charges().into_iter().find(|charge| payments.iter().all(|row| row.id != charge.key));
    assert_eq!(unknown, None, "{what}: a charge without a payment");
}

/// Whether the first answer could be stored; one that could not promised nothing but "on its way".
#[derive(Debug, Clone, Copy)]
enum Kept {
    Yes,
    No,
}

/// The payer asks again with the same key, twice: one answer, and no new charge.
async fn the_same_key_is_answered_once(
    shop: &Shop,
    link: &LinkView,
    token: &str,
    first: Option<(&Paid, Kept)>,
    what: &str,
) {
    let calls = shop.gateway.charge_calls();
    let again = shop.pay(link, "k1", &form(token)).await;
    assert!(again.replayed, "{what}: {}", again.told());
    assert_eq!(shop.pay(link, "k1", &form(token)).await, again, "{what}");
    assert_eq!(shop.gateway.charge_calls(), calls, "{what}");
    match first {
        Some((first, Kept::Yes)) => assert_eq!(first.answer, again.answer, "{what}"),
        Some((first, Kept::No)) => assert_eq!(first.told(), "202 processing", "{what}"),
        None => {}
    }
}

#[tokio::test]
async fn a_store_that_fails_or_dies_at_a_commit_leads_to_the_gateways_truth() {
    for token in TOKENS {
        for fault in STORE_FAULTS {
            for commit in [1, 2] {
                let what = format!("{token}, {fault:?} at commit {commit}");
                let mut shop = Shop::open().await;
                let link = shop.one_time().await;
                let place = shop.store.commits() + commit;
                shop.store.plan_faults(move |number, _| if number == place { fault } else { Fault::None });
                let first = shop.pay_or_die(&link, "k1", &form(token));
                let dies = matches!(fault, Fault::CrashBefore | Fault::CrashAfter);
                assert_eq!(first.is_none(), dies, "{what}");
                shop.restart();
                if begins(commit, fault) {
                    long_after(&shop).await;
                    agrees_with_the_gateway(&shop, &link, &what).await;
                    let kept = if fault == Fault::Unavailable { Kept::No } else { Kept::Yes };
                    let first = first.as_ref().map(|first| (first, kept));
                    the_same_key_is_answered_once(&shop, &link, token, first, &what).await;
                } else {
                    assert!(first.is_none_or(|first| first.told() == "503 storage_unavailable"), "{what}");
                    assert_eq!(
                        shop.gateway.charge_calls(),
                        0,
                        "{what}: nothing reaches the gateway that is not stored"
                    );
                    assert!(!shop.pay(&link, "k1", &form(token)).await.replayed, "{what}");
                    long_after(&shop).await;
                    agrees_with_the_gateway(&shop, &link, &what).await;
                }
            }
        }
    }
}

#[tokio::test]
async fn a_gateway_call_that_is_lost_or_dies_leads_to_the_gateways_truth() {
    for token in TOKENS {
        for fault in CALL_FAULTS {
            let what = format!("{token}, {fault:?}");
            let mut shop = Shop::open().await;
            let link = shop.one_time().await;
            shop.gateway.fail_next(fault);
            let first = shop.pay_or_die(&link, "k1", &form(token));
            if let Some(first) = &first {
                assert_eq!(first.told(), "202 processing", "{what}");
            }
            shop.restart();
            assert!(!shop.shown(&link).await.payable, "{what}: the slot stays taken until the gateway was asked");
            long_after(&shop).await;
            agrees_with_the_gateway(&shop, &link, &what).await;
            let first = first.as_ref().map(|first| (first, Kept::Yes));
            the_same_key_is_answered_once(&shop, &link, token, first, &what).await;
        }
    }
}

#[tokio::test]
async fn a_payer_whose_payment_could_not_be_written_down_is_told_it_is_on_its_way() {
    for fault in [Fault::Unavailable, Fault::UnknownNotWritten] {
        let shop = Shop::open().await;
        let link = shop.one_time().await;
        let place = shop.store.commits() + 1;
        // from the second commit on the store is away
        shop.store.plan_faults(move |number, _| if number > place { fault } else { Fault::None });
        let paid = shop.pay(&link, "k1", &card("tok_ok")).await;
        assert_eq!(
            paid.told(),
            "202 processing",
            "{fault:?}: the money may have moved, so nobody is invited to pay again"
        );
        shop.store.clear_faults();
        shop.pass(seconds(30)).await;
        assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Succeeded);
    }
}

#[tokio::test]
async fn a_reconciler_that_dies_at_any_commit_is_followed_by_one_that_finishes() {
    for token in TOKENS {
        for fault in STORE_FAULTS {
            let what = format!("{token}, {fault:?} while reconciling");
            let mut shop = Shop::open().await;
            let link = shop.one_time().await;
            shop.gateway.fail_next(CallFault::CrashBefore);
            assert!(shop.pay_or_die(&link, "k1", &form(token)).is_none());
            shop.restart();
            shop.clock.advance(seconds(30));
            shop.store.fail_next(fault);
            // it dies, fails or succeeds: all the same to the next one
            drop(shop.paylink.reconcile_tick().now_or_never());
            shop.restart();
            shop.pass(seconds(90)).await;
            long_after(&shop).await;
            agrees_with_the_gateway(&shop, &link, &what).await;
        }
    }
}

#[tokio::test]
async fn two_reconcilers_and_a_polling_payer_write_one_outcome() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &card("tok_timeout_charged")).await;
    shop.clock.advance(seconds(5));
    let other = shop.second_facade();
    let id = paid.id().to_string();
    let (one, two, polled) =
        join3(shop.paylink.reconcile_tick(), other.reconcile_tick(), other.checkout_payment(&link.link.slug, &id))
            .await;
    assert_eq!(one.expect("a tick") + two.expect("a tick"), 1);
    assert_eq!(polled.expect("the payment").payment.status, PaymentStatus::Succeeded);
    let events = shop.events_of(&link).await;
    assert_eq!(events.iter().filter(|name| **name == "payment.succeeded").count(), 1, "{events:?}");
    assert_eq!(events.iter().filter(|name| **name == "payment_link.completed").count(), 1, "{events:?}");
}
