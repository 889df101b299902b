//! One word for every state, checked against the whole grid.

use crate::samples;
use paylink_core::{
    records::{PaymentStatus, RefundStatus, Usage},
    views::LinkStatus,
};
use paylink_wire::dialects::{
    Stage,
    payengine::{LinkWord, TransactionWord, link_word, payment_word, refund_word},
};

const PAYMENTS: [Option<PaymentStatus>; 6] = [
    None,
    Some(PaymentStatus::Processing),
    Some(PaymentStatus::RequiresAction),
    Some(PaymentStatus::Succeeded),
    Some(PaymentStatus::Failed),
    Some(PaymentStatus::Returned),
];

#[test]
fn the_status_of_a_link_follows_the_table() {
    for stage in Stage::ALL {
        for usage in [Usage::OneTime, Usage::MultiUse] {
            for latest in PAYMENTS {
                let came_back = latest == Some(PaymentStatus::Returned) && usage == Usage::OneTime;
                let wanted = match stage {
                    Stage::Cancelled | Stage::Deleted => "CANCELLED",
                    Stage::Completed => "COMPLETED",
                    // it was paid, and stays so
                    Stage::Scheduled | Stage::Open | Stage::Ended if came_back => "COMPLETED",
                    Stage::Open => "ACTIVE",
                    Stage::Scheduled | Stage::Ended => "INACTIVE",
                };
                for sent in [false, true] {
                    let word = link_word(stage, usage, latest, sent);
                    assert_eq!(word.name(), wanted, "{stage:?} {usage:?} {latest:?} {sent}");
                    assert_eq!(serde_json::to_value(word).unwrap(), wanted);
                }
            }
        }
    }
}

#[test]
fn the_way_back_knows_every_word_and_no_other() {
    for word in LinkWord::ALL {
        assert_eq!(LinkWord::named(word.name()), Some(word));
        assert_eq!(word.listed().name(), word.name());
    }
    assert_eq!(LinkWord::Inactive.listed(), LinkStatus::Inactive);
    assert_eq!(LinkWord::named("EXPIRED"), None);
    for word in TransactionWord::ALL {
        assert_eq!(TransactionWord::named(word.name()), Some(word));
        assert_eq!(serde_json::to_value(word).unwrap(), word.name());
    }
}

#[test]
fn a_payment_is_named_by_its_state_and_what_was_given_back() {
    for (status, refunded, wanted) in [
        (PaymentStatus::Processing, 0, "pending"),
        (PaymentStatus::RequiresAction, 0, "pending"),
        (PaymentStatus::Succeeded, 0, "succeeded"),
        (PaymentStatus::Succeeded, 300, "partialRefund"),
        (PaymentStatus::Succeeded, 1250, "refunded"),
        (PaymentStatus::Failed, 0, "failed"),
        (PaymentStatus::Returned, 0, "failed"),
    ] {
        let mut payment = samples::payment().payment;
        (payment.status, payment.refunded_minor) = (status, refunded);
        assert_eq!(payment_word(&payment).name(), wanted);
    }
    let mut voided = samples::payment().payment;
    (voided.status, voided.failure_code) = (PaymentStatus::Failed, Some("cancelled".to_owned()));
    assert_eq!(payment_word(&voided).name(), "canceled");
    for (status, wanted) in [
        (RefundStatus::Processing, "pending"),
        (RefundStatus::Succeeded, "succeeded"),
        (RefundStatus::Failed, "failed"),
    ] {
        assert_eq!(refund_word(status).name(), wanted);
    }
}
