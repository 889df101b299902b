//! A tag in the catalogue of a merchant: a word it has set aside to mark its links with.

use crate::{ApiKeyId, MerchantId, TagId, Timestamp};
use serde::{Deserialize, Serialize};

/// A tag. A link carries its title, not its id, so that links can be tagged with words that nobody has set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagRecord {
    /// Identity.
    pub id: TagId,
    /// Whose catalogue it stands in.
    pub merchant_id: MerchantId,
    /// The word; unique in the catalogue without regard to case.
    pub title: String,
    /// The API key that made it, if it was a stored one.
    pub created_by: Option<ApiKeyId>,
    /// When it was taken out.
    pub deleted_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
