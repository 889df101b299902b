//! Refunds of one charge at once.

use crate::{
    bank::{Bank, now},
    races::{Call, finish, interleave, request, schedules, stepwise},
    refunds::{refund_told, refunded},
};
use paylink_core::{
    Currency, Money,
    ports::{Gateway, GatewayRefund, RefundRequest, RefundUnknown},
};
use paylink_gateway_sandbox::SandboxGateway;
use std::task::{Context, Poll, Waker};

type Refunded = Result<GatewayRefund, RefundUnknown>;

fn refunding(gateway: &SandboxGateway, request: &RefundRequest) -> Call<Refunded> {
    let (gateway, request) = (gateway.clone(), request.clone());
    Box::pin(async move { gateway.refund(&request).await })
}

/// A company with steps, and a refund of `minor` of a charge of 12.50.
fn charged(number: &str, minor: i64) -> (Bank, RefundRequest) {
    let bank = stepwise();
    let charge = request(&bank, number);
    finish(bank.gateway.charge(&charge)).unwrap();
    let refund = bank.refund_request(charge.key, minor);
    (bank, refund)
}

#[test]
fn two_calls_with_one_refund_key_make_one_refund() {
    for schedule in schedules() {
        let (bank, request) = charged("4242424242424242", 500);
        let calls = [refunding(&bank.gateway, &request), refunding(&bank.gateway, &request)];
        let [first, second] = interleave(schedule, calls).map(Result::unwrap);
        assert_eq!(first, second, "schedule {schedule:b}");
        assert_eq!(bank.refunds(), [500]);
    }
}

#[test]
fn two_calls_of_a_key_whose_first_call_is_lost_refund_once() {
    for schedule in schedules() {
        let (bank, request) = charged("4000000000003832", 500);
        let calls = [refunding(&bank.gateway, &request), refunding(&bank.gateway, &request)];
        let outcomes = interleave(schedule, calls);
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_err()).count(), 1, "schedule {schedule:b}");
        assert_eq!(bank.refunds(), [500]);
    }
}

#[test]
fn of_two_refunds_that_do_not_both_fit_one_is_refused() {
    let mut winners = std::collections::BTreeSet::new();
    for schedule in schedules() {
        let (bank, first) = charged("4242424242424242", 800);
        let second = bank.refund_request(first.payment, 800);
        let calls = [refunding(&bank.gateway, &first), refunding(&bank.gateway, &second)];
        let told = interleave(schedule, calls).map(|outcome| refund_told(&outcome.unwrap()));
        winners.insert(told[0] == "succeeded");
        let mut told = told;
        told.sort();
        assert_eq!(told, ["failed refund_exceeds_charge", "succeeded"], "schedule {schedule:b}");
        assert_eq!(bank.refunds(), [800]);
    }
    assert_eq!(winners.len(), 2, "both can win");
}

/// The worst order: everybody reads before anybody writes, so that each round has one winner.
#[test]
fn sixty_four_refunds_in_lockstep_all_end_and_never_give_back_more_than_the_charge() {
    let (bank, first) = charged("4242424242424242", 30);
    let other = SandboxGateway::new(bank.store.clone(), bank.clock.clone(), bank.ids.clone(), crate::bank::settings());
    let mut calls: Vec<(Call<Refunded>, Option<Refunded>)> = (0..64)
        .map(|number| {
            let request = bank.refund_request(first.payment, 30);
            (refunding(if number % 2 == 0 { &bank.gateway } else { &other }, &request), None)
        })
        .collect();
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..1000 {
        for (call, outcome) in calls.iter_mut().filter(|(_, outcome)| outcome.is_none()) {
            if let Poll::Ready(ended) = call.as_mut().poll(&mut context) {
                *outcome = Some(ended);
            }
        }
    }
    let told: Vec<_> = calls.into_iter().map(|(_, outcome)| refund_told(&outcome.unwrap().unwrap())).collect();
    let count = |word: &str| told.iter().filter(|told| *told == word).count();
    assert_eq!((count("succeeded"), count("failed refund_exceeds_charge")), (41, 23), "41 times 0.30 fit into 12.50");
    assert_eq!(bank.refunds(), vec![30; 41]);
}

#[test]
fn sixty_four_real_threads_refund_exactly_what_fits() {
    let (bank, first) = refunded("4242424242424242");
    let requests: Vec<_> = (0..64).map(|_| bank.refund_request(first.payment, 30)).collect();
    let told: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            requests.iter().map(|request| scope.spawn(|| now(bank.gateway.refund(request)))).collect();
        threads.into_iter().map(|thread| refund_told(&thread.join().unwrap().unwrap())).collect()
    });
    assert_eq!(told.iter().filter(|told| *told == "succeeded").count(), 41);
    assert_eq!(bank.refunds(), vec![30; 41]);
    let rest = bank.refund_request(first.payment, 20);
    assert_eq!(refund_told(&bank.refund(&rest).unwrap()), "succeeded", "the rest is exact");
    assert_eq!(bank.refunds().iter().sum::<i64>(), 1250);
}

#[test]
fn fifty_real_threads_with_one_refund_key_make_one_refund() {
    let (bank, mut request) = refunded("4242424242424242");
    request.amount = Money::new(100, Currency::USD);
    let refunds: Vec<GatewayRefund> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..50).map(|_| scope.spawn(|| now(bank.gateway.refund(&request)))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap().unwrap()).collect()
    });
    assert!(refunds.iter().all(|refund| *refund == refunds[0]));
    assert_eq!(bank.refunds(), [100]);
}
