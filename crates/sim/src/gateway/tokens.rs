//! What becomes of a charge, settled when the payer gets the token.

use crate::{
    exec::{DAY, HOUR, MINUTE, SECOND},
    rng::Rng,
};
use paylink_core::{
    PaymentId,
    ports::{ChargeState, Failure},
    records::Method,
};

/// What a token leads to.
#[derive(Debug, Clone)]
pub(crate) enum Fate {
    /// The charge goes through these states, each from so many microseconds after it was made.
    Course(Vec<(u64, ChargeState)>),
    /// Every call about it is lost, and nothing is ever charged.
    BlackHole,
    /// Succeeds, and the gateway tells another amount.
    WrongAmount,
}

/// A token as the gateway has it.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) method: Method,
    pub(crate) fate: Fate,
    /// The charge that used it up.
    pub(crate) used_by: Option<PaymentId>,
}

/// A reason, named by its code.
pub(crate) fn failure(code: &str) -> Failure {
    Failure { code: code.to_owned(), message: format!("The payment did not work ({code}).") }
}

impl Token {
    /// Some token for `method`; `last` is the latest a bank debit may come back, after it was made.
    pub(crate) fn draw(rng: &mut Rng, method: Method, last: u64) -> Self {
        let fate = match method {
            _ if rng.per_mille(5) => Fate::BlackHole,
            _ if rng.per_mille(2) => Fate::WrongAmount,
            Method::Card => Fate::Course(card(rng)),
            Method::Ach => Fate::Course(bank_debit(rng, last)),
        };
        Self { method, fate, used_by: None }
    }
}

fn card(rng: &mut Rng) -> Vec<(u64, ChargeState)> {
    let declined = |code| ChargeState::Declined(failure(code));
    match rng.below(100) {
        0..62 => vec![(0, ChargeState::Succeeded)],
        62..80 => vec![(0, declined("card_declined"))],
        _ => {
            let url = "https://gateway.test/challenge".to_owned();
            let mut course = vec![(0, ChargeState::ActionRequired { url })];
            let at = rng.pick(20 * SECOND, &[2 * MINUTE, 12 * MINUTE, 31 * MINUTE]);
            match rng.below(10) {
                0..6 => course.push((at, ChargeState::Succeeded)),
                6..8 => course.push((at, declined("authentication_failed"))),
                // the payer never acts
                _ => {}
            }
            course
        }
    }
}

fn bank_debit(rng: &mut Rng, last: u64) -> Vec<(u64, ChargeState)> {
    let back = || ChargeState::Returned(failure("R01"));
    let settled = rng.pick(2 * HOUR, &[10 * MINUTE, DAY, 3 * DAY]).min(last / 2);
    let mut course = vec![(0, ChargeState::Pending)];
    match rng.below(100) {
        0..10 => return vec![(0, ChargeState::Declined(failure("account_closed")))],
        10..15 => course.push((settled, ChargeState::Declined(failure("debit_not_authorized")))),
        15..25 => course.push((settled, back())),
        25..60 => course.extend([(settled, ChargeState::Succeeded), (rng.between(settled + 1, last), back())]),
        _ => course.push((settled, ChargeState::Succeeded)),
    }
    course
}
