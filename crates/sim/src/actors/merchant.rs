//! Merchants: they make links, change them, take them back, and listen.

use super::{
    payer::{Offer, visit},
    refunder::regret,
};
use crate::{
    exec::{HOUR, MINUTE, SECOND, lock},
    oracle::{not_internal, write_link},
    process::wall,
    receiver::{HANGS, LEAVES},
    world::World,
};
use paylink_core::{
    Answer, Caller, Error, Fingerprint, IdempotencyKey, LinkId, Once, Paylink, Reply, Role,
    forms::{EndpointForm, LinkForm, MerchantForm, Patch},
    records::{EndpointRecord, MerchantRecord, Method},
    views::LinkView,
};
use std::{future::Future, sync::Arc};

pub(super) const PLATFORM: Caller = Caller::platform(Role::Admin, None);
/// How often anyone asks again before giving up.
const TRIES: u64 = 12;

/// Starts everything that people do in a world.
pub(crate) fn open_shops(world: &Arc<World>) {
    let own = Arc::clone(world);
    world.sim.spawn(0, async move { shops(own).await });
}

async fn shops(world: Arc<World>) {
    let mut merchants = Vec::new();
    for number in 0..world.plan.merchants {
        merchants.extend(new_merchant(&world, number).await);
    }
    for number in 0..world.plan.endpoints {
        let owner = merchants.first().filter(|_| number % 2 == 1).cloned();
        new_endpoint(&world, number, owner).await;
    }
    let mut left = world.plan.attempts;
    let mut number = 0;
    while left > 0 && !merchants.is_empty() {
        let payers = world.sim.chance(|rng| rng.pick(1, &[2, 3, 5, 8, 15])).min(left);
        left -= payers;
        number += 1;
        let place = usize::try_from(number).unwrap_or(0) % merchants.len();
        let Some(merchant) = merchants.get(place).cloned() else { return };
        let (own, key) = (Arc::clone(&world), format!("link-{number}"));
        world.sim.spawn(0, async move { story(own, merchant, key, payers).await });
    }
}

/// Asks some process until there is an answer worth having.
pub(super) async fn ask<T, F, Fut>(world: &Arc<World>, question: F) -> Option<Result<T, Error>>
where
    T: Send + 'static,
    F: Fn(Paylink) -> Fut,
    Fut: Future<Output = Result<T, Error>> + Send + 'static,
{
    for _ in 0..TRIES {
        let wait = world.sim.chance(|rng| rng.between(SECOND / 10, 20 * SECOND));
        if let Some((seat, paylink)) = world.some_process() {
            match world.sim.call(seat.group, question(paylink)).await {
                Some(Err(error)) if error.retry_after.is_some() => {}
                Some(answer) => return Some(answer),
                None => {}
            }
        }
        world.sim.sleep(wait).await;
    }
    None
}

fn named(id: impl std::fmt::Display) -> Answer {
    Answer { status: 201, content_type: "text/plain".to_owned(), body: id.to_string() }
}

pub(super) fn once<'a, V>(
    key: &'a IdempotencyKey,
    render: &'a (dyn Fn(Result<&V, &Error>) -> Answer + Send + Sync),
) -> Once<'a, V> {
    Once { key, fingerprint: Fingerprint::of("POST", "/", "", key.as_str().as_bytes()), render }
}

async fn new_merchant(world: &Arc<World>, number: u64) -> Option<String> {
    let key = IdempotencyKey::new(&format!("merchant-{number}")).ok()?;
    let hold = world.sim.chance(|rng| if rng.per_mille(150) { rng.pick(30, &[180]) } else { 0 });
    let answer = ask(world, move |paylink| {
        let key = key.clone();
        async move {
            let form = MerchantForm {
                name: format!("Merchant {number}").as_str().into(),
                ach_hold_minutes: Patch::Set(hold),
                ..MerchantForm::default()
            };
            let write = |made: Result<&MerchantRecord, &Error>| {
                made.map_or_else(|error| named(error.code.name()), |row| named(row.id))
            };
            paylink.create_merchant(&PLATFORM, &form, Some(once(&key, &write))).await
        }
    });
    match answer.await? {
        Ok(Reply::Fresh(merchant)) => Some(merchant.id.to_string()),
        Ok(Reply::Replayed(answer)) => Some(answer.body),
        Err(error) => {
            world.sim.check(not_internal(&error));
            None
        }
    }
}

async fn new_endpoint(world: &Arc<World>, number: u64, owner: Option<String>) {
    let Ok(key) = IdempotencyKey::new(&format!("endpoint-{number}")) else { return };
    let kind = world.sim.chance(|rng| rng.pick("fine", &["fine", "fine", LEAVES, HANGS]));
    // the first one listens to everything and stays
    let kind = if number == 0 { "fine" } else { kind };
    let answer = ask(world, move |paylink| {
        let (key, owner) = (key.clone(), owner.clone());
        async move {
            let form = EndpointForm {
                url: format!("https://{kind}-{number}.test/hook").as_str().into(),
                merchant_id: owner.map_or(Patch::Keep, Patch::Set),
                events: if number == 2 { Patch::Set(vec!["payment.succeeded".to_owned()]) } else { Patch::Keep },
                ..EndpointForm::default()
            };
            let write = |made: Result<&EndpointRecord, &Error>| {
                made.map_or_else(|error| named(error.code.name()), |row| named(row.id))
            };
            paylink.create_endpoint(&PLATFORM, &form, Some(once(&key, &write))).await
        }
    });
    if let Some(Err(error)) = answer.await {
        world.sim.check(not_internal(&error));
    }
}

