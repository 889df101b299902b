//! 400 days of reminders in three time zones, with payers, merchants, outages and a process that dies a hundred times:
//! each planned day happens at most once, never after payment, and all of them come to an end.

mod checks;
mod people;

use crate::shop::{Shop, minutes, new_merchant};
use futures_util::FutureExt as _;
use paylink_core::{
    LinkId, ReminderId, Timestamp,
    forms::MerchantForm,
    records::MerchantRecord,
    testing::{Fault, SeededIds},
    views::LinkView,
};
use std::{collections::BTreeMap, time::Duration};

/// Nine o'clock of every zone here lies on a step.
const STEP: Duration = minutes(30);
const DAYS: u64 = 400;
const RESTARTS: u64 = 100;
const ZONES: [&str; 3] = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe"];

/// A reminder as it was listed before it happened.
#[derive(Clone, Copy)]
struct Planned {
    link: LinkId,
    send_at: Timestamp,
}

struct Year {
    seed: u64,
    chance: SeededIds,
    shop: Shop,
    merchants: Vec<MerchantRecord>,
    links: Vec<LinkView>,
    planned: BTreeMap<ReminderId, Planned>,
    /// What the jobs were seen to make of reminders, with its reason, and how often.
    outcomes: BTreeMap<String, u64>,
    /// When the jobs last did not do all their work.
    troubled: Timestamp,
    restarts: u64,
    mails_seen: usize,
    texts_seen: usize,
}

#[tokio::test]
async fn reminders_of_400_days_happen_at_most_once_and_never_after_payment() {
    for seed in [1, 2] {
        println!("seed {seed}");
        Year::begin(seed).await.live().await;
    }
}

impl Year {
    async fn begin(seed: u64) -> Self {
        let shop = Shop::open().await;
        let mut merchants = Vec::new();
        for zone in ZONES {
            let form = MerchantForm { timezone: zone.into(), ..MerchantForm::default() };
            merchants.push(new_merchant(&shop.paylink, form).await);
        }
        Self {
            seed,
            chance: SeededIds::new(seed),
            troubled: shop.now(),
            shop,
            merchants,
            links: Vec::new(),
            planned: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            restarts: 0,
            mails_seen: 0,
            texts_seen: 0,
        }
    }

    async fn live(mut self) {
        let begin = self.shop.now();
        let steps = DAYS * 48;
        let outage = 48 * (30 + self.chance.below(DAYS - 60));
        for step in 1..=steps {
            self.shop.clock.set(begin.plus(STEP * u32::try_from(step).expect("a small number")));
            if (outage..outage + 3 * 48).contains(&step) {
                self.troubled = self.shop.now();
                continue;
            }
            self.people().await;
            let now = self.shop.now();
            let danger = if self.planned.values().any(|planned| planned.send_at <= now) { 10 } else { 400 };
            if self.restarts < RESTARTS && self.chance.below(danger) == 0 {
                self.die().await;
            } else {
                self.work().await;
            }
            self.check().await;
        }
        while self.restarts < RESTARTS {
            self.die().await;
        }
        // what is planned beyond that comes to an end as well
        for day in 1..=200 {
            self.shop.clock.set(begin.plus(STEP * u32::try_from(steps + day * 48).expect("a small number")));
            self.work().await;
        }
        self.close().await;
    }

    /// Every job runs until nothing is due.
    async fn work(&self) {
        while self.shop.paylink.remind_tick().await.expect("remind") > 0 {}
        self.shop.carry().await;
        self.shop.paylink.reconcile_tick().await.expect("reconcile");
        while self.shop.paylink.dispatch_tick().await.expect("dispatch") > 0 {}
    }

    /// The process dies somewhere in its work, or its store fails there, and it starts again.
    async fn die(&mut self) {
        let faults = [
            Fault::CrashBefore,
            Fault::CrashAfter,
            Fault::Stale,
            Fault::Unavailable,
            Fault::UnknownWritten,
            Fault::UnknownNotWritten,
        ];
        let fault = faults[usize::try_from(self.chance.below(6)).expect("a small number")];
        let nth = self.chance.below(3);
        let mut count = 0;
        self.shop.store.plan_faults(move |_, _| {
            count += 1;
            if count > nth { fault } else { Fault::None }
        });
        // whoever waits for a dead process waits for ever, and is forgotten
        let _ = self.shop.paylink.remind_tick().now_or_never();
        self.shop.restart();
        self.restarts += 1;
        self.troubled = self.shop.now();
    }

    fn pick<T: Clone>(&self, from: &[T]) -> Option<T> {
        let place = self.chance.below(u64::try_from(from.len()).expect("a small number"));
        from.get(usize::try_from(place).expect("a small number")).cloned()
    }

    fn below(&self, bound: i64) -> i64 {
        i64::try_from(self.chance.below(u64::try_from(bound).expect("positive"))).expect("a small number")
    }
}
