//! A merchant deletes a payment link: it is not shown any more, its files go, its payments stay.

use crate::{Caller, Change, ChangeSet, Error, EventKind, Link, Paylink, Stored, engine::Decided};

impl Paylink {
    /// Deletes a link.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `payment_in_progress`.
    pub async fn delete_link(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        let id = self.visible_link(caller, id).await?.value.id;
        caller.may_write()?;
        let _alone = self.lock(id).await;
        self.run(caller, || async move {
            let Stored { value: record, version } = self.visible_link(caller, &id.to_string()).await?;
            let link = Link::restore(record)?;
            let limited = link.is_limited();
            let mut deleted = link.delete(self.now())?.into_record();
            if !limited {
                self.no_payment_under_way(id).await?;
            }
            let totals = self.totals_of(&deleted).await?;
            let mut changes = ChangeSet::new();
            self.detach_all(&mut changes, &mut deleted).await?;
            changes.push(Change::UpdateLink(Box::new(Stored { value: deleted.clone(), version })));
            self.announce_link(&mut changes, EventKind::LinkDeleted, &deleted, totals);
            Ok(Decided { changes, view: () })
        })
        .await
    }
}
