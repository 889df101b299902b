//! A payer's browser has shown a link's page.

use crate::{
    Actor, Change, ChangeSet, Date, Error, EventKind, Paylink, Stored, UniqueKey,
    ports::StoreError,
    records::{LinkTotals, Metric},
};

/// Tries to count one view while the link changes; after that it is not counted.
const ATTEMPTS: u32 = 5;

impl Paylink {
    /// Counts a view of a link's page, and tells of the first on a day (UTC). Only the page's own script may call
    /// this: a mail scanner or a link preview has seen nothing.
    ///
    /// **Invariant:** the link's row is written for its very first view and never again, so that counting does not
    /// stand in the way of payments.
    ///
    /// # Errors
    /// `not_found`, `storage_unavailable`.
    pub async fn count_view(&self, slug: &str) -> Result<(), Error> {
        for attempt in 0..ATTEMPTS {
            let Stored { value: mut link, version } = self.link_for_payer(slug).await?;
            let payer = Actor::Payer(link.id);
            let now = self.now();
            let day = Date::in_utc(now);
            if self.store.was_viewed(link.id, day).await? {
                self.write(payer, ChangeSet::new().with(Change::CountView(link.id, day))).await?;
                return Ok(());
            }
            let mut changes = ChangeSet::new().with(Change::InsertView(link.id, day));
            if link.viewed_at.is_none() {
                link.viewed_at = Some(now);
                self.count_link(&mut changes, &link, Metric::LinksViewed, now);
                changes.push(Change::UpdateLink(Box::new(Stored { value: link.clone(), version })));
            }
            let totals = self.totals_of(&link).await?;
            let totals = LinkTotals { views_count: totals.views_count.saturating_add(1), ..totals };
            self.announce_link(&mut changes, EventKind::LinkViewed, &link, totals);
            match self.write(payer, changes).await {
                Ok(()) => return Ok(()),
                // somebody else's was the first: count beside it, or look again
                Err(StoreError::Taken { key: UniqueKey::ViewOfDay } | StoreError::Stale { .. }) => {
                    self.pause(attempt).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
        tracing::debug!("a view was not counted: the link keeps changing");
        Ok(())
    }
}
