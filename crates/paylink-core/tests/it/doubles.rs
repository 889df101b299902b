//! The doubles that other tests trust: clock, ids, gateway, faults of the memory store.

use futures_util::FutureExt as _;
use paylink_core::{
    Change, ChangeSet, Currency, MerchantId, Money, PaymentId, Secret,
    ports::{
        Charge, ChargeRequest, ChargeSource, ChargeState, Clock as _, Gateway as _, GatewayError, GatewayToken,
        IdSource as _, MerchantReader as _, Store as _, StoreError,
    },
    records::Method,
    testing::{
        CallFault, Fault, MemoryStore, ScriptedGateway, SeededIds, TestClock,
        build::{Make, instant},
    },
};
use std::time::Duration;

fn request(key: PaymentId, token: &str, method: Method) -> ChargeRequest {
    ChargeRequest {
        key,
        source: ChargeSource::Token(GatewayToken(Secret::new(token))),
        keep: false,
        method,
        amount: Money::new(1250, Currency::USD),
        return_url: "https://paylink.test/p/x".to_owned(),
        created_at: instant(0),
    }
}

#[tokio::test]
async fn a_test_clock_moves_only_when_it_is_told_to() {
    let clock = TestClock::at(instant(0));
    assert_eq!(clock.now(), instant(0));
    clock.advance(Duration::from_secs(5));
    clock.sleep(Duration::from_secs(2)).await;
    assert_eq!(clock.now(), instant(7));
    clock.set(instant(1));
    assert_eq!(clock.now(), instant(1));
}

#[test]
fn seeded_ids_are_the_same_for_a_seed_and_differ_within_it() {
    let (one, other, third) = (SeededIds::new(1), SeededIds::new(1), SeededIds::new(2));
    let ids: Vec<MerchantId> = (0..100).map(|_| one.random()).collect();
    assert!(ids.iter().all(|id| *id == other.random()), "the same seed, the same ids");
    assert!(ids.iter().all(|id| *id != third.random()), "another seed, other ids");
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 100);
    // SplitMix64's published first output for the seed 0
    assert_eq!(SeededIds::new(0).next_u64(), 0xe220_a839_7b1d_cdaf);
    let (mut odd, mut same) = ([0; 13], [0; 13]);
    SeededIds::new(3).fill(&mut odd);
    SeededIds::new(3).fill(&mut same);
    assert_eq!(odd, same);
    assert_ne!(odd.last_chunk(), Some(&[0; 5]), "the last bytes are filled too");
}

/// What a token leads to at first, when asked again with the same key, and in a look-up; and how often money was taken.
#[tokio::test]
async fn each_token_of_the_scripted_gateway_plays_its_part() {
    let told = |answer: Result<Charge, GatewayError>| match answer {
        Ok(Charge { state: ChargeState::Pending, .. }) => "pending".to_owned(),
        Ok(Charge { state: ChargeState::ActionRequired { .. }, .. }) => "action".to_owned(),
        Ok(Charge { state: ChargeState::Succeeded, amount, .. }) => format!("succeeded {}", amount.minor),
        Ok(Charge { state: ChargeState::Declined(failure) | ChargeState::Returned(failure), .. }) => failure.code,
        Err(GatewayError::InvalidToken) => "invalid".to_owned(),
        Err(GatewayError::Unknown(_)) => "unknown".to_owned(),
    };
    let (card, ach) = (Method::Card, Method::Ach);
    for (token, method, first, again, looked_up, taken) in [
        ("tok_ok", card, "succeeded 1250", "succeeded 1250", "succeeded 1250", 1),
        ("tok_ok_7", card, "succeeded 1250", "succeeded 1250", "succeeded 1250", 1),
        ("tok_declined", card, "card_declined", "card_declined", "card_declined", 0),
        ("tok_insufficient", card, "insufficient_funds", "insufficient_funds", "insufficient_funds", 0),
        ("tok_action", card, "action", "action", "action", 0),
        ("tok_ach", ach, "pending", "pending", "pending", 0),
        ("tok_ach_declined", ach, "account_closed", "account_closed", "account_closed", 0),
        ("tok_timeout_charged", card, "unknown", "succeeded 1250", "succeeded 1250", 1),
        ("tok_timeout_not_charged", card, "unknown", "unknown", "none", 0),
        ("tok_timeout_once", card, "unknown", "succeeded 1250", "succeeded 1250", 1),
        ("tok_timeout_late", card, "unknown", "unknown", "none", 1),
        ("tok_wrong_amount", card, "succeeded 1251", "succeeded 1251", "succeeded 1251", 1),
        ("tok_ok", ach, "invalid", "invalid", "none", 0),
        ("tok_ach", card, "invalid", "invalid", "none", 0),
        ("anything else", card, "invalid", "invalid", "none", 0),
    ] {
        let (gateway, key) = (ScriptedGateway::new(), Make::new(1).id());
        let request = request(key, token, method);
        assert_eq!(told(gateway.charge(&request).await), first, "{token}, first");
        assert_eq!(told(gateway.charge(&request).await), again, "{token}, again");
        let found = gateway.look_up(key).await.expect("a look-up is answered");
        assert_eq!(found.map_or_else(|| "none".to_owned(), |charge| told(Ok(charge))), looked_up, "{token}, looked up");
        let times: u32 = gateway.charges().iter().map(|charge| charge.times_taken).sum();
        assert_eq!(times, taken, "{token}, money taken");
        assert_eq!((gateway.charge_calls(), gateway.calls().len()), (2, 3), "{token}, calls");
    }
}

