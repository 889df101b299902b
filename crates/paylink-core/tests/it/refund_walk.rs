//! Random walks of payments and refunds: whatever the order and whatever goes wrong on the way, the books are clean
//! after every step, no payment gives back more than it brought, and in the end the store tells what the gateway knows.
//!
//! A failing walk is printed, shortest first; it is the whole input, so it can be copied into a test of its own.

use crate::shop::{PLATFORM, Shop, ach, card, hours, minutes, seconds};
use futures_util::FutureExt as _;
use paylink_core::{
    PaymentId, RefundId,
    records::{MethodDetails, PaymentStatus},
    testing::{CallFault, Fault},
    views::LinkView,
};
use proptest::prelude::*;

const TOKENS: [&str; 11] = [
    "tok_ok",
    "tok_ok_refund_pending",
    "tok_ok_refund_refused",
    "tok_ok_refund_lost_done",
    "tok_ok_refund_lost_once",
    "tok_ok_refund_never",
    "tok_timeout_charged_refund_pending",
    "tok_ach",
    "tok_ach_refund_pending",
    "tok_ach_refund_lost_done",
    "tok_ach_refund_lost_once",
];

const FAULTS: [Fault; 6] = [
    Fault::Unavailable,
    Fault::Stale,
    Fault::UnknownNotWritten,
    Fault::UnknownWritten,
    Fault::CrashBefore,
    Fault::CrashAfter,
];

const AMOUNTS: [Option<&str>; 5] = [None, Some("0.01"), Some("5"), Some("12.50"), Some("12.51")];

#[derive(Debug, Clone, Copy)]
enum Step {
    Pay {
        token: usize,
        limited: bool,
    },
    /// Refund the n-th payment under one of a few keys.
    Refund {
        payment: usize,
        amount: usize,
        key: u8,
    },
    /// The n-th refund is made, or fails, also after it was made.
    Finish(usize),
    Fail(usize),
    /// The n-th charge settles or comes back.
    Settle(usize),
    GiveBack(usize),
    Pass {
        seconds: u64,
    },
    /// The n-th commit from now goes wrong.
    Break {
        commits: u8,
        fault: usize,
    },
    LoseCall(bool),
    Die(bool),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    let amount = 0..AMOUNTS.len();
    prop_oneof![
        4 => (0..TOKENS.len(), any::<bool>()).prop_map(|(token, limited)| Step::Pay { token, limited }),
        10 => (0..8_usize, amount, 0..12_u8).prop_map(|(payment, amount, key)| Step::Refund { payment, amount, key }),
        3 => (0..12_usize).prop_map(Step::Finish),
        2 => (0..12_usize).prop_map(Step::Fail),
        4 => (0..8_usize).prop_map(Step::Settle),
        1 => (0..8_usize).prop_map(Step::GiveBack),
        6 => prop_oneof![Just(5), Just(31), Just(100), Just(1900), Just(86_400), 0..10_000_u64]
            .prop_map(|seconds| Step::Pass { seconds }),
        3 => (0..3_u8, 0..FAULTS.len()).prop_map(|(commits, fault)| Step::Break { commits, fault }),
        1 => any::<bool>().prop_map(Step::LoseCall),
        1 => any::<bool>().prop_map(Step::Die),
        1 => Just(Step::Restart),
    ]
}

struct Walk {
    shop: Shop,
    links: [LinkView; 2],
    paid: usize,
}

impl Walk {
    async fn begin() -> Self {
        let shop = Shop::open().await;
        let links = [shop.multi_use(None).await, shop.multi_use(Some(9)).await];
        Self { shop, links, paid: 0 }
    }

    fn payment(&self, place: usize) -> Option<PaymentId> {
        let charges = self.shop.gateway.charges();
        charges.get(place.checked_rem(charges.len())?).map(|charge| charge.key)
    }

    fn refund(&self, place: usize) -> Option<RefundId> {
        let refunds = self.shop.gateway.refunds();
        refunds.get(place.checked_rem(refunds.len())?).map(|refund| refund.key)
    }

