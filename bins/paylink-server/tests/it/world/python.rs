//! Other people's clients and checkers, which run on Python.

use serde_json::Value;
use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Where `cargo xtask setup` has put what the tests need: as it says, or else beside the server's build.
pub(crate) fn peers() -> PathBuf {
    let beside = || Path::new(env!("CARGO_BIN_EXE_paylink-server")).ancestors().nth(2).unwrap().join("peers");
    let peers = std::env::var_os("PAYLINK_PEERS").map_or_else(beside, PathBuf::from);
    assert!(peers.join("venv/bin/python").exists(), "run `cargo xtask setup`: there is nothing in {}", peers.display());
    peers
}

/// Runs a script of `tests/peers` with `input` on its standard input; gives what it prints.
pub(crate) fn python(script: &str, input: &Value) -> Value {
    python_with(script, &[], input)
}

/// The same with arguments.
pub(crate) fn python_with(script: &str, arguments: &[&str], input: &Value) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers").join(script);
    let mut child = Command::new(peers().join("venv/bin/python"))
        .arg(&script)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}: {}", script.display(), String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}
