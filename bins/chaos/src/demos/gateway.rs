//! Partners behind a bad network: a TCP proxy that is slow, cuts, half closes or swallows, and a gateway whose
//! answers get lost.

mod out_of_reach;
mod storage;

use crate::{
    Outcome,
    chance::Chance,
    client::{CARD, Client, pay},
    json::Fields as _,
    options::{Engine, Options},
    proxy::{Fault, Proxy},
    receiver::{Answer, Receiver},
    site::Site,
    verdict::{Verdict, seconds},
};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// A lost answer is asked for after 5 s and 30 s; a hook that met a bad network comes again after 5 s, and after
/// 15 s more where the network swallowed it.
const PATIENCE: Duration = Duration::from_secs(120);

/// Sandbox cards by name, and what the gateway does in fact.
const CARDS: [(&str, &str, &str, &str); 3] = [
    ("good", "answers", CARD, "succeeded"),
    ("charged", "charges, and its answer is lost", "4000000000000341", "succeeded"),
    ("uncharged", "never hears of it", "4000000000000259", "failed"),
];

pub(crate) async fn run(options: Options, verdict: Verdict) -> Outcome<()> {
    let chance = Chance::new(options.seed).fork("gateway");
    for engine in options.engines() {
        let mut site = Site::on(engine, &options)?;
        site.start().await?;
        let mut client = Client::new(&site.front(), chance.fork("client"), &verdict);
        let merchant = client.merchant("shop").await?;
        lost_answers(&site, &mut client, &merchant, &options, &verdict).await?;
        receivers(&site, &mut client, &verdict).await?;
        site.close(&verdict).await?;
    }
    if options.wants(Engine::Postgres) {
        out_of_reach::black_holed(&options, &chance, &verdict).await?;
        storage::behind_a_bad_network(&options, &chance, &verdict).await?;
    }
    Ok(())
}

/// Every payment ends in the gateway's truth, and nobody is charged twice for asking again.
async fn lost_answers(
    site: &Site,
    client: &mut Client,
    merchant: &str,
    options: &Options,
    verdict: &Verdict,
) -> Outcome<()> {
    let each = options.rounds(4, 10);
    let mut open = Vec::new();
    let mut charged = 0;
    for number in 0..each {
        for (name, what, card, end) in CARDS {
            let link = client.link(merchant, &format!("{name}-{number}"), &json!({})).await?;
            let (slug, token) = (link.text("slug")?, client.token(card).await?);
            let call = pay(&slug, &token, &format!("pay-{name}-{number}"));
            let (first, again) = (client.insist(&call).await?, client.insist(&call).await?);
            let known = if card == CARD { 201 } else { 202 };
            verdict.expect(first.status() == known, || format!("the gateway {what}: {first}"));
            let same = first.json().at("id") == again.json().at("id");
            verdict.expect(same, || format!("the gateway {what}: asked again, {again}"));
            // nobody else may pay while the outcome is open
            let other = client.token(CARD).await?;
            let other = client.insist(&pay(&slug, &other, &format!("other-{name}-{number}"))).await?;
            let refused = ["payment_in_progress", "link_completed"].contains(&other.code().as_str());
            verdict.expect(refused, || format!("the gateway {what}, and somebody else: {other}"));
            open.push((what, slug, first.json().text("id")?, end));
            charged += usize::from(end == "succeeded");
        }
    }
    let begun = Instant::now();
    for (what, slug, payment, end) in open {
        let path = format!("/v1/checkout/{slug}/payments/{payment}");
        loop {
            let found = client.read(&path).await?;
            if found.at("status") == end {
                break;
            }
            let waits = found.at("status") == "processing" && begun.elapsed() < PATIENCE;
            if !waits {
                verdict.violation(format!("the gateway {what}, and the payment is {found}"));
                break;
            }
            sleep(Duration::from_millis(100)).await;
        }
    }
    let found = site.books().charged()?.len();
    verdict.expect(found == charged, || format!("{found} charges instead of {charged}"));
    verdict.figure("payments whose gateway loses answers, all final and true", u64::from(each) * 2);
    verdict.figure("the last of them known after", seconds(begun.elapsed()));
    Ok(())
}

/// Webhooks reach a receiver behind a network that fails in each way, once it works.
async fn receivers(site: &Site, client: &mut Client, verdict: &Verdict) -> Outcome<()> {
    let faults = [
        ("slow", Fault::Delay(Duration::from_millis(700))),
        ("cut", Fault::Reset),
        ("half-closed", Fault::HalfClose),
        ("swallowing", Fault::BlackHole),
    ];
    for (name, fault) in faults {
        let receiver = Receiver::that(verdict, |_, _| Answer::Status(200)).await?;
        let proxy = Proxy::before(receiver.address()).await?;
        let merchant = client.merchant(name).await?;
        client.subscribe(Some(&merchant), &format!("http://{}/hooks", proxy.address())).await?;
        proxy.be(fault);
        for number in 0..4 {
            client.link(&merchant, &format!("{name}-{number}"), &json!({})).await?;
        }
        sleep(Duration::from_secs(3)).await;
        proxy.be(Fault::None);
        let begun = Instant::now();
        // the server's own view: an attempt whose answer was lost is made again
        let waiting = || site.books().number("SELECT count(*) FROM work WHERE queue IN ('dispatch', 'deliver')");
        while waiting()? > 0 && begun.elapsed() < PATIENCE {
            sleep(Duration::from_millis(50)).await;
        }
        let heard = receiver.heard("/hooks");
        let attempts: u32 = heard.values().map(|heard| heard.attempts).sum();
        verdict.figure(
            format!("receiver behind a network that is {name}"),
            format!(
                "4 events in {attempts} attempts that arrived, all known to be there {} after it worked",
                seconds(begun.elapsed())
            ),
        );
        verdict.expect(receiver.accepted("/hooks") == 4, || format!("{name}: {} events arrived", heard.len()));
    }
    Ok(())
}
