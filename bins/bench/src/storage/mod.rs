//! `Store::commit` against a bare rusqlite loop that writes the very same rows, both with `synchronous=FULL`.
//!
//! Every turn begins with a fresh copy of the same database, so that no side works on a larger one.

pub(crate) mod changes;
mod entries;
mod floor;
pub(crate) mod ours;
mod requests;
pub(crate) mod rows;
pub(crate) mod target;

use crate::{
    Outcome,
    compare::{Side, take_turns},
    options::Options,
    report::{self, Goal},
};
use changes::{Order, Shop};
use floor::Floor;
use ours::{commit_all, prepare};
use paylink_store_diesel::sqlite::{SqliteOptions, SqliteStore};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Commits per second of the server's own store must be this many times those of one commit each …
const ALONE: f64 = 4.0;
/// … and this share of those of 64 per commit.
const SHARED: f64 = 0.6;
const BATCH: usize = 64;
/// Of the commits of a turn, one commit each gets this part: it is that much slower.
const PART: usize = 8;

pub(crate) fn measure(options: &Options) -> Outcome<()> {
    let shop = Shop::open();
    let links: Vec<Order> = (0..options.operations).map(|_| shop.new_link()).collect();
    kind(options, "Commits of a new link", &shop, &links)?;
    drop(links);
    let payments: Vec<Order> = (0..options.operations).map(|_| shop.payment()).collect();
    kind(options, "Commits of a payment (two commits each)", &shop, &payments)
}

fn kind(options: &Options, heading: &str, shop: &Shop, orders: &[Order]) -> Outcome<()> {
    let folder = options.folder()?;
    let base = folder.path().join("base.db");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let store = SqliteStore::open(SqliteOptions::new(&base))?;
    runtime.block_on(prepare(&store, shop, orders))?;
    store.close();
    let floor = Floor::new(runtime.block_on(rows::of(&copy(&base, folder.path(), "template")?, orders))?);
    let fresh = |name: &str| copy(&base, folder.path(), name);
    let few = orders.len().div_ceil(PART);
    let mut sides = [
        Side::new("Store::commit", || {
            let store = Arc::new(SqliteStore::open(SqliteOptions::new(fresh("ours")?))?);
            let turn = runtime.block_on(commit_all(Arc::<SqliteStore>::clone(&store), orders, options.clients));
            store.close();
            turn
        }),
        Side::new("rusqlite, 64 per commit", || floor.run(&fresh("shared")?, orders.len(), BATCH)),
        Side::new("rusqlite, one per commit", || floor.run(&fresh("alone")?, few, 1)),
    ];
    let series = take_turns(options.rounds, &mut sides)?;
    report::heading(&format!("{heading}, per second, synchronous=FULL"));
    series.iter().for_each(report::side);
    if let [ours, shared, alone] = series.as_slice() {
        report::ratio(ours, alone, Some(&Goal(ALONE)));
        report::ratio(ours, shared, Some(&Goal(SHARED)));
    }
    report::gap();
    Ok(())
}

/// A copy of the database at `base`, in place of an earlier one of that name.
fn copy(base: &Path, folder: &Path, name: &str) -> Outcome<PathBuf> {
    let path = folder.join(format!("{name}.db"));
    for ending in ["", "-wal", "-shm"] {
        let file = folder.join(format!("{name}.db{ending}"));
        if file.exists() {
            std::fs::remove_file(file)?;
        }
    }
    std::fs::copy(base, &path)?;
    std::fs::File::open(&path)?.sync_all()?;
    Ok(path)
}
