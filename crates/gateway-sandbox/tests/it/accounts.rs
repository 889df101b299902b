//! What each test bank account does, as the clock moves.

use crate::bank::{Bank, MINUTE, account, told};
use paylink_core::{
    ports::{Clock, DocumentStore},
    records::{Method, MethodDetails},
};
use paylink_gateway_sandbox::{SandboxGateway, SandboxSettings, TokenRequest};
use std::time::Duration;

/// What is told at once, just before one minute, at one minute, just before two and at two.
fn life(account_number: &str) -> Vec<String> {
    let bank = Bank::new();
    let request = bank.debit_request(account_number);
    let mut seen = vec![told(&bank.charge(&request).unwrap())];
    let almost = MINUTE - Duration::from_micros(1);
    for step in [almost, Duration::from_micros(1), almost, Duration::from_micros(1)] {
        bank.clock.advance(step);
        let found = bank.look_up(request.key).unwrap();
        assert_eq!(bank.charge(&request).unwrap(), found, "sent again");
        seen.push(told(&found));
    }
    assert_eq!(bank.charges(), 1);
    seen
}

#[test]
fn every_listed_account_has_its_course() {
    assert_eq!(life("000123456789"), ["pending", "pending", "succeeded", "succeeded", "succeeded"]);
    assert_eq!(life("000111111113"), ["declined account_closed"; 5]);
    assert_eq!(life("000222222227"), ["pending", "pending", "returned R01", "returned R01", "returned R01"]);
    assert_eq!(life("000333333335"), ["pending", "pending", "succeeded", "succeeded", "returned R01"]);
    assert_eq!(life("9876543210"), ["pending", "pending", "succeeded", "succeeded", "succeeded"], "unlisted");
}

#[test]
fn accounts_of_other_banks_settle_whatever_their_number() {
    let bank = Bank::new();
    let TokenRequest::BankAccount { account_number, account_type, holder_name, .. } = account("000222222227") else {
        panic!("an account")
    };
    let routing_number = "021000021".to_owned();
    let token = bank.token(&TokenRequest::BankAccount { routing_number, account_number, account_type, holder_name });
    let request = bank.request(token, Method::Ach);
    assert_eq!(told(&bank.charge(&request).unwrap()), "pending");
    bank.clock.advance(MINUTE);
    let charge = bank.look_up(request.key).unwrap();
    assert_eq!(told(&charge), "succeeded");
    assert!(matches!(charge.details, MethodDetails::Ach { bank_name: None, .. }));
}

#[test]
fn a_debit_tells_bank_last_digits_and_type() {
    let bank = Bank::new();
    let charge = bank.charge(&bank.debit_request("000123456789")).unwrap();
    let details = MethodDetails::Ach {
        bank_name: Some("Sandbox Bank".to_owned()),
        last4: "6789".to_owned(),
        account_type: "checking".to_owned(),
    };
    assert_eq!(charge.details, details);
}

#[test]
fn a_debit_says_when_it_is_worth_asking_again() {
    let bank = Bank::new();
    let request = bank.debit_request("000333333335");
    assert_eq!(bank.charge(&request).unwrap().check_after, Some(MINUTE));
    bank.clock.advance(Duration::from_secs(20));
    assert_eq!(bank.look_up(request.key).unwrap().check_after, Some(Duration::from_secs(40)));
    bank.clock.advance(Duration::from_secs(40));
    assert_eq!(bank.look_up(request.key).unwrap().check_after, Some(MINUTE), "the return is still to come");
    bank.clock.advance(MINUTE);
    assert_eq!(bank.look_up(request.key).unwrap().check_after, None);
}

#[test]
fn what_was_told_stays_told_when_the_clock_jumps_back() {
    let bank = Bank::new();
    let start = bank.clock.now();
    let request = bank.debit_request("000333333335");
    bank.charge(&request).unwrap();
    bank.clock.advance(MINUTE);
    assert_eq!(told(&bank.look_up(request.key).unwrap()), "succeeded");
    bank.clock.set(start);
    assert_eq!(told(&bank.look_up(request.key).unwrap()), "succeeded");
    bank.clock.advance(2 * MINUTE);
    assert_eq!(told(&bank.look_up(request.key).unwrap()), "returned R01");
    bank.clock.set(start.minus(MINUTE));
    assert_eq!(told(&bank.charge(&request).unwrap()), "returned R01");
}

#[test]
fn another_settling_time_leaves_running_debits_alone() {
    let bank = Bank::new();
    let request = bank.debit_request("000123456789");
    bank.charge(&request).unwrap();
    let settings = SandboxSettings { ach_settle: Duration::from_secs(1), ..crate::bank::settings() };
    let store: std::sync::Arc<dyn DocumentStore> = bank.store.clone();
    let gateway = SandboxGateway::new(store, bank.clock.clone(), bank.ids.clone(), settings);
    let bank = Bank { gateway, ..bank };
    bank.clock.advance(Duration::from_secs(2));
    assert_eq!(told(&bank.look_up(request.key).unwrap()), "pending");
    let quick = bank.debit_request("000123456789");
    assert_eq!(bank.charge(&quick).unwrap().check_after, Some(Duration::from_secs(1)));
}
