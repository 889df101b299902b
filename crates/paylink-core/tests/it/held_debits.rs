//! Bank debits of a merchant that holds them: answered at once, handed to the gateway when the hold is over, and until
//! then taken back without anybody having heard of them.

use crate::shop::{PLATFORM, Paid, Shop, ach, card, fresh, hours, minutes, one_time, seconds};
use futures_util::{FutureExt as _, future::join};
use paylink_core::{
    Caller, Code, Error, Role,
    forms::{MerchantForm, Patch},
    records::{PaymentRecord, PaymentStatus},
    testing::{CallFault, Fault},
    views::LinkView,
};

/// A shop that holds bank debits for three hours. It is noon in UTC, 06:00 where banks count: a Thursday.
async fn holding() -> Shop {
    let shop = Shop::open().await;
    hold(&shop, Patch::Set(180)).await.expect("the merchant");
    shop
}

async fn hold(shop: &Shop, minutes: Patch<i64>) -> Result<i64, Error> {
    let form = MerchantForm { ach_hold_minutes: minutes, ..MerchantForm::default() };
    let merchant = shop.paylink.update_merchant(&PLATFORM, &shop.merchant.id.to_string(), &form).await?;
    Ok(merchant.ach_hold_minutes)
}

async fn cancel_link(shop: &Shop, link: &LinkView) -> Result<LinkView, Code> {
    let done = shop.paylink.cancel_link(&PLATFORM, &link.link.id.to_string(), None).await;
    done.map(fresh).map_err(|error| error.code)
}

async fn cancel(shop: &Shop, caller: &Caller, paid: &Paid) -> Result<PaymentRecord, Code> {
    let done = shop.paylink.cancel_payment(caller, &paid.id().to_string(), None).await;
    done.map(|reply| fresh(reply).payment).map_err(|error| error.code)
}

#[tokio::test]
async fn a_held_debit_is_answered_at_once_and_handed_over_when_its_hold_is_over() {
    let shop = holding().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
    assert_eq!(paid.told(), "201 processing");
    let payment = shop.payment(paid.id()).await;
    assert_eq!((payment.unknown, payment.held_until), (false, Some(shop.now().plus(hours(3)))));
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid not payable");
    assert_eq!(shop.pay(&link, "k2", &card("tok_ok")).await.told(), "409 payment_in_progress");
    let polled = shop.paylink.checkout_payment(&link.link.slug, &paid.id().to_string()).await.expect("the payment");
    assert_eq!(polled.payment.status, PaymentStatus::Processing);
    shop.pass(hours(3) - seconds(1)).await;
    assert_eq!(shop.gateway.calls().len(), 0, "the gateway has not heard of it");
    assert_eq!(shop.payment(paid.id()).await.ledger_count, 0, "no money is on its way");
    shop.pass(seconds(1)).await;
    assert_eq!(shop.gateway.charge_calls(), 1);
    assert!(shop.payment(paid.id()).await.gateway_reference.is_some());
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid not payable");
    shop.gateway.settle(paid.id());
    shop.pass(hours(24)).await;
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
    assert_eq!(shop.gateway.charge_of(paid.id()).expect("a charge").times_taken, 1);
    assert!(shop.paylink.check_books(None).await.expect("the books").findings.is_empty());
    let again = shop.pay(&link, "k1", &ach("tok_ach")).await;
    assert_eq!((again.replayed, again.answer), (true, paid.answer));
    let kinds = ["payment.processing", "payment.succeeded", "payment_link.completed", "payment_link.created"];
    assert_eq!(shop.events_of(&link).await, kinds);
}

#[tokio::test]
async fn cards_and_debits_of_merchants_that_hold_nothing_go_to_the_gateway_at_once() {
    let shop = holding().await;
    let link = shop.one_time().await;
    assert_eq!(shop.pay(&link, "k1", &card("tok_ok")).await.told(), "201 succeeded");
    hold(&shop, Patch::Clear).await.expect("the merchant");
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
    assert_eq!((paid.told(), shop.gateway.charge_calls()), ("201 processing".to_owned(), 2));
    assert_eq!(cancel(&shop, &PLATFORM, &paid).await, Err(Code::PaymentNotCancellable));
    assert_eq!(cancel_link(&shop, &link).await, Err(Code::PaymentInProgress));
}

