//! What links do to the invoice or order they are for ("bill"), and it to them.
//!
//! A bill has a slot of its own, beside that of each link: a payment takes it in its first commit and gives it back, or
//! makes the bill paid, in its second. Every commit that makes a link for a bill, or changes the state of one, writes the
//! bill's row, so that two of them never happen at the same time.
//!
//! **Invariant:** of all links of a bill together, one payment is under way or has succeeded, never two.
//! **Invariant:** a bill is paid from the commit that completes its link to the one that opens the link again; all its
//! other links are cancelled in the same commit.

use crate::{
    Bill, BillState, Caller, Change, ChangeSet, Code, Error, EventKind, Link, LinkState, MerchantId, Paylink,
    PaymentId, Stored, Timestamp,
    forms::{CustomerForm, LinkForm},
    link::{BillOf, bill_field},
    payment::{Effect, Payment},
    records::{BillKind, BillRecord, CustomerRecord, LinkBill, LinkRecord, MerchantRecord},
};
use std::collections::{BTreeMap, BTreeSet};

/// What the form of a new link says it is for.
pub(super) enum Asked {
    Nothing,
    Unknown(BillKind),
    Known(Box<Stored<BillRecord>>),
}

impl Asked {
    pub(super) fn of(&self) -> BillOf<'_> {
        match self {
            Self::Nothing => BillOf::None,
            Self::Unknown(kind) => BillOf::Unknown(*kind),
            Self::Known(bill) => BillOf::Known(&bill.value),
        }
    }
}

impl Paylink {
    /// The bill a new link of `merchant` is to be for.
    pub(super) async fn asked_bill(
        &self,
        caller: &Caller,
        merchant: &MerchantRecord,
        form: &LinkForm,
    ) -> Result<Asked, Error> {
        let Some((_, kind, id)) = bill_field(form) else { return Ok(Asked::Nothing) };
        match self.visible_bill(caller, kind, &id).await {
            Ok(bill) if bill.value.merchant_id == merchant.id => Ok(Asked::Known(Box::new(bill))),
            Ok(_) => Ok(Asked::Unknown(kind)),
            Err(error) if error.code == Code::NotFound => Ok(Asked::Unknown(kind)),
            Err(error) => Err(error),
        }
    }

    /// The record of the customer of a new link: the one that the form names, else that of its bill.
    pub(super) async fn customer_of_link(
        &self,
        merchant: MerchantId,
        form: &LinkForm,
        asked: &Asked,
    ) -> Result<Option<Stored<CustomerRecord>>, Error> {
        let of_bill = match asked {
            Asked::Known(bill) if !form.customer.is_mentioned() => bill.value.customer_id,
            Asked::Known(_) | Asked::Nothing | Asked::Unknown(_) => None,
        };
        match of_bill {
            Some(id) => {
                let id = CustomerForm { id: Some(id.to_string()), ..CustomerForm::default() };
                self.named_customer(merchant, Some(&id)).await
            }
            None => self.named_customer(merchant, form.customer.set()).await,
        }
    }

    /// Gives a new link its place at its bill, and adds that to `changes`.
    pub(super) async fn take_place(
        &self,
        changes: &mut ChangeSet,
        asked: Asked,
        link: &mut LinkRecord,
        now: Timestamp,
    ) -> Result<(), Error> {
        let Asked::Known(stored) = asked else { return Ok(()) };
        let Stored { value, version } = *stored;
        let bill = Bill::restore(value)?;
        if let Some(code) = bill.refusal() {
            return Err(Error::of(code));
        }
        let open = self.store.open_links_of(bill.record().id).await?;
        let taken: BTreeSet<i64> = open.iter().filter_map(|row| Some(row.value.bill?.place)).collect();
        let free = (1..=bill.record().max_open_links).find(|place| !taken.contains(place));
        let place = free.ok_or_else(|| Error::of(Code::HasOpenLink))?;
        link.bill = Some(LinkBill { id: bill.record().id, kind: bill.record().kind, place });
        // always a change of the bill, so that it is neither paid, changed nor taken back at the same time
        let value = bill.link_made(link.id, now).into_record();
        changes.push(Change::UpdateBill(Box::new(Stored { value, version })));
        Ok(())
    }

