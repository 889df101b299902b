//! Which answered requests may be forgotten.

use super::{
    Fixture,
    check::{During, Kept, holds, same},
    ground::{Ground, insert_payment, update_payment},
    rows::found,
};
use crate::{
    Answer, Change, PaymentId, Version,
    records::{IdempotencyRecord, PaymentRecord, PaymentStatus},
    testing::build::instant,
};
use std::time::Duration;

/// A request that ends at 100 s, with an answer or without.
fn request(ground: &Ground, answered: bool, payment_id: Option<PaymentId>) -> IdempotencyRecord {
    let answer = Answer { status: 201, content_type: "application/json".to_owned(), body: "{}".to_owned() };
    IdempotencyRecord {
        answer: answered.then_some(answer),
        payment_id,
        expires_at: instant(100),
        ..ground.make.request(ground.make.id())
    }
}

async fn is_kept(ground: &Ground, row: &IdempotencyRecord) -> Result<bool, crate::ports::StoreError> {
    Ok(ground.store.idempotency(&row.scope, &row.key).await?.is_some())
}

pub(super) async fn only_ended_and_answered_requests_are_pruned(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let ended = request(&ground, true, None);
    let unanswered = request(&ground, false, None);
    let fresh = IdempotencyRecord { expires_at: instant(200), ..request(&ground, true, None) };
    for row in [&ended, &unanswered, &fresh] {
        ground.write([Change::InsertIdempotency(row.clone())]).await?;
    }
    let early = instant(100).minus(Duration::from_micros(1));
    same("before any has ended", &ground.store.prune(early, 10).await?, &0)?;
    same("at the instant it ends", &ground.store.prune(instant(100), 10).await?, &1)?;
    holds(!is_kept(&ground, &ended).await?, "the ended one is gone")?;
    holds(is_kept(&ground, &unanswered).await?, "the one without an answer stays")?;
    holds(is_kept(&ground, &fresh).await?, "the one that has not ended stays")?;
    same("long after", &ground.store.prune(instant(9000), 10).await?, &1)?;
    let row = ground.store.idempotency(&unanswered.scope, &unanswered.key).await?;
    found("without an answer", row, &unanswered, Version::FIRST)?;
    let again = IdempotencyRecord { fingerprint: "0".repeat(64), ..ended };
    ground.write([Change::InsertIdempotency(again)]).await.during("the key of a pruned request")
}

pub(super) async fn pruning_stops_at_its_limit(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for _ in 0..7 {
        ground.write([Change::InsertIdempotency(request(&ground, true, None))]).await?;
    }
    let mut pruned = Vec::new();
    for limit in [0, 3, 3, 3, 3] {
        pruned.push(ground.store.prune(instant(500), limit).await?);
    }
    same("pruned", &pruned, &vec![0, 3, 3, 1, 0])
}

pub(super) async fn a_request_whose_payment_is_under_way_is_kept(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let orphan = request(&ground, true, Some(ground.make.id()));
    ground.write([Change::InsertIdempotency(orphan.clone())]).await.during("a request of an unknown payment")?;
    let mut requests = Vec::new();
    for status in PaymentStatus::ALL.iter().copied() {
        let payment = PaymentRecord { status, ..ground.make.payment(&ground.link().await?) };
        let row = request(&ground, true, Some(payment.id));
        ground.write([Change::InsertIdempotency(row.clone()), insert_payment(&payment)]).await.during(status.name())?;
        requests.push((payment, row));
    }
    let wanted = [("processing", true), ("requires_action", true), ("succeeded", false), ("failed", false)];
    same("pruned", &ground.store.prune(instant(500), 100).await?, &4)?;
    holds(!is_kept(&ground, &orphan).await?, "the request of an unknown payment is gone")?;
    for (payment, row) in &requests {
        let stays = wanted.contains(&(payment.status.name(), true));
        same(format!("a payment that is {} keeps it", payment.status.name()), &is_kept(&ground, row).await?, &stays)?;
    }
    for (payment, _) in requests.into_iter().filter(|(payment, _)| wanted.contains(&(payment.status.name(), true))) {
        let ended = PaymentRecord { status: PaymentStatus::Failed, ..payment };
        ground.write([update_payment(&ended, Version::FIRST)]).await?;
    }
    same("pruned once they are final", &ground.store.prune(instant(500), 100).await?, &2)
}
