//! Durable before acknowledged, seen from outside: the kernel's own record of what was synced when.

mod trace;

use crate::{
    Outcome,
    chance::Chance,
    client::{CARD, Client, pay},
    json::Fields as _,
    options::Options,
    site::{Role, Site},
    verdict::Verdict,
};
use serde_json::json;
use trace::acknowledgements;

/// Everything that writes to the database, syncs it, or sends an answer.
const CALLS: &str = "trace=fdatasync,fsync,pwrite64,pwritev,write,writev,sendto,sendmsg";

pub(crate) async fn run(options: Options, verdict: Verdict) -> Outcome<()> {
    let chance = Chance::new(options.seed).fork("fsync");
    let payments = usize::try_from(options.rounds(20, 200))?;
    // no background work: whatever is written, a request has asked for
    let mut site = Site::embedded_as(&options, Role::Web)?;
    let trace = site.home.path().join("trace.txt");
    for replica in &mut site.replicas {
        let words = ["strace", "-f", "-ttt", "-y", "-s", "24", "-e", CALLS, "-o"];
        replica.wrap(words.into_iter().map(str::to_owned).chain([trace.display().to_string()]).collect());
    }
    site.start().await?;
    let mut client = Client::new(&site.front(), chance, &verdict);
    let merchant = client.merchant("shop").await?;
    let mut ready = Vec::new();
    for number in 0..payments {
        let link = client.link(&merchant, &format!("link-{number}"), &json!({})).await?;
        ready.push((link.text("slug")?, client.token(CARD).await?));
    }
    for (number, (slug, token)) in ready.iter().enumerate() {
        client.insist(&pay(slug, token, &format!("pay-{number}"))).await?.ok(201)?;
    }
    site.stop().await?;
    let seen = acknowledgements(&std::fs::read_to_string(&trace)?);
    // the payments were the last things to be asked for
    let of_payments = seen.get(seen.len().saturating_sub(payments)..).unwrap_or_default();
    let durable = of_payments.iter().filter(|seen| seen.is_durable() && seen.syncs >= 2).count();
    verdict.figure("payments whose log was synced before the answer left", format!("{durable}/{payments}"));
    verdict.expect(durable == payments, || "an answer left before its commit was synced".to_owned());
    let all = seen.iter().filter(|seen| seen.is_durable()).count();
    verdict.figure("links, tokens and payments together", format!("{all}/{}", seen.len()));
    verdict.expect(all == seen.len(), || "an answer left before its commit was synced".to_owned());
    let syncs: usize = of_payments.iter().map(|seen| seen.syncs).sum();
    verdict.figure("syncs of the log for these payments", syncs);
    Ok(())
}
