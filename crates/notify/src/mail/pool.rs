//! Connections that are used again: never more than allowed, never one that was left in the middle of a mail.

use super::{line::Line, reply::Trouble};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant},
};
use tokio::sync::{Semaphore, SemaphorePermit};

/// How long an idle connection is kept; shorter than any server does.
const IDLE_FOR: Duration = Duration::from_secs(30);
/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_secs(2);

/// The connections to one server.
pub(super) struct Pool {
    line: Line,
    slots: Semaphore,
    idle: Mutex<Idle>,
}

#[derive(Default)]
struct Idle {
    parked: Vec<Parked>,
    /// A task looks after them.
    tended: bool,
}

struct Parked {
    connection: AsyncSmtpConnection,
    since: Instant,
}

/// The right to one connection.
pub(super) struct Slot<'a> {
    pool: &'a Arc<Pool>,
    _permit: Option<SemaphorePermit<'a>>,
}

/// A connection in use. Dropped, it is closed; only [`Slot::park`] keeps it.
pub(super) struct Leased {
    pub(super) connection: AsyncSmtpConnection,
    /// It has carried a mail before.
    pub(super) used: bool,
}

impl Pool {
    pub(super) fn new(line: Line, connections: usize) -> Arc<Self> {
        let slots = Semaphore::new(connections.clamp(1, Semaphore::MAX_PERMITS));
        Arc::new(Self { line, slots, idle: Mutex::default() })
    }

    /// Waits until one more connection is allowed.
    pub(super) async fn slot(self: &Arc<Self>) -> Slot<'_> {
        // the semaphore is never closed
        Slot { pool: self, _permit: self.slots.acquire().await.ok() }
    }

    /// A connection of its own, counted by nobody.
    pub(super) async fn fresh(&self) -> Result<AsyncSmtpConnection, Trouble> {
        self.line.open().await
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        // nothing in between can leave the list half changed
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot<'_> {
    /// The connection used last, or a new one.
    pub(super) async fn lease(&self) -> Result<Leased, Trouble> {
        let parked = self.pool.idle().parked.pop().filter(|parked| parked.since.elapsed() < IDLE_FOR);
        match parked {
            Some(parked) => Ok(Leased { connection: parked.connection, used: true }),
            None => Ok(Leased { connection: self.pool.fresh().await?, used: false }),
        }
    }

    /// Keeps a connection for the next mail.
    pub(super) fn park(&self, leased: Leased) {
        let mut idle = self.pool.idle();
        idle.parked.push(Parked { connection: leased.connection, since: Instant::now() });
        if !idle.tended {
            idle.tended = true;
            tokio::spawn(tend(Arc::downgrade(self.pool)));
        }
    }
}

/// Says goodbye to connections nobody needs, and ends with the last one.
async fn tend(pool: Weak<Pool>) {
    loop {
        tokio::time::sleep(IDLE_FOR).await;
        let Some(pool) = pool.upgrade() else { return };
        let (expired, done) = {
            let mut idle = pool.idle();
            let expired: Vec<Parked> =
                idle.parked.extract_if(.., |parked| parked.since.elapsed() >= IDLE_FOR).collect();
            idle.tended = !idle.parked.is_empty();
            (expired, !idle.tended)
        };
        for mut parked in expired {
            farewell(&mut parked.connection).await;
        }
        if done {
            return;
        }
    }
}

/// QUIT, without insisting on an answer.
pub(super) async fn farewell(connection: &mut AsyncSmtpConnection) {
    let _ = tokio::time::timeout(FAREWELL, connection.quit()).await;
}
