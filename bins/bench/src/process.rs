//! The processes that are measured: started, looked at through `/proc`, and ended.

use crate::{
    Outcome,
    http::{Request, ask},
    options::Options,
};
use std::{
    fs::File,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{self, Command, Stdio},
    time::{Duration, Instant},
};

/// Longest a server may take to start.
const PATIENCE: Duration = Duration::from_secs(30);
/// The API key the server is started with.
pub(crate) const KEY: &str = "bench_4f7c2b9d1e6a8035";

/// A child that dies with its owner.
pub(crate) struct Child(pub(crate) process::Child);

impl Drop for Child {
    fn drop(&mut self) {
        // it may be gone already
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Child {
    /// Memory in use that is this process's own or shared: `VmRSS`, in bytes.
    pub(crate) fn resident(&self) -> Outcome<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes: u64 = line.ok_or("no VmRSS")?.trim().trim_end_matches(" kB").trim().parse()?;
        Ok(kibibytes.saturating_mul(1024))
    }

    /// Processor time that all its threads have had, where the kernel tells.
    pub(crate) fn busy(&self) -> Option<Duration> {
        let mut sum = Duration::ZERO;
        for task in std::fs::read_dir(format!("/proc/{}/task", self.0.id())).ok()? {
            let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
            let nanos = text.split_whitespace().next()?.parse().ok()?;
            sum = sum.saturating_add(Duration::from_nanos(nanos));
        }
        Some(sum)
    }
}

/// A running server.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process to the first answer that says it is ready.
    pub(crate) cold_start: Duration,
}

impl Server {
    /// Starts the server with everything it keeps in `folder`. Its settings are the usual ones; only the limits
    /// per client are off, because all load comes from one.
    pub(crate) fn start(options: &Options, folder: &Path, more: &[(&str, &str)]) -> Outcome<Self> {
        // Free now; nobody else asks for ports between here and the server's own bind.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = folder.join("server.log");
        let mut command = Command::new(&options.server);
        let inherited = std::env::vars_os().map(|(name, _)| name);
        for name in inherited.filter(|name| name.to_string_lossy().starts_with("PAYLINK_")) {
            command.env_remove(name);
        }
        command
            .env("PAYLINK_BIND", address.to_string())
            .env("PAYLINK_ADMIN_KEY", KEY)
            .env("PAYLINK_RATE_LIMITS", "off")
            .envs(more.iter().copied())
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?);
        let begun = Instant::now();
        let mut child = Child(command.spawn()?);
        let ready = Request::get("/health/ready");
        loop {
            if ask(address, &ready).is_ok_and(|answer| answer.status == 200) {
                return Ok(Self { child, address, cold_start: begun.elapsed() });
            }
            if child.0.try_wait()?.is_some() || begun.elapsed() > PATIENCE {
                return Err(format!("the server did not start: {}", std::fs::read_to_string(&log)?).into());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}
