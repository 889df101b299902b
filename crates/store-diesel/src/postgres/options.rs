//! Which database to open, and how.

use super::Address;
use std::time::Duration;

/// How to open a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresOptions {
    /// Where it is.
    pub address: Address,
    /// At most this many connections. At least one.
    pub connections: usize,
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How long a request waits for a connection to be free.
    pub wait_timeout: Duration,
    /// How long opening waits for a database that is still coming up.
    pub patience: Duration,
    /// Whether a server may run that loses acknowledged writes in a power cut (`fsync` or `synchronous_commit` off).
    pub allow_unsafe: bool,
}

impl PostgresOptions {
    /// The server's way to open the database at `address`.
    #[must_use]
    pub const fn new(address: Address) -> Self {
        Self {
            address,
            connections: 16,
            connect_timeout: Duration::from_secs(3),
            wait_timeout: Duration::from_secs(3),
            patience: Duration::from_secs(5),
            allow_unsafe: false,
        }
    }

    /// A tool's way: it writes a little beside running servers.
    #[must_use]
    pub const fn tool(address: Address) -> Self {
        let mut options = Self::new(address);
        options.connections = 2;
        options
    }
}
