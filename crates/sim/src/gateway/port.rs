//! The wire to the gateway: slow, and it loses questions and answers. Each process has an end of its own.

use super::{Fate, TrueCharge};
use crate::{
    bug::Bug,
    exec::{DAY, MINUTE, SECOND, lock},
    plan::LATEST_EFFECT,
    process::Seat,
    world::World,
};
use async_trait::async_trait;
use paylink_core::{
    Money, PaymentId, TypedId,
    ports::{
        Charge, ChargeRequest, ChargeSource, ChargeState, Gateway, GatewayError, GatewayRefund, NotForgotten,
        PublicGateway, RefundRequest, RefundUnknown, VaultReference,
    },
    records::{Method, MethodDetails},
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};
use uuid::Uuid;

/// The gateway keeps a key in mind for a day.
const KEYS_KEPT: u64 = DAY;

/// One process's end of the wire.
pub(crate) struct SimGateway {
    world: Arc<World>,
    seat: Seat,
    /// Keys sent from this end.
    sent: Mutex<BTreeSet<Uuid>>,
}

enum Wire {
    Works,
    QuestionLost,
    AnswerLost,
    /// The question arrives after the one who asked has given up.
    ArrivesLate,
}

fn lost() -> GatewayError {
    GatewayError::Unknown("the wire lost it".into())
}

fn refund_lost() -> RefundUnknown {
    RefundUnknown("the wire lost it".into())
}

impl SimGateway {
    pub(crate) fn new(world: Arc<World>, seat: Seat) -> Self {
        Self { world, seat, sent: Mutex::default() }
    }

    /// The way there: takes time; the process may die before the question is sent.
    async fn go(&self, what: &'static str, key: impl TypedId) -> Wire {
        let world = &self.world;
        world.pause(SECOND / 20, SECOND).await;
        let chance = world.faults(|plan| plan.gateway);
        let wire = world.sim.chance(|rng| {
            if !rng.per_mille(chance) {
                return Wire::Works;
            }
            match rng.below(3) {
                0 => Wire::QuestionLost,
                1 => Wire::AnswerLost,
                _ => Wire::ArrivesLate,
            }
        });
        let wire = if world.gateway_is_away() { Wire::QuestionLost } else { wire };
        world.sim.note(self.seat.group, what, short(key), || key.to_string());
        if world.dies_here() {
            world.crash::<()>(self.seat).await;
        }
        if matches!(wire, Wire::QuestionLost | Wire::ArrivesLate) {
            self.time_out().await;
        }
        wire
    }

    /// Some errors come at once, others when patience ends.
    async fn time_out(&self) {
        let wait = self.world.sim.chance(|rng| if rng.per_mille(500) { rng.below(SECOND) } else { 20 * SECOND });
        self.world.sim.sleep(wait).await;
    }

    /// The way back: the process may die before the answer is read.
    async fn back<T, E>(&self, wire: &Wire, answer: Result<T, E>, lost: fn() -> E) -> Result<T, E> {
        let slow = self
            .world
            .sim
            .chance(|rng| if rng.per_mille(50) { rng.below(15 * SECOND) } else { rng.below(SECOND / 10) });
        self.world.sim.sleep(slow).await;
        if self.world.dies_here() {
            self.world.crash::<()>(self.seat).await;
        }
        match wire {
            Wire::Works => answer,
            Wire::QuestionLost | Wire::AnswerLost | Wire::ArrivesLate => Err(lost()),
        }
    }

    /// Whether this end makes the mistake.
    pub(super) fn is_bent(&self, bug: Bug) -> bool {
        self.world.bug == Some(bug)
    }

    /// The key as it goes over the wire; `bug` makes a new one whenever a key is sent again.
    fn key<T: TypedId>(&self, key: T, bug: Bug) -> T {
        let again = !lock(&self.sent).insert(key.uuid());
        if again && self.is_bent(bug) {
            let other = key.uuid().as_u128() ^ u128::from(self.world.sim.chance(|rng| rng.next()));
            return T::from_uuid(Uuid::from_u128(other));
        }
        key
    }

