//! The schema: embedded migrations, and whether a database is older or newer than this program.

use super::{Conn, Db, OpenError};
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

/// The same names as every other database has.
pub(super) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// Applies what is missing, one transaction per migration.
pub(super) fn bring_up_to_date(conn: &mut Conn) -> Result<(), OpenError> {
    refuse_newer(conn)?;
    conn.run_pending_migrations(MIGRATIONS).map(drop).map_err(|source| OpenError::Migration { source })
}

/// Refuses a database that `bring_up_to_date` would change.
pub(super) fn expect_up_to_date(conn: &mut Conn) -> Result<(), OpenError> {
    refuse_newer(conn)?;
    match conn.has_pending_migration(MIGRATIONS).map_err(|source| OpenError::Migration { source })? {
        true => Err(OpenError::NotMigrated),
        false => Ok(()),
    }
}

/// An older program must not write into a schema it does not know.
fn refuse_newer(conn: &mut Conn) -> Result<(), OpenError> {
    let failed = |source| OpenError::Migration { source };
    let known = MigrationSource::<Db>::migrations(&MIGRATIONS).map_err(failed)?;
    let known: Vec<String> = known.iter().map(|migration| migration.name().version().to_string()).collect();
    let applied = conn.applied_migrations().map_err(failed)?;
    match applied.iter().map(ToString::to_string).find(|version| !known.contains(version)) {
        Some(version) => Err(OpenError::Newer { version }),
        None => Ok(()),
    }
}