#[tokio::test]
async fn a_link_that_is_taken_back_takes_its_held_debit_with_it() {
    let shop = holding().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
    shop.pass(hours(2)).await;
    let cancelled = cancel_link(&shop, &link).await.expect("the link");
    assert_eq!(cancelled.status.name(), "CANCELLED");
    let payment = shop.payment(paid.id()).await;
    assert_eq!((payment.status, payment.failure_code.as_deref()), (PaymentStatus::Failed, Some("cancelled")));
    assert_eq!((payment.holds_slot, payment.gateway_token, payment.ledger_count), (false, None, 0));
    for _ in 0..8 {
        shop.pass(hours(24)).await;
    }
    assert_eq!(shop.gateway.calls().len(), 0, "nobody was debited");
    let kinds = ["payment.failed", "payment.processing", "payment_link.cancelled", "payment_link.created"];
    assert_eq!(shop.events_of(&link).await, kinds);
    assert_eq!(shop.standing(&link).await, "CANCELLED unpaid not payable");
    assert!(shop.pay(&link, "k1", &ach("tok_ach")).await.replayed, "the payer's own answer stays");
}

#[tokio::test]
async fn a_debit_that_was_handed_over_is_not_taken_back() {
    let shop = holding().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
    shop.pass(hours(3)).await;
    assert_eq!(cancel_link(&shop, &link).await, Err(Code::PaymentInProgress));
    assert_eq!(cancel(&shop, &PLATFORM, &paid).await, Err(Code::PaymentNotCancellable));
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Processing);
}

#[tokio::test]
async fn a_debit_that_is_cancelled_leaves_its_link_to_the_next_payer() {
    let shop = holding().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
    let reader = Caller::platform(Role::ReadOnly, None);
    assert_eq!(cancel(&shop, &reader, &paid).await, Err(Code::Forbidden));
    let other = crate::shop::new_merchant(&shop.paylink, MerchantForm::default()).await;
    let stranger = Caller::merchant_token(other.id, crate::shop::TOKEN);
    assert_eq!(cancel(&shop, &stranger, &paid).await, Err(Code::NotFound));
    assert_eq!(cancel(&shop, &PLATFORM, &paid).await.expect("the payment").status, PaymentStatus::Failed);
    assert_eq!(cancel(&shop, &PLATFORM, &paid).await, Err(Code::PaymentNotCancellable));
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
    assert_eq!(shop.pay(&link, "k2", &card("tok_ok")).await.told(), "201 succeeded");
    shop.pass(hours(24)).await;
    assert_eq!(shop.gateway.charge_calls(), 1);
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
}

#[tokio::test]
async fn a_link_of_many_payments_is_not_taken_back_while_a_debit_is_held() {
    let shop = holding().await;
    let link = shop.multi_use(None).await;
    let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
    assert_eq!(cancel_link(&shop, &link).await, Err(Code::PaymentInProgress));
    cancel(&shop, &PLATFORM, &paid).await.expect("the payment");
    assert_eq!(cancel_link(&shop, &link).await.expect("the link").status.name(), "CANCELLED");
}

#[tokio::test]
async fn an_invoice_whose_held_debit_is_taken_back_is_open_again() {
    let shop = holding().await;
    let bill = shop.invoice(&crate::bills::numbered("7")).await;
    let link = shop.link_for(&bill).await;
    let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
    assert_eq!(paid.told(), "201 processing");
    cancel_link(&shop, &link).await.expect("the link");
    assert_eq!(shop.bill_stands(&bill).await, "open free");
    let again = shop.link_for(&bill).await;
    assert_eq!(shop.pay(&again, "k2", &card("tok_ok")).await.told(), "201 succeeded");
}

#[tokio::test]
async fn what_is_due_while_the_server_is_down_waits_for_the_banks_to_open() {
    let shop = holding().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
    // Saturday at noon in UTC: banks open on Tuesday, as Monday is Martin Luther King Jr. Day
    shop.pass(hours(48)).await;
    assert_eq!(shop.gateway.calls().len(), 0);
    let opens = shop.payment(paid.id()).await.held_until.expect("a time");
    assert_eq!(opens.to_string(), "2026-01-20T14:00:00Z");
    shop.pass(opens.since(shop.now()) - seconds(1)).await;
    assert_eq!(shop.gateway.calls().len(), 0);
    shop.pass(seconds(1)).await;
    assert_eq!(shop.gateway.charge_calls(), 1);
}

/// Until a day after the hold; a debit that has reached the gateway settles.
async fn afterwards(shop: &Shop, paid: Option<&Paid>) {
    shop.pass(hours(3)).await;
    for span in [5, 26, 90, 120, 600] {
        shop.pass(seconds(span)).await;
    }
    for charge in shop.gateway.charges() {
        shop.gateway.settle(charge.key);
    }
    shop.pass(minutes(30)).await;
    shop.pass(hours(24)).await;
    if let Some(paid) = paid {
        assert_eq!(shop.gateway.charge_of(paid.id()).expect("a charge").times_taken, 1);
    }
}

