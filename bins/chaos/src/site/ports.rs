//! Ports that stay a server's own while it is dead: below the range outgoing connections take theirs from.

use crate::Outcome;
use std::{
    net::TcpListener,
    sync::atomic::{AtomicU16, Ordering},
};

const FIRST: u16 = 20_000;
const LAST: u16 = 32_000;

static NEXT: AtomicU16 = AtomicU16::new(0);

/// A port of 127.0.0.1 that nobody listens on, never given out twice.
pub(crate) fn free_port() -> Outcome<u16> {
    let span = LAST - FIRST;
    // two runs at once begin at different places
    let begin = u16::try_from(std::process::id() % u32::from(span))?;
    for _ in 0..span {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = FIRST + begin.wrapping_add(step) % span;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    Err("no port is free".into())
}
