//! A thousand payers of one link at the same moment, again and again.

use crate::{
    Outcome,
    chance::Chance,
    client::{CARD, Client, pay},
    http::{Line, Reply},
    json::Fields as _,
    options::Options,
    site::Site,
    verdict::{Verdict, seconds},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::Barrier, task::JoinSet};

/// Clients that prepare a round; the payers themselves come all at once.
const HELPERS: usize = 32;

pub(crate) async fn run(options: Options, verdict: Verdict) -> Outcome<()> {
    let chance = Chance::new(options.seed).fork("crowd");
    let payers = if options.short { 200 } else { 1000 };
    let rounds = options.rounds(3, 20);
    for engine in options.engines() {
        on(Site::on(engine, &options)?, payers, rounds, &chance, &verdict).await?;
    }
    Ok(())
}

async fn on(mut site: Site, payers: usize, rounds: u32, chance: &Chance, verdict: &Verdict) -> Outcome<()> {
    site.start().await?;
    let mut client = Client::new(&site.front(), chance.fork("merchant"), verdict);
    let merchant = client.merchant("shop").await?;
    let mut tokens = tokens(&site, payers, chance, verdict).await?;
    let mut slowest = Duration::ZERO;
    for round in 1..=rounds {
        let link = client.link(&merchant, &format!("round-{round}"), &json!({})).await?;
        let begun = Instant::now();
        let replies = rush(&site, &link.text("slug")?, &tokens, round, chance).await?;
        slowest = slowest.max(begun.elapsed());
        let counts = tally(&replies);
        let count = |name: &str| counts.get(name).copied().unwrap_or_default();
        let refused = count("409 payment_in_progress").saturating_add(count("409 link_completed"));
        let kept = count("201") == 1 && refused == payers.saturating_sub(1);
        verdict.expect(kept, || format!("round {round}: {counts:?}"));
        let found = client.read(&format!("/v1/payment_links/{}", link.text("id")?)).await?;
        let paid = found.at("status") == "COMPLETED" && found.at("amount_paid") == "12.50";
        verdict.expect(paid && found.at("payments_count") == 1, || format!("round {round}: the link is {found}"));
        let charged = site.books().charged()?.len();
        verdict.expect(charged == usize::try_from(round)?, || format!("round {round}: {charged} charges"));
        // a token is used up with its charge; the other payers keep theirs
        if let Some(winner) = replies.iter().position(|reply| matches!(reply, Some(reply) if reply.status() == 201))
            && let Some(token) = tokens.get_mut(winner)
        {
            *token = client.token(CARD).await?;
        }
    }
    verdict.figure("rounds with one success and else 409", format!("{rounds} × {payers} payers"));
    verdict.figure("slowest round, from the first request to the last answer", seconds(slowest));
    verdict.expect(site.books().is_sound()?, || "the database is damaged".to_owned());
    site.close(verdict).await
}

/// A token for each payer.
async fn tokens(site: &Site, payers: usize, chance: &Chance, verdict: &Verdict) -> Outcome<Vec<String>> {
    let mut helpers = JoinSet::new();
    for helper in 0..HELPERS {
        let mut client = Client::new(&site.front(), chance.fork(&format!("helper-{helper}")), verdict);
        let share = payers / HELPERS + usize::from(helper < payers % HELPERS);
        helpers.spawn(async move {
            let mut tokens = Vec::with_capacity(share);
            for _ in 0..share {
                tokens.push(client.token(CARD).await?);
            }
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(tokens)
        });
    }
    let mut tokens = Vec::with_capacity(payers);
    while let Some(done) = helpers.join_next().await {
        tokens.extend(done??);
    }
    Ok(tokens)
}

/// Everybody connects, waits for everybody else, and pays. `None`: no answer.
async fn rush(site: &Site, slug: &str, tokens: &[String], round: u32, chance: &Chance) -> Outcome<Vec<Option<Reply>>> {
    let together = Arc::new(Barrier::new(tokens.len()));
    let mut payers = JoinSet::new();
    let mut where_to = chance.fork("door");
    for (number, token) in tokens.iter().enumerate() {
        let (address, together) = (site.front().any(&mut where_to)?, together.clone());
        let call = pay(slug, token, &format!("r{round}-p{number}"));
        payers.spawn(async move {
            let mut line = Line::default();
            let connected = line.connect(address).await.is_ok();
            together.wait().await;
            (number, if connected { line.send(address, &call).await.ok() } else { None })
        });
    }
    let mut replies = vec![None; tokens.len()];
    while let Some(done) = payers.join_next().await {
        let (number, reply) = done?;
        if let Some(place) = replies.get_mut(number) {
            *place = reply;
        }
    }
    Ok(replies)
}

/// How often each status came, with the code of refusals.
fn tally(replies: &[Option<Reply>]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::<_, usize>::new();
    for reply in replies {
        let name = match reply {
            None => "no answer".to_owned(),
            Some(reply) if reply.status() == 201 && reply.json().at("status") == &Value::from("succeeded") => {
                "201".to_owned()
            }
            Some(reply) => format!("{} {}", reply.status(), reply.code()),
        };
        let count = counts.entry(name).or_default();
        *count = count.saturating_add(1);
    }
    counts
}
