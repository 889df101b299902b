//! A child in a process group of its own, of which nothing is left when its owner goes.

use crate::Outcome;
use std::{
    os::unix::process::CommandExt as _,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// A running program and everything it starts.
#[derive(Debug)]
pub(crate) struct Process(Child);

impl Process {
    pub(crate) fn start(command: &mut Command) -> Outcome<Self> {
        Ok(Self(command.stdin(Stdio::null()).process_group(0).spawn()?))
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Outcome<Option<ExitStatus>> {
        Ok(self.0.try_wait()?)
    }

    /// Waits for its end.
    pub(crate) async fn end(&mut self, limit: Duration) -> Outcome<ExitStatus> {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            if begun.elapsed() > limit {
                return Err(format!("process {} did not end within {} s", self.id(), limit.as_secs()).into());
            }
            sleep(Duration::from_millis(2)).await;
        }
    }

    /// `kill -9` of the program alone, and waits until it is gone.
    pub(crate) fn kill(mut self) -> Outcome<()> {
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(Some(_))) {
            return;
        }
        // what it started goes first: it may be all that is left of the group in a moment
        drop(signal("KILL", &format!("-{}", self.0.id())));
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Sends a signal to a process, or to a group when `target` begins with `-`.
pub(crate) fn signal(name: &str, target: &str) -> Outcome<()> {
    let mut command = Command::new("kill");
    command.args(["-s", name, "--", target]).stdout(Stdio::null()).stderr(Stdio::null());
    if command.status()?.success() { Ok(()) } else { Err(format!("could not send {name} to {target}").into()) }
}
