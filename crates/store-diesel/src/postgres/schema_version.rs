//! The schema: embedded migrations, applied by whichever server comes first.

use super::{Conn, Db, OpenError, connect::Connector};
use diesel::migration::{Migration, MigrationSource};
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::time::Duration;

/// The same names as every other database has.
pub(super) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Several servers that start together get into each other's way this often at most.
const TRIES: u32 = 8;
const PAUSE: Duration = Duration::from_millis(100);

/// Applies what is missing, one transaction per migration.
///
/// Of several servers that do this at once, the database lets one write each migration down; the others get an
/// error, look again and find it done. No lock is needed for that.
pub(super) async fn bring_up_to_date(connector: &Connector) -> Result<(), OpenError> {
    let conn = connector.patient().await.map_err(|source| OpenError::Connect { source: Box::new(source) })?;
    let work = tokio::task::spawn_blocking(move || migrate(conn));
    work.await.map_err(|source| OpenError::Migration { source: Box::new(source) })?
}

fn migrate(conn: Conn) -> Result<(), OpenError> {
    let mut conn: AsyncConnectionWrapper<Conn> = conn.into();
    let mut tries: u32 = 0;
    loop {
        match migrate_once(&mut conn) {
            Err(OpenError::Migration { .. }) if tries < TRIES => {
                tries = tries.saturating_add(1);
                std::thread::sleep(PAUSE);
            }
            outcome => return outcome,
        }
    }
}

fn migrate_once(conn: &mut AsyncConnectionWrapper<Conn>) -> Result<(), OpenError> {
    let failed = |source| OpenError::Migration { source };
    refuse_newer(conn)?;
    conn.run_pending_migrations(MIGRATIONS).map(drop).map_err(failed)
}

/// An older program must not write into a schema it does not know.
fn refuse_newer(conn: &mut AsyncConnectionWrapper<Conn>) -> Result<(), OpenError> {
    let failed = |source| OpenError::Migration { source };
    let known = MigrationSource::<Db>::migrations(&MIGRATIONS).map_err(failed)?;
    let known: Vec<String> = known.iter().map(|migration| migration.name().version().to_string()).collect();
    let applied = conn.applied_migrations().map_err(failed)?;
    match applied.iter().map(ToString::to_string).find(|version| !known.contains(version)) {
        Some(version) => Err(OpenError::Newer { version }),
        None => Ok(()),
    }
}
