//! One server process that can be killed, frozen, stopped and started again at the same address.

use super::{
    free_port,
    home::Home,
    process::{Process, signal},
};
use crate::{
    Outcome,
    http::{Call, Line},
};
use std::{
    fs::OpenOptions,
    net::SocketAddr,
    path::PathBuf,
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// Longest a server may take to start, or to stop when asked to.
const PATIENCE: Duration = Duration::from_secs(60);

/// `PAYLINK_ROLE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    All,
    Web,
    Worker,
}

impl Role {
    const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Web => "web",
            Self::Worker => "worker",
        }
    }
}

/// A place for one process.
#[derive(Debug)]
pub(crate) struct Replica {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) address: SocketAddr,
    log: PathBuf,
    wrapper: Vec<String>,
    process: Option<Process>,
}

impl Replica {
    pub(crate) fn new(home: &Home, name: &str, role: Role) -> Outcome<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        let log = home.path().join(format!("{name}.log"));
        Ok(Self { name: name.to_owned(), role, address, log, wrapper: Vec::new(), process: None })
    }

    /// From the next start on below this program, such as `strace`.
    pub(crate) fn wrap(&mut self, wrapper: Vec<String>) {
        self.wrapper = wrapper;
    }

    /// Starts the process; it may not answer yet.
    pub(crate) fn start(&mut self, home: &Home) -> Outcome<()> {
        let log = OpenOptions::new().create(true).append(true).open(&self.log)?;
        let mut command = home.command(&self.wrapper, &["serve", "--role", self.role.name()]);
        command.env("PAYLINK_BIND", self.address.to_string()).stdout(log.try_clone()?).stderr(log);
        self.process = Some(Process::start(&mut command)?);
        Ok(())
    }

    /// Waits until it answers that it is ready; gives how long that took.
    pub(crate) async fn ready(&mut self) -> Outcome<Duration> {
        let begun = Instant::now();
        let call = Call::get("/health/ready");
        loop {
            if Line::default().send(self.address, &call).await.is_ok_and(|reply| reply.status() == 200) {
                return Ok(begun.elapsed());
            }
            let ended = match &mut self.process {
                Some(process) => process.ended()?,
                None => return Err(format!("{} was never started", self.name).into()),
            };
            if ended.is_some() || begun.elapsed() > PATIENCE {
                return Err(format!("{} did not start:\n{}", self.name, self.last_words()).into());
            }
            sleep(Duration::from_millis(2)).await;
        }
    }

    /// Its process id.
    pub(crate) fn id(&self) -> Outcome<u32> {
        Ok(self.process.as_ref().ok_or("there is no process")?.id())
    }

    /// Whether it runs.
    pub(crate) fn is_running(&mut self) -> Outcome<bool> {
        match &mut self.process {
            Some(process) => Ok(process.ended()?.is_none()),
            None => Ok(false),
        }
    }

    /// `kill -9`.
    pub(crate) fn kill(&mut self) -> Outcome<()> {
        let process = self.process.take().ok_or("there is no process to kill")?;
        process.kill()
    }

    /// Sends a signal to it and whatever wraps it.
    pub(crate) fn signal(&self, name: &str) -> Outcome<()> {
        let process = self.process.as_ref().ok_or("there is no process to signal")?;
        signal(name, &format!("-{}", process.id()))
    }

    /// Asks it to stop and waits until it has, with exit status 0; gives how long that took.
    pub(crate) async fn stop(&mut self) -> Outcome<Duration> {
        let begun = Instant::now();
        self.signal("TERM")?;
        let mut process = self.process.take().ok_or("there is no process to stop")?;
        let status = process.end(PATIENCE).await?;
        if status.success() {
            return Ok(begun.elapsed());
        }
        Err(format!("{} ended with {status}:\n{}", self.name, self.last_words()).into())
    }

    /// Everything logged by the processes of this place.
    pub(crate) fn log(&self) -> String {
        let bytes = std::fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn last_words(&self) -> String {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        lines.get(lines.len().saturating_sub(12)..).unwrap_or_default().join("\n")
    }
}
