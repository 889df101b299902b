//! A customer's row: a person (or company) a merchant asks to pay.

use crate::{CustomerId, MerchantId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A customer of one merchant. Debug output hides the person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRecord {
    /// Identity.
    pub id: CustomerId,
    /// Whose customer.
    pub merchant_id: MerchantId,
    /// The caller's id of the customer; unique per merchant. A customer that is gone has given it up.
    pub external_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Phone number, E.164.
    pub phone: Option<String>,
    /// Language and region (BCP 47) in which messages speak.
    pub locale: Option<String>,
    /// The caller's own data; stored as one JSON document.
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
    /// The customer it was merged into; it is gone since.
    pub merged_into: Option<CustomerId>,
    /// Soft delete; also set when it was merged.
    pub deleted_at: Option<Timestamp>,
    /// How far its erasure has come, while that runs; stored as one JSON document.
    pub erasure: Option<Erasure>,
    /// When the person was gone from everywhere.
    pub erased_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// How far the erasure of a person has come. Debug output hides the person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// The external id it had, which is free for others since.
    pub external_id: Option<String>,
    /// The kind of row that is looked through now, by name.
    pub step: String,
    /// The last place looked at; none at the beginning of a step.
    pub after: Option<String>,
    /// Looked through again, for what was written while it ran the first time.
    pub again: bool,
}

impl CustomerRecord {
    /// The mail address in the form that is compared: lower case.
    #[must_use]
    pub fn email_key(&self) -> Option<String> {
        self.email.as_deref().map(str::to_lowercase)
    }

    /// Whether it can be seen, changed and asked to pay.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        self.deleted_at.is_none()
    }

    /// Whether the person is being erased, or has been.
    #[must_use]
    pub const fn is_erased(&self) -> bool {
        self.erasure.is_some() || self.erased_at.is_some()
    }
}

impl std::fmt::Debug for Erasure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Erasure").field("step", &self.step).field("again", &self.again).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for CustomerRecord {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("CustomerRecord").field("id", &self.id).finish_non_exhaustive()
    }
}
