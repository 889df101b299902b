//! What each test card makes of refunds, as the clock moves.

use crate::bank::{Bank, MINUTE, told};
use paylink_core::{
    Currency, Money,
    ports::{Clock, GatewayRefund, RefundRequest, RefundStanding},
};
use std::time::Duration;

/// The standing in few letters: `pending`, `succeeded`, `failed CODE`.
pub(crate) fn refund_told(refund: &GatewayRefund) -> String {
    match &refund.standing {
        RefundStanding::Pending => "pending".to_owned(),
        RefundStanding::Succeeded => "succeeded".to_owned(),
        RefundStanding::Failed(failure) => format!("failed {}", failure.code),
    }
}

/// A company that has charged 12.50 USD to this card, and a refund of 5.00 that was not sent yet.
pub(crate) fn refunded(number: &str) -> (Bank, RefundRequest) {
    let bank = Bank::new();
    let charge = bank.card_request(number);
    assert_eq!(told(&bank.charge(&charge).unwrap()), "succeeded");
    let request = bank.refund_request(charge.key, 500);
    (bank, request)
}

const LOST: Option<String> = None;

/// What the first call answers, what a look-up finds then, what the same key answers when it is sent again, and what
/// a look-up finds after a minute.
fn life(number: &str) -> [Option<String>; 4] {
    let (bank, request) = refunded(number);
    assert_eq!(bank.look_up_refund(&request), None, "nothing is there before");
    let before = bank.clock.now();
    let first = bank.refund(&request).ok();
    let took = bank.clock.now().since(before);
    assert_eq!(took, if first.is_some() { Duration::ZERO } else { Duration::from_secs(1) }, "{number}");
    let found = bank.look_up_refund(&request);
    assert_eq!(bank.look_up_refund(&request), found, "looking changes nothing");
    let again = bank.refund(&request).ok();
    bank.clock.advance(MINUTE);
    let bank = bank.restarted();
    let later = bank.look_up_refund(&request);
    assert!(bank.refunds().len() <= 1);
    if later.is_some() {
        assert_eq!(bank.refund(&request).ok(), later, "sent again: {number}");
    }
    [first, found, again, later].map(|refund| {
        refund.map(|refund| {
            assert_eq!(refund.amount, Money::new(500, Currency::USD));
            assert_eq!(refund.reference.is_some(), refund_told(&refund) != "failed refund_refused");
            refund_told(&refund)
        })
    })
}

#[test]
fn every_listed_card_has_its_refunds() {
    let [succeeded, pending, returned, refused] =
        ["succeeded", "pending", "failed refund_returned", "failed refund_refused"].map(|told| Some(told.to_owned()));
    for number in ["4242424242424242", "378282246310005"] {
        assert_eq!(life(number), [&succeeded; 4].map(Clone::clone), "{number}");
    }
    assert_eq!(life("4000000000007726"), [&pending, &pending, &pending, &succeeded].map(Clone::clone));
    assert_eq!(life("4000000000005126"), [&succeeded, &succeeded, &succeeded, &returned].map(Clone::clone));
    assert_eq!(life("4000000000003816"), [&refused; 4].map(Clone::clone));
    assert_eq!(life("4000000000003824"), [&LOST, &succeeded, &succeeded, &succeeded].map(Clone::clone));
    assert_eq!(life("4000000000003832"), [&LOST, &None, &succeeded, &succeeded].map(Clone::clone));
    assert_eq!(life("4000000000003840"), [LOST, None, LOST, None]);
}

#[test]
fn a_card_that_hears_nothing_never_refunds() {
    let (bank, request) = refunded("4000000000003840");
    let before = bank.store.everything();
    for _ in 0..5 {
        bank.refund(&request).unwrap_err();
        bank.clock.advance(60 * MINUTE);
        assert_eq!(bank.look_up_refund(&request), None);
    }
    assert_eq!(bank.store.everything(), before, "nothing is written");
}

#[test]
fn a_refund_says_when_it_is_worth_asking_again() {
    for number in ["4000000000007726", "4000000000005126"] {
        let (bank, request) = refunded(number);
        assert_eq!(bank.refund(&request).unwrap().check_after, Some(MINUTE), "{number}");
        bank.clock.advance(Duration::from_secs(20));
        assert_eq!(bank.look_up_refund(&request).unwrap().check_after, Some(Duration::from_secs(40)), "{number}");
        bank.clock.advance(Duration::from_secs(40) - Duration::from_micros(1));
        let last = Some(Duration::from_micros(1));
        assert_eq!(bank.look_up_refund(&request).unwrap().check_after, last, "{number}");
        bank.clock.advance(Duration::from_micros(1));
        assert_eq!(bank.look_up_refund(&request).unwrap().check_after, None, "{number}");
    }
    let (bank, request) = refunded("4242424242424242");
    assert_eq!(bank.refund(&request).unwrap().check_after, None);
}

#[test]
fn what_was_told_of_a_refund_stays_told_when_the_clock_jumps_back() {
    for (number, first, last) in
        [("4000000000007726", "pending", "succeeded"), ("4000000000005126", "succeeded", "failed refund_returned")]
    {
        let (bank, request) = refunded(number);
        let start = bank.clock.now();
        assert_eq!(refund_told(&bank.refund(&request).unwrap()), first);
        bank.clock.advance(MINUTE);
        assert_eq!(refund_told(&bank.look_up_refund(&request).unwrap()), last);
        bank.clock.set(start.minus(MINUTE));
        let bank = bank.restarted();
        assert_eq!(refund_told(&bank.look_up_refund(&request).unwrap()), last);
        assert_eq!(refund_told(&bank.refund(&request).unwrap()), last);
    }
}

/// The first look at the charge alone has to write down that a refund has come back: its amount is free for others.
#[test]
fn an_amount_that_came_back_and_was_refunded_again_is_not_given_back_twice_when_the_clock_jumps_back() {
    let (bank, mut first) = refunded("4000000000005126");
    first.amount = Money::new(1250, Currency::USD);
    let start = bank.clock.now();
    bank.refund(&first).unwrap();
    bank.clock.advance(MINUTE);
    let second = bank.refund_request(first.payment, 1250);
    assert_eq!(refund_told(&bank.refund(&second).unwrap()), "succeeded");
    bank.clock.set(start);
    assert_eq!(refund_told(&bank.look_up_refund(&first).unwrap()), "failed refund_returned");
    assert_eq!(refund_told(&bank.look_up_refund(&second).unwrap()), "succeeded");
}

#[test]
fn a_settled_bank_debit_is_refunded_at_once() {
    let bank = Bank::new();
    let charge = bank.debit_request("000123456789");
    bank.charge(&charge).unwrap();
    bank.clock.advance(MINUTE);
    let refund = bank.refund(&bank.refund_request(charge.key, 1250)).unwrap();
    assert_eq!((refund_told(&refund).as_str(), refund.check_after), ("succeeded", None));
}

#[test]
fn refunding_leaves_the_charge_as_it_is() {
    let (bank, request) = refunded("4000000000007726");
    let before = bank.look_up(request.payment);
    bank.refund(&request).unwrap();
    assert_eq!(bank.look_up(request.payment), before);
    bank.clock.advance(MINUTE);
    assert_eq!(bank.look_up(request.payment), before);
}
