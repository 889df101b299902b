//! Many events, receivers that fail, workers that die, endpoints that hang.

use crate::{
    Outcome,
    chance::Chance,
    client::Client,
    options::{Engine, Options},
    receiver::{Answer, Receiver},
    site::{Role, Site},
    verdict::{Verdict, seconds},
};
use serde_json::json;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval, sleep},
};

/// Merchants with one receiver each; every fifth receiver fails at first.
const SHOPS: usize = 20;
const MAKERS: usize = 16;
/// A failed attempt is made again after 5 s, one whose worker was killed after 60 s.
const PATIENCE: Duration = Duration::from_secs(420);
/// Endpoints that take a connection and never answer.
const HANGING: usize = 5;
/// Healthy deliveries may take this long, 99 of 100.
const PROMPT: Duration = Duration::from_secs(2);

pub(crate) async fn run(options: Options, verdict: Verdict) -> Outcome<()> {
    let chance = Chance::new(options.seed).fork("webhooks");
    for engine in options.engines() {
        let mut site = Site::on(engine, &options)?;
        site.start().await?;
        hanging(&site, &options, &chance, &verdict).await?;
        drop(site);
        let mut site = Site::on(engine, &options)?;
        site.start().await?;
        failing(&mut site, engine, &options, &chance, &verdict).await?;
        site.close(&verdict).await?;
    }
    Ok(())
}

fn shop(number: usize) -> String {
    format!("/shop/{number}")
}

/// All events of `SHOPS` merchants, each to its own receiver.
async fn failing(
    site: &mut Site,
    engine: Engine,
    options: &Options,
    chance: &Chance,
    verdict: &Verdict,
) -> Outcome<()> {
    // PostgreSQL shows the whole number, the embedded database a part of it: both would take too long
    let events = match (options.short, engine) {
        (true, _) => 2_000,
        (false, Engine::Sqlite) => 20_000,
        (false, Engine::Postgres) => 100_000,
    };
    let kills = options.rounds(2, 10);
    let fails = |path: &str| path.ends_with('0') || path.ends_with('5');
    let receiver =
        Receiver::that(verdict, move |path, before| Answer::Status(if before == 0 && fails(path) { 500 } else { 200 }))
            .await?;
    let receiver = Arc::new(receiver);
    let mut client = Client::new(&site.front(), chance.fork("opener"), verdict);
    let mut merchants = Vec::new();
    for number in 0..SHOPS {
        let merchant = client.merchant(&format!("shop-{number}")).await?;
        client.subscribe(Some(&merchant), &receiver.url(&shop(number))).await?;
        merchants.push(merchant);
    }
    let begun = Instant::now();
    let merchants = Arc::new(merchants);
    let mut makers = JoinSet::new();
    for maker in 0..MAKERS {
        let name = format!("maker-{maker}");
        let mut client = Client::new(&site.front(), chance.fork(&name), verdict);
        let (merchants, share) = (merchants.clone(), events / MAKERS);
        makers.spawn(async move {
            for number in 0..share {
                let merchant = merchants.get(number % merchants.len()).ok_or("no merchant")?;
                client.link(merchant, &format!("{name}-{number}"), &json!({})).await?;
            }
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
        });
    }
    let mut killer = chance.fork("killer");
    let mut killed = 0;
    // workers die while the events are made and while they are delivered
    while killed < kills {
        sleep(killer.millis(500, 3000)).await;
        let mut workers: Vec<_> = site.replicas.iter_mut().filter(|one| one.role != Role::Web).collect();
        let victim = killer.below(workers.len());
        let victim = workers.get_mut(victim).ok_or("no worker")?;
        victim.kill()?;
        victim.start(&site.home)?;
        victim.ready().await?;
        killed += 1;
    }
    while let Some(done) = makers.join_next().await {
        done??;
    }
    let made = begun.elapsed();
    let made_count = events / MAKERS * MAKERS;
    let accepted = || (0..SHOPS).map(|number| receiver.accepted(&shop(number))).sum::<usize>();
    let begun = Instant::now();
    while accepted() < made_count && begun.elapsed() < PATIENCE {
        sleep(Duration::from_millis(500)).await;
    }
    verdict.figure("events", format!("{made_count} in {}, {killed} workers killed", seconds(made)));
    verdict.figure("all delivered after the last was made", seconds(begun.elapsed()));
    verdict.expect(accepted() == made_count, || format!("{made_count} events, {} delivered", accepted()));
    let mut twice: usize = 0;
    let mut tried: usize = 0;
    for heard in (0..SHOPS).flat_map(|number| receiver.heard(&shop(number)).into_values()) {
        twice = twice.saturating_add(usize::try_from(heard.accepted.saturating_sub(1))?);
        tried = tried.saturating_add(usize::try_from(heard.attempts)?);
    }
    verdict.figure("attempts", tried);
    verdict.figure("delivered again after a 2xx, all under the same id", format!("{twice} of {made_count}"));
    verdict.expect(twice.saturating_mul(100) <= made_count, || format!("{twice} duplicates are more than 1 %"));
    let known = site.books().number("SELECT count(*) FROM events WHERE kind = 'payment_link.created'")?;
    verdict.expect(known == i64::try_from(made_count)?, || format!("{known} events are stored, not {made_count}"));
    verdict.tell_counts();
    Ok(())
}

