//! Many at once: exactly one of them gets what only one can have.

use super::{
    Fixture, Task,
    check::{Broken, During, Kept, broken, same},
    ground::{ALL, Ground, insert_bill, insert_event, insert_link, insert_payment, set, update_link, update_payment},
};
use crate::{
    Change, ChangeSet, Date, LinkId, PaymentId, UniqueKey, Version,
    ports::{EventFilter, PaymentFilter, RefundFilter, Store, StoreError},
    records::{
        IdempotencyRecord, LedgerRecord, LinkRecord, PaymentRecord, PaymentStatus, Queue, RefundRecord, RefundStatus,
        Usage,
    },
    testing::build::instant,
};
use async_lock::Barrier;
use std::sync::{Arc, Mutex, PoisonError};

pub(super) const RACERS: usize = 24;
/// A race that goes well by chance once does not go well this often.
pub(super) const ROUNDS: usize = 10;

/// One race: nobody starts before all are there, and each leaves what it found.
pub(super) struct Race<T> {
    start: Arc<Barrier>,
    finds: Arc<Mutex<Vec<T>>>,
}

impl<T: Send + 'static> Race<T> {
    pub(super) fn new() -> Self {
        Self { start: Arc::new(Barrier::new(RACERS)), finds: Arc::default() }
    }

    /// A racer that does this.
    pub(super) fn racer(&self, work: impl Future<Output = T> + Send + 'static) -> Task {
        let (start, finds) = (Arc::clone(&self.start), Arc::clone(&self.finds));
        Box::pin(async move {
            start.wait().await;
            let found = work.await;
            finds.lock().unwrap_or_else(PoisonError::into_inner).push(found);
        })
    }

    /// Runs all racers and returns what they found.
    pub(super) async fn run(&self, fixture: &dyn Fixture, racers: Vec<Task>) -> Result<Vec<T>, Broken> {
        same("racers at the start", &racers.len(), &RACERS)?;
        fixture.race(racers).await;
        let finds = std::mem::take(&mut *self.finds.lock().unwrap_or_else(PoisonError::into_inner));
        same("racers that came back", &finds.len(), &RACERS)?;
        Ok(finds)
    }
}

/// Commits all sets at the same time; exactly one may succeed, the others have to be told that the key is taken.
async fn one_wins(fixture: &dyn Fixture, store: &Arc<dyn Store>, sets: Vec<ChangeSet>, key: UniqueKey) -> Kept {
    let race = Race::new();
    let commit = |set: ChangeSet| {
        let store = Arc::clone(store);
        race.racer(async move { store.commit(set).await })
    };
    let racers = sets.into_iter().map(commit).collect();
    let finds: Vec<Result<(), StoreError>> = race.run(fixture, racers).await?;
    same("winners", &finds.iter().filter(|find| find.is_ok()).count(), &1)?;
    for find in finds {
        match find {
            Ok(()) => {}
            Err(StoreError::Taken { key: found }) if found == key => {}
            Err(other) => return Err(broken(format!("losers get Taken({key}), found {other:?}"))),
        }
    }
    Ok(())
}

pub(super) async fn one_of_many_payers_gets_an_exclusive_link(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for _ in 0..ROUNDS {
        let link = ground.link().await?;
        let payer = |_| {
            let payment = ground.make.payment(&link);
            let event = ground.make.payment_event(&link, &payment);
            set([insert_payment(&payment), insert_event(&event), Change::PutWork(ground.make.work(Queue::Dispatch))])
        };
        one_wins(fixture, &ground.store, (0..RACERS).map(payer).collect(), UniqueKey::LivePayment).await?;
    }
    same("payments", &ground.store.payments(&PaymentFilter::default(), ALL).await?.len(), &ROUNDS)?;
    same("events", &ground.store.events(&EventFilter::default(), ALL).await?.len(), &ROUNDS)?;
    let work = ground.store.backlog(Queue::Dispatch, instant(0)).await?.0;
    same("work", &work, &u64::try_from(ROUNDS).unwrap_or(0))
}

