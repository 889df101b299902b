//! Reports over 10^4 to 10^6 payments of one merchant in the same 90 days, asked of a server.

use super::{SIZES, begin, fill::Target};
use crate::{
    Outcome,
    http::{Request, ask},
    options::Options,
    postgres::{cluster, served::SECRET},
    process::{KEY, Server},
    report::{self, figure, millis},
    storage::changes::Shop,
};
use paylink_store_diesel::{
    postgres::{PostgresOptions, PostgresStore},
    sqlite::{SqliteOptions, SqliteStore},
};
use std::time::{Duration, Instant};

const TIMES: usize = 60;
/// The goal: over a hundred times as many payments a report takes at most this many times as long.
const GOAL: u32 = 2;

/// The reports, by name and query; a merchant's if `{}` is there for it.
const ASKED: [(&str, &str); 5] = [
    ("90 days, UTC", "summary?from=2026-01-15&to=2026-04-14&merchant_id={}"),
    ("90 days, New York", "summary?from=2026-01-15&to=2026-04-14&timezone=America/New_York&merchant_id={}"),
    (
        "16 days by the hour, Kathmandu",
        "summary?from=2026-02-01&to=2026-02-16&interval=hour&timezone=Asia/Kathmandu&merchant_id={}",
    ),
    ("all merchants, by week", "summary?from=2026-01-15&to=2026-04-14&interval=week"),
    ("payouts", "payouts-preview?merchant_id={}"),
];

/// What each report took at the smallest size.
type First = Vec<Duration>;

pub(crate) fn reports(options: &Options) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (folder, cluster) = (options.folder()?, cluster()?);
    for engine in ["SQLite", "PostgreSQL"] {
        let mut first = First::new();
        for size in SIZES {
            let shop = Shop::open();
            let order = shop.payment();
            let file = folder.path().join(format!("reports-{size}.db"));
            let (target, url) = match (engine, &cluster) {
                ("SQLite", _) => {
                    let store = SqliteStore::open(SqliteOptions::new(&file))?;
                    runtime.block_on(begin(&store, &shop, &order))?;
                    store.close();
                    (Target::Sqlite(&file), format!("sqlite:{}", file.display()))
                }
                (_, Some(cluster)) => {
                    let (server, database) = (cluster.socket(), database_of(size));
                    let url = server.create_database(database)?;
                    runtime.block_on(async {
                        let store = PostgresStore::open(PostgresOptions::new(url.parse()?)).await?;
                        begin(&store, &shop, &order).await?;
                        store.close();
                        Outcome::Ok(())
                    })?;
                    (Target::Postgres(server, database), url)
                }
                (_, None) => return Ok(()),
            };
            let counted = target.pay(size)?;
            report::heading(&format!("{engine}, {size} payments; counted anew in {}", millis(counted)));
            let server =
                Server::start(options, folder.path(), &[("PAYLINK_DATABASE_URL", &url), ("PAYLINK_SECRET", SECRET)])?;
            measure(&server, &shop.merchant.id.to_string(), &mut first)?;
            report::gap();
        }
    }
    Ok(())
}

const fn database_of(size: usize) -> &'static str {
    match size {
        0..=10_000 => "reports_s",
        10_001..=100_000 => "reports_m",
        _ => "reports_l",
    }
}

fn measure(server: &Server, merchant: &str, first: &mut First) -> Outcome<()> {
    for (place, (name, query)) in ASKED.iter().enumerate() {
        let request = Request::read(&format!("/v1/reports/{}", query.replace("{}", merchant)), KEY);
        let mut spans = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let begun = Instant::now();
            ask(server.address, &request)?.expect(200)?;
            spans.push(begun.elapsed());
        }
        spans.sort_unstable();
        let at = |place: usize| spans.get(place).copied().unwrap_or_default();
        let median = at(TIMES / 2);
        let figures = format!("p50 {}   p99 {}", millis(median), millis(at(TIMES - 1)));
        let judged = first.get(place).map(|least| ("p50 at most twice that of 10^4", median <= *least * GOAL));
        figure(name, &figures, judged);
        if judged.is_none() {
            first.push(median);
        }
    }
    Ok(())
}
