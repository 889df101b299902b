//! What a broken store does with orders, searches and tags.
#![expect(clippy::wildcard_enum_match_arm, reason = "all bugs but a few leave these lists as they are")]

use super::{BrokenStore, Bug};
use paylink_core::{
    Change, Stored,
    ports::{
        LinkColumn, LinkFilter, LinkReader as _, MoneyColumn, PageOf, PaymentFilter, PaymentReader as _, RefundFilter,
        StoreError,
    },
    records::{LinkRecord, PaymentRecord, Term},
};
use std::collections::BTreeSet;
use uuid::Uuid;

const ALL: PageOf = PageOf { after: None, limit: u32::MAX };

type Rows<T> = Result<Vec<Stored<T>>, StoreError>;

impl BrokenStore {
    /// A list of links as the bug would have it; `None` when it has nothing to say.
    pub(super) async fn muddled_links(&self, filter: &LinkFilter, page: PageOf) -> Option<Rows<LinkRecord>> {
        let (mut filter, mut page) = (filter.clone(), page);
        match self.bug {
            Bug::IgnoresOrders => filter.order.by = LinkColumn::Created,
            Bug::PagesByKeyOnly if filter.order.by != LinkColumn::Created => {
                let edge = if filter.order.up { Uuid::max() } else { Uuid::nil() };
                if let Some(after) = &mut page.after {
                    after.id = edge;
                }
            }
            Bug::UndatedFirst if filter.order.by == LinkColumn::DueDate => {
                let rows = self.inner.links(&filter, page).await;
                return Some(rows.map(|mut rows| {
                    rows.sort_by_key(|row| row.value.due_date.is_some());
                    rows
                }));
            }
            Bug::SkipsByNumber if filter.order.by != LinkColumn::Created => {
                return Some(self.by_number(filter, page).await);
            }
            Bug::NeedsTheLastRow => {
                let all = self.inner.links(&LinkFilter::default(), ALL).await;
                let known = |id| {
                    all.as_ref()
                        .is_ok_and(|rows| rows.iter().any(|row| paylink_core::TypedId::uuid(row.value.id) == id))
                };
                page.after = page.after.filter(|after| known(after.id));
            }
            Bug::FindsForeignLinks if !filter.terms.is_empty() => filter.merchant_id = None,
            Bug::FindsInsideWords
            | Bug::AnyWordFinds
            | Bug::FindsTagsByBeginning
            | Bug::FindsOldWords
            | Bug::FindsRefusedWords => return Some(self.found(filter, page).await),
            _ => return None,
        }
        Some(self.inner.links(&filter, page).await)
    }

    /// Counts how many rows were read before, and passes over as many of those there are now.
    async fn by_number(&self, mut filter: LinkFilter, page: PageOf) -> Rows<LinkRecord> {
        filter.order.from = None;
        let rows = self.inner.links(&filter, ALL).await?;
        let mut notes = self.notes();
        let seen = if page.after.is_some() { notes.seen } else { 0 };
        let rows: Vec<_> = rows.into_iter().skip(seen).take(usize::try_from(page.limit).unwrap_or(0)).collect();
        notes.seen = seen + rows.len();
        Ok(rows)
    }

    async fn found(&self, filter: LinkFilter, page: PageOf) -> Rows<LinkRecord> {
        let all = LinkFilter { terms: Vec::new(), ..filter.clone() };
        let mut rows = self.inner.links(&all, page).await?;
        let notes = self.notes();
        rows.retain(|row| {
            let terms = match self.bug {
                Bug::FindsOldWords => notes.first_terms.get(&row.value.id).cloned().unwrap_or_default(),
                Bug::FindsRefusedWords => row.value.terms().union(&notes.refused_terms).cloned().collect(),
                _ => row.value.terms(),
            };
            let finds = |term: &Term| self.finds(term, &terms);
            match self.bug {
                Bug::AnyWordFinds => filter.terms.is_empty() || filter.terms.iter().any(finds),
                _ => filter.terms.iter().all(finds),
            }
        });
        Ok(rows)
    }

    fn finds(&self, term: &Term, terms: &BTreeSet<String>) -> bool {
        match (self.bug, term) {
            (Bug::FindsInsideWords, Term::Beginning(part)) => terms.iter().any(|term| term.contains(part.as_str())),
            (Bug::FindsTagsByBeginning, Term::Whole(tag)) => Term::Beginning(tag.clone()).finds(terms),
            _ => term.finds(terms),
        }
    }

    /// A change of a link as the bug would have it.
    pub(super) async fn relabelled(&self, change: Change) -> Result<Change, StoreError> {
        match (self.bug, change) {
            (Bug::KeepsOrderNumbers, Change::UpdateLink(mut new)) => {
                let old = self.inner.link(new.value.id).await?.and_then(|row| row.value.order_number);
                new.value.order_number = new.value.order_number.and(old);
                Ok(Change::UpdateLink(new))
            }
            (_, change) => Ok(change),
        }
    }

    /// Remembers what links said that were made, and what those said that were refused.
    pub(super) fn note_labels(&self, changes: &[Change], made: bool) {
        let mut notes = self.notes();
        for change in changes {
            if let Change::InsertLink(row) = change {
                if made {
                    notes.first_terms.insert(row.id, row.terms());
                } else {
                    notes.refused_terms.extend(row.terms());
                }
            }
        }
    }

    /// A list of payments as the bug would have it; `None` when it has nothing to say.
    pub(super) async fn muddled_payments(&self, filter: &PaymentFilter, page: PageOf) -> Option<Rows<PaymentRecord>> {
        let mut filter = filter.clone();
        match self.bug {
            Bug::AmountsOneWay if filter.order.by == MoneyColumn::Amount => filter.order.up = true,
            Bug::CaseSensitivePayers => {
                let email = filter.payer_email.take();
                let rows = self.inner.payments(&filter, page).await;
                return Some(rows.map(|mut rows| {
                    rows.retain(|row| email.is_none() || row.value.payer_email == email);
                    rows
                }));
            }
            _ => return None,
        }
        Some(self.inner.payments(&filter, page).await)
    }

    /// The filter of refunds as the bug would have it.
    pub(super) fn muddled_refunds(&self, filter: &RefundFilter) -> RefundFilter {
        let mut filter = filter.clone();
        if self.has(Bug::IgnoresRefundAmounts) {
            (filter.amount_from, filter.amount_to) = (None, None);
        }
        filter
    }
}
