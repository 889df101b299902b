//! Processes that stop in the middle of things for longer than their leases, and then go on as if nothing had been.

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
use tokio::time::sleep;

/// Clients give up on a server that is silent, and ask another.
const SIZE: Size = Size { payers: 12, rest_ms: 1500, limit: Duration::from_secs(3) };
/// The receiver takes its time, so that there is always an attempt under way.
const LATE: Duration = Duration::from_millis(40);
/// Longer than the longest lease, which is the 90 s of a payment being asked about.
const LONG: Duration = Duration::from_secs(100);
/// Longer than the leases of an event being dispatched and of a payment being made.
const SHORT: Duration = Duration::from_secs(35);

pub(crate) async fn run(options: Options, verdict: Verdict) -> Outcome<()> {
    if !options.wants(Engine::Postgres) {
        return Ok(());
    }
    let chance = Chance::new(options.seed).fork("frozen");
    let mut site = Site::on(Engine::Postgres, &options)?;
    site.start().await?;
    let receiver = Receiver::that(&verdict, |_, _| Answer::Late(LATE, 200)).await?;
    let mut load = Load::start(&site.front(), receiver, SIZE, &chance, &verdict).await?;
    let victims = ["web-1", "worker-1"];
    for round in 0..options.rounds(1, 1) {
        sleep(Duration::from_secs(5)).await;
        for replica in site.replicas.iter().filter(|one| victims.contains(&one.name.as_str())) {
            replica.signal("STOP")?;
        }
        let (known, begun) = (site.books().rows("SELECT id FROM events")?.len(), Instant::now());
        let span = if options.short { SHORT } else { LONG };
        let mut others = None;
        while begun.elapsed() < span {
            sleep(Duration::from_millis(500)).await;
            // what was there, and much of what came since, goes out through the worker that is left
            if others.is_none() && load.delivered() >= known {
                others = Some(begun.elapsed());
            }
        }
        let held = "SELECT count(*) FROM work WHERE leased";
        verdict.figure(format!("round {}: frozen for, web and worker", round + 1), format!("{} s", span.as_secs()));
        verdict.figure("events delivered by the other worker meanwhile", load.delivered().saturating_sub(known));
        verdict.figure("jobs under a lease when the frozen went on", site.books().number(held)?);
        verdict.expect(others.is_some(), || format!("{known} events were known, {} delivered", load.delivered()));
        for replica in site.replicas.iter_mut().filter(|one| victims.contains(&one.name.as_str())) {
            replica.signal("CONT")?;
            replica.ready().await?;
        }
        sleep(Duration::from_secs(5)).await;
    }
    settle_all(&mut load, &site.books()).await?;
    audit(&load, &site).await?;
    site.close(&verdict).await
}
