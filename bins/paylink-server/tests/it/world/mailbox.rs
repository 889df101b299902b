//! Somebody else's mail server (aiosmtpd), and the mails it has taken.

use super::{eventually, peers};
use serde_json::{Value, json};
use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::{Arc, Mutex},
};

/// A running mail server. Stopped when dropped.
pub(crate) struct Mailbox {
    child: Child,
    _stdin: ChildStdin,
    port: u16,
    mails: Arc<Mutex<Vec<Value>>>,
}

impl Mailbox {
    /// One that takes every mail; recipients that begin with three digits are refused with that code, and those that begin with
    /// `drop-` lose the connection.
    pub(crate) fn open() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/notify/tests/peers/smtpd.py");
        let options = json!({"tls": "none", "login": null, "utf8": true}).to_string();
        let mut command = Command::new(peers().join("venv/bin/python"));
        let mut child = command.arg(script).arg(options).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut lines = BufReader::new(stdout).lines();
        let first: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        let port = u16::try_from(first["port"].as_u64().unwrap()).unwrap();
        let mails = Arc::new(Mutex::new(Vec::new()));
        let taken = mails.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                taken.lock().unwrap().push(serde_json::from_str(&line).unwrap());
            }
        });
        Self { child, _stdin: stdin, port, mails }
    }

    /// Its address as the setting names it.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Every mail so far, in order.
    pub(crate) fn mails(&self) -> Vec<Value> {
        self.mails.lock().unwrap().clone()
    }

    /// Waits for a mail to this recipient.
    pub(crate) async fn mail_to(&self, recipient: &str) -> Value {
        eventually(&format!("a mail to {recipient}"), async || {
            self.mails().into_iter().find(|mail| mail["to"] == json!([recipient]))
        })
        .await
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The texts of a mail's parts with this content type.
pub(crate) fn content(mail: &Value, kind: &str) -> String {
    fn find(part: &Value, kind: &str) -> Option<String> {
        if part["type"] == kind {
            return part["content"].as_str().map(str::to_owned);
        }
        part["parts"].as_array()?.iter().find_map(|part| find(part, kind))
    }
    find(&mail["body"], kind).unwrap_or_else(|| panic!("no {kind} in {mail}"))
}
