//! SIGTERM under load: whoever was let in gets an answer, and the process ends well.

use crate::{
    Outcome,
    books::Books,
    chance::Chance,
    client::{CARD, Client, pay},
    http::{Call, Line},
    json::Fields as _,
    options::Options,
    site::{ADMIN, Front, Site},
    verdict::Verdict,
};
use serde_json::{Value, json};
use std::{net::SocketAddr, time::Duration};
use tokio::{task::JoinSet, time::sleep};

const PAYERS: usize = 16;
/// A call to the gateway under way may take a second here; the rest is writing down.
const GRACE: Duration = Duration::from_secs(15);
/// The gateway takes a second and never answers.
const SLOW: &str = "4000000000000341";

pub(crate) async fn run(options: Options, verdict: Verdict) -> Outcome<()> {
    let chance = Chance::new(options.seed).fork("stop");
    let rounds = options.rounds(2, 10);
    for engine in options.engines() {
        on(Site::on(engine, &options)?, rounds, &chance, &verdict).await?;
    }
    Ok(())
}

async fn on(mut site: Site, rounds: u32, chance: &Chance, verdict: &Verdict) -> Outcome<()> {
    let (mut answered, mut turned_away, mut slowest) = (0_usize, 0_usize, Duration::ZERO);
    let mut moments = chance.fork("moments");
    site.start().await?;
    let merchant = Client::new(&site.front(), chance.fork("merchant"), verdict).merchant("shop").await?;
    for round in 0..rounds {
        let mut payers = JoinSet::new();
        for number in 0..PAYERS {
            let name = format!("r{round}p{number}");
            payers.spawn(Payer::new(&name, &merchant, &site.front(), number % 2 == 0, chance)?.until_it_is_gone());
        }
        sleep(moments.millis(300, 1500)).await;
        for replica in &mut site.replicas {
            let took = replica.stop().await?;
            verdict.expect(took < GRACE, || format!("{} took {took:?} to stop", replica.name));
            slowest = slowest.max(took);
        }
        site.start().await?;
        while let Some(done) = payers.join_next().await {
            let seen = done??;
            answered = answered.saturating_add(seen.acknowledged.len());
            turned_away = turned_away.saturating_add(seen.unanswered.len());
            check(&seen, &site.books(), verdict)?;
        }
    }
    verdict.figure("SIGTERM under load, each ended with 0", rounds);
    verdict.figure("slowest stop", format!("{} ms", slowest.as_millis()));
    verdict.figure("writes acknowledged, all kept", answered);
    verdict.figure("connections turned away, none of them carried out", turned_away);
    site.close(verdict).await
}

/// What one payer saw.
#[derive(Default)]
struct Seen {
    /// Keys of writes that were answered.
    acknowledged: Vec<String>,
    /// Keys of writes that were not.
    unanswered: Vec<String>,
    violations: Vec<String>,
}

struct Payer {
    name: String,
    merchant: String,
    address: SocketAddr,
    /// Whether its connection is kept between requests.
    keeps: bool,
    chance: Chance,
    line: Line,
    seen: Seen,
}

impl Payer {
    fn new(name: &str, merchant: &str, front: &Front, keeps: bool, chance: &Chance) -> Outcome<Self> {
        let mut chance = chance.fork(name);
        Ok(Self {
            name: name.to_owned(),
            merchant: merchant.to_owned(),
            address: front.any(&mut chance)?,
            keeps,
            chance,
            line: Line::default(),
            seen: Seen::default(),
        })
    }

    /// Works until a request is not answered any more.
    async fn until_it_is_gone(mut self) -> Outcome<Seen> {
        let mut number: u32 = 0;
        loop {
            number = number.saturating_add(1);
            let key = format!("{}-{number}", self.name);
            let fields = json!({"merchant_id": self.merchant, "amount": "12.50", "external_id": key});
            let call = Call::post("/v1/payment_links", &fields).bearer(ADMIN).key(&key);
            let Some(link) = self.send(&call, Some(&key)).await? else { return Ok(self.seen) };
            let card = if self.chance.percent(15) { SLOW } else { CARD };
            let card = json!({"card": {"number": card, "exp_month": 12, "exp_year": 2040, "cvc": "123"}});
            let Some(token) = self.send(&Call::post("/sandbox/tokens", &card), None).await? else {
                return Ok(self.seen);
            };
            let key = format!("{key}-pay");
            let call = pay(&link.text("slug")?, &token.text("token")?, &key);
            if self.send(&call, Some(&key)).await?.is_none() {
                return Ok(self.seen);
            }
        }
    }

    async fn send(&mut self, call: &Call, key: Option<&str>) -> Outcome<Option<Value>> {
        if !self.keeps {
            self.line = Line::default();
        }
        let answer = self.line.send(self.address, call).await;
        let keys = if answer.is_ok() { &mut self.seen.acknowledged } else { &mut self.seen.unanswered };
        keys.extend(key.map(str::to_owned));
        let Ok(reply) = answer else { return Ok(None) };
        if ![201, 202].contains(&reply.status()) {
            self.seen.violations.push(format!("{} was answered {reply}", call.name));
        }
        Ok(Some(reply.json()))
    }
}

/// What was answered is there; what was not answered was never begun.
fn check(seen: &Seen, books: &Books, verdict: &Verdict) -> Outcome<()> {
    for violation in &seen.violations {
        verdict.violation(violation);
    }
    let known = |key: &str| {
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(
            books.number(&format!("SELECT count(*) FROM idempotency WHERE key = '{key}'"))? == 1,
        )
    };
    for key in &seen.acknowledged {
        verdict.expect(known(key)?, || format!("{key} was acknowledged and is lost"));
    }
    for key in &seen.unanswered {
        verdict.expect(!known(key)?, || format!("{key} was carried out and never answered"));
    }
    Ok(())
}
