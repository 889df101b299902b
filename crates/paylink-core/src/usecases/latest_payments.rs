//! What came last of links: a dialect's status of a link depends on its latest payment.

use crate::{
    Error, LinkId, Paylink,
    views::{LinkView, PaymentView},
};
use std::collections::HashMap;

/// Links that are asked for at once.
const AT_ONCE: usize = 100;

impl Paylink {
    /// The newest payment of each of `links`, whatever became of it, in their order. Whoever has been shown a link may
    /// see its payments.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn latest_payments(&self, links: &[LinkView]) -> Result<Vec<Option<PaymentView>>, Error> {
        let ids: Vec<LinkId> = links.iter().map(|view| view.link.id).collect();
        let mut found: HashMap<LinkId, PaymentView> = HashMap::new();
        for ids in ids.chunks(AT_ONCE) {
            let rows = self.store.latest_payments(ids).await?;
            found.extend(rows.into_iter().map(|row| (row.value.link_id, PaymentView { payment: row.value })));
        }
        Ok(ids.iter().map(|id| found.get(id).cloned()).collect())
    }

    /// The same for one link.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn latest_payment(&self, link: &LinkView) -> Result<Option<PaymentView>, Error> {
        let rows = self.store.latest_payments(&[link.link.id]).await?;
        Ok(rows.into_iter().next().map(|row| PaymentView { payment: row.value }))
    }
}
