//! Which refunds are refused, what a key stands for, and documents from before there were refunds.

use crate::{
    bank::{Bank, MINUTE, now},
    refunds::{refund_told, refunded},
    store::Fault,
};
use futures_util::FutureExt;
use paylink_core::{
    Currency, Money, RefundId,
    ports::{ChargeRequest, DocumentStore, Gateway, RefundRequest},
};

/// What a whole refund of this charge is told, now and again.
fn outcome(bank: &Bank, charge: &ChargeRequest, minor: i64) -> String {
    let request = bank.refund_request(charge.key, minor);
    let refund = bank.refund(&request).unwrap();
    assert_eq!(bank.refund(&request).unwrap(), refund, "sent again");
    refund_told(&refund)
}

#[test]
fn only_a_charge_that_has_succeeded_is_refunded() {
    let never = "failed charge_not_refundable";
    let bank = Bank::new();
    let unknown = bank.card_request("4242424242424242");
    assert_eq!(outcome(&bank, &unknown, 1), never, "no charge yet");
    for number in ["4000000000000002", "4000002500003155", "4000000000000259"] {
        let charge = bank.card_request(number);
        let _ = bank.charge(&charge);
        assert_eq!(outcome(&bank, &charge, 1), never, "{number}");
    }
    let used = bank.request(bank.card_token("4242424242424242"), paylink_core::records::Method::Ach);
    bank.charge(&used).unwrap_err();
    assert_eq!(outcome(&bank, &used, 1), never, "its token was refused");
}

#[test]
fn a_bank_debit_is_refundable_between_settlement_and_return() {
    let bank = Bank::new();
    let charge = bank.debit_request("000333333335");
    bank.charge(&charge).unwrap();
    let early = bank.refund_request(charge.key, 100);
    assert_eq!(refund_told(&bank.refund(&early).unwrap()), "failed charge_not_refundable");
    bank.clock.advance(MINUTE);
    let made = bank.refund_request(charge.key, 100);
    assert_eq!(refund_told(&bank.refund(&made).unwrap()), "succeeded");
    assert_eq!(refund_told(&bank.refund(&early).unwrap()), "failed charge_not_refundable", "a refusal stands");
    bank.clock.advance(MINUTE);
    assert_eq!(outcome(&bank, &charge, 100), "failed charge_not_refundable", "returned");
    assert_eq!(refund_told(&bank.look_up_refund(&made).unwrap()), "succeeded", "the money has left all the same");
}

#[test]
fn refunds_never_add_up_to_more_than_the_charge() {
    let bank = Bank::new();
    let charge = bank.card_request("4000000000007726");
    bank.charge(&charge).unwrap();
    assert_eq!(outcome(&bank, &charge, 1251), "failed refund_exceeds_charge");
    assert_eq!(outcome(&bank, &charge, 1000), "pending", "a pending refund holds its amount");
    assert_eq!(outcome(&bank, &charge, 251), "failed refund_exceeds_charge");
    bank.clock.advance(MINUTE);
    assert_eq!(outcome(&bank, &charge, 251), "failed refund_exceeds_charge");
    assert_eq!(outcome(&bank, &charge, i64::MAX), "failed refund_exceeds_charge");
    assert_eq!(outcome(&bank, &charge, 250), "pending");
    assert_eq!(outcome(&bank, &charge, 1), "failed refund_exceeds_charge");
    assert_eq!(bank.refunds().iter().sum::<i64>(), 1250);
}

#[test]
fn nothing_is_refunded_in_another_currency_of_another_charge_or_backwards() {
    let (bank, request) = refunded("4242424242424242");
    let refused = |change: fn(&mut RefundRequest)| {
        let mut request = bank.refund_request(request.payment, 500);
        change(&mut request);
        refund_told(&bank.refund(&request).unwrap())
    };
    assert_eq!(
        refused(|request| request.amount = Money::new(5, "EUR".parse::<Currency>().unwrap())),
        "failed refund_exceeds_charge"
    );
    assert_eq!(refused(|request| request.amount.minor = 0), "failed refund_refused");
    assert_eq!(refused(|request| request.amount.minor = -500), "failed refund_refused");
    assert_eq!(
        refused(|request| request.charge_reference = Some("ch_other".to_owned())),
        "failed charge_not_refundable"
    );
    assert_eq!(bank.refunds(), Vec::<i64>::new());
    let mut known = request.clone();
    known.charge_reference = Some(bank.look_up(request.payment).unwrap().reference);
    assert_eq!(refund_told(&bank.refund(&known).unwrap()), "succeeded");
}

