//! Lists and filters in the store, and the memory of a server that serves them, from 10^4 to 10^6 links.

mod fill;
mod reads;
mod reports;

use crate::{
    Outcome,
    http::{Request, ask},
    options::Options,
    postgres::{cluster, served::SECRET},
    process::{KEY, Server},
    report::{self, figure, mebibytes, millis},
    storage::changes::{Order, Shop},
};
use fill::Target;
use paylink_core::{Change, ChangeSet, ports::Store};
use paylink_store_diesel::{
    postgres::{PostgresOptions, PostgresStore},
    sqlite::{SqliteOptions, SqliteStore},
};
pub(crate) use reports::reports;
use serde_json::Value;
use std::{path::Path, time::Instant};

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
/// Pages that the server is asked for.
const PAGES: usize = 1000;

pub(crate) fn measure(options: &Options) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (shop, folder) = (Shop::open(), options.folder()?);
    let order = shop.payment();
    let file = folder.path().join("scale.db");
    let store = SqliteStore::open(SqliteOptions::new(&file))?;
    runtime.block_on(begin(&store, &shop, &order))?;
    store.close();
    drop(store);
    let mut from = 1;
    for size in SIZES {
        Target::Sqlite(&file).fill(from, size)?;
        from = size + 1;
        report::heading(&format!("SQLite, {size} links: reads of 20 rows through the store"));
        let store = SqliteStore::open(SqliteOptions::new(&file))?;
        runtime.block_on(reads::measure(&store, size))?;
        store.close();
        // the file is one process's at a time, and the server wants it now
        drop(store);
        memory(options, folder.path(), &format!("sqlite:{}", file.display()))?;
    }
    let Some(cluster) = cluster()? else { return Ok(()) };
    let (server, database) = (cluster.socket(), "scale");
    let url = server.create_database(database)?;
    runtime.block_on(async {
        let store = PostgresStore::open(PostgresOptions::new(url.parse()?)).await?;
        begin(&store, &shop, &order).await?;
        store.close();
        Outcome::Ok(())
    })?;
    let mut from = 1;
    for size in SIZES {
        Target::Postgres(server, database).fill(from, size)?;
        from = size + 1;
        report::heading(&format!("PostgreSQL, {size} links: reads of 20 rows through the store"));
        runtime.block_on(async {
            let store = PostgresStore::open(PostgresOptions::new(url.parse()?)).await?;
            reads::measure(&store, size).await?;
            store.close();
            Outcome::Ok(())
        })?;
        memory(options, folder.path(), &url)?;
    }
    Ok(())
}

/// The rows that all others are copies of.
async fn begin(store: &dyn Store, shop: &Shop, order: &Order) -> Outcome<()> {
    let mut first = ChangeSet::new().with(Change::InsertMerchant(shop.merchant.clone()));
    if let Some(link) = &order.link {
        first.push(Change::InsertLink(Box::new(link.clone())));
    }
    store.commit(first).await?;
    for changes in &order.commits {
        store.commit(changes.clone()).await?;
    }
    Ok(())
}

/// Lets a server show one page after the other, then looks at its memory.
fn memory(options: &Options, folder: &Path, database: &str) -> Outcome<()> {
    let server = Server::start(options, folder, &[("PAYLINK_DATABASE_URL", database), ("PAYLINK_SECRET", SECRET)])?;
    let fresh = server.child.resident()?;
    let (mut spans, mut cursor) = (Vec::with_capacity(PAGES), String::new());
    for _ in 0..PAGES {
        let request = Request::read(&format!("/v1/payment_links?limit=20{cursor}"), KEY);
        let begun = Instant::now();
        let answer = ask(server.address, &request)?.expect(200)?;
        spans.push(begun.elapsed());
        let page: Value = serde_json::from_slice(&answer.body)?;
        let Some(next) = page.get("next_cursor").and_then(Value::as_str) else { break };
        cursor = format!("&cursor={next}");
    }
    let count = spans.len();
    spans.sort_unstable();
    let at = |percent: usize| millis(spans.get(count * percent / 100).copied().unwrap_or_default());
    figure(&format!("server: pages 1 to {count}, one by one"), &format!("p50 {}   p99 {}", at(50), at(99)), None);
    let memory = format!("{} → {}", mebibytes(fresh), mebibytes(server.child.resident()?));
    figure("server: memory before and after", &memory, None);
    report::gap();
    Ok(())
}
