//! Charges: the document of each, and where it stands at a given instant.

mod book;
mod entry;
mod standing;

pub(crate) use book::Begun;
use entry::NewIds;
pub(crate) use entry::{Answer, ChargeDocument, ChargeEntry, Course};
pub(crate) use standing::Standing;
