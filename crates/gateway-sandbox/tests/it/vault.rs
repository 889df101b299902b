//! Cards and accounts that the sandbox keeps, charges again and lets go.

use crate::bank::{Bank, MINUTE, now, told};
use paylink_core::{
    Secret,
    ports::{ChargeRequest, ChargeSource, Gateway as _, GatewayError, VaultReference},
    records::Method,
};

fn keeping(request: ChargeRequest) -> ChargeRequest {
    ChargeRequest { keep: true, ..request }
}

/// A charge of what is kept under the reference.
fn again(bank: &Bank, reference: &VaultReference, method: Method) -> ChargeRequest {
    let request = bank.card_request("4242424242424242");
    ChargeRequest { source: ChargeSource::Kept(reference.clone()), method, ..request }
}

fn kept(bank: &Bank, number: &str) -> VaultReference {
    bank.charge(&keeping(bank.card_request(number))).expect("an answer").kept.expect("a reference")
}

#[test]
fn a_card_is_kept_when_that_is_asked_and_the_charge_succeeds() {
    let bank = Bank::new();
    let plain = bank.card_request("4242424242424242");
    assert_eq!(bank.charge(&plain).expect("an answer").kept, None);
    let request = keeping(bank.card_request("4242424242424242"));
    let first = bank.charge(&request).expect("an answer").kept;
    assert!(first.is_some());
    assert_eq!(bank.charge(&request).expect("the same").kept, first, "the same key, the same reference");
    assert_eq!(bank.look_up(request.key).expect("the charge").kept, first, "and in look-ups");
    assert_ne!(Some(kept(&bank, "4242424242424242")), first, "another charge has another");
    for number in ["4000000000000002", "4000002500003155", "4000000000000259"] {
        let request = keeping(bank.card_request(number));
        let answer = bank.charge(&request).ok().and_then(|charge| charge.kept);
        assert_eq!((answer, bank.look_up(request.key).and_then(|charge| charge.kept)), (None, None), "{number}");
    }
}

#[test]
fn a_lost_answer_loses_no_reference() {
    let bank = Bank::new();
    let request = keeping(bank.card_request("4000000000000341"));
    assert!(matches!(bank.charge(&request), Err(GatewayError::Unknown(_))));
    let reference = bank.look_up(request.key).expect("the charge").kept.expect("a reference");
    let next = again(&bank, &reference, Method::Card);
    assert!(matches!(bank.charge(&next), Err(GatewayError::Unknown(_))), "it times out each time");
    assert_eq!(told(&bank.look_up(next.key).expect("the charge")), "succeeded");
}

#[test]
fn what_is_kept_can_be_charged_again_and_again_also_after_a_restart() {
    let bank = Bank::new();
    let reference = kept(&bank, "4242424242424242");
    let bank = bank.restarted();
    for _ in 0..3 {
        let request = again(&bank, &reference, Method::Card);
        let charge = bank.charge(&request).expect("an answer");
        assert_eq!((told(&charge).as_str(), charge.kept), ("succeeded", None));
        assert_eq!(bank.charge(&request).expect("the same").reference, charge.reference);
    }
    assert_eq!(bank.charges(), 4);
    let wrong = again(&bank, &reference, Method::Ach);
    assert!(matches!(bank.charge(&wrong), Err(GatewayError::InvalidToken)), "a card is no account");
}

#[test]
fn a_card_that_works_once_is_declined_when_it_is_charged_again() {
    let bank = Bank::new();
    let reference = kept(&bank, "4000000000009300");
    let charge = bank.charge(&again(&bank, &reference, Method::Card)).expect("an answer");
    assert_eq!(told(&charge), "declined insufficient_funds");
}

#[test]
fn an_account_is_kept_once_its_debit_has_settled() {
    let bank = Bank::new();
    let request = keeping(bank.debit_request("000444444447"));
    assert_eq!(bank.charge(&request).expect("an answer").kept, None);
    bank.clock.advance(MINUTE);
    let charge = bank.look_up(request.key).expect("the charge");
    let reference = charge.kept.expect("a reference");
    let next = again(&bank, &reference, Method::Ach);
    assert_eq!(told(&bank.charge(&next).expect("an answer")), "pending");
    bank.clock.advance(MINUTE);
    let back = bank.look_up(request.key).expect("the charge");
    assert_eq!((told(&back).as_str(), back.kept), ("returned R02", None));
}

#[test]
fn what_was_let_go_is_good_for_nothing() {
    let bank = Bank::new();
    let (one, two) = (kept(&bank, "4242424242424242"), kept(&bank, "4242424242424242"));
    let (before, after) = (again(&bank, &one, Method::Card), again(&bank, &one, Method::Card));
    let first = bank.charge(&before).expect("an answer");
    for _ in 0..2 {
        now(bank.gateway.forget(&one)).expect("let go");
    }
    let bank = bank.restarted();
    assert!(matches!(bank.charge(&after), Err(GatewayError::InvalidToken)));
    assert!(matches!(bank.charge(&after), Err(GatewayError::InvalidToken)), "a refused key stays refused");
    assert_eq!(bank.charge(&before).expect("the charge made before").reference, first.reference);
    assert_eq!(told(&bank.charge(&again(&bank, &two, Method::Card)).expect("an answer")), "succeeded");
}

#[test]
fn a_reference_cannot_be_guessed_from_another() {
    let bank = Bank::new();
    let VaultReference(good) = kept(&bank, "4242424242424242");
    let good = good.expose().to_owned();
    let (head, _) = good.rsplit_once('_').expect("a secret part");
    let made_up =
        [format!("{head}_{}", "0".repeat(32)), format!("{head}_"), head.to_owned(), String::new(), "vlt__".to_owned()];
    for text in made_up {
        let reference = VaultReference(Secret::new(text.clone()));
        now(bank.gateway.forget(&reference)).expect("nothing to let go");
        let tried = bank.charge(&again(&bank, &reference, Method::Card));
        assert!(matches!(tried, Err(GatewayError::InvalidToken)), "{text}");
    }
    let reference = VaultReference(Secret::new(good));
    assert_eq!(told(&bank.charge(&again(&bank, &reference, Method::Card)).expect("an answer")), "succeeded");
}
