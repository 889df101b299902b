//! Paylink over HTTP, on actix-web: routes, credentials, idempotency, status codes. No rules of its own.
//!
//! [`serve`] runs a server, [`configure`] mounts the routes into an application of one's own,
//! [`openapi`] describes them.
//!
//! **Invariant:** an answer that is not ours does not exist: every path, method, panic and refusal of the
//! routes ends in [`shell`], which writes a problem document with the request's id.
//! **Invariant:** nothing here decides about links, payments or money; handlers translate.

mod answers;
mod body;
mod call;
mod client_address;
mod cors;
mod credentials;
mod endpoints;
mod failure;
mod gate;
mod jwt;
mod limits;
mod metrics;
mod openapi;
mod query;
mod request_id;
mod routes;
mod sandbox_desk;
mod server;
mod settings;
mod shell;
mod state;

pub use client_address::{IpBlock, IpBlockError};
pub use openapi::openapi;
pub use sandbox_desk::SandboxDesk;
pub use server::{configure, serve};
pub use settings::{HttpSettings, Quota, RateLimits};
pub use state::{AppState, Parts};
