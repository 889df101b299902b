//! The server's own store under many tasks that commit at once.

use super::changes::{Order, Shop};
use crate::{Outcome, compare::Turn};
use paylink_core::{Change, ChangeSet, ports::Store as _};
use paylink_store_diesel::sqlite::{SqliteOptions, SqliteStore};
use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};
use tokio::task::JoinSet;

/// One turn's work.
pub(crate) struct Sample<'a> {
    pub(crate) database: &'a Path,
    pub(crate) orders: &'a [Order],
    pub(crate) clients: usize,
}

/// Makes a database that holds what the orders build on.
pub(crate) async fn prepare(database: &Path, shop: &Shop, orders: &[Order]) -> Outcome<()> {
    let store = SqliteStore::open(SqliteOptions::new(database))?;
    store.commit(ChangeSet::new().with(Change::InsertMerchant(shop.merchant.clone()))).await?;
    for some in orders.chunks(256) {
        let mut links = ChangeSet::new();
        for link in some.iter().filter_map(|order| order.link.as_ref()) {
            links.push(Change::InsertLink(Box::new(link.clone())));
        }
        store.commit(links).await?;
    }
    store.close();
    Ok(())
}

/// Commits all orders, from as many tasks as there are clients.
pub(crate) async fn commit_all(sample: &Sample<'_>) -> Outcome<Turn> {
    let store = Arc::new(SqliteStore::open(SqliteOptions::new(sample.database))?);
    let commits: Vec<Vec<ChangeSet>> = sample.orders.iter().map(|order| order.commits.clone()).collect();
    let orders = Arc::new(Mutex::new(commits.into_iter()));
    let mut tasks = JoinSet::new();
    let begun = Instant::now();
    for _ in 0..sample.clients {
        tasks.spawn(client(Arc::clone(&store), Arc::clone(&orders)));
    }
    let mut latencies = Vec::new();
    while let Some(done) = tasks.join_next().await {
        latencies.extend(done??);
    }
    let turn = Turn { span: begun.elapsed(), latencies, busy: None };
    store.close();
    Ok(turn)
}

async fn client(store: Arc<SqliteStore>, orders: Arc<Mutex<std::vec::IntoIter<Vec<ChangeSet>>>>) -> Outcome<Vec<u32>> {
    let mut latencies = Vec::new();
    loop {
        let next = orders.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some(commits) = next else { return Ok(latencies) };
        let begun = Instant::now();
        for changes in commits {
            store.commit(changes).await?;
        }
        latencies.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
}
