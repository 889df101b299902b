//! A gateway that follows a script and remembers the truth, so that a test can compare it with the store.

mod calls;
mod refunds;
mod script;
mod vault;

pub use calls::{CallFault, GatewayCall};
pub use refunds::TrueRefund;

use crate::{
    Money, PaymentId, RefundId, Secret,
    ports::{Charge, ChargeRequest, ChargeState, GatewayError, VaultReference},
    records::MethodDetails,
};
use calls::Calls;
use script::Script;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// One charge as the gateway truly has it, whatever it answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrueCharge {
    /// The idempotency key it was made under.
    pub key: PaymentId,
    /// The gateway's own id.
    pub reference: String,
    /// What was asked for.
    pub amount: Money,
    /// What may be shown of the means of payment.
    pub details: MethodDetails,
    /// Where it stands.
    pub state: ChargeState,
    /// How often the money was taken: more than 1 would be a double charge.
    pub times_taken: u32,
    /// What its means are kept under, if that was asked for.
    pub kept: Option<String>,
    /// Look-ups and repeated calls do not see it yet.
    pub hidden: bool,
    script: Script,
    refunds: refunds::Plot,
}

/// A gateway for tests. Idempotent by key; what a charge does follows from the text its token begins with:
///
/// | token | what happens |
/// |---|---|
/// | `tok_ok` | succeeds |
/// | `tok_declined`, `tok_insufficient` | declined: `card_declined`, `insufficient_funds` |
/// | `tok_action` | `ActionRequired` until [`ScriptedGateway::complete_challenge`] |
/// | `tok_ach` | pending until [`ScriptedGateway::settle`] or [`ScriptedGateway::give_back`] |
/// | `tok_ach_declined` | declined: `account_closed` |
/// | `tok_timeout_charged` | charged, but the first answer is lost |
/// | `tok_timeout_not_charged` | every call is lost and nothing is ever charged |
/// | `tok_timeout_once` | the first call is lost on its way there; the same key again succeeds |
/// | `tok_timeout_late` | the answer is lost, and look-ups find nothing until [`ScriptedGateway::arrive`] |
/// | `tok_wrong_amount` | succeeds, but over one minor unit too much |
/// | anything else, or a token of the other method | `InvalidToken` |
///
/// A charge that asks to keep its means gets a reference with its success. Charges with the reference do what the text
/// after `_then_` in the token says (`tok_ok_then_tok_declined`), else the same as the token did.
///
/// What a refund does follows from a word anywhere in the token of its charge:
///
/// | word | what happens |
/// |---|---|
/// | none of these | succeeds at once |
/// | `refund_pending` | pending until [`ScriptedGateway::finish_refund`] |
/// | `refund_refused` | refused: `refund_refused` |
/// | `refund_lost_done` | done, but the first answer is lost |
/// | `refund_lost_once` | the first call is lost on its way there; the same key again succeeds |
/// | `refund_never` | every call is lost and nothing is ever refunded |
///
/// The gateway itself never gives back more than a charge brought: it refuses with `over_refund`.
///
/// It shares nothing with the process under test: keep it in an `Arc` across simulated restarts.
#[derive(Default)]
pub struct ScriptedGateway {
    charges: Mutex<BTreeMap<PaymentId, TrueCharge>>,
    refunds: Mutex<BTreeMap<RefundId, TrueRefund>>,
    vault: Mutex<vault::Vault>,
    calls: Mutex<Calls>,
}

impl ScriptedGateway {
    /// A gateway without charges.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Every charge there is, whatever became of it, by key.
    pub fn charges(&self) -> Vec<TrueCharge> {
        lock(&self.charges).values().cloned().collect()
    }

    /// The charge under `key`.
    pub fn charge_of(&self, key: PaymentId) -> Option<TrueCharge> {
        lock(&self.charges).get(&key).cloned()
    }

    /// The charges that hold the payer's money now.
    pub fn taken(&self) -> Vec<TrueCharge> {
        self.charges().into_iter().filter(|charge| charge.state == ChargeState::Succeeded).collect()
    }

    /// The payer has been to the page of `tok_action`: `passed` or not.
    pub fn complete_challenge(&self, key: PaymentId, passed: bool) {
        self.change(key, |charge| {
            if let ChargeState::ActionRequired { .. } = charge.state {
                let refused = ChargeState::Declined(script::failure("authentication_failed"));
                if passed { take(charge) } else { charge.state = refused }
            }
        });
    }

