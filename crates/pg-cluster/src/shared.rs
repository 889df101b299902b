//! The cluster that ordinary tests share.

use crate::{Cluster, Error, Options, Server};
use std::sync::OnceLock;

/// Names a running cluster by the URL of one of its databases, for every test of a run.
pub const VARIABLE: &str = "PAYLINK_TEST_POSTGRES";

/// The cluster named in [`VARIABLE`], or else one of this process, started now and stopped when the process ends.
///
/// # Errors
/// When PostgreSQL is not installed or does not start, or the variable holds no URL of a database.
pub fn shared() -> Result<&'static Server, Error> {
    static SHARED: OnceLock<Result<(Server, Option<Cluster>), Error>> = OnceLock::new();
    let found = SHARED.get_or_init(|| match std::env::var(VARIABLE) {
        Ok(url) => match Server::of_url(&url) {
            Some(server) => Ok((server, None)),
            None => Err(Error::new(format!("use {VARIABLE}"), "it is not the URL of a database")),
        },
        Err(_) => Cluster::start(Options::default()).map(|cluster| (cluster.server().clone(), Some(cluster))),
    });
    match found {
        Ok((server, _)) => Ok(server),
        Err(error) => Err(Error::new("share a PostgreSQL between tests", error)),
    }
}