    /// Does one step. What dies or is refused on the way is as good as what is done.
    async fn take(&mut self, step: Step) {
        let shop = &self.shop;
        match step {
            Step::Pay { token, limited } => {
                let token = TOKENS[token];
                let form = if token.starts_with("tok_ach") { ach(token) } else { card(token) };
                drop(shop.pay_or_die(&self.links[usize::from(limited)], &format!("{}", self.paid), &form));
                self.paid += 1;
            }
            Step::Refund { payment, amount, key } => {
                let Some(id) = self.payment(payment) else { return };
                drop(shop.refund_or_die(id, AMOUNTS[amount], &format!("{id} {amount} {key}").replace(' ', "-")));
            }
            Step::Finish(place) => self.refund(place).into_iter().for_each(|key| shop.gateway.finish_refund(key)),
            Step::Fail(place) => self.refund(place).into_iter().for_each(|key| shop.gateway.fail_refund(key, "back")),
            Step::Settle(place) => self.payment(place).into_iter().for_each(|key| shop.gateway.settle(key)),
            Step::GiveBack(place) => {
                let bank = |key: &PaymentId| {
                    let charge = shop.gateway.charge_of(*key);
                    charge.is_some_and(|charge| matches!(charge.details, MethodDetails::Ach { .. }))
                };
                self.payment(place).filter(bank).into_iter().for_each(|key| shop.gateway.give_back(key, "R01"));
            }
            Step::Pass { seconds: span } => {
                shop.clock.advance(seconds(span));
                drop(shop.paylink.reconcile_tick().now_or_never());
                drop(shop.paylink.refund_tick().now_or_never());
            }
            Step::Break { commits, fault } => {
                (0..commits).for_each(|_| shop.store.fail_next(Fault::None));
                shop.store.fail_next(FAULTS[fault]);
            }
            Step::LoseCall(answer) => {
                shop.gateway.fail_next(if answer { CallFault::AnswerLost } else { CallFault::QuestionLost });
            }
            Step::Die(after) => {
                shop.gateway.fail_next(if after { CallFault::CrashAfter } else { CallFault::CrashBefore });
            }
            Step::Restart => self.shop.restart(),
        }
    }

    /// What must hold after every step.
    async fn check(&self) {
        self.shop.books_are_clean("on the way").await;
        for charge in self.shop.gateway.charges() {
            let given = self.shop.gateway.given_back(charge.key);
            assert!(given <= charge.amount.minor, "more given back than was taken");
            let payment = self.shop.payment(charge.key).await;
            assert!(given <= payment.refund_reserved_minor, "given back without being reserved");
        }
        for link in &self.links {
            let refunded: i64 =
                self.shop.payments_of(link.link.id).await.iter().map(|payment| payment.refunded_minor).sum();
            assert_eq!(self.shop.shown(link).await.totals.refunded_minor, refunded);
        }
    }

    /// Nothing goes wrong any more and time passes: then every refund is what the gateway says.
    async fn end(&mut self) {
        self.shop.restart();
        for span in [seconds(100), minutes(31)].into_iter().chain((0..60).map(|_| hours(1))) {
            self.shop.pass(span).await;
        }
        self.shop.refunds_agree_with_the_gateway("in the end").await;
        for charge in self.shop.gateway.charges() {
            let payment = self.shop.payment(charge.key).await;
            let stands = if payment.status == PaymentStatus::Succeeded { payment.captured_minor } else { 0 };
            assert_eq!(self.shop.earned(charge.key).await, stands - payment.refunded_minor, "what the merchant has");
        }
        let all = self.shop.paylink.payments(&PLATFORM, &Default::default()).await.expect("payments");
        assert!(all.rows.iter().all(|view| view.payment.review.as_deref() != Some("amount_mismatch")));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_walk_gives_back_too_much_or_leaves_books_that_do_not_add_up(steps in prop::collection::vec(step(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let mut walk = Walk::begin().await;
            for step in steps {
                walk.take(step).await;
                walk.check().await;
            }
            walk.end().await;
        });
    }
}
