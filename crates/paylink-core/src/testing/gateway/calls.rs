//! The wire to the scripted gateway: counts calls and loses them when told to.

use super::{ScriptedGateway, lock, lost, refunds::lost_refund};
use crate::{
    PaymentId, RefundId,
    ports::{
        Charge, ChargeRequest, Gateway, GatewayError, GatewayRefund, NotForgotten, PublicGateway, RefundRequest,
        RefundUnknown, VaultReference,
    },
};
use async_trait::async_trait;
use std::collections::{BTreeSet, VecDeque};

/// Which call is being made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GatewayCall {
    /// [`Gateway::charge`].
    Charge(PaymentId),
    /// [`Gateway::look_up`].
    LookUp(PaymentId),
    /// [`Gateway::abandon`].
    Abandon(PaymentId),
    /// [`Gateway::forget`].
    Forget,
    /// [`Gateway::refund`].
    Refund(RefundId),
    /// [`Gateway::look_up_refund`].
    LookUpRefund(RefundId),
}

/// What goes wrong with one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallFault {
    /// Nothing.
    None,
    /// `Unknown`: the question never arrived, nothing is done.
    QuestionLost,
    /// `Unknown`: it is done, but the answer is lost.
    AnswerLost,
    /// The process dies before the question is sent: the future never resolves.
    CrashBefore,
    /// The process dies before the answer is read: it is done, and the future never resolves.
    CrashAfter,
}

type Plan = Box<dyn FnMut(u64, GatewayCall) -> CallFault + Send>;

/// Calls so far and faults to come.
#[derive(Default)]
pub(super) struct Calls {
    log: Vec<GatewayCall>,
    next: VecDeque<CallFault>,
    plan: Option<Plan>,
    down: bool,
    asked: BTreeSet<PaymentId>,
    asked_refunds: BTreeSet<RefundId>,
}

impl Calls {
    fn begin(&mut self, call: GatewayCall) -> CallFault {
        self.log.push(call);
        if self.down {
            return CallFault::QuestionLost;
        }
        let number = u64::try_from(self.log.len()).unwrap_or(u64::MAX);
        let planned = self.plan.as_mut().map_or(CallFault::None, |plan| plan(number, call));
        self.next.pop_front().unwrap_or(planned)
    }

    /// Whether a charge with this key has arrived before; notes that one has now.
    pub(super) fn lose_first(&mut self, key: PaymentId) -> bool {
        !self.asked.insert(key)
    }
}

impl Calls {
    /// Whether a refund with this key has arrived before; notes that one has now.
    pub(super) fn lose_first_refund(&mut self, key: RefundId) -> bool {
        !self.asked_refunds.insert(key)
    }
}

impl ScriptedGateway {
    /// Every call so far, in order, lost ones included.
    pub fn calls(&self) -> Vec<GatewayCall> {
        lock(&self.calls).log.clone()
    }

    /// How often [`Gateway::charge`] was called.
    pub fn charge_calls(&self) -> usize {
        self.calls().iter().filter(|call| matches!(call, GatewayCall::Charge(_))).count()
    }

    /// How often [`Gateway::refund`] was called.
    pub fn refund_calls(&self) -> usize {
        self.calls().iter().filter(|call| matches!(call, GatewayCall::Refund(_))).count()
    }

    /// The next call that has no fault ordered yet gets this one.
    pub fn fail_next(&self, fault: CallFault) {
        lock(&self.calls).next.push_back(fault);
    }

    /// Asks `plan` for the fault of every call from now on; it gets the number of the call, counted from 1.
    /// Faults of [`ScriptedGateway::fail_next`] come first.
    pub fn plan_faults(&self, plan: impl FnMut(u64, GatewayCall) -> CallFault + Send + 'static) {
        lock(&self.calls).plan = Some(Box::new(plan));
    }

    /// Forgets all faults that were ordered.
    pub fn clear_faults(&self) {
        let mut calls = lock(&self.calls);
        calls.plan = None;
        calls.next.clear();
    }

    /// While down, every call ends in `Unknown` and nothing is done.
    pub fn set_down(&self, down: bool) {
        lock(&self.calls).down = down;
    }

    async fn call<T: Send, E: Lost>(
        &self,
        call: GatewayCall,
        answer: impl FnOnce() -> Result<T, E> + Send,
    ) -> Result<T, E> {
        let fault = lock(&self.calls).begin(call);
        match fault {
            CallFault::None => answer(),
            CallFault::QuestionLost => Err(E::lost()),
            CallFault::AnswerLost => {
                drop(answer());
                Err(E::lost())
            }
            CallFault::CrashBefore => std::future::pending().await,
            CallFault::CrashAfter => {
                drop(answer());
                std::future::pending().await
            }
        }
    }
}

/// An error that says the answer went lost.
trait Lost: Send {
    fn lost() -> Self;
}

impl Lost for GatewayError {
    fn lost() -> Self {
        lost()
    }
}

impl Lost for RefundUnknown {
    fn lost() -> Self {
        lost_refund()
    }
}

impl Lost for NotForgotten {
    fn lost() -> Self {
        Self("the test lost the answer".into())
    }
}

#[async_trait]
impl Gateway for ScriptedGateway {
    fn public(&self) -> PublicGateway {
        PublicGateway {
            kind: "scripted".to_owned(),
            token_url: "/scripted/tokens".to_owned(),
            publishable_key: None,
            test_mode: true,
        }
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<Charge, GatewayError> {
        self.call(GatewayCall::Charge(request.key), || self.do_charge(request)).await
    }

    async fn look_up(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        self.call(GatewayCall::LookUp(key), || Ok(self.visible(key))).await
    }

    async fn abandon(&self, key: PaymentId) -> Result<Option<Charge>, GatewayError> {
        self.call(GatewayCall::Abandon(key), || Ok(self.do_abandon(key))).await
    }

    async fn forget(&self, reference: &VaultReference) -> Result<(), NotForgotten> {
        self.call(GatewayCall::Forget, || {
            self.do_forget(reference);
            Ok(())
        })
        .await
    }

    async fn refund(&self, request: &RefundRequest) -> Result<GatewayRefund, RefundUnknown> {
        self.call(GatewayCall::Refund(request.key), || self.do_refund(request)).await
    }

    async fn look_up_refund(&self, request: &RefundRequest) -> Result<Option<GatewayRefund>, RefundUnknown> {
        self.call(GatewayCall::LookUpRefund(request.key), || Ok(self.visible_refund(request.key))).await
    }
}
