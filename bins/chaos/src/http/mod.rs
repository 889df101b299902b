//! As little HTTP/1.1 as a client needs that lives through a server's death.

mod call;
mod line;
#[expect(dead_code, reason = "the blocking half of the benchmark's client is not needed here")]
#[path = "../../../bench/src/http/message.rs"]
mod message;

pub(crate) use call::Call;
pub(crate) use line::{Line, Reply};
