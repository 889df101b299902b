//! Paylink over HTTP, on actix-web: routes, credentials, idempotency, status codes. No rules of its own.
//!
//! [`serve`] runs a server, [`configure`] mounts the routes into an application of one's own,
//! [`openapi`] describes them.
//!
//! **Invariant:** every path, method, panic and refusal ends in [`shell`], which writes a problem document with
//! the request's id. Only what is not HTTP, or a head over 128 KiB or ten seconds, gets actix-web's own bare
//! 400, 431 or 408.
//! **Invariant:** nothing here decides about links, payments or money; handlers translate.

mod answers;
mod body;
mod call;
mod client_address;
mod cors;
mod credentials;
mod dialects;
mod downloads;
mod endpoints;
mod export;
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
mod upload;

pub use client_address::{IpBlock, IpBlockError};
pub use dialects::coverage as dialects_page;
pub use openapi::openapi;
pub use sandbox_desk::SandboxDesk;
pub use server::{configure, serve};
pub use settings::{HttpSettings, Quota, RateLimits};
pub use state::{AppState, Parts};
