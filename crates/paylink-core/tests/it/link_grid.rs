//! Every stored situation of a link × every transition × before, in and after its window.

use crate::pages::{check, head, row};
use paylink_core::{
    Link, LinkState, Money, Timestamp,
    records::{LinkRecord, LinkStateName, Usage},
    testing::build::{Make, instant},
};

/// What can happen to a link. Exhaustive matches below make a new one break this test at compile time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Begin,
    Succeeded,
    Failed,
    Returned,
    Cancel,
    Delete,
}

const MOVES: [Move; 6] = [Move::Begin, Move::Succeeded, Move::Failed, Move::Returned, Move::Cancel, Move::Delete];
const START: u64 = 100;
const END: u64 = 200;
const MOMENTS: [(&str, u64); 3] = [("before", 50), ("in", 150), ("after", 200)];

/// State, payments that stand, payments under way, limit, deleted.
type Row = (LinkStateName, i64, i64, Option<i64>, bool);

const OPEN: LinkStateName = LinkStateName::Open;
const COMPLETED: LinkStateName = LinkStateName::Completed;
const CANCELLED: LinkStateName = LinkStateName::Cancelled;

/// Every situation a stored link can be in, with 3 standing for any limit over 1.
fn situations() -> Vec<Row> {
    let mut all = Vec::new();
    for deleted in [false, true] {
        all.extend([(OPEN, 0, 0, None, deleted), (CANCELLED, 0, 0, None, deleted)]);
        for max in [1, 3] {
            for paid in 0..=max {
                for live in 0..=max - paid {
                    let state = if paid == max { COMPLETED } else { OPEN };
                    all.push((state, paid, live, Some(max), deleted));
                    if paid < max && live == 0 {
                        all.push((CANCELLED, paid, 0, Some(max), deleted));
                    }
                }
            }
        }
    }
    // a link cannot be deleted while a payment is under way
    all.retain(|(_, _, live, _, deleted)| !(*deleted && *live > 0));
    all
}

fn record((state, paid, live, max, deleted): Row) -> LinkRecord {
    let make = Make::new(1);
    let merchant = make.merchant();
    LinkRecord {
        state,
        usage: if max == Some(1) { Usage::OneTime } else { Usage::MultiUse },
        max_payments: max,
        slots_used: paid + live,
        paid_count: paid,
        paid_minor: paid * 1250,
        closed_at: (state != OPEN).then(|| instant(10)),
        deleted_at: deleted.then(|| instant(20)),
        starts_at: Some(instant(START)),
        ends_at: Some(instant(END)),
        ..make.link(merchant.id)
    }
}

fn name(link: &LinkRecord) -> String {
    let limit = link.max_payments.map_or("∞".to_owned(), |max| max.to_string());
    let deleted = if link.deleted_at.is_some() { ", deleted" } else { "" };
    let under_way = link.slots_used - link.paid_count;
    format!("{} {}+{under_way}/{limit}{deleted}", link.state.name(), link.paid_count)
}

/// The situation after a move, the refusal, or `–` when nothing changes.
fn after(row: Row, step: Move, now: Timestamp) -> String {
    let before = record(row);
    let link = Link::restore(before.clone()).expect("a sound row");
    let amount = Money::new(1250, before.currency);
    let moved = match step {
        Move::Begin => link.payable_at(now).map(|payable| payable.begin(now)),
        Move::Succeeded => Ok(link.payment_succeeded(amount, now)),
        Move::Failed => Ok(link.payment_failed(now)),
        Move::Returned => Ok(link.payment_returned(amount, now)),
        Move::Cancel => link.cancel(now),
        Move::Delete => link.delete(now),
    };
    match moved {
        Err(error) => format!("`{}`", error.code.name()),
        Ok(link) => {
            let after = link.into_record();
            Link::restore(after.clone()).expect("a move leaves a sound row");
            if after == before { "–".to_owned() } else { name(&after) }
        }
    }
}

fn at_each_moment(cell: impl Fn(Timestamp) -> String) -> Vec<String> {
    MOMENTS.iter().map(|(_, at)| cell(instant(*at))).collect()
}

