//! Charges: the document of each, and where it stands at a given instant.

mod book;
mod entry;
mod standing;

pub(crate) use book::Begun;
pub(crate) use entry::{Answer, ChargeEntry, Course};
use entry::{ChargeDocument, NewIds};
pub(crate) use standing::Standing;
