//! The challenge between "action required" and the outcome.

use crate::bank::{Bank, MINUTE, RETURN_URL, challenge_id, now, told};
use paylink_core::{PaymentId, ports::ChargeRequest};
use paylink_gateway_sandbox::{ChallengeState, ChallengeView};

fn challenged() -> (Bank, ChargeRequest, String) {
    let bank = Bank::new();
    let request = bank.card_request("4000002500003155");
    let id = challenge_id(&bank.charge(&request).unwrap());
    (bank, request, id)
}

impl Bank {
    fn challenge(&self, id: &str) -> Option<ChallengeView> {
        now(self.gateway.challenge(id)).unwrap()
    }

    fn answer(&self, id: &str, approve: bool) -> ChallengeState {
        now(self.gateway.answer_challenge(id, approve)).unwrap().expect("the challenge").state
    }

    fn state(&self, key: PaymentId) -> String {
        told(&self.look_up(key).unwrap())
    }
}

#[test]
fn an_open_challenge_shows_what_it_is_about() {
    let (bank, request, id) = challenged();
    let view = bank.challenge(&id).unwrap();
    assert_eq!(view.state, ChallengeState::Open);
    assert_eq!(view.amount, request.amount);
    assert_eq!(view.return_url, RETURN_URL);
}

#[test]
fn an_open_challenge_is_worth_asking_about_every_half_minute() {
    let (bank, request, _) = challenged();
    let seconds = std::time::Duration::from_secs;
    assert_eq!(bank.look_up(request.key).unwrap().check_after, Some(seconds(30)));
    bank.clock.advance(30 * MINUTE - seconds(3));
    assert_eq!(bank.look_up(request.key).unwrap().check_after, Some(seconds(3)), "then it runs out");
    bank.clock.advance(seconds(3));
    assert_eq!(bank.look_up(request.key).unwrap().check_after, None);
}

#[test]
fn approving_charges_and_the_first_answer_counts() {
    let (bank, request, id) = challenged();
    assert_eq!(bank.answer(&id, true), ChallengeState::Approved);
    assert_eq!(bank.answer(&id, false), ChallengeState::Approved);
    assert_eq!(bank.answer(&id, true), ChallengeState::Approved);
    let bank = bank.restarted();
    bank.clock.advance(60 * MINUTE);
    assert_eq!(bank.state(request.key), "succeeded");
    assert_eq!(told(&bank.abandon(request.key).unwrap()), "succeeded", "too late to give up");
    assert_eq!(told(&bank.charge(&request).unwrap()), "succeeded");
    assert_eq!(bank.look_up(request.key).unwrap().check_after, None);
}

#[test]
fn declining_ends_the_charge() {
    let (bank, request, id) = challenged();
    assert_eq!(bank.answer(&id, false), ChallengeState::Declined);
    assert_eq!(bank.answer(&id, true), ChallengeState::Declined);
    assert_eq!(bank.state(request.key), "declined authentication_failed");
}

#[test]
fn an_unanswered_challenge_runs_out_after_half_an_hour() {
    let (bank, request, id) = challenged();
    let almost = 30 * MINUTE - std::time::Duration::from_micros(1);
    let before_the_end = bank.clock.advance(almost);
    assert_eq!(bank.state(request.key), "action");
    bank.clock.advance(std::time::Duration::from_micros(1));
    assert_eq!(bank.state(request.key), "declined authentication_expired");
    assert_eq!(bank.answer(&id, true), ChallengeState::Expired);
    bank.clock.set(before_the_end);
    assert_eq!(bank.answer(&id, true), ChallengeState::Expired, "told once, it stays ended when the clock jumps back");
    assert_eq!(bank.state(request.key), "declined authentication_expired");
}

#[test]
fn an_abandoned_challenge_cannot_be_approved_any_more() {
    let (bank, request, id) = challenged();
    assert_eq!(told(&bank.abandon(request.key).unwrap()), "declined authentication_abandoned");
    assert_eq!(bank.answer(&id, true), ChallengeState::Abandoned);
    assert_eq!(bank.challenge(&id).unwrap().state, ChallengeState::Abandoned);
    assert_eq!(bank.state(request.key), "declined authentication_abandoned");
}

#[test]
fn abandoning_leaves_every_other_charge_as_it_is() {
    let bank = Bank::new();
    for request in [bank.card_request("4242424242424242"), bank.debit_request("000123456789")] {
        let charge = bank.charge(&request).unwrap();
        assert_eq!(bank.abandon(request.key).as_ref(), Some(&charge));
        assert_eq!(bank.look_up(request.key), Some(charge));
    }
}

#[test]
fn a_challenge_opens_only_with_its_whole_id() {
    let (bank, request, id) = challenged();
    let plain = bank.card_request("4242424242424242");
    bank.charge(&plain).unwrap();
    let zeros = "0".repeat(32);
    for wrong in [
        String::new(),
        "-".to_owned(),
        request.key.to_string(),
        format!("{}-", request.key),
        format!("{}-{zeros}", request.key),
        format!("{}-{zeros}", plain.key),
        format!("{}-{zeros}", bank.key()),
        id.to_uppercase(),
        format!("{id}0"),
    ] {
        assert_eq!(bank.challenge(&wrong), None, "{wrong}");
        assert_eq!(now(bank.gateway.answer_challenge(&wrong, true)).unwrap(), None, "{wrong}");
    }
    assert_eq!(bank.state(request.key), "action");
}
