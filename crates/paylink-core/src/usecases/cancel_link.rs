//! A merchant takes a payment link back.

use super::settle::{Settled, Then};
use crate::{
    Caller, Change, ChangeSet, Code, Error, EventKind, Link, LinkId, Once, Paylink, Reply, Stored,
    engine::Decided,
    payment::Outcome,
    ports::{PageOf, PaymentFilter},
    records::PaymentStatus,
    views::LinkView,
};

impl Paylink {
    /// Takes a link back for good, and with a one-time link its bank debit that is still held.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `link_closed`, `payment_in_progress`.
    pub async fn cancel_link(
        &self,
        caller: &Caller,
        id: &str,
        once: Option<Once<'_, LinkView>>,
    ) -> Result<Reply<LinkView>, Error> {
        caller.may_write()?;
        let _alone = match id.parse() {
            Ok(id) => self.lock(id).await,
            Err(_) => None,
        };
        self.run_once(caller, once, || async move {
            let Stored { value: record, version } = self.visible_link(caller, id).await?;
            let now = self.now();
            if let Some(held) = self.held_payment(&record).await? {
                let settled = self.decide_outcome(held, &Outcome::Withdrawn, Then::CancelLink).await?;
                if let Settled { changes, link: Some((link, totals)), .. } = settled {
                    return Ok(Decided { changes, view: self.link_view(link, totals, now)? });
                }
            }
            let link = Link::restore(record)?;
            let limited = link.is_limited();
            let cancelled = link.cancel(now)?.into_record();
            if !limited {
                self.no_payment_under_way(cancelled.id).await?;
            }
            let totals = self.totals_of(&cancelled).await?;
            let change = Change::UpdateLink(Box::new(Stored { value: cancelled.clone(), version }));
            let mut changes = ChangeSet::new().with(change);
            self.announce_link(&mut changes, EventKind::LinkCancelled, &cancelled, totals);
            Ok(Decided { changes, view: self.link_view(cancelled, totals, now)? })
        })
        .await
    }

    /// Refuses while an unlimited link, whose payments take no slots, has one under way.
    pub(crate) async fn no_payment_under_way(&self, link: LinkId) -> Result<(), Error> {
        for status in [PaymentStatus::Processing, PaymentStatus::RequiresAction] {
            let filter = PaymentFilter { link_id: Some(link), status: Some(status), ..PaymentFilter::default() };
            if !self.store.payments(&filter, PageOf { after: None, limit: 1 }).await?.is_empty() {
                return Err(Error::of(Code::PaymentInProgress));
            }
        }
        Ok(())
    }
}
