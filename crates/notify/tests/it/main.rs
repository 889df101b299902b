//! Sending webhooks, mails and texts, against real sockets and real servers.

#![cfg(test)]

mod addresses;
mod attempts;
mod authority;
mod drops;
mod formats;
mod given;
mod guard;
mod headers;
mod mails;
mod outgoing;
mod peers;
mod receiver;
mod refusals;
mod reports;
mod retry_after;
mod smtp;
mod texts;
mod tls;
mod urls;
