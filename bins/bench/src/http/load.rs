//! The load generator: clients that keep their connections and ask again as soon as they are answered.

use super::message::{Extent, Request};
use crate::{Outcome, compare::Turn};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    runtime,
    task::JoinSet,
    time::timeout_at,
};

/// Longest an answer may take after the turn's end.
const GRACE: Duration = Duration::from_secs(10);

/// What is asked of whom.
#[derive(Clone)]
pub(crate) struct Load {
    pub(crate) address: SocketAddr,
    /// Asked in turn.
    pub(crate) requests: Arc<[Request]>,
    pub(crate) expected: u16,
    pub(crate) clients: usize,
    pub(crate) span: Duration,
    /// Whether the last request is the end, and not followed by the first again.
    pub(crate) once: bool,
}

/// One turn of load, on one thread.
pub(crate) fn load(load: &Load) -> Outcome<Turn> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let next = Arc::new(AtomicUsize::new(0));
        let mut connections = Vec::new();
        for _ in 0..load.clients {
            let connection = TcpStream::connect(load.address).await?;
            connection.set_nodelay(true)?;
            connections.push(connection);
        }
        let begun = Instant::now();
        let mut clients = JoinSet::new();
        for connection in connections {
            clients.spawn(client(connection, load.clone(), Arc::clone(&next), begun + load.span));
        }
        let mut latencies = Vec::new();
        while let Some(done) = clients.join_next().await {
            latencies.extend(done??);
        }
        Ok(Turn { span: begun.elapsed(), latencies, busy: None })
    })
}

async fn client(mut connection: TcpStream, load: Load, next: Arc<AtomicUsize>, end: Instant) -> Outcome<Vec<u32>> {
    let mut buffer = vec![0; 128 * 1024];
    let mut latencies = Vec::new();
    let last = (end + GRACE.saturating_mul(if load.once { 6 } else { 1 })).into();
    loop {
        let begun = Instant::now();
        if begun >= end && !load.once {
            return Ok(latencies);
        }
        let turn = next.fetch_add(1, Ordering::Relaxed);
        if load.once && turn >= load.requests.len() {
            return Ok(latencies);
        }
        let Some(Request(bytes)) = load.requests.get(turn % load.requests.len().max(1)) else {
            return Err("nothing to ask".into());
        };
        connection.write_all(bytes).await?;
        let status = timeout_at(last, answer(&mut connection, &mut buffer)).await??;
        if status != load.expected {
            let seen: String = String::from_utf8_lossy(&buffer).chars().take(2000).collect();
            return Err(format!("status {status} instead of {} under load: {seen}", load.expected).into());
        }
        latencies.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
}

/// Reads one answer; only its head is looked at.
async fn answer(connection: &mut TcpStream, buffer: &mut [u8]) -> Outcome<u16> {
    let mut filled: usize = 0;
    let extent = loop {
        filled = filled.saturating_add(more(connection, buffer, filled).await?);
        if let Some(extent) = Extent::of(buffer.get(..filled).unwrap_or_default())? {
            break extent;
        }
    };
    while filled < extent.whole {
        let place = filled.min(buffer.len() / 2);
        filled = filled.saturating_add(more(connection, buffer, place).await?);
    }
    Ok(extent.status)
}

async fn more(connection: &mut TcpStream, buffer: &mut [u8], from: usize) -> Outcome<usize> {
    match connection.read(buffer.get_mut(from..).unwrap_or_default()).await? {
        0 => Err("the connection was closed in the middle of an answer".into()),
        count => Ok(count),
    }
}
