//! Every state of an invoice and every move: those that exist, and none besides.

use crate::pages::check;
use paylink_core::{BillState, PaymentId, TypedId as _, testing::build::instant};
use std::fmt::Write as _;

type Move = (&'static str, fn(BillState) -> Option<BillState>);

fn own() -> PaymentId {
    PaymentId::from_random([1; 16])
}

fn other() -> PaymentId {
    PaymentId::from_random([2; 16])
}

const MOVES: [Move; 9] = [
    ("begun", |state| state.payment_begun(own())),
    ("begun by another", |state| state.payment_begun(other())),
    ("failed", |state| state.payment_failed(own())),
    ("another failed", |state| state.payment_failed(other())),
    ("succeeded", |state| state.payment_succeeded(own(), instant(9))),
    ("another succeeded", |state| state.payment_succeeded(other(), instant(9))),
    ("returned", |state| state.payment_returned(own())),
    ("another returned", |state| state.payment_returned(other())),
    ("voided", |state| state.voided(instant(8))),
];

#[test]
fn an_invoice_moves_only_along_these_ways() {
    let open = BillState::Open { paying: None };
    let paying = BillState::Open { paying: Some(own()) };
    let by_other = BillState::Open { paying: Some(other()) };
    let paid = BillState::Paid { at: instant(9), by: own() };
    let void = BillState::Void { at: instant(8) };
    let ways = [
        (open, "begun", paying),
        (open, "begun by another", by_other),
        (open, "voided", void),
        (paying, "failed", open),
        (paying, "succeeded", paid),
        (paid, "returned", open),
    ];
    for state in [open, paying, paid, void] {
        for (name, step) in MOVES {
            let wanted = ways.iter().find(|(from, way, _)| *from == state && *way == name).map(|(_, _, to)| *to);
            assert_eq!(step(state), wanted, "{state:?} {name}");
        }
    }
}

/// The state in words.
fn told(state: BillState) -> &'static str {
    match state {
        BillState::Open { paying: None } => "open",
        BillState::Open { paying: Some(id) } if id == own() => "open, being paid",
        BillState::Open { paying: Some(_) } => "open, being paid by another",
        BillState::Paid { .. } => "paid",
        BillState::Void { .. } => "void",
    }
}

#[test]
fn the_page_of_state_machines_tells_the_moves_of_an_invoice() {
    let shown: Vec<Move> = MOVES.into_iter().filter(|(name, _)| !name.contains("another")).collect();
    let mut table =
        "| invoice or order | a payment begins | it fails | it succeeds | it is returned | it is taken back |\n\
                     | --- | --- | --- | --- | --- | --- |\n"
            .to_owned();
    for state in [
        BillState::Open { paying: None },
        BillState::Open { paying: Some(own()) },
        BillState::Paid { at: instant(9), by: own() },
        BillState::Void { at: instant(8) },
    ] {
        let cells: Vec<&str> = shown.iter().map(|(_, step)| step(state).map_or("–", told)).collect();
        writeln!(table, "| {} | {} |", told(state), cells.join(" | ")).expect("text");
    }
    check("state-machines.md", "bill", &table);
}
