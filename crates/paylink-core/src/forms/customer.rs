//! Who is asked to pay, as a caller wrote it.

use super::Patch;
use crate::FieldErrors;

/// The customer of a link: one that is known, by `id`, or everything else about one. One that is set replaces the one
/// before.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CustomerForm {
    /// A customer of the merchant; then nothing else may be said.
    pub id: Option<String>,
    /// At most 100 characters.
    pub name: Option<String>,
    /// One plain mail address.
    pub email: Option<String>,
    /// E.164: `+` and up to 15 digits.
    pub phone: Option<String>,
    /// At most 64 characters.
    pub external_id: Option<String>,
    /// Language and region, BCP 47.
    pub locale: Option<String>,
    /// Lets everything else be said beside `id`: it counts for this link in place of what the record says, and fills
    /// what the record lacks, as it does beside an `external_id`.
    pub beside_id: bool,
}

impl CustomerForm {
    /// The fields about the person.
    #[must_use]
    pub fn person(&self) -> PersonForm {
        let patch = |text: &Option<String>| text.clone().map_or(Patch::Keep, Patch::Set);
        PersonForm {
            name: patch(&self.name),
            email: patch(&self.email),
            phone: patch(&self.phone),
            external_id: patch(&self.external_id),
            locale: patch(&self.locale),
            metadata: Patch::Keep,
            unread: FieldErrors::default(),
        }
    }
}

/// The fields of a customer. At least one of name, mail address, phone number and external id has to be left in the end.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PersonForm {
    /// At most 100 characters.
    pub name: Patch<String>,
    /// One plain mail address.
    pub email: Patch<String>,
    /// E.164: `+` and up to 15 digits.
    pub phone: Patch<String>,
    /// At most 64 characters; unique per merchant.
    pub external_id: Patch<String>,
    /// Language and region, BCP 47.
    pub locale: Patch<String>,
    /// At most 50 keys.
    pub metadata: Patch<Vec<(String, String)>>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}

/// Which customer is merged into another one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MergeForm {
    /// The id of the customer that goes; this or its `external_id`.
    pub from: Option<String>,
    /// The external id of the customer that goes.
    pub external_id: Option<String>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}

/// The word that a person is really meant to be erased.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EraseForm {
    /// The id of the customer, once more; required.
    pub confirm: Option<String>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}

macro_rules! private {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("[redacted]")
            }
        }
    )+};
}
private!(CustomerForm, PersonForm);
