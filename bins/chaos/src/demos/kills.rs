//! `kill -9` of one process after another, under load.

use crate::{
    Outcome,
    chance::Chance,
    load::{Load, Size, audit, settle_all},
    options::Options,
    receiver::{Answer, Receiver},
    site::Site,
    verdict::{Verdict, seconds},
};
use std::time::{Duration, Instant};
use tokio::time::sleep;

const SIZE: Size = Size { payers: 12, rest_ms: 120, limit: Duration::from_secs(60) };

pub(crate) async fn run(options: Options, verdict: Verdict) -> Outcome<()> {
    let chance = Chance::new(options.seed).fork("kills");
    let kills = options.rounds(20, 200);
    for engine in options.engines() {
        on(Site::on(engine, &options)?, kills, &chance, &verdict).await?;
    }
    Ok(())
}

async fn on(mut site: Site, kills: u32, chance: &Chance, verdict: &Verdict) -> Outcome<()> {
    site.start().await?;
    let receiver = Receiver::that(verdict, |_, _| Answer::Status(200)).await?;
    let mut load = Load::start(&site.front(), receiver, SIZE, chance, verdict).await?;
    let mut killer = chance.fork("killer");
    let begun = Instant::now();
    let mut away = Duration::ZERO;
    for _ in 0..kills {
        // from the first request after a start to the midst of a steady load
        sleep(killer.millis(0, 400)).await;
        let victim = killer.below(site.replicas.len());
        let replica = site.replicas.get_mut(victim).ok_or("no such replica")?;
        verdict.expect(replica.is_running()?, || format!("{} ended by itself", replica.name));
        replica.kill()?;
        replica.start(&site.home)?;
        away = away.saturating_add(replica.ready().await?);
    }
    verdict.figure("kills", format!("{kills} in {}", seconds(begun.elapsed())));
    verdict
        .figure("from kill to ready again, on average", format!("{} ms", away.as_millis() / u128::from(kills.max(1))));
    settle_all(&mut load, &site.books()).await?;
    audit(&load, &site).await?;
    site.close(verdict).await
}
