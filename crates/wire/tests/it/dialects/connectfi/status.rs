//! The one status, cell by cell.

use crate::samples::{link, payment, refund, time};
use paylink_core::records::{Method, PaymentRecord, PaymentStatus, RefundStatus, StatusNote, Usage};
use paylink_wire::dialects::{
    Stage,
    connectfi::{Attempt, Payment, PaymentParts, Refund, Status, may_become, refund_status, status},
};

/// A line per stage: not sent, then sent where that differs; a column per attempt, in the order of `Attempt::ALL`.
const GRID: &str = "
Scheduled Initiated Processing SentToPay Completed Settled Returned Declined Error Rejected
Open      Initiated Processing SentToPay Completed Settled Returned Declined Error Rejected
Open+     Sent      Processing SentToPay Completed Settled Returned Declined Error Rejected
Ended     Expired   Processing SentToPay Completed Settled Returned Expired Expired Expired
Completed Completed Completed  Completed Completed Settled Returned Completed Completed Completed
Cancelled Cancelled Cancelled  Cancelled Cancelled Cancelled Cancelled Cancelled Cancelled Cancelled
Deleted   Cancelled Cancelled  Cancelled Cancelled Cancelled Cancelled Cancelled Cancelled Cancelled
";

#[test]
fn every_cell_of_stage_attempt_and_sent_has_its_word() {
    let mut cells = 0;
    for stage in Stage::ALL {
        for sent in [false, true] {
            let name = format!("{stage:?}");
            let line = |name: &str| GRID.lines().find(|line| line.split_whitespace().next() == Some(name));
            let wanted = line(&format!("{name}+")).filter(|_| sent).or_else(|| line(&name)).unwrap();
            let wanted: Vec<&str> = wanted.split_whitespace().skip(1).collect();
            let told: Vec<&str> = Attempt::ALL.iter().map(|attempt| status(stage, *attempt, sent).name()).collect();
            assert_eq!(told, wanted, "{name} {sent}");
            cells += told.len();
        }
    }
    assert_eq!(cells, 6 * 9 * 2);
}

#[test]
fn every_status_of_the_original_can_be_told_and_has_its_name() {
    let names: Vec<&str> = Status::ALL.iter().map(|status| status.name()).collect();
    let wanted = [
        "Initiated",
        "Sent",
        "Cancelled",
        "Rejected",
        "Error",
        "Expired",
        "Processing",
        "SentToPay",
        "Completed",
        "Settled",
        "Returned",
        "Declined",
    ];
    assert_eq!(names, wanted);
    for status in Status::ALL {
        assert_eq!(Status::named(status.name()), Some(*status));
        assert_eq!(serde_json::to_string(status).unwrap(), format!("\"{}\"", status.name()));
        assert!(GRID.contains(status.name()), "{status:?}");
    }
}

#[test]
fn a_payment_is_read_as_the_attempt_it_is() {
    use PaymentStatus as S;
    let grid = [
        (S::Processing, true, Method::Ach, None, None, Attempt::Processing),
        (S::Processing, false, Method::Ach, Some("ch"), None, Attempt::Submitted),
        (S::RequiresAction, false, Method::Card, Some("ch"), None, Attempt::Processing),
        (S::Succeeded, false, Method::Card, Some("ch"), None, Attempt::Succeeded),
        (S::Succeeded, false, Method::Ach, Some("ch"), None, Attempt::Settled),
        (S::Returned, false, Method::Ach, Some("ch"), Some("R01"), Attempt::Returned),
        (S::Failed, false, Method::Card, Some("ch"), Some("card_declined"), Attempt::Declined),
        (S::Failed, false, Method::Card, Some("ch"), Some("processing_error"), Attempt::Faulted),
        (S::Failed, false, Method::Card, None, Some("invalid_token"), Attempt::Refused),
    ];
    for (state, unknown, method, reference, failure, wanted) in grid {
        let mut one = payment().payment;
        (one.status, one.unknown, one.method) = (state, unknown, method);
        one.gateway_reference = reference.map(str::to_owned);
        one.failure_code = failure.map(str::to_owned);
        assert_eq!(Attempt::of(Some(&one), Usage::OneTime), wanted, "{state:?} {method:?} {failure:?}");
        assert_eq!(Attempt::of(Some(&one), Usage::MultiUse), Attempt::None, "one of many says nothing");
    }
    let held = PaymentRecord {
        status: S::Processing,
        unknown: false,
        method: Method::Ach,
        held_until: Some(payment().payment.created_at),
        gateway_reference: None,
        ..payment().payment
    };
    assert_eq!(Attempt::of(Some(&held), Usage::OneTime), Attempt::Processing, "not handed over yet");
    let handed_over = PaymentRecord { gateway_reference: Some("ch".to_owned()), ..held };
    assert_eq!(Attempt::of(Some(&handed_over), Usage::OneTime), Attempt::Submitted);
    assert_eq!(Attempt::of(None, Usage::OneTime), Attempt::None);
}

#[test]
fn a_refund_is_a_transaction_with_the_same_words() {
    let grid = [
        (RefundStatus::Processing, true, Some("rf"), None, Status::Processing),
        (RefundStatus::Processing, false, Some("rf"), None, Status::SentToPay),
        (RefundStatus::Succeeded, false, Some("rf"), None, Status::Completed),
        (RefundStatus::Failed, false, Some("rf"), Some("refund_refused"), Status::Declined),
        (RefundStatus::Failed, false, Some("rf"), Some("processing_error"), Status::Error),
        (RefundStatus::Failed, false, None, Some("unknown"), Status::Rejected),
    ];
    for (state, unknown, reference, failure, wanted) in grid {
        let mut one = refund().refund;
        (one.status, one.unknown) = (state, unknown);
        one.gateway_reference = reference.map(str::to_owned);
        one.failure_code = failure.map(str::to_owned);
        assert_eq!(refund_status(&one), wanted, "{state:?} {failure:?}");
    }
}

#[test]
fn what_somebody_says_stands_until_the_payment_changes_or_for_good_when_it_is_locked() {
    let (mut view, latest) = (link(), payment().payment);
    let note = |locked, at: &str| StatusNote {
        status: "Settled".to_owned(),
        description: Some("per the bank".to_owned()),
        locked,
        at: time(at),
    };
    let shown = |view: &_| {
        let parts =
            PaymentParts { link: view, latest: Some(&latest), merchant_ref: None, now: time("2030-01-03T00:00:00Z") };
        Payment::of(&parts).status
    };
    let plain = shown(&view);
    for (note, wanted) in [
        (note(true, "2030-01-02T03:04:05Z"), "Settled"),
        (note(false, "2030-01-02T03:04:05Z"), &*plain),
        (note(false, "2030-01-02T03:04:07Z"), "Settled"),
    ] {
        view.link.details.status_notes.insert(latest.id.to_string(), note.clone());
        assert_eq!(shown(&view), wanted, "{note:?}");
    }
    let told = Refund::of(&refund(), Some(&note(true, "2030-01-03T03:04:07Z")));
    assert_eq!(told.status, "Settled");
    assert_eq!(told.status_change_history.last().unwrap().description.as_deref(), Some("per the bank"));
}

#[test]
fn only_what_is_at_the_bank_or_comes_from_it_is_set_by_hand() {
    let of_bank =
        [Status::Error, Status::SentToPay, Status::Completed, Status::Settled, Status::Returned, Status::Declined];
    for from in Status::ALL {
        for to in Status::ALL {
            assert_eq!(may_become(*from, *to), of_bank.contains(from) && of_bank.contains(to), "{from:?} {to:?}");
        }
    }
}