pub(super) async fn one_of_many_payers_gets_a_bill(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    for _ in 0..ROUNDS {
        let bill = ground.make.invoice(ground.merchant().await?.id);
        ground.write([insert_bill(&bill)]).await?;
        let mut sets = Vec::new();
        for place in (1..).take(RACERS) {
            // a link of its own for each, so that only the bill stands between them
            let link = ground.make.link_for(&bill, place);
            ground.write([insert_link(&link)]).await?;
            sets.push(set([insert_payment(&ground.make.payment(&link))]));
        }
        one_wins(fixture, &ground.store, sets, UniqueKey::LivePaymentOfBill).await?;
    }
    same("payments", &ground.store.payments(&PaymentFilter::default(), ALL).await?.len(), &ROUNDS)
}

pub(super) async fn one_of_many_links_gets_a_place_at_a_bill(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let bill = ground.make.invoice(ground.merchant().await?.id);
    ground.write([insert_bill(&bill)]).await?;
    let racer = |_| set([insert_link(&ground.make.link_for(&bill, 1))]);
    one_wins(fixture, &ground.store, (0..RACERS).map(racer).collect(), UniqueKey::OpenLinkOfBill).await
}

pub(super) async fn one_of_many_links_gets_a_slug(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant = ground.merchant().await?;
    let racer = |number: usize| {
        let slug = if number.is_multiple_of(2) { "wanted-by-all" } else { "Wanted-By-All" };
        set([insert_link(&LinkRecord { slug: slug.to_owned(), ..ground.make.link(merchant.id) })])
    };
    one_wins(fixture, &ground.store, (0..RACERS).map(racer).collect(), UniqueKey::Slug).await
}

pub(super) async fn one_of_many_requests_gets_an_idempotency_key(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let first = ground.make.request(ground.make.id());
    let old = IdempotencyRecord { expires_at: instant(0), ..first.clone() };
    ground.write([Change::InsertIdempotency(old)]).await.during("a record that has ended")?;
    let racer =
        |_| set([Change::InsertIdempotency(IdempotencyRecord { fingerprint: ground.make.word(), ..first.clone() })]);
    one_wins(fixture, &ground.store, (0..RACERS).map(racer).collect(), UniqueKey::IdempotencyKey).await
}

/// The first view of the day, or one more.
async fn view(store: Arc<dyn Store>, link: LinkId, day: Date) -> Result<bool, StoreError> {
    match store.commit(set([Change::InsertView(link, day)])).await {
        Err(StoreError::Taken { key: UniqueKey::ViewOfDay }) => {
            store.commit(set([Change::CountView(link, day)])).await.map(|()| false)
        }
        first => first.map(|()| true),
    }
}

pub(super) async fn every_view_is_counted(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let (link, day) = (ground.link().await?.id, Date::in_utc(instant(0)));
    let race = Race::new();
    let racers = (0..RACERS).map(|_| race.racer(view(Arc::clone(&ground.store), link, day))).collect();
    let mut firsts = 0;
    for find in race.run(fixture, racers).await? {
        firsts += usize::from(find?);
    }
    same("first views", &firsts, &1)?;
    let views: Vec<_> = ground.store.link_totals(&[link]).await?.iter().map(|totals| totals.views_count).collect();
    same("views", &views, &vec![i64::try_from(RACERS).unwrap_or(0)])
}

