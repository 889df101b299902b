//! Sending webhooks, against real sockets.

#![cfg(test)]

mod addresses;
mod attempts;
mod guard;
mod outgoing;
mod receiver;
mod retry_after;
mod tls;
mod urls;
