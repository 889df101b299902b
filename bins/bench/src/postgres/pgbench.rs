//! The floor: PostgreSQL's own load generator with prepared statements.

use super::script::Script;
use crate::{Outcome, compare::Turn};
use paylink_pg_cluster::program;
use std::{path::Path, process::Command, time::Duration};

/// One turn.
pub(super) struct Floor<'a> {
    pub(super) script: &'a Script,
    pub(super) url: String,
    pub(super) clients: usize,
    /// How often each client runs the script.
    pub(super) each: usize,
    /// Orders whose links are there.
    pub(super) orders: usize,
}

impl Floor<'_> {
    /// Runs it with its files in `folder`.
    pub(super) fn run(&self, folder: &Path) -> Outcome<Turn> {
        let folder = tempfile::tempdir_in(folder)?;
        let (file, log) = (folder.path().join("script.sql"), folder.path().join("log"));
        std::fs::write(&file, self.script.finish())?;
        let mut command = Command::new(program("pgbench")?);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"PG")) {
            command.env_remove(name);
        }
        command.args(["--no-vacuum", "--protocol=prepared", "--log"]);
        command.arg(format!("--log-prefix={}", log.display())).arg("--file").arg(&file);
        command.arg(format!("--client={}", self.clients)).arg(format!("--jobs={}", self.clients.min(2)));
        command.arg(format!("--transactions={}", self.each));
        let counts = [("n", 0), ("clients", self.clients), ("orders", self.orders)];
        command.args(counts.iter().map(|(name, count)| format!("--define={name}={count}")));
        command.args(self.script.fixed.iter().map(|(name, text)| format!("--define={name}={text}")));
        let output = command.arg(&self.url).output()?;
        let (said, complaint) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if !output.status.success() {
            return Err(format!("pgbench failed: {}", complaint.chars().take(2000).collect::<String>()).into());
        }
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")).ok_or("pgbench gave no rate")?;
        let rate: f64 = rate.split_whitespace().next().unwrap_or_default().parse()?;
        let latencies = latencies(folder.path())?;
        if latencies.len() != self.clients.saturating_mul(self.each) {
            return Err(format!("pgbench did not finish: {}", said.trim()).into());
        }
        // without the time its connections took, as on the other side
        let span = Duration::from_secs_f64(crate::compare::count(latencies.len()) / rate.max(1e-9));
        Ok(Turn { span, latencies, busy: None })
    }
}

/// Microseconds of every run of the script (<https://www.postgresql.org/docs/15/pgbench.html>, per-transaction logging).
fn latencies(folder: &Path) -> Outcome<Vec<u32>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(b"log") {
            for line in std::fs::read_to_string(entry.path())?.lines() {
                all.push(line.split(' ').nth(2).ok_or("a short line in the log of pgbench")?.parse()?);
            }
        }
    }
    Ok(all)
}