#[tokio::test]
async fn the_story_of_a_charge_goes_on_when_the_test_says_so() {
    let (gateway, make) = (ScriptedGateway::new(), Make::new(1));
    let begin = async |token: &str, method| {
        let key = make.id();
        drop(gateway.charge(&request(key, token, method)).await);
        key
    };
    let state = |key| gateway.charge_of(key).expect("a charge").state;
    let (passed, refused) = (begin("tok_action", Method::Card).await, begin("tok_action", Method::Card).await);
    gateway.complete_challenge(passed, true);
    gateway.complete_challenge(refused, false);
    assert_eq!(state(passed), ChargeState::Succeeded);
    assert!(matches!(state(refused), ChargeState::Declined(_)));
    let debit = begin("tok_ach", Method::Ach).await;
    gateway.settle(debit);
    assert_eq!(gateway.taken().len(), 2);
    gateway.give_back(debit, "R01");
    assert!(matches!(state(debit), ChargeState::Returned(failure) if failure.code == "R01"));
    gateway.settle(debit);
    assert!(matches!(state(debit), ChargeState::Returned(_)), "what came back stays back");
    let late = begin("tok_timeout_late", Method::Card).await;
    gateway.arrive(late);
    assert!(gateway.look_up(late).await.expect("an answer").is_some());
    let left = begin("tok_action", Method::Card).await;
    let given_up = gateway.abandon(left).await.expect("an answer").expect("a charge");
    assert!(matches!(given_up.state, ChargeState::Declined(_)));
    let done = gateway.abandon(passed).await.expect("an answer").expect("a charge");
    assert_eq!(done.state, ChargeState::Succeeded, "a charge that has moved on is left alone");
}

#[tokio::test]
async fn faults_of_gateway_calls_do_or_leave_undone_what_they_say() {
    for (fault, done, dies) in [
        (CallFault::QuestionLost, false, false),
        (CallFault::AnswerLost, true, false),
        (CallFault::CrashBefore, false, true),
        (CallFault::CrashAfter, true, true),
    ] {
        let (gateway, key) = (ScriptedGateway::new(), Make::new(1).id());
        gateway.fail_next(fault);
        let answer = gateway.charge(&request(key, "tok_ok", Method::Card)).now_or_never();
        assert_eq!(answer.is_none(), dies, "{fault:?}");
        assert!(answer.is_none_or(|answer| matches!(answer, Err(GatewayError::Unknown(_)))), "{fault:?}");
        assert_eq!(gateway.charge_of(key).is_some(), done, "{fault:?}");
        assert!(gateway.charge(&request(key, "tok_ok", Method::Card)).await.is_ok(), "{fault:?}, the call after it");
        assert_eq!(gateway.taken().len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn faults_of_commits_write_or_leave_unwritten_what_they_say() {
    for (fault, written, error) in [
        (Fault::Unavailable, false, Some("Unavailable")),
        (Fault::Stale, false, Some("Stale")),
        (Fault::UnknownNotWritten, false, Some("OutcomeUnknown")),
        (Fault::UnknownWritten, true, Some("OutcomeUnknown")),
        (Fault::CrashBefore, false, None),
        (Fault::CrashAfter, true, None),
    ] {
        let (store, merchant) = (MemoryStore::new(), Make::new(1).merchant());
        store.plan_faults(move |number, _| if number == 2 { fault } else { Fault::None });
        let insert = |row: &paylink_core::records::MerchantRecord| {
            store.commit(ChangeSet::new().with(Change::InsertMerchant(row.clone())))
        };
        insert(&Make::new(2).merchant()).await.expect("the first commit has no fault");
        let outcome = insert(&merchant).now_or_never();
        let name = outcome.map(|outcome| format!("{:?}", outcome.expect_err("a fault")));
        assert_eq!(name.is_none(), error.is_none(), "{fault:?}");
        assert!(error.is_none_or(|error| name.is_some_and(|name| name.starts_with(error))), "{fault:?}");
        assert_eq!(store.merchant(merchant.id).await.expect("a look").is_some(), written, "{fault:?}");
        insert(&Make::new(3).merchant()).await.expect("the third commit has no fault");
        store.fail_next(Fault::Stale);
        assert!(matches!(insert(&Make::new(4).merchant()).await, Err(StoreError::Stale { .. })), "{fault:?}");
        insert(&Make::new(4).merchant()).await.expect("the fifth commit has no fault");
        assert_eq!(store.commits(), 5);
    }
}

#[tokio::test]
async fn a_store_that_is_down_refuses_everything_until_it_is_up_again() {
    let (store, merchant) = (MemoryStore::new(), Make::new(1).merchant());
    let set = ChangeSet::new().with(Change::InsertMerchant(merchant.clone()));
    store.set_down(true);
    assert!(matches!(store.commit(set.clone()).await, Err(StoreError::Unavailable(_))));
    assert!(matches!(store.merchant(merchant.id).await, Err(StoreError::Unavailable(_))));
    store.set_down(false);
    store.commit(set).await.expect("up again");
    assert!(store.merchant(merchant.id).await.expect("up again").is_some());
}
