//! Whether what is not found was there once: for protocols that tell the one from the other.

use crate::{Caller, CustomerId, Error, LinkId, Paylink};

impl Paylink {
    /// Whether this id belongs to a link that the caller could see until it was deleted.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn was_link_deleted(&self, caller: &Caller, id: &str) -> Result<bool, Error> {
        let Ok(id) = id.parse::<LinkId>() else { return Ok(false) };
        let found = self.store.link(id).await?.map(|row| row.value);
        Ok(found.is_some_and(|link| caller.sees(link.merchant_id) && link.deleted_at.is_some()))
    }

    /// The same of a customer; one that was merged into another counts as deleted.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn was_customer_deleted(&self, caller: &Caller, id: &str) -> Result<bool, Error> {
        let Ok(id) = id.parse::<CustomerId>() else { return Ok(false) };
        let found = self.store.customer(id).await?.map(|row| row.value);
        Ok(found.is_some_and(|row| caller.sees(row.merchant_id) && !row.is_there()))
    }
}
