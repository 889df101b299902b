//! What may become of a link, and that its sums are those of its payments, after every commit.

use super::{Checked, LinkBook, Oracle, commits::Announced, holds};
use paylink_core::{
    EventKind, LinkId,
    records::{LinkRecord, LinkStateName, LinkTotals},
};
use std::collections::BTreeMap;

impl Oracle {
    pub(super) fn link_made(&mut self, new: &LinkRecord, told: &Announced) -> Checked {
        told.link(new.id, EventKind::LinkCreated)?;
        let (record, views) = (new.clone(), BTreeMap::new());
        let book = LinkBook { record, begun: 0, live: 0, paid: 0, paid_minor: 0, views, charged: Vec::new() };
        let before = self.links.insert(new.id, book);
        holds(before.is_none(), || format!("two links are called {}", new.id))
    }

    pub(super) fn link_moved(&mut self, new: &LinkRecord, told: &Announced) -> Checked {
        let id = new.id;
        let book = self.links.get_mut(&id).ok_or_else(|| format!("{id} changed and was never made"))?;
        let old = std::mem::replace(&mut book.record, new.clone());
        let fixed = |row: &LinkRecord| (row.merchant_id, row.slug.clone(), row.created_at);
        holds(fixed(&old) == fixed(new), || format!("{id} changed what never changes"))?;
        let repriced = (old.card_minor, old.ach_minor, old.currency) != (new.card_minor, new.ach_minor, new.currency);
        holds(!repriced || book.begun == 0, || format!("{id} got another price although payments have begun"))?;
        let deleted = old.deleted_at.is_none() && new.deleted_at.is_some();
        holds(old.deleted_at.is_none() || new.deleted_at.is_some(), || format!("{id} came back from the dead"))?;
        if deleted {
            told.link(id, EventKind::LinkDeleted)?;
        }
        let limited = new.max_payments.is_some();
        match (old.state, new.state) {
            (LinkStateName::Open, LinkStateName::Completed) => told.link(id, EventKind::LinkCompleted)?,
            (LinkStateName::Open, LinkStateName::Cancelled) => told.link(id, EventKind::LinkCancelled)?,
            (LinkStateName::Completed, LinkStateName::Open) => told.link(id, EventKind::LinkUpdated)?,
            (LinkStateName::Open, LinkStateName::Open)
            | (LinkStateName::Completed, LinkStateName::Completed)
            | (LinkStateName::Cancelled, LinkStateName::Cancelled) => {}
            (LinkStateName::Completed, LinkStateName::Cancelled)
            | (LinkStateName::Cancelled, LinkStateName::Open | LinkStateName::Completed) => {
                return Err(format!("{id} went from {:?} to {:?}", old.state, new.state));
            }
        }
        let closed = deleted || (old.state == LinkStateName::Open && new.state == LinkStateName::Cancelled);
        holds(!(closed && limited && book.live > 0), || format!("{id} was closed while a payment was under way"))
    }

    /// Slots, sums and state of a link are what its payments make them.
    pub(super) fn link_adds_up(&self, id: LinkId) -> Checked {
        let Some(book) = self.links.get(&id) else { return Err(format!("{id} is not there")) };
        let link = &book.record;
        let Some(max) = link.max_payments else {
            let none = (link.slots_used, link.paid_count, link.paid_minor) == (0, 0, 0);
            return holds(none, || format!("{id} counts slots although it has no limit"));
        };
        let standing = book.live + book.paid;
        holds(standing <= max, || format!("{id} has {standing} payments that stand or may stand, and takes {max}"))?;
        let kept = (link.slots_used, link.paid_count, link.paid_minor);
        let true_ones = (standing, book.paid, book.paid_minor);
        holds(kept == true_ones, || {
            format!("{id} keeps slots, successes, sum {kept:?}; its payments say {true_ones:?}")
        })?;
        let full = book.paid == max;
        let fits = match link.state {
            LinkStateName::Open => !full,
            LinkStateName::Completed => full,
            LinkStateName::Cancelled => true,
        };
        holds(fits, || format!("{id} is {:?} with {} of {max} payments made", link.state, book.paid))
    }

    /// The sums that the store tells of a link.
    pub(crate) fn totals_are(&self, id: LinkId, told: LinkTotals) -> Checked {
        let Some(book) = self.links.get(&id) else { return Ok(()) };
        let refunded = self.payments.values().filter(|row| row.link_id == id).map(|row| row.refunded_minor).sum();
        let true_ones = LinkTotals {
            payments_count: book.begun,
            paid_count: book.paid,
            paid_minor: book.paid_minor,
            refunded_minor: refunded,
            views_count: book.views.values().sum(),
        };
        holds(told == true_ones, || format!("{id} is told to have {told:?} and has {true_ones:?}"))
    }
}