    /// An adapter that is sure of what it does not know.
    fn bent(&self, request: &ChargeRequest, answer: Result<Charge, GatewayError>) -> Result<Charge, GatewayError> {
        let made_up = |state| Charge {
            reference: "made_up".to_owned(),
            amount: request.amount,
            details: details(request.method),
            state,
            kept: None,
            check_after: None,
        };
        match (self.world.bug, answer) {
            (Some(Bug::TimeoutIsDecline), Err(GatewayError::Unknown(_))) => {
                Ok(made_up(ChargeState::Declined(super::tokens::failure("timeout"))))
            }
            (Some(Bug::PhantomSuccess), Err(GatewayError::Unknown(_))) => Ok(made_up(ChargeState::Succeeded)),
            (_, answer) => answer,
        }
    }
}

impl World {
    /// A charge arrives at the gateway: it is made, or found, or refused.
    fn take_charge(&self, key: PaymentId, request: &ChargeRequest) -> Result<Charge, GatewayError> {
        let now = self.sim.now();
        let mut truth = lock(&self.truth);
        if let Some(known) = truth.charge(key) {
            if now.saturating_sub(known.made_at) > KEYS_KEPT {
                self.sim.fail(format!("{key} was sent again after the gateway had forgotten it: charged twice"));
            }
            return match self.bug {
                Some(Bug::TokenCheckedFirst) => Err(GatewayError::InvalidToken),
                _ => Ok(shown(known, now)),
            };
        }
        let ChargeSource::Token(token) = &request.source else { return Err(GatewayError::InvalidToken) };
        let place = token.0.expose().strip_prefix("tok_t").and_then(|number| number.parse::<usize>().ok());
        let number = truth.count();
        let token = place.and_then(|place| truth.tokens.get_mut(place)).filter(|token| token.method == request.method);
        let Some(token) = token else { return Err(GatewayError::InvalidToken) };
        if token.used_by.is_some_and(|user| user != key) {
            return Err(GatewayError::InvalidToken);
        }
        let course = match &token.fate {
            Fate::BlackHole => return Err(lost()),
            Fate::WrongAmount => vec![(now, ChargeState::Succeeded)],
            Fate::Course(course) => course.iter().map(|(after, state)| (now + after, state.clone())).collect(),
        };
        let told = match &token.fate {
            Fate::WrongAmount => Money::new(request.amount.minor + 1, request.amount.currency),
            Fate::BlackHole | Fate::Course(_) => request.amount,
        };
        token.used_by = Some(key);
        let amount = match self.bug {
            Some(Bug::Overcharge) if self.sim.chance(|rng| rng.per_mille(5)) => {
                Money::new(request.amount.minor.saturating_mul(10), request.amount.currency)
            }
            _ => request.amount,
        };
        let visible_at = now + self.lag();
        let charge = TrueCharge { number, method: request.method, told, course, visible_at, made_at: now };
        let answer = shown(&charge, now);
        truth.make(key, charge);
        self.sim.note(0, "charged", short(key), || format!("{key} {:?}", answer.state));
        let checked = lock(&self.oracle).charged(key, amount, &truth, now);
        self.sim.check(checked);
        Ok(answer)
    }

    /// What a look-up finds: nothing during the lag of a charge, and now and then what was so some minutes ago.
    fn find_charge(&self, key: PaymentId) -> Option<Charge> {
        let now = self.sim.now();
        let truth = lock(&self.truth);
        let charge = truth.charge(key).filter(|charge| charge.visible_at <= now)?;
        let old = self.faults(|plan| plan.lag) > 0 && self.sim.chance(|rng| rng.per_mille(100));
        let seen_at = if old { now.saturating_sub(self.sim.chance(|rng| rng.below(10 * MINUTE))) } else { now };
        Some(shown(charge, seen_at))
    }
}

fn shown(charge: &TrueCharge, now: u64) -> Charge {
    let hint = charge.next_after(now).filter(|_| charge.number.is_multiple_of(2));
    Charge {
        reference: format!("ch_{}", charge.number),
        amount: charge.told,
        details: details(charge.method),
        state: charge.state_at(now),
        kept: None,
        check_after: hint.map(|at| Duration::from_micros(at.saturating_sub(now))),
    }
}

