//! A person who is to be gone from everywhere: how they are recognised, and what is taken out of a row.
//!
//! Rows of money stay, and with them what kind of card or account it was and its last four digits. Whoever paid a link
//! for the person goes too, under whatever name.

mod documents;
mod person;
mod rows;
mod words;

pub(crate) use documents::Mentioned;
pub(crate) use person::Person;

/// What stands where an address must stand and none is left.
pub(crate) const NOBODY: &str = "[erased]";
