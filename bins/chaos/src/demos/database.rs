//! PostgreSQL is killed under load and started again: the servers stay, wait, and go on.

use crate::{
    Outcome,
    chance::Chance,
    load::{Load, Size, audit, settle_all},
    options::{Engine, Options},
    receiver::{Answer, Receiver},
    site::Site,
    verdict::Verdict,
};
use std::time::{Duration, Instant};
use tokio::{task::block_in_place, time::sleep};

const SIZE: Size = Size { payers: 12, rest_ms: 60, limit: Duration::from_secs(60) };
/// Longest until writes are acknowledged again once the database takes connections.
const RECOVERY: Duration = Duration::from_secs(15);

pub(crate) async fn run(options: Options, verdict: Verdict) -> Outcome<()> {
    if !options.wants(Engine::Postgres) {
        return Ok(());
    }
    let chance = Chance::new(options.seed).fork("database");
    let stops = options.rounds(2, 6);
    let mut site = Site::on(Engine::Postgres, &options)?;
    site.start().await?;
    let receiver = Receiver::that(&verdict, |_, _| Answer::Status(200)).await?;
    let mut load = Load::start(&site.front(), receiver, SIZE, &chance, &verdict).await?;
    let mut moments = chance.fork("moments");
    let mut slowest = Duration::ZERO;
    for _ in 0..stops {
        sleep(moments.millis(1000, 4000)).await;
        let cluster = site.cluster.as_mut().ok_or("no database")?;
        block_in_place(|| cluster.stop_hard())?;
        sleep(moments.millis(200, 6000)).await;
        block_in_place(|| cluster.start_again())?;
        slowest = slowest.max(recovered(&load, &verdict).await);
        for replica in &mut site.replicas {
            verdict.expect(replica.is_running()?, || format!("{} ended by itself", replica.name));
        }
    }
    verdict.figure("PostgreSQL killed and started again under load", stops);
    verdict.figure("slowest: from its start to the next acknowledged writes", format!("{} ms", slowest.as_millis()));
    // a web process that stays answers every request, if only with 503
    let silent = verdict.counted("requests without an answer");
    verdict.expect(silent == 0, || format!("{silent} requests were not answered at all"));
    verdict.expect(verdict.counted("answers 503") > 0, || "the database's absence was never noticed".to_owned());
    settle_all(&mut load, &site.books()).await?;
    audit(&load, &site).await?;
    site.close(&verdict).await
}

/// Waits until writes are acknowledged again.
async fn recovered(load: &Load, verdict: &Verdict) -> Duration {
    let (begun, before) = (Instant::now(), load.ledger.acknowledged());
    while load.ledger.acknowledged() <= before.saturating_add(20) {
        if begun.elapsed() > RECOVERY {
            verdict.violation(format!("no write for {} s after the database was back", RECOVERY.as_secs()));
            break;
        }
        sleep(Duration::from_millis(5)).await;
    }
    begun.elapsed()
}
