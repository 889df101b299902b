//! Sixty-four refunds of one payment at once: never more than was captured, and the rest exact.

use crate::{
    Outcome,
    chance::Chance,
    client::{CARD, Client, pay},
    http::{Call, Line, Reply},
    json::Fields as _,
    options::Options,
    site::{ADMIN, Site},
    verdict::Verdict,
};
use serde_json::json;
use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::Barrier, task::JoinSet, time::sleep};

/// Refunds asked for at the same moment.
const ASKED: usize = 64;
/// Of a payment of 12.50, 41 refunds of 0.30 leave 0.20.
const PART: &str = "0.30";
const PARTS: usize = 41;
const GIVEN_BACK: &str = "12.30";
const REST: &str = "0.20";
/// In minor units.
const CAPTURED: i64 = 1250;
/// A card whose refunds are made and not answered.
const SILENT: &str = "4000000000003824";
/// Rounds with it: what became of those refunds is asked for after 5 s.
const SILENT_ROUNDS: u32 = 2;
/// A refund whose outcome is not told at once is final by then.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) async fn run(options: Options, verdict: Verdict) -> Outcome<()> {
    let chance = Chance::new(options.seed).fork("refunds");
    let rounds = options.rounds(2, 10);
    for engine in options.engines() {
        on(Site::on(engine, &options)?, rounds, &chance, &verdict).await?;
    }
    Ok(())
}

async fn on(mut site: Site, rounds: u32, chance: &Chance, verdict: &Verdict) -> Outcome<()> {
    site.start().await?;
    let mut client = Client::new(&site.front(), chance.fork("merchant"), verdict);
    let merchant = client.merchant("shop").await?;
    let answered = (0..rounds).map(|_| (CARD, "201"));
    let silent = (0..SILENT_ROUNDS).map(|_| (SILENT, "202"));
    for (round, (card, told)) in answered.chain(silent).enumerate() {
        let link = client.link(&merchant, &format!("round-{round}"), &json!({})).await?;
        let token = client.token(card).await?;
        let paid = client.insist(&pay(&link.text("slug")?, &token, &format!("pay-{round}"))).await?.ok(201)?;
        let path = format!("/v1/payments/{}", paid.text("id")?);
        let counts = tally(rush(&site, &path, round, chance).await?);
        let good = BTreeMap::from([
            (told.to_owned(), PARTS),
            ("409 refund_exceeds_payment".to_owned(), ASKED.saturating_sub(PARTS)),
        ]);
        verdict.expect(counts == good, || format!("round {round}: {counts:?}"));
        given_back(&mut client, &path, GIVEN_BACK, verdict).await?;
        // the rest is exact: a cent more is refused, it itself is not, and after it nothing is left
        for (number, (amount, status)) in [("0.21", "409"), (REST, told), ("0.01", "409")].into_iter().enumerate() {
            let reply = client.insist(&refund(&path, amount, &format!("rest-{round}-{number}"))).await?;
            verdict.expect(reply.status().to_string() == status, || {
                format!("round {round}: a refund of {amount}: {reply}")
            });
        }
        given_back(&mut client, &path, "12.50", verdict).await?;
        let link = client.read(&format!("/v1/payment_links/{}", link.text("id")?)).await?;
        verdict.expect(link.at("amount_refunded") == "12.50", || format!("round {round}: the link is {link}"));
    }
    verdict.figure(
        "rounds of 64 at once: 41 × 0.30 of 12.50, then 0.20",
        format!("{rounds}, and {SILENT_ROUNDS} with lost answers"),
    );
    let over =
        "SELECT count(*) FROM payments WHERE refunded_minor > captured_minor OR refund_reserved_minor > captured_minor";
    verdict.expect(site.books().number(over)? == 0, || "more was given back than was captured".to_owned());
    // what the processor itself has given back
    let made = site.books().given_back()?;
    let sum: i64 = made.values().sum();
    verdict.figure("refunds in the sandbox's book, and their sum", format!("{} / {sum}", made.len()));
    let whole = i64::from(rounds.saturating_add(SILENT_ROUNDS)).saturating_mul(CAPTURED);
    verdict.expect(sum == whole, || format!("{sum} instead of {whole} was given back in fact"));
    verdict.expect(site.books().is_sound()?, || "the database is damaged".to_owned());
    site.close(verdict).await
}

fn refund(path: &str, amount: &str, key: &str) -> Call {
    Call::post(&format!("{path}/refunds"), &json!({"amount": amount})).bearer(ADMIN).key(key)
}

/// Everybody connects, waits for everybody else, and asks. `None`: no answer.
async fn rush(site: &Site, path: &str, round: usize, chance: &Chance) -> Outcome<Vec<Option<Reply>>> {
    let together = Arc::new(Barrier::new(ASKED));
    let mut asking = JoinSet::new();
    let mut where_to = chance.fork("door");
    for number in 0..ASKED {
        let (address, together) = (site.front().any(&mut where_to)?, together.clone());
        let call = refund(path, PART, &format!("r{round}-{number}"));
        asking.spawn(async move {
            let mut line = Line::default();
            let connected = line.connect(address).await.is_ok();
            together.wait().await;
            if connected { line.send(address, &call).await.ok() } else { None }
        });
    }
    let mut replies = Vec::new();
    while let Some(done) = asking.join_next().await {
        replies.push(done?);
    }
    Ok(replies)
}

fn tally(replies: Vec<Option<Reply>>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::<_, usize>::new();
    for reply in replies {
        let name = match reply {
            None => "no answer".to_owned(),
            Some(reply) if reply.status() < 300 => reply.status().to_string(),
            Some(reply) => format!("{} {}", reply.status(), reply.code()),
        };
        let count = counts.entry(name).or_default();
        *count = count.saturating_add(1);
    }
    counts
}

/// Waits until the payment shows this much as given back.
async fn given_back(client: &mut Client, path: &str, amount: &str, verdict: &Verdict) -> Outcome<()> {
    let begun = Instant::now();
    loop {
        let payment = client.read(path).await?;
        if payment.at("amount_refunded") == amount {
            return Ok(());
        }
        if begun.elapsed() > PATIENCE {
            verdict.violation(format!("not {amount} but {} is given back", payment.at("amount_refunded")));
            return Ok(());
        }
        sleep(Duration::from_millis(50)).await;
    }
}
