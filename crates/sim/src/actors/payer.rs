//! A payer: pays, waits or does not, asks again, clicks twice, comes back days later.

use crate::{
    call::within,
    exec::{DAY, HOUR, MINUTE, SECOND, lock},
    gateway::Token,
    oracle::write_payment,
    world::World,
};
use paylink_core::{
    Code, Error, Fingerprint, IdempotencyKey, LinkId, Once, Reply, forms::PayForm, records::Method, views::PaymentView,
};
use std::sync::Arc;

/// A link as a payer got it.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) link: LinkId,
    pub(crate) slug: String,
    pub(crate) method: Method,
    /// When the payer comes.
    pub(crate) after: u64,
}

/// One wish to pay: the same key and form however often it is sent.
#[derive(Clone)]
struct Wish {
    offer: Offer,
    key: String,
    token: String,
    origin: String,
}

type Answer = Result<Reply<PaymentView>, Error>;

/// A payer comes, and does what payers do.
pub(crate) async fn visit(world: Arc<World>, offer: Offer) {
    world.sim.sleep(offer.after).await;
    let mut wish = new_wish(&world, offer);
    if world.sim.chance(|rng| rng.per_mille(200)) {
        look(&world, &wish).await;
    }
    let tries = world.sim.chance(|rng| rng.between(1, 9));
    for _ in 0..tries {
        if world.sim.chance(|rng| rng.per_mille(80)) {
            // a second click, while the first one is under way
            let (own, again) = (Arc::clone(&world), wish.clone());
            world.sim.spawn(0, async move {
                post(&own, &again).await;
            });
        }
        let answer = post(&world, &wish).await;
        let wait = world.sim.chance(|rng| rng.pick(SECOND, &[5 * SECOND, 35 * SECOND, 3 * MINUTE]));
        match answer {
            Some(Ok(reply)) => {
                let text = write(&reply);
                follow(&world, &wish, &text).await;
                if !text.contains("failed") || world.sim.chance(|rng| rng.per_mille(600)) {
                    break;
                }
                wish = new_wish(&world, wish.offer);
            }
            Some(Err(error)) if error.code == Code::StorageUnavailable || error.code == Code::IdempotencyKeyInUse => {}
            // told no: some ask again, with the same key or with another one
            Some(Err(_)) if world.sim.chance(|rng| rng.per_mille(700)) => break,
            Some(Err(_)) | None => {
                if world.sim.chance(|rng| rng.per_mille(150)) {
                    wish.key = new_key(&world);
                }
            }
        }
        world.sim.sleep(wait).await;
    }
    if world.sim.chance(|rng| rng.per_mille(80)) {
        let wait = world.sim.chance(|rng| rng.pick(HOUR, &[10 * MINUTE, 8 * HOUR, DAY]));
        world.sim.sleep(wait).await;
        post(&world, &wish).await;
    }
}

fn new_key(world: &World) -> String {
    format!("key-{:x}", world.sim.chance(|rng| rng.next()))
}

fn new_wish(world: &World, offer: Offer) -> Wish {
    let now = world.sim.now();
    // bank debits are watched for 95 days after they were made; all must be known when the world ends
    let watched = 95 * DAY - HOUR;
    let last = world.plan.ends_at.saturating_sub(now + DAY + HOUR).clamp(DAY, watched);
    let drawn = world.sim.chance(|rng| Token::draw(rng, offer.method, last));
    let mut truth = lock(&world.truth);
    let token = format!("tok_t{}", truth.tokens.len());
    truth.tokens.push(drawn);
    drop(truth);
    let origin = format!("10.0.0.{}", world.sim.chance(|rng| rng.below(20)));
    Wish { key: new_key(world), token, origin, offer }
}

fn write(reply: &Reply<PaymentView>) -> String {
    match reply {
        Reply::Fresh(view) => write_payment(Ok(view)).body,
        Reply::Replayed(answer) => answer.body.clone(),
    }
}

/// Sends a wish to some process. `None`: no answer came, or the payer did not wait for it.
async fn post(world: &Arc<World>, wish: &Wish) -> Option<Answer> {
    let (seat, paylink) = world.some_process()?;
    let own = wish.clone();
    let mut call = world.sim.call(seat.group, async move {
        let Ok(key) = IdempotencyKey::new(&own.key) else { return Err(Error::of(Code::InvalidIdempotencyKey)) };
        let form = PayForm {
            method: Some(own.offer.method.name().to_owned()),
            token: Some(own.token.clone()),
            ..PayForm::default()
        };
        let fingerprint = Fingerprint::of("POST", &own.offer.slug, "", own.token.as_bytes());
        let once = Once { key: &key, fingerprint, render: &write_payment };
        paylink.pay(&own.offer.slug, &form, Some(&own.origin), once).await
    });
    let hang_up = world.faults(|plan| plan.hang_up);
    let answer = if world.sim.chance(|rng| rng.per_mille(hang_up)) {
        let patience = world.sim.chance(|rng| rng.pick(SECOND / 500, &[SECOND / 50, SECOND / 5, 10 * SECOND]));
        let answered = within(&mut call, world.sim.sleep(patience)).await;
        if answered.is_none() && world.sim.chance(|rng| rng.per_mille(500)) {
            // some servers drop the work of a payer who is gone, others finish it
            world.sim.abort(call.task);
        }
        answered.flatten()
    } else {
        call.await
    };
    if let Some(answer) = &answer {
        let scope = format!("checkout:{}", wish.offer.link);
        let checked = lock(&world.oracle).payer_told(&scope, &wish.key, answer);
        world.sim.note(seat.group, "told", 0, || match answer {
            Ok(reply) => format!("{} {}", wish.key, write(reply)),
            Err(error) => format!("{} {}", wish.key, error.code.name()),
        });
        world.sim.check(checked);
    }
    answer
}

/// Looks at the page of a link.
async fn look(world: &Arc<World>, wish: &Wish) {
    let Some((seat, paylink)) = world.some_process() else { return };
    let slug = wish.offer.slug.clone();
    if let Some(Err(error)) = world.sim.call(seat.group, async move { paylink.checkout(&slug).await }).await {
        world.sim.check(crate::oracle::not_internal(&error));
    }
}

/// Looks a few times what has become of a payment.
async fn follow(world: &Arc<World>, wish: &Wish, told: &str) {
    let open = told.contains("processing") || told.contains("requires_action");
    let looks = if open { world.sim.chance(|rng| rng.below(4)) } else { 0 };
    let id = told.split(' ').next().unwrap_or_default().to_owned();
    for _ in 0..looks {
        let wait = world.sim.chance(|rng| rng.pick(2 * SECOND, &[20 * SECOND, 5 * MINUTE]));
        world.sim.sleep(wait).await;
        let Some((seat, paylink)) = world.some_process() else { continue };
        let (slug, id) = (wish.offer.slug.clone(), id.clone());
        let shown = world.sim.call(seat.group, async move { paylink.checkout_payment(&slug, &id).await }).await;
        if let Some(shown) = shown {
            let checked = lock(&world.oracle).payer_shown(&shown);
            world.sim.check(checked);
        }
    }
}
