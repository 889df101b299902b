//! Servers on PostgreSQL: one, several, and one whose database goes away.

mod audit;
mod outage;
mod replicas;
mod serving;

use crate::world::Home;
use paylink_pg_cluster::{Server as Postgres, shared};

/// What all servers of one database have in common.
const SECRET: &str = "a secret of at least thirty-two bytes";

/// A database of the test's own, and homes of servers that use it.
pub(crate) struct Place {
    postgres: &'static Postgres,
    name: String,
    url: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        let postgres = shared().unwrap();
        let url = postgres.fresh_database("server").unwrap();
        let name = url.rsplit('/').next().unwrap().to_owned();
        Self { postgres, name, url }
    }

    /// A home whose server plays `role`. The shared PostgreSQL forgets on a power cut, and that is fine here.
    pub(crate) fn home(&self, role: &str) -> Home {
        on(&self.url).with("PAYLINK_ROLE", role).with("PAYLINK_POSTGRES_ALLOW_UNSAFE", "true")
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Runs statements, as somebody with every right in the database would.
    pub(crate) fn run(&self, statements: &str) -> String {
        self.postgres.run(&self.name, statements).unwrap()
    }

    /// What an auditor counts.
    pub(crate) fn count(&self, of: &str) -> u64 {
        self.postgres.run(&self.name, &format!("SELECT count(*) FROM {of}")).unwrap().trim().parse().unwrap()
    }
}

/// A home of a server on the database at `url`.
pub(crate) fn on(url: &str) -> Home {
    Home::new().with("PAYLINK_DATABASE_URL", url).with("PAYLINK_SECRET", SECRET).with("PAYLINK_RATE_LIMITS", "false")
}
