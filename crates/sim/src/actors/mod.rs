//! Who does something: payers, merchants, and the workers of a process.

pub(crate) mod merchant;
mod payer;
mod refunder;
pub(crate) mod workers;
