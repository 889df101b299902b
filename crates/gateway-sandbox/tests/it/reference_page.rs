//! The reference page says what the gateway does: its tables are played here.

use crate::{
    bank::{Bank, MINUTE, told},
    refunds::{refund_told, refunded},
};
use paylink_core::ports::{ChargeRequest, GatewayError};

const PAGE: &str = include_str!("../../../../docs/reference/sandbox.md");

/// The rows below a heading whose first cell holds a number, as number and second cell.
fn rows(heading: &str, digits: usize) -> Vec<(String, String)> {
    let section = PAGE.split("\n## ").find(|section| section.starts_with(heading)).expect("the section");
    let cells = section.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    cells
        .flat_map(|(numbers, outcome)| {
            let numbers = numbers.split(|c: char| !c.is_ascii_digit()).filter(move |run| run.len() >= digits);
            numbers.map(|number| (number.to_owned(), outcome.to_owned())).collect::<Vec<_>>()
        })
        .collect()
}

/// What the page calls a state.
fn in_words(state: &str) -> String {
    match state.split_once(' ') {
        Some(("declined", code)) => format!("declined, `{code}`"),
        Some((returned, code)) => format!("`{returned}` with `{code}`"),
        None => match state {
            "pending" => "`processing`".to_owned(),
            "action" => "`requires_action`".to_owned(),
            other => format!("`{other}`"),
        },
    }
}

fn played(bank: &Bank, request: &ChargeRequest) -> String {
    match bank.charge(request) {
        Ok(charge) => in_words(&told(&charge)),
        Err(GatewayError::Unknown(_)) if bank.look_up(request.key).is_some() => {
            "the call times out, and the card has been charged".to_owned()
        }
        Err(GatewayError::Unknown(_)) => "the call times out, and the card has not been charged".to_owned(),
        Err(GatewayError::InvalidToken) => "refused".to_owned(),
    }
}

#[test]
fn every_card_of_the_page_does_what_the_page_says() {
    let rows = rows("Cards", 15);
    assert_eq!(rows.len(), 20);
    for (number, outcome) in rows {
        let bank = Bank::new();
        let played = played(&bank, &bank.card_request(&number));
        assert!(outcome.starts_with(&played), "{number}: {outcome} / {played}");
    }
}

#[test]
fn every_account_of_the_page_does_what_the_page_says() {
    let rows = rows("Bank accounts", 9);
    assert_eq!(rows.len(), 5);
    for (number, outcome) in rows {
        let bank = Bank::new();
        let request = bank.debit_request(&number);
        let mut course = vec![played(&bank, &request)];
        for _ in 0..3 {
            bank.clock.advance(MINUTE);
            let state = in_words(&told(&bank.look_up(request.key).unwrap()));
            if course.last() != Some(&state) {
                course.push(state);
            }
        }
        let said = outcome.replace(" at once", "");
        assert!(said.starts_with(&course.join(", then ")), "{number}: {outcome} / {course:?}");
        assert_eq!(said.matches(", then ").count() + 1, course.len(), "{number}: {outcome} / {course:?}");
    }
}

/// A refund's life in the words of the page: the first call, what time makes of it, the second call.
fn played_refund(number: &str) -> String {
    let (bank, request) = refunded(number);
    let Ok(answer) = bank.refund(&request) else {
        let made = bank.look_up_refund(&request).is_some();
        return match (made, bank.refund(&request)) {
            (true, _) => "the first call times out, and the refund has been made".to_owned(),
            (false, Ok(again)) => format!(
                "the first call times out, and the refund has not been made; the same key again: {}",
                in_words(&refund_told(&again))
            ),
            (false, Err(_)) => "every call times out, and no refund is ever made".to_owned(),
        };
    };
    let mut course = vec![refund_told(&answer)];
    for _ in 0..3 {
        bank.clock.advance(MINUTE);
        let state = refund_told(&bank.look_up_refund(&request).unwrap());
        if course.last() != Some(&state) {
            course.push(state);
        }
    }
    let words = |state: &String| match state.split_once(' ') {
        Some((failed, code)) => format!("{failed}, `{code}`"),
        None if state == "pending" => state.clone(),
        None => in_words(state),
    };
    course.iter().map(words).collect::<Vec<_>>().join(", then ")
}

#[test]
fn every_refund_of_the_page_goes_as_the_page_says() {
    let rows = rows("Refunds", 15);
    assert_eq!(rows.len(), 6);
    for (number, refunds) in rows {
        assert_eq!(played_refund(&number), refunds, "{number}");
    }
}
