//! A running server: the real binary, stopped only by its own process id.

use super::{
    client::Say,
    home::{ADMIN, Home},
    wait::eventually,
};
use std::{
    fs::OpenOptions,
    net::SocketAddr,
    process::{Child, Command, ExitStatus},
};

/// A process that is killed when the test ends.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    pub(crate) home: Home,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// A server in a new home.
    pub(crate) async fn new() -> Self {
        Home::new().serve().await
    }

    /// Starts in `home` and waits until the log tells the address.
    pub(crate) async fn start(home: Home, arguments: &[&str]) -> Self {
        let file = |path| OpenOptions::new().create(true).append(true).open(path).unwrap();
        let (printed, log) = (file(home.printed_file()), file(home.log_file()));
        let before = home.log().len();
        let mut child = home.command(arguments).stdout(printed).stderr(log).spawn().unwrap();
        let address = eventually("the server says where it listens", async || {
            let log = home.log();
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none(), "the server ended with {ended:?}:\n{log}");
            listening(log.get(before..)?)
        })
        .await;
        Self { child, home, address }
    }

    /// The next server in the same home.
    pub(crate) async fn again(self) -> Self {
        let home = self.kill();
        home.serve().await
    }

    /// The base of every address on this server.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`; what it kept stays.
    pub(crate) fn kill(mut self) -> Home {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.home.clone()
    }

    /// Sends a signal, by name.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.pid().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// How it ended, once it has.
    pub(crate) async fn ended(&mut self) -> ExitStatus {
        let child = &mut self.child;
        eventually("the server ends", async || child.try_wait().unwrap()).await
    }

    /// A request without credentials.
    pub(crate) fn say(&self, method: &'static str, path: &str) -> Say {
        Say::new(self.address, method, path)
    }

    /// A request of the platform.
    pub(crate) fn admin(&self, method: &'static str, path: &str) -> Say {
        self.say(method, path).bearer(ADMIN)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // it may have ended by itself
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in `… serving address=127.0.0.1:40123 …` or `…"address":"127.0.0.1:40123"…`, once the line is whole.
fn listening(log: &str) -> Option<SocketAddr> {
    let line = log.split_inclusive('\n').find(|line| line.contains("serving") && line.ends_with('\n'))?;
    let (_, rest) = line.split_once("address").filter(|_| line.contains("version"))?;
    let rest = rest.trim_start_matches(['"', ':', '=']);
    rest.split([' ', '"', ',']).next()?.parse().ok()
}
