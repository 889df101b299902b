//! A subscriber's server: takes webhooks, counts them by id, answers as it is told.

use crate::{Outcome, json::Fields as _, verdict::Verdict};
use serde_json::Value;
use std::{
    collections::HashMap,
    future::pending,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::sleep,
};

/// What the receiver does with an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Status(u16),
    /// The status, after a while.
    Late(Duration, u16),
    /// Keeps the connection and says nothing.
    Hang,
}

/// What became of one event at one address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heard {
    pub(crate) attempts: u32,
    /// Attempts that were answered 2xx.
    pub(crate) accepted: u32,
    pub(crate) kind: String,
    /// From the event's own time to the end of the first accepted attempt.
    pub(crate) took: Option<Duration>,
    body: Vec<u8>,
}

/// By path and `webhook-id`.
type Memory = HashMap<(String, String), Heard>;
/// Given the path and how many attempts of the same event came there before.
type Decide = dyn Fn(&str, u32) -> Answer + Send + Sync;

struct Shared {
    memory: Mutex<Memory>,
    decide: Box<Decide>,
    verdict: Verdict,
}

impl Shared {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A server on a port of its own; stops when dropped.
pub(crate) struct Receiver {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
}

impl Receiver {
    /// Answers as `decide` says.
    pub(crate) async fn that(
        verdict: &Verdict,
        decide: impl Fn(&str, u32) -> Answer + Send + Sync + 'static,
    ) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { memory: Mutex::default(), decide: Box::new(decide), verdict: verdict.clone() });
        let serving = shared.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, serving.clone()));
            }
        });
        Ok(Self { address, shared, accepting })
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Everything heard at `path` so far, by event.
    pub(crate) fn heard(&self, path: &str) -> HashMap<String, Heard> {
        let memory = self.shared.memory();
        let here = memory.iter().filter(|((at, _), _)| at == path);
        here.map(|((_, id), heard)| (id.clone(), heard.clone())).collect()
    }

    /// How many events were accepted at `path`.
    pub(crate) fn accepted(&self, path: &str) -> usize {
        self.shared.memory().iter().filter(|((at, _), heard)| at == path && heard.accepted > 0).count()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(mut stream: TcpStream, shared: Arc<Shared>) {
    while let Some((path, id, body)) = read(&mut stream).await {
        let answer = note(&shared, &path, &id, &body);
        let status = match answer {
            Answer::Status(status) => status,
            Answer::Late(span, status) => {
                sleep(span).await;
                status
            }
            Answer::Hang => pending().await,
        };
        let head = format!("HTTP/1.1 {status} As Told\r\ncontent-length: 0\r\n\r\n");
        if stream.write_all(head.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Remembers an attempt and decides on its answer.
fn note(shared: &Shared, path: &str, id: &str, body: &[u8]) -> Answer {
    let mut memory = shared.memory();
    let heard = memory.entry((path.to_owned(), id.to_owned())).or_default();
    let answer = (shared.decide)(path, heard.attempts);
    if heard.attempts == 0 {
        let event: Value = serde_json::from_slice(body).unwrap_or_default();
        shared.verdict.expect(event.at("id") == id, || format!("the header says {id}, the body {}", event.at("id")));
        event.at("type").as_str().unwrap_or_default().clone_into(&mut heard.kind);
        body.clone_into(&mut heard.body);
    } else {
        shared.verdict.expect(heard.body == body, || format!("{id} came again with another body"));
    }
    heard.attempts = heard.attempts.saturating_add(1);
    if matches!(answer, Answer::Status(200..=299) | Answer::Late(_, 200..=299)) {
        heard.accepted = heard.accepted.saturating_add(1);
        if heard.took.is_none() {
            heard.took = since_event(&heard.body);
        }
    }
    answer
}

/// From the `timestamp` inside the body to now, by the one clock of this machine.
fn since_event(body: &[u8]) -> Option<Duration> {
    let event: Value = serde_json::from_slice(body).ok()?;
    let at = micros(event.at("timestamp").as_str()?)?;
    #[expect(
        clippy::disallowed_methods,
        reason = "the servers' clock is this machine's, and they are not in this process"
    )]
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    now.checked_sub(Duration::from_micros(at))
}

/// Microseconds since 1970 of `2026-03-01T12:00:00.123456Z`.
fn micros(text: &str) -> Option<u64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut date = date.splitn(3, '-').map(|part| part.parse::<u64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut clock = clock.splitn(3, ':').map(|part| part.parse::<u64>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let fraction: u64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
    // days of the civil calendar, counted from 1 March so that the leap day comes last
    let (year, month) = if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let days = (365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day).checked_sub(719_469)?;
    Some((((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000 + fraction)
}

/// Path, `webhook-id` and body of one request; `None` when the sender is done.
async fn read(stream: &mut TcpStream) -> Option<(String, String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let split = loop {
        if let Some(split) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break split;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = std::str::from_utf8(bytes.get(..split)?).ok()?.to_owned();
    let mut lines = head.split("\r\n");
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let header = |name: &str| {
        let mut all = head.split("\r\n").filter_map(|line| line.split_once(':'));
        all.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    };
    let length: usize = header("content-length")?.parse().ok()?;
    let id = header("webhook-id")?;
    let mut body = bytes.split_off(split.saturating_add(4));
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some((path, id, body))
}

#[cfg(test)]
mod tests {
    use super::micros;

    #[test]
    fn instants_are_counted_from_1970() {
        assert_eq!(micros("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(micros("2000-02-29T00:00:00.5Z"), Some(951_782_400_500_000));
        assert_eq!(micros("2026-11-20T21:37:38.000001Z"), Some(1_795_210_658_000_001));
        assert_eq!(micros("yesterday"), None);
    }
}
