//! What each test card does.

use crate::bank::{Bank, told};
use paylink_core::{
    Currency, Money,
    ports::{Clock, GatewayError},
    records::MethodDetails,
};
use std::time::Duration;

#[test]
fn every_listed_card_has_its_outcome() {
    let outcomes = [
        ("4242424242424242", "succeeded"),
        ("5555555555554444", "succeeded"),
        ("4111111111111111", "succeeded"),
        ("378282246310005", "succeeded"),
        ("6011111111111117", "succeeded"),
        ("4000000000007726", "succeeded"),
        ("4000000000005126", "succeeded"),
        ("4000000000003816", "succeeded"),
        ("4000000000003824", "succeeded"),
        ("4000000000003832", "succeeded"),
        ("4000000000003840", "succeeded"),
        ("4000000000000002", "declined card_declined"),
        ("4000000000009995", "declined insufficient_funds"),
        ("4000000000000069", "declined expired_card"),
        ("4000000000000127", "declined incorrect_cvc"),
        ("4000000000000119", "declined processing_error"),
        ("4000002500003155", "action"),
    ];
    for (number, outcome) in outcomes {
        let bank = Bank::new();
        let request = bank.card_request(number);
        let charge = bank.charge(&request).unwrap();
        assert_eq!(told(&charge), outcome, "{number}");
        assert_eq!(charge.amount, Money::new(1250, Currency::USD));
        assert_eq!(bank.look_up(request.key).as_ref(), Some(&charge), "{number}");
        assert_eq!(bank.charge(&request).unwrap(), charge, "sent again: {number}");
    }
}

#[test]
fn a_card_that_is_not_a_test_card_is_declined() {
    let bank = Bank::new();
    let charge = bank.charge(&bank.card_request("4000056655665556")).unwrap();
    assert_eq!(told(&charge), "declined card_declined");
}

#[test]
fn a_charge_tells_brand_last_digits_and_expiry() {
    for (number, brand, last4) in [
        ("4242 4242-42424242", "visa", "4242"),
        ("5555555555554444", "mastercard", "4444"),
        ("2223003122003222", "mastercard", "3222"),
        ("378282246310005", "amex", "0005"),
        ("6011111111111117", "discover", "1117"),
        ("30569309025904", "diners", "5904"),
        ("3530111333300000", "jcb", "0000"),
        ("6200000000000005", "unionpay", "0005"),
        ("9000000000000001", "unknown", "0001"),
    ] {
        let bank = Bank::new();
        let charge = bank.charge(&bank.card_request(number)).unwrap();
        let (brand, last4) = (brand.to_owned(), last4.to_owned());
        assert_eq!(charge.details, MethodDetails::Card { brand, last4, exp_month: 12, exp_year: 2030 }, "{number}");
    }
}

#[test]
fn a_lost_answer_takes_its_time_and_leaves_a_charge() {
    let bank = Bank::new();
    let request = bank.card_request("4000000000000341");
    let before = bank.clock.now();
    assert!(matches!(bank.charge(&request), Err(GatewayError::Unknown(_))));
    assert_eq!(bank.clock.now().since(before), Duration::from_secs(1));
    let found = bank.look_up(request.key).expect("charged in fact");
    assert_eq!(told(&found), "succeeded");
    assert_eq!(bank.charge(&request).unwrap(), found);
    assert_eq!(bank.charges(), 1);
}

#[test]
fn a_lost_call_leaves_nothing_and_is_declined_when_sent_again() {
    let bank = Bank::new();
    let request = bank.card_request("4000000000000259");
    let before = bank.clock.now();
    assert!(matches!(bank.charge(&request), Err(GatewayError::Unknown(_))));
    assert_eq!(bank.clock.now().since(before), Duration::from_secs(1));
    assert_eq!(bank.look_up(request.key), None);
    assert_eq!(bank.abandon(request.key), None);

    let bank = bank.restarted();
    assert_eq!(bank.look_up(request.key), None);
    let charge = bank.charge(&request).unwrap();
    assert_eq!(told(&charge), "declined processing_error");
    assert_eq!(bank.look_up(request.key), Some(charge));
}

#[test]
fn a_restart_forgets_no_charge() {
    let bank = Bank::new();
    let request = bank.card_request("4242424242424242");
    let charge = bank.charge(&request).unwrap();
    let bank = bank.restarted();
    assert_eq!(bank.look_up(request.key).as_ref(), Some(&charge));
    assert_eq!(bank.charge(&request).unwrap(), charge);
    assert_eq!(bank.charges(), 1);
}

#[test]
fn a_key_that_was_never_charged_is_not_found() {
    let bank = Bank::new();
    assert_eq!(bank.look_up(bank.key()), None);
    assert_eq!(bank.abandon(bank.key()), None);
}

#[test]
fn the_first_request_under_a_key_counts_whatever_else_is_asked_later() {
    let bank = Bank::new();
    let first = bank.card_request("4242424242424242");
    let charge = bank.charge(&first).unwrap();
    let mut other = bank.card_request("4000000000000002");
    other.key = first.key;
    other.amount = Money::new(99, Currency::USD);
    assert_eq!(bank.charge(&other).unwrap(), charge);
    assert_eq!(bank.charges(), 1);
    other.key = bank.key();
    assert_eq!(told(&bank.charge(&other).unwrap()), "declined card_declined", "its token was not used up");
}
