//! Amounts, days and instants in the words of a language.

mod money;
mod when;

pub(crate) use money::money;
pub(crate) use when::{day, instant};
