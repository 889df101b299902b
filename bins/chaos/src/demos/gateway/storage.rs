//! PostgreSQL behind a bad network.

use crate::{
    Outcome,
    chance::Chance,
    load::{Load, Size, audit, settle_all},
    options::Options,
    proxy::{Fault, Proxy},
    receiver::{Answer, Receiver},
    site::Site,
    verdict::{Verdict, seconds},
};
use std::time::{Duration, Instant};
use tokio::time::sleep;

const SIZE: Size = Size { payers: 12, rest_ms: 60, limit: Duration::from_secs(60) };
/// Longest a client waits for an answer, whatever it is.
const ANSWER: Duration = Duration::from_secs(25);
/// Longest until writes are acknowledged again once the network works.
const RECOVERY: Duration = Duration::from_secs(20);

const FAULTS: [(&str, Fault); 4] = [
    ("slow", Fault::Delay(Duration::from_millis(150))),
    ("cut", Fault::Reset),
    ("half-closed", Fault::HalfClose),
    ("swallowing", Fault::BlackHole),
];

/// The database is there and cannot be reached: every request is answered, and work goes on afterwards.
pub(super) async fn behind_a_bad_network(options: &Options, chance: &Chance, verdict: &Verdict) -> Outcome<()> {
    let mut site = Site::replicated(options)?;
    let proxy = Proxy::before(site.database_address()?).await?;
    site.reach_database_through(proxy.address())?;
    site.start().await?;
    let receiver = Receiver::that(verdict, |_, _| Answer::Status(200)).await?;
    let mut load = Load::start(&site.front(), receiver, SIZE, chance, verdict).await?;
    let span = Duration::from_secs(if options.short { 3 } else { 10 });
    for (name, fault) in FAULTS {
        sleep(Duration::from_secs(1)).await;
        let refused = verdict.counted("answers 503");
        verdict.take_slowest();
        proxy.be(fault);
        // one that hears nothing has to give up by itself
        sleep(if fault == Fault::BlackHole { span * 4 } else { span }).await;
        proxy.be(Fault::None);
        let (begun, before) = (Instant::now(), load.ledger.acknowledged());
        while load.ledger.acknowledged() <= before.saturating_add(20) {
            if begun.elapsed() > RECOVERY {
                verdict.violation(format!("{name}: no write for {} s after the network worked", RECOVERY.as_secs()));
                break;
            }
            sleep(Duration::from_millis(5)).await;
        }
        let slowest = verdict.take_slowest();
        verdict.figure(
            format!("PostgreSQL behind a network that is {name}"),
            format!(
                "{} answers 503, slowest answer {}, works again after {}",
                verdict.counted("answers 503").saturating_sub(refused),
                seconds(slowest),
                seconds(begun.elapsed())
            ),
        );
        verdict.expect(slowest < ANSWER, || format!("{name}: an answer took {}", seconds(slowest)));
    }
    let silent = verdict.counted("requests without an answer");
    verdict.expect(silent == 0, || format!("{silent} requests were not answered at all"));
    for replica in &mut site.replicas {
        verdict.expect(replica.is_running()?, || format!("{} ended by itself", replica.name));
    }
    settle_all(&mut load, &site.books()).await?;
    audit(&load, &site).await?;
    site.close(verdict).await
}
