//! The disk fails under a running server: syncs and writes come back with errors, then work again.

use crate::{
    Outcome,
    chance::Chance,
    load::{Load, Size, audit, settle_all_within},
    options::Options,
    receiver::{Answer, Receiver},
    site::{Process, Replica, Site, signal},
    verdict::Verdict,
};
use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use tokio::time::sleep;

const SIZE: Size = Size { payers: 8, rest_ms: 20, limit: Duration::from_secs(60) };
/// Longest a server may take to serve again once the disk does.
const RECOVERY: Duration = Duration::from_secs(10);

/// The processor's book is on the disk that fails: up to four look-ups may be in vain, and the next comes 10 minutes later.
const FINISHED: Duration = Duration::from_secs(720);

/// What the kernel is made to answer, and how it shows in the trace.
const FAULTS: [(&str, &str); 8] = [
    ("one sync fails", "fsync,fdatasync:error=EIO:when=1"),
    ("a later sync fails", "fsync,fdatasync:error=EIO:when=7"),
    ("every third sync fails", "fsync,fdatasync:error=EIO:when=1+3"),
    ("every sync fails", "fsync,fdatasync:error=EIO:when=1+"),
    ("the disk is full for one write", "pwrite64:error=ENOSPC:when=1"),
    ("the disk is full for a later write", "pwrite64:error=ENOSPC:when=11"),
    ("the disk is full", "pwrite64:error=ENOSPC:when=1+"),
    ("writes fail", "pwrite64:error=EIO:when=2+"),
];

pub(crate) async fn run(options: Options, verdict: Verdict) -> Outcome<()> {
    let chance = Chance::new(options.seed).fork("disk");
    let mut site = Site::embedded(&options)?;
    site.start().await?;
    let receiver = Receiver::that(&verdict, |_, _| Answer::Status(200)).await?;
    let mut load = Load::start(&site.front(), receiver, SIZE, &chance, &verdict).await?;
    let rounds = usize::try_from(options.rounds(1, 2))?;
    for (name, fault) in FAULTS.iter().cycle().take(FAULTS.len().saturating_mul(rounds)) {
        let refused = verdict.counted("answers 503");
        let before = load.ledger.acknowledged();
        let replica = site.replicas.first_mut().ok_or("no server")?;
        let injected = suffer(replica, fault, site.home.path()).await?;
        verdict.expect(injected > 0, || format!("{name}: nothing was ever injected"));
        let recovered = recover(&load, &verdict, name).await;
        verdict.expect(replica.is_running()?, || format!("{name}: the server ended by itself"));
        verdict.figure(
            *name,
            format!(
                "{injected} failed calls, {} answers 503, {} writes acknowledged, works again after {} ms",
                verdict.counted("answers 503").saturating_sub(refused),
                load.ledger.acknowledged().saturating_sub(before),
                recovered.as_millis()
            ),
        );
        replica.kill()?;
        verdict.expect(site.home.books().is_sound()?, || format!("{name}: the file is damaged"));
        replica.start(&site.home)?;
        replica.ready().await?;
    }
    settle_all_within(&mut load, &site.books(), FINISHED).await?;
    audit(&load, &site).await?;
    site.close(&verdict).await
}

/// Lets the server's calls fail for a second and a half; gives how many did.
async fn suffer(replica: &Replica, fault: &str, folder: &std::path::Path) -> Outcome<usize> {
    let trace = folder.join("faults.txt");
    let calls = fault.split(':').next().unwrap_or_default();
    let mut command = Command::new("strace");
    command
        .args(["-f", "-e", &format!("trace={calls}"), "-e", &format!("inject={fault}"), "-o"])
        .arg(&trace)
        .args(["-p", &replica.id()?.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut tracer = Process::start(&mut command)?;
    sleep(Duration::from_millis(1500)).await;
    // it lets go of the server when interrupted
    signal("INT", &tracer.id().to_string())?;
    tracer.end(Duration::from_secs(10)).await?;
    Ok(std::fs::read_to_string(&trace)?.matches("(INJECTED)").count())
}

/// Waits until writes are acknowledged again, without a restart.
async fn recover(load: &Load, verdict: &Verdict, name: &str) -> Duration {
    let (begun, before) = (Instant::now(), load.ledger.acknowledged());
    while load.ledger.acknowledged() <= before.saturating_add(5) {
        if begun.elapsed() > RECOVERY {
            verdict.violation(format!("{name}: no write for {} s after the disk worked again", RECOVERY.as_secs()));
            break;
        }
        sleep(Duration::from_millis(5)).await;
    }
    begun.elapsed()
}