    /// A payment of `link` begins: it takes the slot of the bill, if the link is for one.
    pub(super) async fn begin_on_bill(
        &self,
        link: &LinkRecord,
        payment: PaymentId,
        now: Timestamp,
    ) -> Result<Option<Change>, Error> {
        let Some(of) = link.bill else { return Ok(None) };
        let Stored { value, version } = self.bill_of(of).await?;
        let bill = Bill::restore(value)?;
        if link.card_minor.or(link.ach_minor) != Some(bill.total().minor) || link.currency != bill.total().currency {
            return Err(Error::internal(format!("link {} and its {} are of different sums", link.id, of.kind.name())));
        }
        let value = bill.payment_begun(payment, link.id, now)?.into_record();
        Ok(Some(Change::UpdateBill(Box::new(Stored { value, version }))))
    }

    /// Adds what the move of a payment means for its bill, and for the other links of it.
    pub(super) async fn settle_bill(
        &self,
        changes: &mut ChangeSet,
        link: &LinkRecord,
        payment: &Payment,
        effect: Effect,
        now: Timestamp,
    ) -> Result<(), Error> {
        let (Some(of), Some(_)) = (link.bill, payment.record().bill_id) else { return Ok(()) };
        let id = payment.record().id;
        let Stored { value: old, version } = self.bill_of(of).await?;
        let before = Bill::restore(old.clone())?;
        let bill = match effect {
            Effect::None => return Ok(()),
            Effect::Failed => before.payment_failed(id, now),
            Effect::Succeeded => before.payment_succeeded(id, now),
            Effect::Returned => before.payment_returned(id, now),
        };
        if *bill.record() == old {
            return Ok(());
        }
        if matches!(bill.state(), BillState::Paid { .. }) {
            self.cancel_links_of(changes, &bill, Some(link), now).await?;
        }
        changes.push(Change::UpdateBill(Box::new(Stored { value: bill.into_record(), version })));
        Ok(())
    }

    /// Adds the end of all open links of a bill but one. None of them has a payment under way: the bill's slot says so.
    pub(super) async fn cancel_links_of(
        &self,
        changes: &mut ChangeSet,
        bill: &Bill,
        but: Option<&LinkRecord>,
        now: Timestamp,
    ) -> Result<(), Error> {
        for row in self.store.open_links_of(bill.record().id).await? {
            if but.is_some_and(|link| link.id == row.value.id) {
                continue;
            }
            let link_id = row.value.id;
            let cancelled = match Link::restore(row.value)?.cancel(now) {
                Ok(link) => link.into_record(),
                // money has arrived and is written down, whatever is wrong with another link
                Err(error) if but.is_some() => {
                    tracing::error!(link.id = %link_id, error = %crate::payment::chain(&error), "a link of a paid invoice or order could not be cancelled");
                    continue;
                }
                Err(error) => return Err(error),
            };
            let totals = self.totals_of(&cancelled).await?;
            changes.push(Change::UpdateLink(Box::new(Stored { value: cancelled.clone(), version: row.version })));
            self.announce_link(changes, EventKind::LinkCancelled, &cancelled, totals);
        }
        Ok(())
    }

    /// The bill of a link.
    pub(super) async fn bill_of(&self, of: LinkBill) -> Result<Stored<BillRecord>, Error> {
        let missing = || Error::internal(format!("{} {} of a link is gone", of.kind.name(), of.kind.show(of.id)));
        self.store.bill(of.id).await?.ok_or_else(missing)
    }

    /// The bill of a link, where it can say something that the link does not: whether another link pays it.
    pub(super) async fn telling_bill(&self, link: &Link) -> Result<Option<Bill>, Error> {
        let asks = match link.state() {
            LinkState::Open => !link.has_live_payment(),
            LinkState::Cancelled { .. } => true,
            LinkState::Completed { .. } => false,
        };
        match link.record().bill.filter(|_| asks) {
            Some(of) => Ok(Some(Bill::restore(self.bill_of(of).await?.value)?)),
            None => Ok(None),
        }
    }

    /// Which of these links cannot be paid because of their bill.
    pub(super) async fn held_by_bills(&self, links: &[&LinkRecord]) -> Result<BTreeSet<crate::LinkId>, Error> {
        let mut of: BTreeMap<crate::BillId, Vec<crate::LinkId>> = BTreeMap::new();
        for link in links {
            if let Some(bill) = link.bill.filter(|_| link.state == crate::records::LinkStateName::Open) {
                of.entry(bill.id).or_default().push(link.id);
            }
        }
        let ids: Vec<crate::BillId> = of.keys().copied().collect();
        if ids.is_empty() {
            return Ok(BTreeSet::new());
        }
        let mut held = BTreeSet::new();
        for bill in self.store.bills_by_ids(&ids).await? {
            let bill = Bill::restore(bill.value)?;
            if bill.refusal().is_some() {
                held.extend(of.remove(&bill.record().id).unwrap_or_default());
            }
        }
        Ok(held)
    }
}
