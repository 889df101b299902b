//! The books: what every path of a payment writes into the ledger.

use crate::shop::{Shop, ach, card, hours, seconds};
use paylink_core::{records::PaymentStatus, testing::CallFault};

const TAKEN_ON: &str = "charge payer>in_transit 1250";
const SETTLED: &str = "settlement in_transit>merchant 1250";

#[tokio::test]
async fn a_card_payment_is_one_charge_when_it_succeeds_and_nothing_before() {
    let shop = Shop::open().await;
    for (token, wait, entries) in [
        ("tok_ok", 0, vec!["charge payer>merchant 1250"]),
        ("tok_declined", 0, vec![]),
        ("tok_action", 0, vec![]),
        ("tok_timeout_charged", 0, vec![]),
        ("tok_timeout_charged", 5, vec!["charge payer>merchant 1250"]),
        ("tok_timeout_once", 5, vec!["charge payer>merchant 1250"]),
        ("tok_timeout_not_charged", 5, vec![]),
        ("tok_wrong_amount", 5, vec![]),
    ] {
        let link = shop.one_time().await;
        let id = shop.pay(&link, "k", &card(token)).await.id();
        shop.pass(seconds(wait)).await;
        assert_eq!(shop.ledger_of(id).await, entries, "{token} after {wait} s");
        shop.books_are_clean(token).await;
    }
    let link = shop.one_time().await;
    let id = shop.pay(&link, "k", &card("tok_action")).await.id();
    shop.gateway.complete_challenge(id, true);
    shop.pass(hours(1)).await;
    assert_eq!(shop.ledger_of(id).await, ["charge payer>merchant 1250"]);
    shop.books_are_clean("after the challenge").await;
}

#[tokio::test]
async fn a_bank_debit_is_booked_when_taken_on_when_settled_and_when_returned() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let id = shop.pay(&link, "k", &ach("tok_ach")).await.id();
    let mut entries = vec![TAKEN_ON];
    assert_eq!(shop.ledger_of(id).await, entries);
    shop.books_are_clean("taken on").await;
    shop.gateway.settle(id);
    shop.pass(hours(1)).await;
    entries.push(SETTLED);
    assert_eq!((shop.ledger_of(id).await, shop.earned(id).await), (told(&entries), 1250));
    shop.books_are_clean("settled").await;
    shop.gateway.give_back(id, "R01");
    shop.pass(hours(24)).await;
    entries.push("return merchant>payer 1250");
    assert_eq!((shop.ledger_of(id).await, shop.earned(id).await), (told(&entries), 0));
    shop.books_are_clean("returned").await;
    for _ in 0..5 {
        shop.pass(hours(24)).await;
    }
    assert_eq!(shop.ledger_of(id).await, entries, "nothing is booked twice");
}

fn told(entries: &[&str]) -> Vec<String> {
    entries.iter().map(|entry| (*entry).to_owned()).collect()
}

#[tokio::test]
async fn a_bank_debit_that_ends_before_it_settles_goes_back_from_where_it_is() {
    let shop = Shop::open().await;
    let (returned, declined) = (shop.one_time().await, shop.one_time().await);
    let returned = shop.pay(&returned, "k", &ach("tok_ach")).await.id();
    let declined = shop.pay(&declined, "k", &ach("tok_ach")).await.id();
    shop.gateway.give_back(returned, "R01");
    shop.gateway.decline(declined, "account_closed");
    shop.pass(hours(1)).await;
    assert_eq!(shop.ledger_of(returned).await, [TAKEN_ON, "return in_transit>payer 1250"]);
    assert_eq!(shop.ledger_of(declined).await, [TAKEN_ON, "reversal in_transit>payer 1250"]);
    assert_eq!(shop.payment(declined).await.status, PaymentStatus::Failed);
    assert_eq!(shop.payment(returned).await.status, PaymentStatus::Returned);
    let refused = shop.one_time().await;
    let refused = shop.pay(&refused, "k", &ach("tok_ach_declined")).await.id();
    assert_eq!(shop.ledger_of(refused).await, [""; 0], "never taken on");
    shop.books_are_clean("ended").await;
}

#[tokio::test]
async fn a_bank_debit_found_settled_at_the_first_look_is_booked_in_both_steps() {
    let mut shop = Shop::open().await;
    let link = shop.one_time().await;
    shop.gateway.fail_next(CallFault::CrashAfter);
    assert!(shop.pay_or_die(&link, "k", &ach("tok_ach")).is_none());
    shop.restart();
    let id = shop.payments_of(link.link.id).await[0].id;
    assert_eq!(shop.ledger_of(id).await, [""; 0]);
    shop.gateway.settle(id);
    shop.pass(seconds(30)).await;
    assert_eq!(shop.ledger_of(id).await, [TAKEN_ON, SETTLED]);
    shop.books_are_clean("both steps").await;
}