/// A steady load to healthy receivers while others hang.
async fn hanging(site: &Site, options: &Options, chance: &Chance, verdict: &Verdict) -> Outcome<()> {
    let receiver =
        Receiver::that(verdict, |path, _| if path.starts_with("/hangs") { Answer::Hang } else { Answer::Status(200) })
            .await?;
    let mut client = Client::new(&site.front(), chance.fork("steady"), verdict);
    let mut merchants = Vec::new();
    for number in 0..HANGING {
        let merchant = client.merchant(&format!("steady-{number}")).await?;
        client.subscribe(Some(&merchant), &receiver.url(&shop(number))).await?;
        client.subscribe(Some(&merchant), &receiver.url(&format!("/hangs/{number}"))).await?;
        merchants.push(merchant);
    }
    let span = Duration::from_secs(if options.short { 8 } else { 45 });
    let (begun, mut made) = (Instant::now(), 0_usize);
    let mut beat = interval(Duration::from_millis(20));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while begun.elapsed() < span {
        beat.tick().await;
        let merchant = merchants.get(made % merchants.len()).ok_or("no merchant")?;
        client.link(merchant, &format!("steady-{made}"), &json!({})).await?;
        made = made.saturating_add(1);
    }
    let accepted = || (0..HANGING).map(|number| receiver.accepted(&shop(number))).sum::<usize>();
    let begun = Instant::now();
    while accepted() < made && begun.elapsed() < PATIENCE {
        sleep(Duration::from_millis(100)).await;
    }
    let heard = (0..HANGING).flat_map(|number| receiver.heard(&shop(number)).into_values());
    let mut spans: Vec<Duration> = heard.filter_map(|heard| heard.took).collect();
    spans.sort();
    let quantile =
        |percent: usize| spans.get(spans.len().saturating_sub(1) * percent / 100).copied().unwrap_or(PATIENCE);
    verdict.figure(
        "five endpoints hang: delivery to the others, p50 and p99",
        format!("{} ms, {} ms ({made} events)", quantile(50).as_millis(), quantile(99).as_millis()),
    );
    verdict.expect(spans.len() == made, || format!("{made} events, {} delivered", spans.len()));
    verdict.expect(quantile(99) <= PROMPT, || format!("p99 is {:?}", quantile(99)));
    let hung: usize = (0..HANGING).map(|number| receiver.heard(&format!("/hangs/{number}")).len()).sum();
    verdict.expect(hung > 0, || "no endpoint ever hung".to_owned());
    Ok(())
}
