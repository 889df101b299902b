//! Tests of what cannot be seen from outside: settings, statements, plans, the writing thread.

mod plans;
mod settings;
mod statements;
mod trouble;
mod writing;

use super::{
    Conn,
    connection::{Purpose, connect},
    schema_version,
    writer::Writer,
};
use diesel::connection::SimpleConnection;
use futures_util::{
    FutureExt,
    future::{LocalBoxFuture, join_all, ready},
};
use paylink_core::ports::StoreError;
use std::{path::PathBuf, sync::mpsc, time::Duration};
use tempfile::TempDir;

/// A database with a table of its own, and a writer on it.
struct Bench {
    _folder: TempDir,
    path: PathBuf,
    writer: Writer,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let mut conn = connect(&path, Purpose::Write).unwrap();
        schema_version::bring_up_to_date(&mut conn).unwrap();
        conn.batch_execute("CREATE TABLE notes (note TEXT NOT NULL UNIQUE)").unwrap();
        let writer = Writer::start(path.clone(), conn).unwrap();
        Self { _folder: folder, path, writer }
    }

    /// What is written, in the order in which it was.
    fn notes(&self) -> Vec<String> {
        notes(&mut connect(&self.path, Purpose::Read).unwrap())
    }

    /// Sends a job.
    fn send<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static,
    ) -> Answer<'_, T> {
        let mut answer = tokio::task::unconstrained(self.writer.write(work)).boxed_local();
        match (&mut answer).now_or_never() {
            Some(early) => ready(early).boxed_local(),
            None => answer,
        }
    }

    /// Sends a job that holds its batch open, and waits until it runs.
    fn hold(&self) -> (Gate, Answer<'_, ()>) {
        let (gate, waits) = mpsc::channel::<()>();
        let (runs, running) = mpsc::channel();
        let answer = self.send(move |_| {
            runs.send(()).unwrap();
            // The other end goes when the gate opens.
            let _gone = waits.recv_timeout(Duration::from_secs(60));
            Ok(())
        });
        (Gate { _holds: gate, running }, answer)
    }

    /// Runs jobs in one batch; the first outcome is that of the job that held it open.
    async fn together<const N: usize>(&self, jobs: [Work; N]) -> (Outcome, [Outcome; N]) {
        let (gate, first) = self.hold();
        gate.wait_until_it_runs();
        let sent: Vec<_> = jobs.into_iter().map(|job| self.send(job)).collect();
        gate.open();
        (first.await, join_all(sent).await.try_into().unwrap())
    }
}

type Outcome = Result<(), StoreError>;
type Answer<'a, T> = LocalBoxFuture<'a, Result<T, StoreError>>;
type Work = Box<dyn FnOnce(&mut Conn) -> Outcome + Send>;

struct Gate {
    _holds: mpsc::Sender<()>,
    running: mpsc::Receiver<()>,
}

impl Gate {
    fn wait_until_it_runs(&self) {
        self.running.recv_timeout(Duration::from_secs(60)).unwrap();
    }

    fn open(self) {}
}

fn notes(conn: &mut Conn) -> Vec<String> {
    use super::RunQueryDsl;
    diesel::dsl::sql::<diesel::sql_types::Text>("SELECT note FROM notes ORDER BY rowid").load(conn).unwrap()
}

/// Runs one statement.
fn sql(text: &str) -> Work {
    let text = text.to_owned();
    Box::new(move |conn| conn.batch_execute(&text).map_err(|error| StoreError::Unavailable(Box::new(error))))
}

/// Writes a note.
fn note(text: &str) -> Work {
    sql(&format!("INSERT INTO notes VALUES ('{text}')"))
}

/// What the core's rules could answer.
fn refusal() -> StoreError {
    StoreError::Stale { entity: "note", id: "1".to_owned() }
}