    /// A pending bank debit has settled.
    pub fn settle(&self, key: PaymentId) {
        self.change(key, |charge| {
            if charge.state == ChargeState::Pending {
                take(charge);
            }
        });
    }

    /// A pending or settled charge comes back with this code, e.g. `R01`.
    pub fn give_back(&self, key: PaymentId, code: &str) {
        self.change(key, |charge| {
            if matches!(charge.state, ChargeState::Pending | ChargeState::Succeeded) {
                charge.state = ChargeState::Returned(script::failure(code));
            }
        });
    }

    /// A pending bank debit is declined after all, with this code.
    pub fn decline(&self, key: PaymentId, code: &str) {
        self.change(key, |charge| {
            if charge.state == ChargeState::Pending {
                charge.state = ChargeState::Declined(script::failure(code));
            }
        });
    }

    /// The charge of `tok_timeout_late` becomes visible.
    pub fn arrive(&self, key: PaymentId) {
        self.change(key, |charge| charge.hidden = false);
    }

    fn change(&self, key: PaymentId, change: impl FnOnce(&mut TrueCharge)) {
        if let Some(charge) = lock(&self.charges).get_mut(&key) {
            change(charge);
        }
    }

    /// Makes the charge, or finds the one made before; says how it should be answered.
    fn do_charge(&self, request: &ChargeRequest) -> Result<Charge, GatewayError> {
        let mut charges = lock(&self.charges);
        if let Some(known) = charges.get(&request.key) {
            return if known.hidden { Err(lost()) } else { Ok(known.answer()) };
        }
        let token = self.means_of(request).ok_or(GatewayError::InvalidToken)?;
        let script = script::of(&token, request.method).ok_or(GatewayError::InvalidToken)?;
        let repeated = lock(&self.calls).lose_first(request.key);
        if script == Script::NeverCharged || (script == Script::LostOnce && !repeated) {
            return Err(lost());
        }
        let mut charge = TrueCharge {
            key: request.key,
            reference: format!("ch_{}", charges.len()),
            amount: request.amount,
            details: script::details(request.method),
            state: script.first_state(format!("https://gateway.test/challenge/{}", request.key)),
            times_taken: 0,
            kept: request.keep.then(|| lock(&self.vault).take_in(&token, request.method)),
            hidden: script == Script::ArrivesLate,
            script,
            refunds: refunds::Plot::of(&token),
        };
        if charge.state == ChargeState::Succeeded {
            take(&mut charge);
        }
        let answer = charge.answer();
        charges.insert(request.key, charge);
        if matches!(script, Script::ChargedButTimesOut | Script::ArrivesLate) { Err(lost()) } else { Ok(answer) }
    }

    fn do_abandon(&self, key: PaymentId) -> Option<Charge> {
        self.change(key, |charge| {
            if let ChargeState::ActionRequired { .. } = charge.state {
                charge.state = ChargeState::Declined(script::failure("abandoned"));
            }
        });
        self.visible(key)
    }

    fn visible(&self, key: PaymentId) -> Option<Charge> {
        self.charge_of(key).filter(|charge| !charge.hidden).map(|charge| charge.answer())
    }
}

impl TrueCharge {
    /// What the gateway tells of it.
    fn answer(&self) -> Charge {
        let extra = i64::from(self.script == Script::WrongAmount);
        Charge {
            reference: self.reference.clone(),
            amount: Money::new(self.amount.minor.saturating_add(extra), self.amount.currency),
            details: self.details.clone(),
            state: self.state.clone(),
            kept: self
                .kept
                .clone()
                .filter(|_| self.state == ChargeState::Succeeded)
                .map(|reference| VaultReference(Secret::new(reference))),
            check_after: None,
        }
    }
}

fn take(charge: &mut TrueCharge) {
    charge.state = ChargeState::Succeeded;
    charge.times_taken = charge.times_taken.saturating_add(1);
}

/// The error of a call whose answer, or question, went lost.
fn lost() -> GatewayError {
    GatewayError::Unknown("the test lost the answer".into())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for ScriptedGateway {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("ScriptedGateway").finish_non_exhaustive()
    }
}
