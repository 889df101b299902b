//! Random walks through everything that can happen to links and payments: whatever the order, closed links stay closed,
//! places are never given twice, sums add up, and in the end the store tells what the gateway knows.
//!
//! A failing walk is printed, shortest first; it is the whole input, so it can be copied into a test of its own.

use crate::shop::{PLATFORM, Shop, ach, card, hours, minutes, seconds};
use paylink_core::{
    PaymentId,
    forms::{LinkForm, Patch, PayForm},
    ports::ChargeState,
    records::{LinkStateName, PaymentRecord, PaymentStatus},
    testing::{CallFault, Fault},
    views::{LinkStatus, LinkView},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The links of a walk: once, once within an hour, three times, without limit.
const LINKS: usize = 4;

const TOKENS: [&str; 9] = [
    "tok_ok",
    "tok_declined",
    "tok_action",
    "tok_ach",
    "tok_ach_declined",
    "tok_timeout_charged",
    "tok_timeout_not_charged",
    "tok_timeout_once",
    "tok_unheard_of",
];

const FAULTS: [Fault; 6] = [
    Fault::Unavailable,
    Fault::Stale,
    Fault::UnknownNotWritten,
    Fault::UnknownWritten,
    Fault::CrashBefore,
    Fault::CrashAfter,
];

#[derive(Debug, Clone, Copy)]
enum Step {
    /// Pay a link with one of the tokens under one of a few keys.
    Pay {
        link: usize,
        token: usize,
        key: u8,
    },
    /// The n-th charge settles, comes back, or its payer passes or fails the challenge.
    Settle(usize),
    GiveBack(usize),
    Challenge(usize, bool),
    Poll(usize),
    Pass {
        seconds: u64,
    },
    Cancel(usize),
    Delete(usize),
    MoveEnd {
        link: usize,
        seconds: u64,
    },
    Reprice(usize),
    /// The n-th commit from now goes wrong.
    Break {
        commits: u8,
        fault: usize,
    },
    LoseCall(bool),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    let link = 0..LINKS;
    prop_oneof![
        8 => (link.clone(), 0..TOKENS.len(), 0..6_u8).prop_map(|(link, token, key)| Step::Pay { link, token, key }),
        2 => (0..12_usize).prop_map(Step::Settle),
        2 => (0..12_usize).prop_map(Step::GiveBack),
        2 => (0..12_usize, any::<bool>()).prop_map(|(charge, passed)| Step::Challenge(charge, passed)),
        1 => (0..12_usize).prop_map(Step::Poll),
        6 => prop_oneof![Just(5), Just(31), Just(1900), Just(86_400), 0..10_000_u64]
            .prop_map(|seconds| Step::Pass { seconds }),
        1 => link.clone().prop_map(Step::Cancel),
        1 => link.clone().prop_map(Step::Delete),
        1 => (link.clone(), 1..10_000_u64).prop_map(|(link, seconds)| Step::MoveEnd { link, seconds }),
        1 => link.prop_map(Step::Reprice),
        2 => (0..3_u8, 0..FAULTS.len()).prop_map(|(commits, fault)| Step::Break { commits, fault }),
        1 => any::<bool>().prop_map(Step::LoseCall),
        1 => Just(Step::Restart),
    ]
}

/// What has been seen of a link so far.
#[derive(Default, Clone)]
struct Seen {
    closed: Option<LinkStatus>,
    returned: usize,
}

struct Walk {
    shop: Shop,
    links: Vec<LinkView>,
    seen: BTreeMap<usize, Seen>,
}

impl Walk {
    async fn begin() -> Self {
        let shop = Shop::open().await;
        let soon = LinkForm { ends_at: "2026-01-15T13:00:00Z".into(), ..crate::shop::one_time() };
        let links = vec![
            shop.one_time().await,
            shop.link(&soon).await,
            shop.multi_use(Some(3)).await,
            shop.multi_use(None).await,
        ];
        Self { shop, links, seen: BTreeMap::new() }
    }

    fn charge(&self, place: usize) -> Option<PaymentId> {
        let charges = self.shop.gateway.charges();
        charges.get(place.checked_rem(charges.len())?).map(|charge| charge.key)
    }

    /// Does one step. What dies or is refused on the way is as good as what is done.
    async fn take(&mut self, step: Step) {
        let shop = &self.shop;
        match step {
            Step::Pay { link, token, key } => {
                let token = TOKENS[token];
                let form: PayForm = if token.starts_with("tok_ach") { ach(token) } else { card(token) };
                drop(shop.pay_or_die(&self.links[link], &format!("{key}-{token}"), &form));
            }
            Step::Settle(place) => self.charge(place).into_iter().for_each(|key| shop.gateway.settle(key)),
            Step::GiveBack(place) => {
                // cards do not come back this way
                let bank = |key: &PaymentId| {
                    shop.gateway.charge_of(*key).is_some_and(|charge| {
                        matches!(charge.details, paylink_core::records::MethodDetails::Ach { .. })
                    })
                };
                self.charge(place).into_iter().filter(bank).for_each(|key| shop.gateway.give_back(key, "R01"));
            }
            Step::Challenge(place, passed) => {
                self.charge(place).into_iter().for_each(|key| shop.gateway.complete_challenge(key, passed));
            }
            Step::Poll(place) => {
                for (link, key) in self.links.iter().zip(self.charge(place).into_iter().cycle()) {
                    drop(now(shop.paylink.checkout_payment(&link.link.slug, &key.to_string())));
                }
            }
            Step::Pass { seconds: span } => {
                shop.clock.advance(seconds(span));
                drop(now(shop.paylink.reconcile_tick()));
                drop(now(shop.paylink.expire_tick()));
                drop(now(shop.paylink.dispatch_tick()));
            }
            Step::Cancel(link) => drop(now(shop.paylink.cancel_link(&PLATFORM, &self.id(link), None))),
            Step::Delete(link) => drop(now(shop.paylink.delete_link(&PLATFORM, &self.id(link)))),
            Step::MoveEnd { link, seconds: span } => {
                let end = paylink_core::ports::Clock::now(&*shop.clock).plus(seconds(span)).to_string();
                let form = LinkForm { ends_at: Patch::Set(end), ..LinkForm::default() };
                drop(now(shop.paylink.update_link(&PLATFORM, &self.id(link), &form)));
            }
            Step::Reprice(link) => {
                let form = LinkForm { amount: "99".into(), ..LinkForm::default() };
                drop(now(shop.paylink.update_link(&PLATFORM, &self.id(link), &form)));
            }
            Step::Break { commits, fault } => {
                (0..commits).for_each(|_| shop.store.fail_next(Fault::None));
                shop.store.fail_next(FAULTS[fault]);
            }
            Step::LoseCall(answer) => {
                shop.gateway.fail_next(if answer { CallFault::AnswerLost } else { CallFault::QuestionLost });
            }
            Step::Restart => self.shop.restart(),
        }
    }

    fn id(&self, link: usize) -> String {
        self.links[link].link.id.to_string()
    }

    /// What must hold after every step.
    async fn check(&mut self) {
        for charge in self.shop.gateway.charges() {
            assert!(charge.times_taken <= 1, "charged {} times", charge.times_taken);
        }
        for place in 0..LINKS {
            let payments = self.shop.payments_of(self.links[place].link.id).await;
            let count =
                |status: &[PaymentStatus]| payments.iter().filter(|payment| status.contains(&payment.status)).count();
            let live = count(&[PaymentStatus::Processing, PaymentStatus::RequiresAction]);
            let (paid, returned) = (count(&[PaymentStatus::Succeeded]), count(&[PaymentStatus::Returned]));
            let Some(shown) = self.shown(place).await else { continue };
            let (link, totals) = (&shown.link, shown.totals);
            let whole = |count: usize| i64::try_from(count).expect("small");
            if let Some(max) = link.max_payments {
                assert!(link.slots_used <= max);
                assert_eq!((link.slots_used, link.paid_count), (whole(live + paid), whole(paid)), "places add up");
                assert_eq!(link.paid_minor, sum(&payments));
                assert_eq!(link.state == LinkStateName::Completed, link.paid_count == max);
            }
            assert_eq!(
                (totals.payments_count, totals.paid_count, totals.paid_minor),
                (whole(payments.len()), whole(paid), sum(&payments))
            );
            let seen = self.seen.entry(place).or_default();
            match (seen.closed, shown.status) {
                (Some(LinkStatus::Cancelled), status) => {
                    assert_eq!(status, LinkStatus::Cancelled, "cancelled is for good")
                }
                (Some(LinkStatus::Completed), LinkStatus::Active | LinkStatus::Inactive) => {
                    assert!(returned > seen.returned, "opened again without a return");
                }
                (_, LinkStatus::Active | LinkStatus::Inactive | LinkStatus::Completed | LinkStatus::Cancelled) => {}
            }
            let closed = matches!(shown.status, LinkStatus::Completed | LinkStatus::Cancelled);
            assert!(!(closed && shown.payable));
            *seen = Seen { closed: closed.then_some(shown.status), returned };
        }
    }

    async fn shown(&self, link: usize) -> Option<LinkView> {
        self.shop.paylink.link(&PLATFORM, &self.id(link)).await.ok()
    }

    /// Nothing goes wrong any more and time passes: then every payment is what the gateway says.
    async fn end(&mut self) {
        self.shop.restart();
        for span in [seconds(100), minutes(31)].into_iter().chain((0..60).map(|_| hours(1))) {
            self.shop.pass(span).await;
        }
        self.check().await;
        let mut known = 0;
        for link in &self.links {
            for payment in self.shop.payments_of(link.link.id).await {
                let truth = self.shop.gateway.charge_of(payment.id).map(|charge| charge.state);
                known += usize::from(truth.is_some());
                let expected = match truth {
                    None | Some(ChargeState::Declined(_)) => PaymentStatus::Failed,
                    Some(ChargeState::Pending) => PaymentStatus::Processing,
                    Some(ChargeState::Succeeded) => PaymentStatus::Succeeded,
                    Some(ChargeState::Returned(_)) => PaymentStatus::Returned,
                    Some(ChargeState::ActionRequired { .. }) => panic!("a challenge was not given up"),
                };
                assert_eq!(payment.status, expected, "{} at the end", payment.id);
            }
        }
        assert_eq!(known, self.shop.gateway.charges().len(), "no charge without a payment");
    }
}

fn sum(payments: &[PaymentRecord]) -> i64 {
    let paid = payments.iter().filter(|payment| payment.status == PaymentStatus::Succeeded);
    paid.map(|payment| payment.amount_minor).sum()
}

/// Runs a use case until it ends or dies.
fn now<T>(running: impl Future<Output = T>) -> Option<T> {
    futures_util::FutureExt::now_or_never(running)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_walk_leads_to_a_double_charge_a_lost_charge_or_an_opened_link(steps in prop::collection::vec(step(), 1..50)) {
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
