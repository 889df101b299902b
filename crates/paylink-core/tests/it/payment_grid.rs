//! Every state of a payment × every method × every transition.

use crate::pages::{check, head, row};
use paylink_core::{
    Payment, PaymentState,
    ports::Failure,
    records::{Method, PaymentRecord, PaymentStatus},
    testing::build::Make,
};

fn failure() -> Failure {
    Failure { code: "R01".to_owned(), message: "It did not work.".to_owned() }
}

fn held() -> PaymentState {
    PaymentState::Held { until: "2026-01-15T18:00:00Z".parse().expect("an instant") }
}

fn states() -> [PaymentState; 7] {
    [
        held(),
        PaymentState::Processing { unknown: true },
        PaymentState::Processing { unknown: false },
        PaymentState::RequiresAction { url: "https://gateway.test/challenge".to_owned() },
        PaymentState::Succeeded,
        PaymentState::Failed(failure()),
        PaymentState::Returned(failure()),
    ]
}

fn name(state: &PaymentState) -> &'static str {
    match state {
        PaymentState::Held { .. } => "held",
        PaymentState::Processing { unknown: true } => "processing, unknown",
        PaymentState::Processing { unknown: false } => "processing",
        PaymentState::RequiresAction { .. } => "requires_action",
        PaymentState::Succeeded => "succeeded",
        PaymentState::Failed(_) => "failed",
        PaymentState::Returned(_) => "returned",
    }
}

type Step = (&'static str, fn(&PaymentState, Method) -> Option<PaymentState>);

const STEPS: [Step; 9] = [
    ("held on", |state, _| state.held_on("2026-01-16T14:00:00Z".parse().expect("an instant"))),
    ("handed over", |state, _| state.handed_over()),
    ("taken back", |state, _| state.withdrawn(failure())),
    ("the answer is lost", |state, _| state.left_unknown()),
    ("taken on", |state, _| state.taken_on()),
    ("the payer has to act", |state, _| state.action_required("https://gateway.test/other".to_owned())),
    ("paid", |state, _| state.succeeded()),
    ("refused", |state, _| state.failed(failure())),
    ("comes back", |state, method| state.returned(method, failure())),
];

#[test]
fn the_page_of_state_machines_shows_every_move_of_a_payment() {
    let titles: Vec<_> = ["state", "method"].into_iter().chain(STEPS.iter().map(|(title, _)| *title)).collect();
    let mut table = head(&titles);
    for state in states() {
        for method in Method::ALL {
            let cells = STEPS.iter().map(|(_, step)| step(&state, *method).map_or("–", |next| name(&next)));
            table += &row([name(&state), method.name()].into_iter().chain(cells));
        }
    }
    check("state-machines.md", "payment", &table);
}

#[test]
fn a_payment_that_is_over_stays_so_but_for_a_returned_bank_debit() {
    for state in [PaymentState::Succeeded, PaymentState::Failed(failure()), PaymentState::Returned(failure())] {
        for method in Method::ALL {
            for (title, step) in STEPS {
                let comes_back = state == PaymentState::Succeeded && *method == Method::Ach && title == "comes back";
                assert_eq!(step(&state, *method).is_some(), comes_back, "{state:?} {method:?} {title}");
            }
        }
    }
}

#[test]
fn nothing_that_a_gateway_says_moves_a_payment_of_which_it_has_not_heard() {
    for method in Method::ALL {
        for (title, step) in STEPS {
            let own = ["held on", "handed over", "taken back"].contains(&title);
            assert_eq!(step(&held(), *method).is_some(), own, "{method:?} {title}");
        }
    }
}

#[test]
fn what_was_handed_over_cannot_be_taken_back() {
    for state in states().into_iter().filter(|state| *state != held()) {
        assert_eq!((state.withdrawn(failure()), state.handed_over()), (None, None), "{state:?}");
    }
}

#[test]
fn a_row_that_contradicts_itself_is_damaged() {
    let make = Make::new(1);
    let sound = || make.payment(&make.link(make.merchant().id));
    let text = || Some("x".to_owned());
    let damaged = [
        PaymentRecord { amount_minor: 0, ..sound() },
        PaymentRecord { action_url: text(), ..sound() },
        PaymentRecord { failure_code: text(), failure_message: text(), ..sound() },
        PaymentRecord { status: PaymentStatus::RequiresAction, ..sound() },
        PaymentRecord { status: PaymentStatus::Failed, ..sound() },
        PaymentRecord { status: PaymentStatus::Returned, ..sound() },
        PaymentRecord {
            status: PaymentStatus::Returned,
            method: Method::Card,
            failure_code: text(),
            failure_message: text(),
            ..sound()
        },
        PaymentRecord { status: PaymentStatus::Succeeded, action_url: text(), ..sound() },
        PaymentRecord { method: Method::Card, held_until: Some(sound().created_at), ..sound() },
    ];
    assert!(Payment::restore(sound()).is_ok());
    for row in damaged {
        assert!(Payment::restore(row.clone()).is_err(), "{:?} {:?}", row.status, row.method);
    }
}
