//! What reports are made of, on both databases: exact through restarts and with two servers, and made anew from the rows
//! that were there before.

mod history;

use crate::{
    postgres::support as pg,
    support::{Place, outsider, take_back},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, async_connection_wrapper::AsyncConnectionWrapper};
use history::History;
use paylink_core::{
    Caller, Paylink, PayoutsPreview, ReportSummary, Role,
    forms::{PayoutsQuery, SummaryQuery},
    ports::Store,
};
use std::sync::Arc;

const PLATFORM: Caller = Caller::platform(Role::ReadOnly, None);

/// Everything a merchant's reports say, and those of all together.
async fn told(paylink: &Paylink, history: &History) -> (Vec<ReportSummary>, Vec<PayoutsPreview>) {
    let (mut summaries, mut previews) = (Vec::new(), Vec::new());
    for merchant in history.merchants().iter().cloned().map(Some).chain([None]) {
        for (from, to, interval) in [("2026-01-01", "2026-06-30", "day"), ("2026-03-01", "2026-03-15", "hour")] {
            let some = |text: &str| Some(text.to_owned());
            let query = SummaryQuery {
                merchant_id: merchant.clone(),
                from: some(from),
                to: some(to),
                interval: some(interval),
                ..SummaryQuery::default()
            };
            summaries.push(paylink.report_summary(&PLATFORM, &query).await.unwrap());
        }
        if merchant.is_some() {
            let query = PayoutsQuery { merchant_id: merchant, ..PayoutsQuery::default() };
            let mut preview = paylink.payouts_preview(&PLATFORM, &query).await.unwrap();
            // what came and went leaves nothing behind
            preview
                .currencies
                .retain(|one| one.gross_minor != 0 || one.in_transit_minor != 0 || one.reserved_minor != 0);
            previews.push(preview);
        }
    }
    (summaries, previews)
}

/// The counts are those that payments, ledger and events come to.
async fn check(paylink: &Paylink) {
    let (mut merchants, mut after) = (0, None);
    loop {
        let check = paylink.check_report(after).await.unwrap();
        assert!(check.quiet);
        assert_eq!(check.findings, []);
        after = check.next;
        if after.is_none() {
            break;
        }
        merchants += 1;
    }
    assert_eq!(merchants, 3);
    let totals = paylink.check_report_totals().await.unwrap();
    assert_eq!((totals.quiet, totals.findings), (true, vec![]));
}

async fn fold_everything(paylink: &Paylink) {
    while paylink.fold_tick().await.unwrap() > 0 {}
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_exact_through_restarts_on_sqlite() {
    let place = Place::new();
    let mut history = History::new(5);
    for life in 0..5 {
        let store = Arc::new(place.open());
        let paylink = history.facade(store.clone(), life);
        for step in 0..60 {
            history.step(&paylink).await;
            if step % 20 == 10 {
                paylink.fold_tick().await.unwrap();
            }
        }
        let before = told(&paylink, &history).await;
        check(&paylink).await;
        store.close();
        drop((paylink, store));
        let reopened = history.facade(Arc::new(place.open()), 100 + life);
        assert_eq!(told(&reopened, &history).await, before);
        fold_everything(&reopened).await;
        assert_eq!(told(&reopened, &history).await, before);
        check(&reopened).await;
    }
    assert!(history.is_eventful());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_that_fold_at_the_same_time_count_once_on_postgresql() {
    let url = pg::fresh();
    let mut history = History::new(6);
    let servers =
        [history.facade(Arc::new(pg::open(&url).await), 1), history.facade(Arc::new(pg::open(&url).await), 2)];
    let folders = servers.clone().map(|paylink| {
        tokio::spawn(async move {
            let mut folded = 0;
            while folded < 400 {
                folded += paylink.fold_tick().await.unwrap();
                tokio::task::yield_now().await;
            }
            folded
        })
    });
    for step in 0..200 {
        history.step(&servers[step % 2]).await;
    }
    folders.iter().for_each(tokio::task::JoinHandle::abort);
    for folder in folders {
        drop(folder.await);
    }
    let before = told(&servers[0], &history).await;
    assert_eq!(told(&servers[1], &history).await, before);
    check(&servers[0]).await;
    tokio::join!(fold_everything(&servers[0]), fold_everything(&servers[1]));
    fold_everything(&servers[0]).await;
    assert_eq!(told(&servers[1], &history).await, before);
    check(&servers[1]).await;
    assert!(history.is_eventful());
}

/// A history, partly folded, and what the reports say of it.
async fn lived(store: Arc<dyn Store>, seed: u64) -> (History, (Vec<ReportSummary>, Vec<PayoutsPreview>)) {
    let mut history = History::new(seed);
    let paylink = history.facade(store, 1);
    for _ in 0..250 {
        history.step(&paylink).await;
    }
    paylink.fold_tick().await.unwrap();
    let before = told(&paylink, &history).await;
    assert!(history.is_eventful());
    (history, before)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_there_before_is_counted_on_sqlite() {
    let place = Place::new();
    let store = Arc::new(place.open());
    let (history, before) = lived(store.clone(), 7).await;
    store.close();
    drop(store);
    take_back(&mut outsider(&place.path), "migrations/sqlite", "0009");
    let paylink = history.facade(Arc::new(place.open()), 2);
    assert_eq!(told(&paylink, &history).await, before);
    check(&paylink).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_there_before_is_counted_on_postgresql() {
    let url = pg::fresh();
    let store = Arc::new(pg::open(&url).await);
    let (history, before) = lived(store.clone(), 8).await;
    store.close();
    let conn = AsyncPgConnection::establish(&url).await.unwrap();
    tokio::task::spawn_blocking(move || {
        let mut conn: AsyncConnectionWrapper<AsyncPgConnection> = conn.into();
        take_back(&mut conn, "migrations/postgres", "0009");
    })
    .await
    .unwrap();
    let paylink = history.facade(Arc::new(pg::open(&url).await), 2);
    assert_eq!(told(&paylink, &history).await, before);
    check(&paylink).await;
}
