//! The database itself: its settings, whether it is sound, and whether the guards in its schema still stand.

use super::report::Report;
use crate::{
    config::{Config, Database},
    failure::{Failure, causes},
};
use paylink_core::ports::Clock as _;
use paylink_store_diesel::{
    postgres::{self, PostgresOptions},
    sqlite,
};

const WHAT: &str = "storage";
/// Servers and database may differ by this much, in microseconds.
const CLOCKS_APART: i64 = 5_000_000;

/// Refuses to look at a database that is not there: opening it would make it.
pub(super) fn existing(config: &Config) -> Result<(), Failure> {
    match &config.database {
        Database::Sqlite(path) if !path.is_file() => {
            Err(Failure::setting("PAYLINK_DATABASE_URL", format!("there is no database at {}", path.display())))
        }
        Database::Sqlite(_) | Database::Postgres(_) => Ok(()),
    }
}

/// Opens the database, which reads its settings back, and compares its schema with the migrations'. Whether it can be
/// opened as a store: opening one of another version would change it.
pub(super) async fn schema(config: &Config, report: &mut Report) -> bool {
    match &config.database {
        Database::Sqlite(path) => {
            let path = path.clone();
            match tokio::task::spawn_blocking(move || sqlite::examine(&path)).await {
                Ok(Ok(findings)) => {
                    report.findings(WHAT, &findings, "settings, file, rows and guards are sound");
                    return true;
                }
                Ok(Err(error)) => report.finding(WHAT, causes(&error)),
                Err(error) => report.finding(WHAT, error),
            }
        }
        Database::Postgres(address) => {
            let mut options = PostgresOptions::tool(address.as_ref().clone());
            options.allow_unsafe = config.postgres_allow_unsafe;
            match postgres::examine(&options).await {
                Ok(examined) => {
                    report.findings(WHAT, &examined.findings, "settings and guards are sound");
                    clocks(examined.database_time_micros, report);
                    return true;
                }
                Err(error) => report.finding(WHAT, causes(&error)),
            }
        }
    }
    false
}

fn clocks(theirs: i64, report: &mut Report) {
    let apart = crate::system::SystemClock.now().micros().saturating_sub(theirs);
    if apart.saturating_abs() > CLOCKS_APART {
        report.finding("clock", format!("this machine and the database differ by {} s", apart / 1_000_000));
    } else {
        report.good("clock", "this machine and the database agree");
    }
}
