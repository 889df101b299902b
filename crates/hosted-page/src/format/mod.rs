//! Amounts, days and instants in the words of a language, and as a reader's region writes them.

mod habits;
mod money;
mod voice;
mod when;

pub(crate) use money::{money, number};
pub(crate) use voice::Voice;
pub(crate) use when::{day, instant};
