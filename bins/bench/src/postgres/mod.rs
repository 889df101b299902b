//! `Store::commit` on PostgreSQL against `pgbench -M prepared` sending the same statements, both on one cluster with fsync.
//!
//! Every turn begins with a fresh copy of the same database, and after a checkpoint. Both sides come by the socket.
//! With the most clients a server process takes turns too; its database grows from turn to turn.

mod pgbench;
mod sample;
mod script;
pub(crate) mod served;

use crate::{
    Outcome,
    compare::{Side, Turn, take_turns},
    options::Options,
    report::{self, Goal},
    storage::{
        changes::{Order, Shop},
        ours::{commit_all, prepare},
    },
};
use paylink_core::ports::{MerchantReader as _, PageOf};
use paylink_pg_cluster::{Cluster, Server, is_installed};
use paylink_store_diesel::postgres::{PostgresOptions, PostgresStore};
use pgbench::Floor;
use script::{HALF, Script};
use served::Served;
use std::{path::Path, sync::Arc};
use tokio::{runtime::Runtime, task::JoinSet};

/// Clients, the part of the operations that so many get through in a turn, and whether the goals hold for them.
const CROWDS: [(usize, usize, bool); 3] = [(1, 32, false), (16, 4, true), (64, 2, true)];
/// With so many clients a server is measured too.
const SERVED: usize = 64;
/// Goals: what the store reaches of the floor.
const LINK: f64 = 1.2;
const PAYMENT: f64 = 1.0;
/// More rounds than this would only take time.
const ROUNDS: u32 = 5;
const TABLES: [&str; 6] = ["links", "payments", "events", "work", "idempotency", "ledger"];

/// A cluster whose commits reach the disk, or nothing where PostgreSQL is not installed.
pub(crate) fn cluster() -> Outcome<Option<Cluster>> {
    if !is_installed() {
        report::heading("PostgreSQL is not installed: left out");
        report::gap();
        return Ok(None);
    }
    Ok(Some(Cluster::start(paylink_pg_cluster::Options::durable())?))
}

pub(crate) fn measure(options: &Options) -> Outcome<()> {
    let Some(cluster) = cluster()? else { return Ok(()) };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (shop, folder) = (Shop::open(), options.folder()?);
    let most = options.operations.div_ceil(2).next_multiple_of(64);
    let kinds: [(&str, &str, f64, &dyn Fn() -> Order); 2] = [
        ("link", "PostgreSQL: commits of a new link", LINK, &|| shop.new_link()),
        ("payment", "PostgreSQL: commits of a payment (two commits each)", PAYMENT, &|| shop.payment()),
    ];
    for (name, heading, goal, make) in kinds {
        let orders: Vec<Order> = (0..most).map(|_| make()).collect();
        let stage = Stage { server: cluster.socket(), runtime: &runtime, folder: folder.path(), orders: &orders };
        let script = stage.set(name, &shop)?;
        report::heading(&format!("{heading}, per second; fsync and synchronous_commit on"));
        for (clients, part, judged) in CROWDS {
            let count = options.operations.div_ceil(part).next_multiple_of(clients).min(most);
            let some = orders.get(..count).unwrap_or(&orders);
            let (merchant, mut unpaid) = (shop.merchant.id.to_string(), orders.iter());
            let served = (clients == SERVED).then(|| stage.served(name, options, clients)).transpose()?;
            let mut sides = vec![
                Side::new("Store::commit", || stage.ours(name, some, clients)),
                Side::new("pgbench -M prepared", || stage.floor(name, &script, some.len(), clients)),
            ];
            if let Some(served) = &served {
                sides.push(match name {
                    "link" => Side::new("over HTTP", || served.links(&merchant)),
                    _ => Side::new("over HTTP", || served.payments(&mut unpaid)),
                });
            }
            let series = take_turns(options.rounds.min(ROUNDS), &mut sides)?;
            report::heading(&format!("  {clients} clients, {count} each turn"));
            series.iter().for_each(report::side);
            if let [ours, floor, more @ ..] = series.as_slice() {
                report::ratio(ours, floor, judged.then_some(&Goal(goal)));
                more.iter().for_each(|served| report::ratio(served, floor, None));
            }
            stage.compare(name)?;
        }
        report::gap();
    }
    Ok(())
}

