//! The one thread that writes: jobs that queue up during one commit share the next.

use super::{
    Conn, OpenError,
    connection::{Purpose, connect},
    job::{Fate, Job, Task, Verdict, unavailable},
};
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use paylink_core::ports::StoreError;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, RecvTimeoutError, TryRecvError},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};
use tokio::sync::{Semaphore, oneshot};

/// At most this many jobs share one commit.
const BATCH: usize = 64;
/// At most this long a batch waits for companions that the batch before it has had.
const PATIENCE: Duration = Duration::from_millis(2);
/// At most this many jobs are on their way; more wait in their callers.
const QUEUE: usize = 1024;

type Manager = AnsiTransactionManager;

enum Message {
    Job(Box<dyn Job>),
    Close,
}

/// The way to the writing thread.
pub(super) struct Writer {
    places: Arc<Semaphore>,
    jobs: mpsc::Sender<Message>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread with a connection that is open already.
    pub(super) fn start(path: PathBuf, conn: Conn) -> Result<Self, OpenError> {
        let (jobs, inbox) = mpsc::channel();
        let desk = Desk { path, conn: Some(conn), inbox, companions: 1, closing: false };
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || desk.work())
            .map_err(|source| OpenError::Thread { source })?;
        Ok(Self { places: Arc::new(Semaphore::new(QUEUE)), jobs, thread: Mutex::new(Some(thread)) })
    }

    /// Runs `work` in a savepoint of its own and answers once its commit is durable. It is done even if
    /// the caller stops waiting.
    pub(super) async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static,
    {
        let closed = |_| unavailable("the store is closed");
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| unavailable("the store is closed"))?;
        let (reply, answer) = oneshot::channel();
        let task = Task { work: Some(work), result: None, reply, place };
        self.jobs.send(Message::Job(Box::new(task))).map_err(|_| unavailable("the writing thread is gone"))?;
        answer.await.map_err(closed)?
    }

    /// Lets the thread finish what has been sent and waits for it. What is sent later is refused.
    pub(super) fn close(&self) {
        self.places.close();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            drop(self.jobs.send(Message::Close));
            if thread.join().is_err() {
                tracing::error!("the writing thread of the database panicked");
            }
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

/// What the thread has in front of it.
struct Desk {
    path: PathBuf,
    /// Gone after an error that leaves its state in doubt; opened anew for the next batch.
    conn: Option<Conn>,
    inbox: mpsc::Receiver<Message>,
    /// How many jobs the last batch had: as many are likely to come again.
    companions: usize,
    closing: bool,
}

impl Desk {
    /// Jobs come in the order in which they were sent, so all that were sent before `Close` are done before it.
    fn work(mut self) {
        while !self.closing {
            match self.inbox.recv() {
                Ok(Message::Job(first)) => self.batch(first),
                Ok(Message::Close) | Err(_) => self.closing = true,
            }
        }
    }

    fn batch(&mut self, first: Box<dyn Job>) {
        let mut jobs = Vec::with_capacity(BATCH);
        jobs.push(first);
        // Jobs catch their own panics; one of the driver must not end the thread either.
        let fate = catch_unwind(AssertUnwindSafe(|| self.commit(&mut jobs)))
            .unwrap_or_else(|_| Fate::Unknown("the database driver panicked".to_owned()));
        if let Fate::NotWritten(problem) | Fate::Unknown(problem) = &fate {
            tracing::error!(problem, jobs = jobs.len(), "the database refused a transaction; connecting anew");
        }
        self.companions = jobs.len();
        for job in jobs {
            job.answer(&fate);
        }
    }

    /// One transaction: the jobs given, and those that come while it runs.
    fn commit(&mut self, jobs: &mut Vec<Box<dyn Job>>) -> Fate {
        let mut conn = match self.conn.take().map_or_else(|| connect(&self.path, Purpose::Write), Ok) {
            Ok(conn) => conn,
            Err(error) => return Fate::NotWritten(error.to_string()),
        };
        let fate = self.transaction(&mut conn, jobs);
        if fate == Fate::Committed {
            self.conn = Some(conn);
        }
        fate
    }

    fn transaction(&mut self, conn: &mut Conn, jobs: &mut Vec<Box<dyn Job>>) -> Fate {
        if let Err(error) = Manager::begin_transaction_sql(conn, "BEGIN IMMEDIATE") {
            return Fate::NotWritten(error.to_string());
        }
        let mut patience = PATIENCE;
        let mut next = 0;
        loop {
            if let Some(job) = jobs.get_mut(next)
                && let Err(error) = run(conn, job.as_mut())
            {
                return Fate::NotWritten(error.to_string());
            }
            next += 1;
            match self.companion(jobs.len(), &mut patience) {
                Some(job) => jobs.push(job),
                None => break,
            }
        }
        match Manager::commit_transaction(conn) {
            Ok(()) => Fate::Committed,
            Err(error) => Fate::Unknown(error.to_string()),
        }
    }

    /// The next job for this batch, if there is one or as many as last time can be expected.
    fn companion(&mut self, taken: usize, patience: &mut Duration) -> Option<Box<dyn Job>> {
        if taken >= BATCH || self.closing {
            return None;
        }
        let message = match self.inbox.try_recv() {
            Err(TryRecvError::Empty) if taken < self.companions => {
                let since = Instant::now();
                let message = self.inbox.recv_timeout(*patience);
                *patience = patience.saturating_sub(since.elapsed());
                message
            }
            Err(TryRecvError::Empty) => Err(RecvTimeoutError::Timeout),
            Err(TryRecvError::Disconnected) => Err(RecvTimeoutError::Disconnected),
            Ok(message) => Ok(message),
        };
        match message {
            Ok(Message::Job(job)) => Some(job),
            Err(RecvTimeoutError::Timeout) => None,
            Ok(Message::Close) | Err(RecvTimeoutError::Disconnected) => {
                self.closing = true;
                None
            }
        }
    }
}

/// One job in its savepoint.
///
/// SQLite ends the whole transaction on some errors (disk full, I/O); then there is no savepoint to
/// go back to, and that error ends the batch: nothing of it is written.
fn run(conn: &mut Conn, job: &mut dyn Job) -> Result<(), diesel::result::Error> {
    Manager::begin_transaction(conn)?;
    match job.run(conn) {
        Verdict::Keep => Manager::commit_transaction(conn),
        Verdict::TakeBack => Manager::rollback_transaction(conn),
    }
}
