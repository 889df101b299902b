//! Sending webhooks, mails and texts, against real sockets and real servers.

#![cfg(test)]

mod addresses;
mod attempts;
mod authority;
mod guard;
mod mails;
mod outgoing;
mod peers;
mod receiver;
mod retry_after;
mod smtp;
mod tls;
mod urls;
