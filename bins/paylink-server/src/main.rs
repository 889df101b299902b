//! The Paylink server.

fn main() {}
