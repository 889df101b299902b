//! The gateway in a black hole: the sandbox keeps its books in a database of its own, behind the proxy, so that
//! Paylink works and its processor cannot be reached.

use crate::{
    Outcome,
    chance::Chance,
    client::{CARD, Client, pay},
    json::Fields as _,
    options::Options,
    proxy::{Fault, Proxy},
    site::Site,
    verdict::{Verdict, seconds},
};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// No payer waits longer than this for a word.
const ANSWER: Duration = Duration::from_secs(28);
/// The plan asks after 5 s, 30 s and 2 min; the hole is shorter than the second of these.
const PATIENCE: Duration = Duration::from_secs(180);

/// Payers in a black hole are told "processing", nobody else can pay, and the truth comes out afterwards.
pub(super) async fn black_holed(options: &Options, chance: &Chance, verdict: &Verdict) -> Outcome<()> {
    let mut site = Site::replicated(options)?;
    let (books, url) = site.database_of_gateway()?;
    let proxy = Proxy::before(site.database_address()?).await?;
    let direct = site.database_address()?.to_string();
    site.home =
        site.home.clone().with("PAYLINK_SANDBOX_DATABASE_URL", &url.replacen(&direct, &proxy.address().to_string(), 1));
    site.start().await?;
    let mut client = Client::new(&site.front(), chance.fork("black hole"), verdict).within(ANSWER * 2);
    let merchant = client.merchant("black-hole").await?;
    let mut ready = Vec::new();
    for number in 0..options.rounds(3, 8) {
        let link = client.link(&merchant, &format!("hole-{number}"), &json!({})).await?;
        ready.push((link.text("slug")?, client.token(CARD).await?, client.token(CARD).await?));
    }
    proxy.be(Fault::BlackHole);
    let (mut open, mut slowest) = (Vec::new(), Duration::ZERO);
    for (number, (slug, token, other)) in ready.into_iter().enumerate() {
        let begun = Instant::now();
        let first = client.insist(&pay(&slug, &token, &format!("hole-{number}"))).await?;
        slowest = slowest.max(begun.elapsed());
        verdict.expect(first.status() == 202, || format!("a payer whose gateway is in a black hole: {first}"));
        let second = client.insist(&pay(&slug, &other, &format!("hole-other-{number}"))).await?;
        verdict.expect(second.code() == "payment_in_progress", || format!("somebody else meanwhile: {second}"));
        open.push((slug, first.json().text("id")?));
    }
    proxy.be(Fault::None);
    let begun = Instant::now();
    let count = open.len();
    for (slug, payment) in open {
        let path = format!("/v1/checkout/{slug}/payments/{payment}");
        loop {
            let found = client.read(&path).await?;
            if found.at("status") == "succeeded" {
                break;
            }
            if found.at("status") != "processing" || begun.elapsed() > PATIENCE {
                verdict.violation(format!("after the black hole the payment is {found}"));
                break;
            }
            sleep(Duration::from_millis(100)).await;
        }
    }
    let charged = books.charged()?.len();
    verdict.expect(charged == count, || format!("{charged} charges instead of {count}"));
    verdict.expect(slowest < ANSWER, || format!("a payer waited {}", seconds(slowest)));
    verdict.figure(
        "gateway in a black hole",
        format!(
            "{count} payers told \"processing\" (the slowest after {}), all charged once and known {} after it",
            seconds(slowest),
            seconds(begun.elapsed())
        ),
    );
    site.close(verdict).await
}
