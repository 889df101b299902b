//! Two calls at once, in every order their steps at the store can take.

use crate::{
    bank::{Bank, challenge_id, now, told},
    store::TestStore,
};
use futures_util::FutureExt;
use paylink_core::{
    ports::{Charge, ChargeRequest, Gateway, GatewayError},
    records::Method,
};
use paylink_gateway_sandbox::{ChallengeState, SandboxGateway};
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Waker},
};

/// Steps that are decided by the schedule; whatever is left runs in turns.
const STEPS: u32 = 10;

pub(crate) type Call<T> = Pin<Box<dyn Future<Output = T>>>;

/// Runs both calls step by step in the order that the bits of `schedule` tell.
pub(crate) fn interleave<T>(schedule: u32, mut calls: [Call<T>; 2]) -> [T; 2] {
    let mut context = Context::from_waker(Waker::noop());
    let mut outcomes = [None, None];
    for step in 0..200 {
        let second = if step < STEPS { schedule >> step & 1 == 1 } else { step % 2 == 1 };
        let turn = usize::from(second);
        if outcomes[turn].is_none()
            && let std::task::Poll::Ready(outcome) = calls[turn].poll_unpin(&mut context)
        {
            outcomes[turn] = Some(outcome);
        }
    }
    outcomes.map(|outcome| outcome.expect("the call ended"))
}

/// A company whose store gives way before every step.
pub(crate) fn stepwise() -> Bank {
    Bank::over(TestStore::stepwise())
}

/// Runs something to its end although it gives way.
pub(crate) fn finish<T>(call: impl Future<Output = T>) -> T {
    let mut call = std::pin::pin!(call);
    let mut context = Context::from_waker(Waker::noop());
    (0..200)
        .find_map(|_| match call.as_mut().poll(&mut context) {
            std::task::Poll::Ready(outcome) => Some(outcome),
            std::task::Poll::Pending => None,
        })
        .expect("the call ended")
}

fn charging(gateway: &SandboxGateway, request: &ChargeRequest) -> Call<Result<Charge, GatewayError>> {
    let (gateway, request) = (gateway.clone(), request.clone());
    Box::pin(async move { gateway.charge(&request).await })
}

pub(crate) fn request(bank: &Bank, number: &str) -> ChargeRequest {
    bank.request(finish(bank.gateway.create_token(&crate::bank::card(number))).unwrap(), Method::Card)
}

pub(crate) fn schedules() -> std::ops::Range<u32> {
    0..1 << STEPS
}

#[test]
fn two_calls_with_one_key_make_one_charge() {
    for schedule in schedules() {
        let bank = stepwise();
        let request = request(&bank, "4242424242424242");
        let calls = [charging(&bank.gateway, &request), charging(&bank.gateway, &request)];
        let [first, second] = interleave(schedule, calls).map(Result::unwrap);
        assert_eq!(first, second, "schedule {schedule:b}");
        assert_eq!(bank.charges(), 1);
    }
}

#[test]
fn two_keys_with_one_token_make_one_charge() {
    for schedule in schedules() {
        let bank = stepwise();
        let first = request(&bank, "4242424242424242");
        let second = bank.another(&first);
        let outcomes = interleave(schedule, [charging(&bank.gateway, &first), charging(&bank.gateway, &second)]);
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let lost = outcomes.iter().filter(|outcome| matches!(outcome, Err(GatewayError::InvalidToken))).count();
        assert_eq!((won, lost, bank.charges()), (1, 1, 1), "schedule {schedule:b}");
    }
}

#[test]
fn a_refused_key_is_never_charged_by_a_slower_call() {
    for schedule in schedules() {
        let bank = stepwise();
        let good = request(&bank, "4242424242424242");
        let mut bad = good.clone();
        bad.method = Method::Ach;
        let outcomes = interleave(schedule, [charging(&bank.gateway, &good), charging(&bank.gateway, &bad)]);
        let refused = outcomes.iter().filter(|outcome| matches!(outcome, Err(GatewayError::InvalidToken))).count();
        assert!(refused == 2 && bank.charges() == 0 || refused == 0 && bank.charges() == 1, "schedule {schedule:b}");
    }
}

#[test]
fn a_lost_call_that_is_sent_twice_more_is_declined_once() {
    for schedule in schedules() {
        let bank = stepwise();
        let request = request(&bank, "4000000000000259");
        assert!(finish(bank.gateway.charge(&request)).is_err());
        let calls = [charging(&bank.gateway, &request), charging(&bank.gateway, &request)];
        let [first, second] = interleave(schedule, calls).map(Result::unwrap);
        assert_eq!((told(&first).as_str(), &first), ("declined processing_error", &second));
    }
}

#[test]
fn approving_and_giving_up_at_once_have_one_outcome() {
    let mut seen = std::collections::BTreeSet::new();
    for schedule in schedules() {
        let bank = stepwise();
        let request = request(&bank, "4000002500003155");
        let id = challenge_id(&finish(bank.gateway.charge(&request)).unwrap());
        let (payer, merchant) = (bank.gateway.clone(), bank.gateway.clone());
        let key = request.key;
        let calls: [Call<bool>; 2] = [
            Box::pin(async move {
                let view = payer.answer_challenge(&id, true).await.unwrap().unwrap();
                view.state == ChallengeState::Approved
            }),
            Box::pin(async move { told(&merchant.abandon(key).await.unwrap().unwrap()) == "succeeded" }),
        ];
        let [approved, succeeded] = interleave(schedule, calls);
        assert_eq!(approved, succeeded, "schedule {schedule:b}");
        let final_state = told(&finish(bank.gateway.look_up(key)).unwrap().unwrap());
        assert_eq!(final_state == "succeeded", approved);
        seen.insert(final_state);
    }
    assert_eq!(seen.len(), 2, "both can win: {seen:?}");
}

#[test]
fn fifty_real_threads_with_one_key_make_one_charge() {
    let bank = Bank::new();
    let request = bank.card_request("4242424242424242");
    let charges: Vec<Charge> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..50).map(|_| scope.spawn(|| now(bank.gateway.charge(&request)))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap().unwrap()).collect()
    });
    assert!(charges.iter().all(|charge| *charge == charges[0]));
    assert_eq!(bank.charges(), 1);
}