/// One cell for a move that does not depend on the window, else what it does before, in and after it.
fn cell(row: Row, step: Move) -> String {
    let cells = at_each_moment(|now| after(row, step, now));
    if cells.iter().all(|cell| cell == &cells[0]) { cells[0].clone() } else { cells.join(" / ") }
}

fn status(row: Row) -> String {
    let link = Link::restore(record(row)).expect("a sound row");
    let mut shown = at_each_moment(|now| link.status_at(now).name().to_owned());
    shown.dedup();
    format!("{}, {}", shown.join(" / "), link.payment_status().name())
}

#[test]
fn the_page_of_state_machines_shows_every_move_of_a_link() {
    let titles =
        ["stored", "shown", "a payment begins", "it succeeds", "it fails", "it is returned", "cancel", "delete"];
    let rows = situations().into_iter().map(|situation| {
        let moves = MOVES.iter().map(|step| cell(situation, *step));
        row([name(&record(situation)), status(situation)].into_iter().chain(moves))
    });
    check("state-machines.md", "link", &(head(&titles) + &rows.collect::<String>()));
}

#[test]
fn only_an_open_link_in_its_window_with_a_free_slot_can_be_paid() {
    for situation in situations() {
        let (state, paid, live, max, deleted) = situation;
        for (moment, at) in MOMENTS {
            let room = max.is_none_or(|max| paid + live < max);
            let payable = state == OPEN && moment == "in" && room && !deleted;
            let link = Link::restore(record(situation)).expect("a sound row");
            assert_eq!(link.refusal_at(instant(at)).is_none(), payable, "{situation:?} {moment}");
            assert_eq!(link.payable_at(instant(at)).is_ok(), payable, "{situation:?} {moment}");
        }
    }
}

#[test]
fn nothing_but_a_return_opens_a_completed_link_and_nothing_a_cancelled_one() {
    for situation in situations() {
        for step in MOVES {
            let opened = after(situation, step, instant(150)).starts_with("open");
            match (situation.0, step) {
                (LinkStateName::Completed, Move::Returned) => assert!(opened, "{situation:?}"),
                (LinkStateName::Completed | LinkStateName::Cancelled, _) => assert!(!opened, "{situation:?} {step:?}"),
                (LinkStateName::Open, _) => {}
            }
        }
    }
}

#[test]
fn a_row_that_contradicts_itself_is_damaged_not_payable() {
    let sound = || record((OPEN, 1, 1, Some(3), false));
    let damaged = [
        LinkRecord { card_minor: None, ach_minor: None, ..sound() },
        LinkRecord { card_minor: Some(0), ..sound() },
        LinkRecord { ach_minor: Some(-1), ..sound() },
        LinkRecord { slots_used: 4, ..sound() },
        LinkRecord { slots_used: -1, paid_count: -1, ..sound() },
        LinkRecord { paid_count: 3, slots_used: 3, ..sound() },
        LinkRecord { paid_count: 2, slots_used: 1, ..sound() },
        LinkRecord { max_payments: Some(0), ..sound() },
        LinkRecord { max_payments: None, ..sound() },
        LinkRecord { usage: Usage::OneTime, ..sound() },
        LinkRecord { state: COMPLETED, closed_at: Some(instant(1)), ..sound() },
        LinkRecord { state: CANCELLED, closed_at: Some(instant(1)), ..sound() },
        LinkRecord { state: CANCELLED, slots_used: 1, closed_at: None, ..sound() },
        LinkRecord { closed_at: Some(instant(1)), ..sound() },
    ];
    assert!(Link::restore(sound()).is_ok());
    for row in damaged {
        assert!(Link::restore(row.clone()).is_err(), "{row:?}");
    }
}

#[test]
fn closing_a_link_notes_when() {
    let link = Link::restore(record((OPEN, 0, 1, Some(1), false))).expect("a sound row");
    let paid = link.payment_succeeded(Money::new(1250, record((OPEN, 0, 0, None, false)).currency), instant(150));
    assert_eq!(paid.state(), LinkState::Completed { at: instant(150) });
    assert_eq!(paid.record().closed_at, Some(instant(150)));
}