/// Reads the link and takes one slot, again and again until it has one or none is left.
async fn take_slot(store: Arc<dyn Store>, link: LinkRecord) -> Result<bool, Broken> {
    for _ in 0..1000 {
        let Some(read) = store.link(link.id).await? else { return Err(broken("the link is gone")) };
        let slots_used = read.value.slots_used + 1;
        if read.value.max_payments.is_some_and(|most| slots_used > most) {
            return Ok(false);
        }
        let row = LinkRecord { slots_used, ..read.value };
        match store.commit(set([update_link(&row, read.version)])).await {
            Ok(()) => return Ok(true),
            Err(StoreError::Stale { .. }) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Err(broken("1000 attempts, each of them stale"))
}

pub(super) async fn no_slot_is_given_twice(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let merchant = ground.merchant().await?;
    let max_payments = Some(10);
    let link = LinkRecord { usage: Usage::MultiUse, max_payments, ..ground.make.link(merchant.id) };
    ground.write([insert_link(&link)]).await?;
    let race = Race::new();
    let racers = (0..RACERS).map(|_| race.racer(take_slot(Arc::clone(&ground.store), link.clone()))).collect();
    let finds = race.run(fixture, racers).await?;
    let mut winners = 0;
    for find in finds {
        winners += usize::from(find?);
    }
    same("slots given", &winners, &10)?;
    let row = ground.store.link(link.id).await?;
    let wanted = LinkRecord { slots_used: 10, ..link };
    super::rows::found("the link", row, &wanted, Version(11))
}

/// Refunds and books one minor unit, again and again until it has done so or nothing is left. Whoever was slower may
/// hear of the payment's version or of the ledger's number first.
async fn refund_one(
    store: Arc<dyn Store>,
    payment: PaymentId,
    made: RefundRecord,
    entry: LedgerRecord,
) -> Result<bool, Broken> {
    for _ in 0..1000 {
        let Some(read) = store.payment(payment).await? else { return Err(broken("the payment is gone")) };
        let (refunded, number) = (read.value.refunded_minor + 1, read.value.ledger_count + 1);
        if refunded > read.value.captured_minor {
            return Ok(false);
        }
        let row = PaymentRecord {
            refund_reserved_minor: refunded,
            refunded_minor: refunded,
            ledger_count: number,
            ..read.value
        };
        let changes = [
            Change::InsertRefund(Box::new(made.clone())),
            Change::InsertLedgerEntry(Box::new(LedgerRecord { number, ..entry.clone() })),
            update_payment(&row, read.version),
        ];
        match store.commit(set(changes)).await {
            Ok(()) => return Ok(true),
            Err(StoreError::Stale { .. } | StoreError::Taken { key: UniqueKey::LedgerNumber }) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Err(broken("1000 attempts, each of them too late"))
}

pub(super) async fn no_amount_is_refunded_twice(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let link = ground.link().await?;
    let sums = PaymentRecord { amount_minor: 10, captured_minor: 10, ..ground.make.payment(&link) };
    let payment = PaymentRecord { status: PaymentStatus::Succeeded, ..sums };
    ground.write([insert_payment(&payment)]).await?;
    let race = Race::new();
    let racer = |_| {
        let made = RefundRecord { amount_minor: 1, status: RefundStatus::Succeeded, ..ground.make.refund(&payment) };
        let entry = LedgerRecord { amount_minor: 1, refund_id: Some(made.id), ..ground.make.ledger_entry(&payment) };
        race.racer(refund_one(Arc::clone(&ground.store), payment.id, made, entry))
    };
    let finds = race.run(fixture, (0..RACERS).map(racer).collect()).await?;
    let mut winners = 0;
    for find in finds {
        winners += usize::from(find?);
    }
    same("refunds made", &winners, &10)?;
    let numbers: Vec<_> = ground.store.ledger(&[payment.id]).await?.into_iter().map(|entry| entry.number).collect();
    same("numbers of the ledger", &numbers, &(1..=10).collect())?;
    same("refunds", &ground.store.refunds(&RefundFilter::default(), ALL).await?.len(), &10)?;
    let row = ground.store.payment(payment.id).await?;
    let wanted = PaymentRecord { refund_reserved_minor: 10, refunded_minor: 10, ledger_count: 10, ..payment };
    super::rows::found("the payment", row, &wanted, Version(11))
}
