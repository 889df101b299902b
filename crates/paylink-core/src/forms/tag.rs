//! The fields of a tag.

use super::Patch;
use crate::FieldErrors;

/// What can be said about a tag of a merchant's catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagForm {
    /// 1 to 40 characters, as on a link; required at creation; unique in the catalogue without regard to case.
    pub title: Patch<String>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}
