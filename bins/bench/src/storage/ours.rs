//! The server's own stores under many tasks that commit at once.

use super::changes::{Order, Shop};
use crate::{Outcome, compare::Turn};
use paylink_core::{Change, ChangeSet, ports::Store};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};
use tokio::task::JoinSet;

/// Writes what the orders build on.
pub(crate) async fn prepare(store: &dyn Store, shop: &Shop, orders: &[Order]) -> Outcome<()> {
    store.commit(ChangeSet::new().with(Change::InsertMerchant(shop.merchant.clone()))).await?;
    for some in orders.chunks(256) {
        let mut links = ChangeSet::new();
        for link in some.iter().filter_map(|order| order.link.as_ref()) {
            links.push(Change::InsertLink(Box::new(link.clone())));
        }
        store.commit(links).await?;
    }
    Ok(())
}

/// Commits all orders, from as many tasks as there are clients.
pub(crate) async fn commit_all(store: Arc<dyn Store>, orders: &[Order], clients: usize) -> Outcome<Turn> {
    let commits: Vec<Vec<ChangeSet>> = orders.iter().map(|order| order.commits.clone()).collect();
    let orders = Arc::new(Mutex::new(commits.into_iter()));
    let mut tasks = JoinSet::new();
    let begun = Instant::now();
    for _ in 0..clients {
        tasks.spawn(client(Arc::clone(&store), Arc::clone(&orders)));
    }
    let mut latencies = Vec::new();
    while let Some(done) = tasks.join_next().await {
        latencies.extend(done??);
    }
    Ok(Turn { span: begun.elapsed(), latencies, busy: None })
}

async fn client(store: Arc<dyn Store>, orders: Arc<Mutex<std::vec::IntoIter<Vec<ChangeSet>>>>) -> Outcome<Vec<u32>> {
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
