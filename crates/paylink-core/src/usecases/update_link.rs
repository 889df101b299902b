//! A merchant changes a payment link.

use super::shown::due;
use crate::{
    Caller, Change, ChangeSet, Code, Error, EventKind, Link, LinkState, Paylink, Stored, TypedId,
    engine::Decided,
    forms::LinkForm,
    link::{Known, Origin, check_link},
    records::{LinkRecord, Queue},
    views::LinkView,
};

impl Paylink {
    /// Changes the fields that `form` mentions. What changes nothing is no change: it is neither dated nor told.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, field errors, `link_closed`, `link_has_payments`, `external_id_taken`.
    pub async fn update_link(&self, caller: &Caller, id: &str, form: &LinkForm) -> Result<LinkView, Error> {
        let id = self.visible_link(caller, id).await?.value.id;
        caller.may_write()?;
        let _alone = self.lock(id).await;
        self.run(caller, || async move {
            let Stored { value: record, version } = self.visible_link(caller, &id.to_string()).await?;
            let link = Link::restore(record)?;
            match link.state() {
                LinkState::Open => {}
                LinkState::Completed { .. } | LinkState::Cancelled { .. } => return Err(Error::of(Code::LinkClosed)),
            }
            let old = link.into_record();
            let now = self.now();
            let not_found = || Error::of(Code::NotFound);
            let merchant = self.store.merchant(old.merchant_id).await?.ok_or_else(not_found)?.value;
            let offered = self.link_method(form, Some(&old), &merchant, now).await?;
            let customer = self.named_customer(merchant.id, form.customer.set()).await?;
            let known = customer.as_ref().map_or(Known::Nobody, |row| Known::Record(&row.value));
            let (mut new, repriced) = check_link(&offered.form, Origin::Existing(&old), &merchant, known, now)?;
            offered.narrow(&mut new)?;
            let totals = self.totals_of(&old).await?;
            if repriced && totals.payments_count > 0 {
                return Err(Error::of(Code::LinkHasPayments));
            }
            let mut changes = ChangeSet::new();
            if form.customer.set().is_some() {
                let person = new.details.customer.as_ref();
                new.customer_id = self.tie_customer(&mut changes, merchant.id, customer, person);
            }
            new.customer_id = offered.owner(new.customer_id)?;
            if new == (LinkRecord { updated_at: now, ..old.clone() }) {
                let view = self.with_offer(self.link_view(old, totals, now)?).await?;
                return Ok(Decided { changes, view });
            }
            changes.extend(offered.expected());
            if let Some(end) = new.ends_at.filter(|end| old.ends_at != Some(*end)) {
                changes.push(Change::PutWork(due(Queue::Expire, id.uuid(), end)));
            }
            changes.push(Change::UpdateLink(Box::new(Stored { value: new.clone(), version })));
            self.plan_reminders(&mut changes, &new, &merchant, Some(&old)).await?;
            self.announce_link(&mut changes, EventKind::LinkUpdated, &new, totals);
            self.recount_created(&mut changes, &old, &new);
            let view = self.with_offer(self.link_view(new, totals, now)?).await?;
            Ok(Decided { changes, view })
        })
        .await
    }
}
