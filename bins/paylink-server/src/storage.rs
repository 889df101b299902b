//! The storage: opened by what the configuration names, used through the core's port, closed at the end.

use crate::{
    config::{Config, Database},
    failure::Failure,
};
use paylink_core::{Timestamp, ports::Store};
use paylink_store_diesel::{
    postgres::{self, PostgresOptions, PostgresStore},
    sqlite::{SqliteOptions, SqliteStore},
};
use std::sync::Arc;

/// The settings that name databases.
const NAME: &str = "PAYLINK_DATABASE_URL";
const SANDBOX_NAME: &str = "PAYLINK_SANDBOX_DATABASE_URL";
/// So many links and merchants are remembered for a second, about 1 KiB each. Only for a database that no other
/// process writes to.
const REMEMBERED: usize = 1024;

/// An open database.
#[derive(Debug, Clone)]
pub(crate) enum Storage {
    Sqlite(Arc<SqliteStore>),
    Postgres(Arc<PostgresStore>),
}

impl Storage {
    /// Opens it for a server, its schema up to date.
    pub(crate) async fn open(config: &Config) -> Result<Self, Failure> {
        Self::open_named(NAME, config).await
    }

    async fn open_named(name: &str, config: &Config) -> Result<Self, Failure> {
        match &config.database {
            Database::Sqlite(path) => {
                let remembered = if config.page_cache { REMEMBERED } else { 0 };
                sqlite(name, SqliteOptions { remembered, ..SqliteOptions::new(path) }).await
            }
            Database::Postgres(address) => {
                let connections = config.postgres_connections;
                let options = PostgresOptions { connections, ..PostgresOptions::new(address.as_ref().clone()) };
                postgres(name, config, options).await
            }
        }
    }

    /// Opens the sandbox's own database, if it has one: then the processor is a company with books of its own, which
    /// can be away while Paylink is not.
    pub(crate) async fn open_of_sandbox(config: &Config) -> Result<Option<Self>, Failure> {
        match &config.sandbox_database {
            None => Ok(None),
            Some(database) => {
                let own = Config { database: database.clone(), page_cache: false, ..config.clone() };
                Self::open_named(SANDBOX_NAME, &own).await.map(Some)
            }
        }
    }

    /// Opens it for a command that may run beside a server.
    pub(crate) async fn open_as_tool(config: &Config) -> Result<Self, Failure> {
        match &config.database {
            Database::Sqlite(path) => sqlite(NAME, SqliteOptions::tool(path)).await,
            Database::Postgres(address) => {
                postgres(NAME, config, PostgresOptions::tool(address.as_ref().clone())).await
            }
        }
    }

    /// What the core sees of it.
    pub(crate) fn port(&self) -> Arc<dyn Store> {
        match self {
            Self::Sqlite(store) => store.clone(),
            Self::Postgres(store) => store.clone(),
        }
    }

    /// An embedded database has one process: leases of one that was killed are void. Others' leases run out.
    pub(crate) async fn release_leases(&self, now: Timestamp) -> Result<(), Failure> {
        match self {
            Self::Sqlite(store) => {
                let released = store.release_leases(now).await;
                released.map(drop).map_err(|error| Failure::broken("the database", &error))
            }
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Writes what has been sent, then closes.
    pub(crate) fn close(&self) {
        match self {
            Self::Sqlite(store) => store.close(),
            Self::Postgres(store) => store.close(),
        }
    }
}

async fn sqlite(name: &str, options: SqliteOptions) -> Result<Storage, Failure> {
    let opened = tokio::task::spawn_blocking(move || SqliteStore::open(options)).await;
    let store = opened
        .map_err(|error| Failure::broken("the database", &error))?
        .map_err(|error| Failure::broken(name, &error))?;
    Ok(Storage::Sqlite(Arc::new(store)))
}

async fn postgres(name: &str, config: &Config, mut options: PostgresOptions) -> Result<Storage, Failure> {
    options.allow_unsafe = config.postgres_allow_unsafe;
    match PostgresStore::open(options).await {
        Ok(store) => Ok(Storage::Postgres(Arc::new(store))),
        // what the operator wrote is wrong, or has to be allowed in writing
        Err(error @ postgres::OpenError::Certificates { .. }) => {
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
            Err(Failure::setting(name, format!("{error}{}", cause.unwrap_or_default())))
        }
        Err(error @ postgres::OpenError::Setting { .. }) => {
            Err(Failure::setting(name, format!("{error} (PAYLINK_POSTGRES_ALLOW_UNSAFE=true allows it)")))
        }
        Err(error) => Err(Failure::broken(name, &error)),
    }
}