/// Where the sides take turns.
struct Stage<'a> {
    server: &'a Server,
    runtime: &'a Runtime,
    folder: &'a Path,
    orders: &'a [Order],
}

impl Stage<'_> {
    /// Makes the databases that every turn begins with, and the floor's script.
    fn set(&self, name: &str, shop: &Shop) -> Outcome<Script> {
        let base = base(name);
        let url = self.server.create_database(&base)?;
        self.runtime.block_on(async {
            let store = PostgresStore::open(PostgresOptions::tool(url.parse()?)).await?;
            prepare(&store, shop, self.orders).await?;
            store.close();
            Outcome::Ok(())
        })?;
        self.server.run(&base, "VACUUM FREEZE ANALYZE")?;
        let first = self.orders.first().ok_or("no orders")?;
        self.copy(&base, "sample")?;
        let script = self.runtime.block_on(sample::script(self.server, "sample", shop, first))?;
        // the floor counts its links
        let floor = format!("{base}_floor");
        self.copy(&base, &floor)?;
        let count = format!(
            "UPDATE links SET id = CAST('{HALF}' || ({HALF} + place - 1)::text AS uuid) \
             FROM (SELECT id AS old, row_number() OVER (ORDER BY id) AS place FROM links) AS counted WHERE id = old"
        );
        self.server.run(&floor, &count)?;
        self.server.run(&floor, "VACUUM FULL")?;
        self.server.run(&floor, "VACUUM FREEZE ANALYZE")?;
        Ok(script)
    }

    fn copy(&self, from: &str, to: &str) -> Outcome<()> {
        self.server.drop_database(to)?;
        self.server.run("postgres", &format!("CREATE DATABASE \"{to}\" TEMPLATE \"{from}\""))?;
        self.server.run("postgres", "CHECKPOINT")?;
        Ok(())
    }

    fn ours(&self, name: &str, orders: &[Order], clients: usize) -> Outcome<Turn> {
        self.copy(&base(name), "ours")?;
        self.runtime.block_on(async {
            let store = Arc::new(PostgresStore::open(PostgresOptions::new(self.server.url("ours").parse()?)).await?);
            connect(&store, clients).await?;
            let turn = commit_all(Arc::<PostgresStore>::clone(&store), orders, clients).await;
            store.close();
            turn
        })
    }

    fn floor(&self, name: &str, script: &Script, count: usize, clients: usize) -> Outcome<Turn> {
        self.copy(&format!("{}_floor", base(name)), "floor")?;
        let floor = Floor {
            script,
            url: self.server.url("floor"),
            clients,
            each: count / clients.max(1),
            orders: self.orders.len(),
        };
        floor.run(self.folder)
    }

    /// A server on a copy.
    fn served<'b>(&self, name: &str, options: &'b Options, clients: usize) -> Outcome<Served<'b>> {
        self.copy(&base(name), "served")?;
        Served::start(options, self.folder, &self.server.url("served"), clients)
    }

    /// Both sides must have left equally many rows in their last turn.
    fn compare(&self, name: &str) -> Outcome<()> {
        let counts: Vec<String> = TABLES.iter().map(|table| format!("(SELECT count(*) FROM {table})")).collect();
        let done = "(SELECT count(*) FROM payments WHERE status = 'succeeded')";
        let sql = format!("SELECT {}, {done}", counts.join(", "));
        let (ours, floor) = (self.server.run("ours", &sql)?, self.server.run("floor", &sql)?);
        if ours == floor {
            return Ok(());
        }
        Err(format!("the two sides of {name} wrote different rows: {} and {}", ours.trim(), floor.trim()).into())
    }
}

fn base(name: &str) -> String {
    format!("base_{name}")
}

/// Makes the connections before the clock runs, as pgbench does.
async fn connect(store: &Arc<PostgresStore>, clients: usize) -> Outcome<()> {
    let mut reads = JoinSet::new();
    for _ in 0..clients {
        let store = Arc::clone(store);
        reads.spawn(async move { store.merchants(PageOf { after: None, limit: 1 }).await.map(drop) });
    }
    while let Some(read) = reads.join_next().await {
        read??;
    }
    Ok(())
}
