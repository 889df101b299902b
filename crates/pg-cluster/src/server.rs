//! A running PostgreSQL, by its address: making databases in it and running SQL.

use crate::{
    Error,
    programs::{as_postgres, output, program},
};
use std::sync::atomic::{AtomicU32, Ordering};

/// The database that is always there.
const FIRST: &str = "postgres";

/// Where a PostgreSQL is, with the right to make databases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Everything before the database's name.
    before: String,
    /// Everything after it.
    after: String,
}

impl Server {
    pub(crate) fn on_port(port: u16) -> Self {
        Self { before: format!("postgres://paylink@127.0.0.1:{port}/"), after: String::new() }
    }

    pub(crate) fn on_socket(folder: &str, port: u16) -> Self {
        Self { before: "postgres://paylink@/".to_owned(), after: format!("?host={folder}&port={port}") }
    }

    /// From the URL of one of its databases.
    pub(crate) fn of_url(url: &str) -> Option<Self> {
        let (address, after) = url.split_once('?').map_or((url, ""), |(address, rest)| (address, rest));
        let (before, _) = address.rsplit_once('/').filter(|(before, _)| !before.ends_with('/'))?;
        let after = if after.is_empty() { String::new() } else { format!("?{after}") };
        Some(Self { before: format!("{before}/"), after })
    }

    /// The URL of a database.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("{}{database}{}", self.before, self.after)
    }

    /// The URL of the database that is always there, for making others.
    #[must_use]
    pub fn admin_url(&self) -> String {
        self.url(FIRST)
    }

    /// Makes an empty database and gives its URL.
    ///
    /// # Errors
    /// What `psql` complains about, such as a name that is in use.
    pub fn create_database(&self, name: &str) -> Result<String, Error> {
        // a template of its own (`template0`) can be copied while others are connected
        self.run(FIRST, &format!("CREATE DATABASE \"{name}\" TEMPLATE template0"))?;
        Ok(self.url(name))
    }

    /// Makes an empty database under a name nobody else has, which begins with `prefix`.
    ///
    /// # Errors
    /// As [`create_database`](Self::create_database).
    pub fn fresh_database(&self, prefix: &str) -> Result<String, Error> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        self.create_database(&format!("{prefix}_{}_{number}", std::process::id()))
    }

    /// Removes a database, with everybody who is connected to it.
    ///
    /// # Errors
    /// What `psql` complains about.
    pub fn drop_database(&self, name: &str) -> Result<(), Error> {
        self.run(FIRST, &format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")).map(drop)
    }

    /// Runs SQL in a database and gives what it prints: a line per row, columns parted by `|`.
    ///
    /// # Errors
    /// What `psql` complains about.
    pub fn run(&self, database: &str, sql: &str) -> Result<String, Error> {
        let mut psql = as_postgres(&program("psql")?)?;
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"]);
        psql.args(["--dbname", &self.url(database), "--command", sql]);
        output(&mut psql)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_known_by_the_url_of_one_of_its_databases() {
        for server in [Server::on_port(5433), Server::on_socket("/run/x", 5432)] {
            assert_eq!(Server::of_url(&server.admin_url()), Some(server));
        }
        assert_eq!(Server::of_url("postgres://localhost"), None);
    }
}
