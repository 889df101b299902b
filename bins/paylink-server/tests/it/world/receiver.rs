//! A subscriber's server: takes webhooks, remembers them byte for byte, answers as it is told.

use super::wait::eventually;
use serde_json::Value;
use std::{
    future::pending,
    net::SocketAddr,
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::Instant,
};

/// What the receiver does with a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    Status(u16),
    RedirectTo(String),
    /// Keeps the connection and says nothing.
    Hang,
}

/// One attempt that arrived.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    pub(crate) at: Instant,
}

impl Delivery {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// The event's id, as the header tells it.
    pub(crate) fn id(&self) -> String {
        self.header("webhook-id").to_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }
}

type Decide = dyn Fn(&Delivery, usize) -> Answer + Send + Sync;

/// A server on a port of its own; stops when dropped.
pub(crate) struct Receiver {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<Delivery>>>,
    accepting: JoinHandle<()>,
}

impl Receiver {
    /// Answers 200 to everything.
    pub(crate) async fn new() -> Self {
        Self::that(|_, _| Answer::Status(200)).await
    }

    /// Answers as `decide` says, which is told how many attempts of the same id came before.
    pub(crate) async fn that(decide: impl Fn(&Delivery, usize) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (memory, decide): (_, Arc<Decide>) = (heard.clone(), Arc::new(decide));
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, memory.clone(), decide.clone()));
            }
        });
        Self { address, heard, accepting }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Everything that came so far, oldest first.
    pub(crate) fn heard(&self) -> Vec<Delivery> {
        self.heard.lock().unwrap().clone()
    }

    /// Waits for an attempt that fits.
    pub(crate) async fn hears(&self, what: &str, fits: impl Fn(&Delivery) -> bool) -> Delivery {
        eventually(what, async || self.heard().into_iter().find(&fits)).await
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(mut stream: TcpStream, heard: Arc<Mutex<Vec<Delivery>>>, decide: Arc<Decide>) {
    while let Some(delivery) = read(&mut stream).await {
        let before = {
            let mut heard = heard.lock().unwrap();
            let before = heard.iter().filter(|one| one.id() == delivery.id()).count();
            heard.push(delivery.clone());
            before
        };
        let head = match decide(&delivery, before) {
            Answer::Status(status) => format!("HTTP/1.1 {status} As Told\r\ncontent-length: 0\r\n\r\n"),
            Answer::RedirectTo(url) => format!("HTTP/1.1 302 Found\r\nlocation: {url}\r\ncontent-length: 0\r\n\r\n"),
            Answer::Hang => pending().await,
        };
        if stream.write_all(head.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// One request with a `content-length`; `None` when the sender is done.
pub(super) async fn read(stream: &mut TcpStream) -> Option<Delivery> {
    let mut bytes = Vec::new();
    let split = loop {
        if let Some(split) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break split;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = std::str::from_utf8(&bytes[..split]).ok()?.to_owned();
    let mut lines = head.split("\r\n");
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length")?.1.parse().ok()?;
    let mut body = bytes.split_off(split + 4);
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Delivery { path, headers, body: String::from_utf8(body).ok()?, at: Instant::now() })
}