#[test]
fn a_refund_that_came_back_can_be_made_again_under_another_key() {
    let bank = Bank::new();
    let charge = bank.card_request("4000000000005126");
    bank.charge(&charge).unwrap();
    assert_eq!(outcome(&bank, &charge, 1250), "succeeded");
    let early = bank.refund_request(charge.key, 1250);
    assert_eq!(refund_told(&bank.refund(&early).unwrap()), "failed refund_exceeds_charge");
    bank.clock.advance(MINUTE);
    assert_eq!(outcome(&bank, &charge, 1250), "succeeded");
    assert_eq!(refund_told(&bank.refund(&early).unwrap()), "failed refund_exceeds_charge", "a refusal stands");
}

#[test]
fn the_first_request_under_a_refund_key_counts_whatever_is_asked_later() {
    let (bank, request) = refunded("4242424242424242");
    let refund = bank.refund(&request).unwrap();
    let mut other = request;
    other.amount = Money::new(99, Currency::USD);
    assert_eq!(bank.refund(&other).unwrap(), refund);
    assert_eq!(bank.refunds(), [500]);
}

#[test]
fn a_full_charge_refuses_every_further_key_for_good() {
    let (bank, request) = refunded("4242424242424242");
    let known = bank.refund_request(request.payment, 1251);
    bank.refund(&known).unwrap();
    rewrite(&bank, &request, |document| {
        let by_key = document["refunds"]["by_key"].as_object_mut().unwrap();
        let entry = by_key.values().next().unwrap().clone();
        for _ in 1..999 {
            by_key.insert(bank.ids.random::<RefundId>().to_string(), entry.clone());
        }
    });
    let last = bank.refund_request(request.payment, 500);
    assert_eq!(refund_told(&bank.refund(&last).unwrap()), "succeeded");
    assert_eq!(refund_told(&bank.refund(&request).unwrap()), "failed too_many_refunds");
    assert_eq!(refund_told(&bank.refund(&last).unwrap()), "succeeded");
    assert_eq!(refund_told(&bank.refund(&known).unwrap()), "failed refund_exceeds_charge");
    assert_eq!(bank.refunds(), [500]);
}

#[test]
fn a_charge_from_before_there_were_refunds_is_refunded() {
    let (bank, request) = refunded("4242424242424242");
    rewrite(&bank, &request, |document| {
        assert!(document.as_object_mut().unwrap().remove("refunds").is_some());
    });
    assert_eq!(refund_told(&bank.refund(&request).unwrap()), "succeeded");
}

/// Changes the document of the request's charge behind the company's back.
fn rewrite(bank: &Bank, request: &RefundRequest, change: impl FnOnce(&mut serde_json::Value)) {
    let key = request.payment.to_string();
    let stored = now(bank.store.document("sandbox_charge", &key)).unwrap().unwrap();
    let mut document = serde_json::from_str(&stored.value).unwrap();
    change(&mut document);
    now(bank.store.put_document("sandbox_charge", &key, Some(stored.version), &document.to_string())).unwrap();
}

#[test]
fn a_store_that_is_away_leaves_the_refund_unknown() {
    let (bank, request) = refunded("4242424242424242");
    bank.store.set_down(true);
    bank.refund(&request).unwrap_err();
    now(bank.gateway.look_up_refund(&request)).unwrap_err();
    bank.store.set_down(false);
    assert_eq!(bank.look_up_refund(&request), None);
}

/// A refund has one write, and a card that loses the first call has two.
#[test]
fn a_refund_can_be_sent_again_after_any_fault_of_any_write() {
    for (number, good_writes) in [("4242424242424242", 0), ("4000000000003832", 0), ("4000000000003832", 1)] {
        for fault in [Fault::Unavailable, Fault::UnknownNotWritten, Fault::UnknownWritten, Fault::CrashAfter] {
            let (bank, request) = refunded(number);
            bank.store.fail_writes(std::iter::repeat_n(Fault::None, good_writes).chain([fault]));
            for _ in 0..=good_writes {
                assert!(!matches!(bank.gateway.refund(&request).now_or_never(), Some(Ok(_))), "{number}");
            }
            let bank = bank.restarted();
            let found = bank.look_up_refund(&request);
            // a card that loses the first call may have to be told once more
            let refund = bank.refund(&request).or_else(|_| bank.refund(&request)).unwrap();
            assert_eq!(refund_told(&refund), "succeeded");
            assert!(found.is_none_or(|found| found == refund));
            assert_eq!(bank.refunds(), [500]);
        }
    }
}

#[test]
fn a_refund_that_came_back_is_told_only_when_it_is_written_down() {
    let (bank, request) = refunded("4000000000005126");
    bank.refund(&request).unwrap();
    bank.clock.advance(MINUTE);
    bank.store.fail_writes([Fault::Unavailable]);
    now(bank.gateway.look_up_refund(&request)).unwrap_err();
    assert_eq!(refund_told(&bank.look_up_refund(&request).unwrap()), "failed refund_returned");
}
