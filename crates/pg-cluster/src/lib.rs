//! Private throw-away PostgreSQL clusters for tests, chaos runs and benchmarks.
//!
//! [`Cluster::start`] makes one in a folder of its own and [`Cluster::url`] leads into it. It goes away
//! with the value, and with the process however that ends: a small shell holds the other end of a pipe, and when
//! the pipe closes it stops the database and removes the folder.
//!
//! [`shared`] is what ordinary tests take: the cluster named in `PAYLINK_TEST_POSTGRES` (`cargo xtask test` starts one
//! for a whole run), or else one of the test's own process. Each test makes its own database in it.
//!
//! PostgreSQL refuses to run as root, so root runs it as the user `postgres`; everybody else as themselves.

mod cluster;
mod error;
mod options;
mod processes;
mod programs;
mod server;
mod shared;

pub use cluster::Cluster;
pub use error::Error;
pub use options::Options;
pub use programs::{is_installed, program};
pub use server::Server;
pub use shared::{VARIABLE, shared};