/// A link's life: made, offered to payers, and treated in this way or that by its merchant.
async fn story(world: Arc<World>, merchant: String, key: String, payers: u64) {
    let begin = world.sim.chance(|rng| rng.below(world.plan.busy_for));
    world.sim.sleep(begin).await;
    let form = draw_link(&world);
    let Some(id) = new_link(&world, &merchant, key, form).await else { return };
    let crowd =
        world.sim.chance(|rng| rng.pick(SECOND / 500, &[SECOND / 50, SECOND / 2, 10 * SECOND, 10 * MINUTE, 6 * HOUR]));
    let found = lock(&world.oracle).links.get(&id).map(|book| book.record.clone());
    let Some(link) = found else { return };
    for _ in 0..payers {
        let after = world.sim.chance(|rng| rng.below(crowd));
        let card =
            link.card_minor.is_some() && (link.ach_minor.is_none() || world.sim.chance(|rng| rng.per_mille(700)));
        let method = if card { Method::Card } else { Method::Ach };
        let offer = Offer { link: id, slug: link.slug.clone(), method, after };
        let own = Arc::clone(&world);
        world.sim.spawn(0, async move { visit(own, offer).await });
    }
    let own = Arc::clone(&world);
    world.sim.spawn(0, async move { regret(own, id).await });
    let deeds = world.sim.chance(|rng| rng.pick(0, &[0, 1, 2, 3]));
    for _ in 0..deeds {
        let wait = world.sim.chance(|rng| rng.below(crowd));
        world.sim.sleep(wait).await;
        deed(&world, id).await;
    }
}

fn draw_link(world: &World) -> LinkForm {
    let now = world.sim.now();
    world.sim.chance(|rng| {
        let usage = rng.below(10);
        let at = |after: u64| Patch::Set(wall(now + after, 0).to_string());
        let methods = rng.pick("card", &["card ach", "card ach", "ach"]);
        LinkForm {
            amount: format!("{}.{:02}", rng.between(1, 500), rng.below(100)).as_str().into(),
            payment_methods: Patch::Set(methods.split(' ').map(str::to_owned).collect()),
            usage: if usage < 5 { "one_time" } else { "multi_use" }.into(),
            max_payments: if (5..8).contains(&usage) {
                i64::try_from(rng.between(1, 5)).map_or(Patch::Keep, Patch::Set)
            } else {
                Patch::Keep
            },
            starts_at: if rng.per_mille(50) { at(rng.below(MINUTE)) } else { Patch::Keep },
            ends_at: if rng.per_mille(150) { at(10 * MINUTE + rng.below(3 * HOUR)) } else { Patch::Keep },
            ..LinkForm::default()
        }
    })
}

async fn new_link(world: &Arc<World>, merchant: &str, key: String, form: LinkForm) -> Option<LinkId> {
    let sent = IdempotencyKey::new(&key).ok()?;
    let merchant = merchant.to_owned();
    let answer = ask(world, move |paylink| {
        let (key, merchant, form) = (sent.clone(), merchant.clone(), form.clone());
        async move { paylink.create_link(&PLATFORM, Some(&merchant), &form, Some(once(&key, &write_link))).await }
    });
    let answer = answer.await?;
    let checked = lock(&world.oracle).merchant_told(&key, &answer);
    world.sim.check(checked);
    match answer.ok()? {
        Reply::Fresh(view) => Some(view.link.id),
        Reply::Replayed(answer) => answer.body.parse().ok(),
    }
}

/// Something a merchant does to a link; refusals are as good as success.
async fn deed(world: &Arc<World>, link: LinkId) {
    let id = link.to_string();
    let what = world.sim.chance(|rng| rng.below(10));
    let end = wall(world.sim.now() + world.sim.chance(|rng| rng.between(10 * MINUTE, 2 * HOUR)), 0).to_string();
    let answer = ask(world, move |paylink| {
        let (id, end) = (id.clone(), end.clone());
        async move {
            match what {
                0 | 1 => {
                    let Ok(key) = IdempotencyKey::new(&format!("cancel-{id}")) else { return Ok(None) };
                    let done = paylink.cancel_link(&PLATFORM, &id, Some(once(&key, &write_link))).await;
                    done.map(|_| None)
                }
                2 => paylink.delete_link(&PLATFORM, &id).await.map(|()| None),
                3 | 4 => {
                    let form = LinkForm { ends_at: Patch::Set(end), ..LinkForm::default() };
                    paylink.update_link(&PLATFORM, &id, &form).await.map(Some)
                }
                5 => {
                    let form = LinkForm { amount: "77.00".into(), ..LinkForm::default() };
                    paylink.update_link(&PLATFORM, &id, &form).await.map(Some)
                }
                6 => {
                    // whatever is held is taken back
                    let payments = paylink.link_payments(&PLATFORM, &id, &Default::default()).await?;
                    for view in payments.rows.iter().filter(|view| view.payment.is_held()) {
                        paylink.cancel_payment(&PLATFORM, &view.payment.id.to_string(), None).await?;
                    }
                    Ok(None)
                }
                _ => paylink.link(&PLATFORM, &id).await.map(Some),
            }
        }
    });
    match answer.await {
        Some(Ok(Some(view))) => world.sim.check(shown_well(&view)),
        Some(Err(error)) => world.sim.check(not_internal(&error)),
        Some(Ok(None)) | None => {}
    }
}

fn shown_well(view: &LinkView) -> Result<(), String> {
    let over = view.link.max_payments.is_some_and(|max| view.totals.paid_count > max);
    if over { Err(format!("{} is shown to be paid {} times", view.link.id, view.totals.paid_count)) } else { Ok(()) }
}