#[tokio::test]
async fn a_process_that_dies_anywhere_leaves_a_held_debit_that_is_made_once() {
    let faults = [
        Fault::Unavailable,
        Fault::Stale,
        Fault::UnknownNotWritten,
        Fault::UnknownWritten,
        Fault::CrashBefore,
        Fault::CrashAfter,
    ];
    for fault in faults {
        for commit in 1..=4 {
            let what = format!("{fault:?} at commit {commit}");
            let mut shop = holding().await;
            let link = shop.one_time().await;
            let place = shop.store.commits() + commit;
            shop.store.plan_faults(move |number, _| if number == place { fault } else { Fault::None });
            let first = shop.pay_or_die(&link, "k1", &ach("tok_ach"));
            shop.clock.advance(hours(3));
            // the reconciler alone, so that commits are those of handing over and settling
            drop(shop.paylink.reconcile_tick().now_or_never());
            shop.restart();
            shop.pass(seconds(90)).await;
            let again = shop.pay(&link, "k1", &ach("tok_ach")).await;
            assert!(again.told() == "201 processing" || again.told() == "503 storage_unavailable", "{what}");
            if let Some(first) = first.filter(|first| first.told() == "201 processing") {
                assert_eq!((again.replayed, &again.answer), (true, &first.answer), "{what}");
            }
            afterwards(&shop, None).await;
            let taken: u32 = shop.gateway.charges().iter().map(|charge| charge.times_taken).sum();
            let paid = shop.standing(&link).await == "COMPLETED paid not payable";
            assert_eq!((taken, paid), (1, true), "{what}");
        }
    }
}

#[tokio::test]
async fn a_hand_over_that_is_lost_or_dies_is_made_once() {
    for fault in [CallFault::QuestionLost, CallFault::AnswerLost, CallFault::CrashBefore, CallFault::CrashAfter] {
        let mut shop = holding().await;
        let link = shop.one_time().await;
        let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
        shop.gateway.fail_next(fault);
        shop.clock.advance(hours(3));
        drop(shop.paylink.reconcile_tick().now_or_never());
        shop.restart();
        assert_eq!(cancel_link(&shop, &link).await, Err(Code::PaymentInProgress), "{fault:?}: it may be at the bank");
        afterwards(&shop, Some(&paid)).await;
        assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable", "{fault:?}");
    }
}

#[tokio::test]
async fn a_key_grows_old_from_the_hand_over_on_however_long_the_hold_was() {
    let shop = Shop::open().await;
    hold(&shop, Patch::Set(1440)).await.expect("the merchant");
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
    let until = shop.payment(paid.id()).await.held_until.expect("a time");
    assert!(until.since(shop.now()) >= hours(24));
    shop.gateway.fail_next(CallFault::QuestionLost);
    shop.pass(until.since(shop.now())).await;
    assert!(shop.gateway.charges().is_empty());
    shop.pass(seconds(30)).await;
    assert!(shop.gateway.charge_of(paid.id()).is_some(), "sent again, not given up");
}

#[tokio::test]
async fn of_a_merchant_who_cancels_and_a_hold_that_ends_one_wins() {
    let (mut cancelled, mut debited) = (0, 0);
    for stale in 0..4 {
        let shop = holding().await;
        let link = shop.one_time().await;
        let paid = shop.pay(&link, "k1", &ach("tok_ach")).await;
        shop.clock.advance(hours(3));
        // whoever commits first is told that somebody was faster, and has to look again
        let place = shop.store.commits() + stale;
        shop.store.plan_faults(move |number, _| if number == place { Fault::Stale } else { Fault::None });
        let (ticked, taken_back) = join(shop.paylink.reconcile_tick(), cancel_link(&shop, &link)).await;
        ticked.expect("the reconciler");
        shop.store.clear_faults();
        shop.pass(hours(24)).await;
        match taken_back {
            Ok(_) => {
                cancelled += 1;
                assert_eq!(shop.gateway.charge_calls(), 0);
                assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Failed);
            }
            Err(code) => {
                debited += 1;
                assert_eq!((code, shop.gateway.charge_calls()), (Code::PaymentInProgress, 1));
            }
        }
    }
    assert!(cancelled > 0 && debited > 0, "{cancelled} cancelled, {debited} debited: both happen");
}

#[tokio::test]
async fn a_hold_is_a_number_of_minutes_of_at_most_a_day() {
    let shop = Shop::open().await;
    for minutes in [-1, 1441, i64::MIN, i64::MAX] {
        let error = hold(&shop, Patch::Set(minutes)).await.expect_err("a refusal");
        assert_eq!(error.fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(), ["ach_hold_minutes"]);
    }
    assert_eq!(hold(&shop, Patch::Set(1440)).await.expect("the merchant"), 1440);
    assert_eq!(hold(&shop, Patch::Clear).await.expect("the merchant"), 0);
    assert_eq!(shop.pay(&shop.link(&one_time()).await, "k", &ach("tok_ach")).await.told(), "201 processing");
    assert_eq!(shop.gateway.charge_calls(), 1);
}