fn details(method: Method) -> MethodDetails {
    let last4 = "4242".to_owned();
    match method {
        Method::Card => MethodDetails::Card { brand: "visa".to_owned(), last4, exp_month: 12, exp_year: 2031 },
        Method::Ach => MethodDetails::Ach { bank_name: None, last4, account_type: "checking".to_owned() },
    }
}

/// A number for the trace.
pub(crate) fn short(id: impl TypedId) -> u64 {
    u64::try_from(id.uuid().as_u128() & u128::from(u64::MAX)).unwrap_or(0)
}

#[async_trait]
impl Gateway for SimGateway {
    fn public(&self) -> PublicGateway {
        PublicGateway {
            kind: "simulated".to_owned(),
            token_url: "/tokens".to_owned(),
            publishable_key: None,
            test_mode: true,
        }
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, GatewayError> {
        let key = self.key(request.key, Bug::NewKeyOnRetry);
        let wire = self.go("charge", request.key).await;
        let answer = match &wire {
            Wire::Works | Wire::AnswerLost => self.world.take_charge(key, request),
            Wire::QuestionLost => Err(lost()),
            Wire::ArrivesLate => {
                let (world, request) = (Arc::clone(&self.world), request.clone());
                let late = self.world.sim.chance(|rng| rng.below(LATEST_EFFECT));
                self.world.sim.spawn(0, async move {
                    world.sim.sleep(late).await;
                    drop(world.take_charge(key, &request));
                });
                Err(lost())
            }
        };
        let answer = self.back(&wire, answer, lost).await;
        self.bent(request, answer)
    }

    async fn look_up(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        let wire = self.go("look up", key).await;
        let mut found = self.world.find_charge(key);
        if found.is_none() && self.world.bug == Some(Bug::NotFoundIsDecline) {
            found = Some(Charge {
                reference: "made_up".to_owned(),
                amount: lock(&self.world.oracle).amount_of(key),
                details: details(Method::Card),
                state: ChargeState::Declined(super::tokens::failure("not_found")),
                kept: None,
                check_after: None,
            });
        }
        if self.world.bug == Some(Bug::CrossedAnswers) && self.world.sim.chance(|rng| rng.per_mille(20)) {
            let now = self.world.sim.now();
            let other = lock(&self.world.truth).other(key).map(|charge| charge.state_at(now));
            found = found.map(|charge| Charge { state: other.unwrap_or_else(|| charge.state.clone()), ..charge });
        }
        self.back(&wire, Ok(found), lost).await
    }

    async fn abandon(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        let wire = self.go("abandon", key).await;
        let found = if matches!(wire, Wire::QuestionLost) {
            None
        } else {
            let now = self.world.sim.now();
            let mut truth = lock(&self.world.truth);
            truth.abandon(key, now);
            truth.charge(key).map(|charge| shown(charge, now))
        };
        self.back(&wire, Ok(found), lost).await
    }

    async fn forget(&self, _reference: &VaultReference) -> Result<(), NotForgotten> {
        Ok(())
    }

    async fn refund(&self, request: &RefundRequest) -> Result<GatewayRefund, RefundUnknown> {
        let key = self.key(request.key, Bug::NewKeyOnRefundRetry);
        let wire = self.go("refund", request.key).await;
        let answer = match &wire {
            Wire::Works | Wire::AnswerLost => Ok(self.world.take_refund(key, request)),
            Wire::QuestionLost => Err(refund_lost()),
            Wire::ArrivesLate => {
                let (world, request) = (Arc::clone(&self.world), request.clone());
                let late = self.world.sim.chance(|rng| rng.below(LATEST_EFFECT));
                self.world.sim.spawn(0, async move {
                    world.sim.sleep(late).await;
                    world.take_refund(key, &request);
                });
                Err(refund_lost())
            }
        };
        let answer = self.back(&wire, answer, refund_lost).await;
        self.bent_refund(request, answer)
    }

    async fn look_up_refund(&self, request: &RefundRequest) -> Result<Option<GatewayRefund>, RefundUnknown> {
        let wire = self.go("look refund", request.key).await;
        let found = self.world.find_refund(request.key);
        self.back(&wire, Ok(found), refund_lost).await
    }
}
