//! A merchant who gives money back: in full or in part, twice at once, with the same key or another one.

use super::merchant::{PLATFORM, ask, once};
use crate::{
    exec::{DAY, HOUR, MINUTE, SECOND, lock},
    oracle::write_refund,
    world::World,
};
use paylink_core::{Error, IdempotencyKey, LinkId, Money, PaymentId, Reply, forms::RefundForm, views::RefundView};
use std::sync::Arc;

/// Gives back some of what a link has brought, in the days after.
pub(crate) async fn regret(world: Arc<World>, link: LinkId) {
    let times = world.sim.chance(|rng| rng.pick(0, &[1, 2, 4]));
    for _ in 0..times {
        let wait = world.sim.chance(|rng| rng.pick(10 * SECOND, &[5 * MINUTE, 3 * HOUR, DAY]));
        world.sim.sleep(wait).await;
        let place = usize::try_from(world.sim.chance(|rng| rng.below(1000))).unwrap_or(0);
        let found = lock(&world.oracle).refundable(link, place);
        let Some((payment, amount)) = found else { continue };
        let same = world.sim.chance(|rng| rng.per_mille(300));
        let together = world.sim.chance(|rng| rng.pick(1, &[1, 2, 3]));
        let mut key = new_key(&world);
        for _ in 0..together {
            if !same {
                key = new_key(&world);
            }
            let part = world.sim.chance(|rng| rng.pick(None, &[Some(2), Some(2), Some(3), Some(7)]));
            let part = part.filter(|_| !same).map(|part| (amount / part).max(1));
            let (own, key) = (Arc::clone(&world), key.clone());
            world.sim.spawn(0, async move { give_back(own, payment, part, key).await });
        }
    }
}

fn new_key(world: &World) -> String {
    format!("refund-{:x}", world.sim.chance(|rng| rng.next()))
}

async fn give_back(world: Arc<World>, payment: PaymentId, part: Option<i64>, key: String) {
    let Ok(sent) = IdempotencyKey::new(&key) else { return };
    let currency = lock(&world.oracle).amount_of(payment).currency;
    let amount = part.map(|part| Money::new(part, currency).decimal_text());
    let again = if world.sim.chance(|rng| rng.per_mille(200)) { 2 } else { 1 };
    for _ in 0..again {
        let (sent, amount) = (sent.clone(), amount.clone());
        let answer = ask(&world, move |paylink| {
            let (key, form) = (sent.clone(), RefundForm { amount: amount.clone(), ..RefundForm::default() });
            async move {
                let sent_once = once(&key, &write_refund);
                paylink.refund_payment(&PLATFORM, &payment.to_string(), &form, Some(sent_once)).await
            }
        });
        let answer: Option<Result<Reply<RefundView>, Error>> = answer.await;
        if let Some(answer) = answer {
            let checked = lock(&world.oracle).refund_told(&key, &answer);
            world.sim.note(0, "told", 1, || match &answer {
                Ok(_) => format!("{key} done"),
                Err(error) => format!("{key} {}", error.code.name()),
            });
            world.sim.check(checked);
        }
    }
}
