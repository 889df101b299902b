//! Every state of a refund × every transition.

use crate::pages::{check, head, row};
use paylink_core::{
    Payment, Refund, RefundState,
    ports::Failure,
    records::{PaymentRecord, PaymentStatus, RefundRecord, RefundStatus},
    testing::build::Make,
};

fn failure() -> Failure {
    Failure { code: "refund_refused".to_owned(), message: "It did not work.".to_owned() }
}

fn states() -> [RefundState; 4] {
    [
        RefundState::Processing { unknown: true },
        RefundState::Processing { unknown: false },
        RefundState::Succeeded,
        RefundState::Failed(failure()),
    ]
}

fn name(state: &RefundState) -> &'static str {
    match state {
        RefundState::Processing { unknown: true } => "processing, unknown",
        RefundState::Processing { unknown: false } => "processing",
        RefundState::Succeeded => "succeeded",
        RefundState::Failed(_) => "failed",
    }
}

/// What a refund in this state holds of its payment: reserved, refunded.
fn holds(state: &RefundState) -> &'static str {
    match state {
        RefundState::Processing { .. } => "reserved",
        RefundState::Succeeded => "reserved, refunded",
        RefundState::Failed(_) => "nothing",
    }
}

type Step = (&'static str, fn(&RefundState) -> Option<RefundState>);

const STEPS: [Step; 4] = [
    ("the answer is lost", RefundState::left_unknown),
    ("taken on", RefundState::taken_on),
    ("made", RefundState::succeeded),
    ("refused or comes back", |state| state.failed(failure())),
];

#[test]
fn the_page_of_state_machines_shows_every_move_of_a_refund() {
    let titles: Vec<_> =
        ["state", "holds of the payment"].into_iter().chain(STEPS.iter().map(|(title, _)| *title)).collect();
    let mut table = head(&titles);
    for state in states() {
        let cells = STEPS.iter().map(|(_, step)| step(&state).map_or("–", |next| name(&next)));
        table += &row([name(&state), holds(&state)].into_iter().chain(cells));
    }
    check("state-machines.md", "refund", &table);
}

#[test]
fn a_refund_that_is_over_stays_so_unless_it_comes_back() {
    for state in [RefundState::Succeeded, RefundState::Failed(failure())] {
        for (title, step) in STEPS {
            let comes_back = state == RefundState::Succeeded && title == "refused or comes back";
            assert_eq!(step(&state).is_some(), comes_back, "{state:?} {title}");
        }
    }
}

#[test]
fn a_refund_the_gateway_has_confirmed_is_never_unknown_again() {
    for state in states().into_iter().skip(1) {
        for (title, step) in STEPS {
            assert_ne!(step(&state), Some(RefundState::Processing { unknown: true }), "{state:?} {title}");
        }
    }
}

#[test]
fn a_refund_whose_row_contradicts_itself_is_damaged() {
    let make = Make::new(1);
    let payment = make.payment(&make.link(make.merchant().id));
    let sound = || make.refund(&payment);
    let text = || Some("x".to_owned());
    let failed =
        || RefundRecord { status: RefundStatus::Failed, failure_code: text(), failure_message: text(), ..sound() };
    for row in [sound(), RefundRecord { status: RefundStatus::Succeeded, ..sound() }, failed()] {
        assert!(Refund::restore(row.clone()).is_ok(), "{row:?}");
    }
    let damaged = [
        RefundRecord { amount_minor: 0, ..sound() },
        RefundRecord { amount_minor: -1, ..sound() },
        RefundRecord { status: RefundStatus::Processing, ..failed() },
        RefundRecord { status: RefundStatus::Succeeded, ..failed() },
        RefundRecord { status: RefundStatus::Failed, ..sound() },
        RefundRecord { failure_code: None, ..failed() },
    ];
    for row in damaged {
        assert!(Refund::restore(row.clone()).is_err(), "{row:?}");
    }
}

#[test]
fn a_payment_whose_refunds_do_not_add_up_is_damaged() {
    let make = Make::new(1);
    let live = make.payment(&make.link(make.merchant().id));
    let most = live.amount_minor;
    let sums = |status, captured_minor, refund_reserved_minor, refunded_minor| PaymentRecord {
        status,
        captured_minor,
        refund_reserved_minor,
        refunded_minor,
        ..live.clone()
    };
    let paid = PaymentStatus::Succeeded;
    for (captured, reserved, refunded) in [(most, 0, 0), (most, most, 0), (most, most, most), (most, 2, 1)] {
        assert!(Payment::restore(sums(paid, captured, reserved, refunded)).is_ok(), "{captured} {reserved} {refunded}");
    }
    for (status, captured, reserved, refunded) in [
        (paid, 0, 0, 0),
        (paid, most - 1, 0, 0),
        (paid, most + 1, 0, 0),
        (paid, most, most + 1, 0),
        (paid, most, 1, 2),
        (paid, most, 0, -1),
        (PaymentStatus::Processing, most, 0, 0),
        (PaymentStatus::Processing, 0, 1, 0),
    ] {
        let row = sums(status, captured, reserved, refunded);
        assert!(Payment::restore(row).is_err(), "{status:?} {captured} {reserved} {refunded}");
    }
    assert!(Payment::restore(PaymentRecord { ledger_count: -1, ..live.clone() }).is_err());
}
