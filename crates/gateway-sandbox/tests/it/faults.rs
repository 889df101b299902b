//! A store that fails, loses answers or takes the process down with it.

use crate::{
    bank::{Bank, now, told},
    store::Fault,
};
use futures_util::FutureExt;
use paylink_core::{
    Code, Version,
    ports::{DocumentStore, Gateway, GatewayError},
};

#[test]
fn a_store_that_is_away_leaves_the_outcome_unknown() {
    let bank = Bank::new();
    let request = bank.card_request("4242424242424242");
    bank.store.set_down(true);
    assert!(matches!(bank.charge(&request), Err(GatewayError::Unknown(_))));
    assert!(matches!(now(bank.gateway.look_up(request.key)), Err(GatewayError::Unknown(_))));
    assert!(matches!(now(bank.gateway.abandon(request.key)), Err(GatewayError::Unknown(_))));
    let refused = now(bank.gateway.create_token(&crate::bank::card("4242424242424242"))).unwrap_err();
    assert_eq!(refused.code, Code::StorageUnavailable);
    bank.store.set_down(false);
    assert_eq!(bank.look_up(request.key), None);
    assert_eq!(told(&bank.charge(&request).unwrap()), "succeeded");
}

/// A charge has two writes: the token is tied to the key, the charge is made.
#[test]
fn a_key_can_be_sent_again_after_any_fault_of_any_write() {
    for fault in [Fault::Unavailable, Fault::UnknownNotWritten, Fault::UnknownWritten] {
        for good_writes in 0..2 {
            let bank = Bank::new();
            let request = bank.card_request("4242424242424242");
            bank.store.fail_writes(std::iter::repeat_n(Fault::None, good_writes).chain([fault]));
            assert!(matches!(bank.charge(&request), Err(GatewayError::Unknown(_))));
            let found = bank.look_up(request.key);
            let charge = bank.charge(&request).unwrap();
            assert_eq!(told(&charge), "succeeded");
            assert!(found.is_none_or(|found| found == charge));
            assert_eq!(bank.charges(), 1);
        }
    }
}

#[test]
fn a_process_that_dies_at_any_write_charges_once() {
    for good_writes in 0..2 {
        let bank = Bank::new();
        let request = bank.card_request("4242424242424242");
        bank.store.fail_writes(std::iter::repeat_n(Fault::None, good_writes).chain([Fault::CrashAfter]));
        assert!(bank.gateway.charge(&request).now_or_never().is_none(), "it died");
        let bank = bank.restarted();
        assert_eq!(bank.look_up(request.key).is_some(), good_writes == 1);
        assert_eq!(told(&bank.charge(&request).unwrap()), "succeeded");
        assert_eq!(bank.charges(), 1);
    }
}

#[test]
fn a_refusal_that_could_not_be_written_down_is_not_told() {
    let bank = Bank::new();
    let first = bank.card_request("4242424242424242");
    bank.charge(&first).unwrap();
    let second = bank.another(&first);
    bank.store.fail_writes([Fault::Unavailable]);
    assert!(matches!(bank.charge(&second), Err(GatewayError::Unknown(_))));
    assert!(matches!(bank.charge(&second), Err(GatewayError::InvalidToken)));
}

#[test]
fn a_settlement_is_told_only_when_it_is_written_down() {
    let bank = Bank::new();
    let request = bank.debit_request("000123456789");
    bank.charge(&request).unwrap();
    bank.clock.advance(crate::bank::MINUTE);
    bank.store.fail_writes([Fault::Unavailable]);
    assert!(matches!(now(bank.gateway.look_up(request.key)), Err(GatewayError::Unknown(_))));
    assert_eq!(told(&bank.look_up(request.key).unwrap()), "succeeded");
}

#[test]
fn a_damaged_document_is_an_error_and_not_a_missing_charge() {
    let bank = Bank::new();
    let request = bank.card_request("4242424242424242");
    bank.charge(&request).unwrap();
    let key = request.key.to_string();
    for text in ["", "{}", r#"{"key":"charged","secret":"4242424242424242"}"#] {
        let version = now(bank.store.document("sandbox_charge", &key)).unwrap().unwrap().version;
        now(bank.store.put_document("sandbox_charge", &key, Some(version), text)).unwrap();
        assert!(version >= Version::FIRST);
        let GatewayError::Unknown(cause) = now(bank.gateway.look_up(request.key)).unwrap_err() else {
            panic!("an unknown outcome")
        };
        assert!(!format!("{cause} {cause:?}").contains("4242"), "the document is not quoted");
        assert!(matches!(bank.charge(&request), Err(GatewayError::Unknown(_))));
    }
}
