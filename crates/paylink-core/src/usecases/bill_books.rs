//! Invoices and orders checked: what they say of their payment and links is what those say of them.

use super::listing::at;
use crate::{
    Bill, BillState, BookCheck, Error, LinkId, Paylink, PaymentId,
    ports::{BillFilter, PageOf, Position},
    records::{BillKind, BillRecord, LinkRecord, LinkStateName, PaymentStatus},
};
use std::collections::BTreeMap;

const SLICE: u32 = 100;

impl Paylink {
    /// Checks up to 100 invoices or orders, newest first, from `after` on. One that moves meanwhile may look wrong; what is
    /// found twice is wrong.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn check_bills(&self, kind: BillKind, after: Option<Position>) -> Result<BookCheck, Error> {
        let rows = self.store.bills(&BillFilter::all(kind), PageOf { after, limit: SLICE }).await?;
        let full = rows.len() == usize::try_from(SLICE).unwrap_or(usize::MAX);
        let next = rows.last().filter(|_| full).map(|row| at(row.value.created_at, row.value.id));
        let mut check = BookCheck { next, ..BookCheck::default() };
        for bill in rows.into_iter().map(|row| row.value) {
            let id = kind.show(bill.id);
            let problems = match Bill::restore(bill) {
                Ok(bill) => self.bill_problems(&bill).await?,
                Err(error) => vec![super::books::told(&error)],
            };
            check.note(&id, problems);
        }
        Ok(check)
    }

    async fn bill_problems(&self, bill: &Bill) -> Result<Vec<String>, Error> {
        let mut problems = Vec::new();
        match bill.state() {
            BillState::Open { paying: None } => {}
            BillState::Open { paying: Some(payment) } => {
                let live = [PaymentStatus::Processing, PaymentStatus::RequiresAction];
                problems.extend(self.slot_problem(bill.record(), payment, &live).await?);
            }
            BillState::Paid { by, .. } => {
                problems.extend(self.slot_problem(bill.record(), by, &[PaymentStatus::Succeeded]).await?);
                let link = match bill.record().link_id {
                    Some(id) => self.store.link(id).await?,
                    None => None,
                };
                let completed = link.is_some_and(|link| link.value.state == LinkStateName::Completed);
                if !completed {
                    problems.push("it is paid and its link is not completed".to_owned());
                }
            }
            BillState::Void { .. } => {}
        }
        let closed = matches!(bill.state(), BillState::Paid { .. } | BillState::Void { .. });
        if closed && !self.store.open_links_of(bill.record().id).await?.is_empty() {
            problems.push("a link is open for it though it is paid or taken back".to_owned());
        }
        Ok(problems)
    }

    /// What is wrong with the payment in a bill's slot.
    async fn slot_problem(
        &self,
        bill: &BillRecord,
        id: PaymentId,
        wanted: &[PaymentStatus],
    ) -> Result<Option<String>, Error> {
        let Some(payment) = self.store.payment(id).await? else {
            return Ok(Some(format!("payment {id} in its slot does not exist")));
        };
        let payment = payment.value;
        if payment.bill_id != Some(bill.id) || Some(payment.link_id) != bill.link_id {
            return Ok(Some(format!("payment {id} in its slot is for something else")));
        }
        let (amount, total) = (payment.amount_minor, bill.total_minor);
        if (amount, payment.currency) != (total, bill.currency) {
            return Ok(Some(format!("payment {id} in its slot is over {amount} where {total} is owed (minor units)")));
        }
        let standing = wanted.contains(&payment.status);
        Ok((!standing).then(|| format!("payment {id} in its slot is {}", payment.status.name())))
    }

    /// Of these links, those that are completed for a bill that does not say so.
    pub(super) async fn unpaid_bills_of(&self, links: &[LinkRecord]) -> Result<BTreeMap<LinkId, String>, Error> {
        let completed = || links.iter().filter(|link| link.state == LinkStateName::Completed);
        let ids: Vec<_> = completed().filter_map(|link| Some(link.bill?.id)).collect();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let bills: BTreeMap<_, _> =
            self.store.bills_by_ids(&ids).await?.into_iter().map(|row| (row.value.id, row.value)).collect();
        let mut problems = BTreeMap::new();
        for link in completed() {
            let Some(of) = link.bill else { continue };
            let told = bills.get(&of.id).filter(|bill| {
                matches!(Bill::restore((*bill).clone()).map(|bill| bill.state()), Ok(BillState::Paid { .. }))
                    && bill.link_id == Some(link.id)
            });
            if told.is_none() {
                problems.insert(link.id, format!("it is completed and its {} is not paid by it", of.kind.name()));
            }
        }
        Ok(problems)
    }
}
