//! `paylink-server backup`: a copy of the embedded database while a server runs on it.

use crate::{
    cli::print_line,
    config::{Config, Database},
    failure::Failure,
};
use paylink_store_diesel::sqlite::{BackupError, back_up};
use std::path::PathBuf;

/// Copies the database to the new file `to`.
pub(crate) async fn run(config: &Config, to: PathBuf) -> Result<(), Failure> {
    let from = match &config.database {
        Database::Sqlite(path) => path.clone(),
        Database::Postgres(_) => {
            let advice = "backup copies the embedded database only; for PostgreSQL use pg_dump or an archive of its log (docs/guides/backup.md)";
            return Err(Failure::setting("PAYLINK_DATABASE_URL", advice));
        }
    };
    let place = to.clone();
    let done = tokio::task::spawn_blocking(move || back_up(&from, &place)).await;
    match done.map_err(|error| Failure::broken("backup", &error))? {
        Ok(()) => {
            print_line(&format!("{} holds the database; keep the secret of the data folder with it", to.display()))
        }
        Err(error @ (BackupError::Missing { .. } | BackupError::Exists { .. })) => {
            Err(Failure::setting("backup", error))
        }
        Err(error) => Err(Failure::broken("backup", &error)),
    }
}
