//! What may become of a payment: its own table of moves, each with its event, and none back.

use super::{Checked, Oracle, commits::Announced, holds};
use paylink_core::{
    EventKind,
    records::{LinkStateName, Method, PaymentRecord, PaymentStatus},
};

/// Whether the outcome is open.
pub(crate) const fn is_live(status: PaymentStatus) -> bool {
    matches!(status, PaymentStatus::Processing | PaymentStatus::RequiresAction)
}

/// Whether a payment by `method` may go from one state to another.
const fn may_move(from: PaymentStatus, to: PaymentStatus, method: Method) -> bool {
    use PaymentStatus::{Failed, Processing, RequiresAction, Returned, Succeeded};
    match (from, to) {
        (Processing | RequiresAction, Processing | RequiresAction | Succeeded | Failed) => true,
        (Processing | Succeeded, Returned) => matches!(method, Method::Ach),
        (RequiresAction, Returned) | (Succeeded | Failed | Returned, _) => false,
    }
}

/// The event that tells of a state.
const fn event_of(status: PaymentStatus) -> EventKind {
    match status {
        PaymentStatus::Processing => EventKind::PaymentProcessing,
        PaymentStatus::RequiresAction => EventKind::PaymentRequiresAction,
        PaymentStatus::Succeeded => EventKind::PaymentSucceeded,
        PaymentStatus::Failed => EventKind::PaymentFailed,
        PaymentStatus::Returned => EventKind::PaymentReturned,
    }
}

impl Oracle {
    /// A payment begins: on a link that is open in that instant, at its price.
    pub(super) fn payment_begun(&mut self, new: &PaymentRecord, told: &Announced) -> Checked {
        let id = new.id;
        let link = self.links.get_mut(&new.link_id).ok_or_else(|| format!("{id} pays a link that is not there"))?;
        let record = &link.record;
        let price = match new.method {
            Method::Card => record.card_minor,
            Method::Ach => record.ach_minor,
        };
        holds(price == Some(new.amount_minor), || format!("{id} is not over the price of its link"))?;
        holds(record.currency == new.currency, || format!("{id} has another currency than its link"))?;
        let open = record.state == LinkStateName::Open && record.deleted_at.is_none();
        holds(open, || format!("{id} began on a link that is closed"))?;
        let begun = record.starts_at.is_none_or(|start| start <= new.created_at);
        let stands = record.ends_at.is_none_or(|end| new.created_at < end);
        holds(begun && stands, || format!("{id} began outside the window of its link"))?;
        let waits = new.unknown || new.is_held();
        holds(new.status == PaymentStatus::Processing && waits, || format!("{id} begins as {:?}", new.status))?;
        link.begun += 1;
        link.live += 1;
        if let Some(max) = record.max_payments {
            let taken = link.live + link.paid;
            holds(taken <= max, || {
                format!("{} has {taken} payments that stand or may stand, and takes {max}", record.id)
            })?;
        }
        told.payment(id, EventKind::PaymentProcessing)?;
        self.tally.payments += 1;
        let before = self.payments.insert(id, new.clone());
        holds(before.is_none(), || format!("two payments are called {id}"))
    }

    /// A payment changes.
    pub(super) fn payment_moved(&mut self, new: &PaymentRecord, told: &Announced) -> Checked {
        let id = new.id;
        let old = self.payments.get(&id).ok_or_else(|| format!("{id} changed and was never begun"))?;
        let fixed = |row: &PaymentRecord| {
            (row.link_id, row.merchant_id, row.amount_minor, row.currency, row.method, row.created_at)
        };
        holds(fixed(old) == fixed(new), || format!("{id} changed what never changes"))?;
        let (from, to) = (old.status, new.status);
        if from == to {
            self.payments.insert(id, new.clone());
            return Ok(());
        }
        holds(may_move(from, to, new.method), || format!("{id} went from {from:?} to {to:?}"))?;
        told.payment(id, event_of(to))?;
        let missing = || format!("the link of {id} is gone");
        let link = self.links.get_mut(&new.link_id).ok_or_else(missing)?;
        link.live += i64::from(is_live(to)) - i64::from(is_live(from));
        let paid = i64::from(to == PaymentStatus::Succeeded) - i64::from(from == PaymentStatus::Succeeded);
        link.paid += paid;
        link.paid_minor += paid * new.amount_minor;
        if to == PaymentStatus::Succeeded {
            let closed = link.record.deleted_at.is_some() || link.record.state != LinkStateName::Open;
            holds(!closed || new.review.is_some(), || format!("{id} paid a closed link and nobody is told"))?;
        }
        match to {
            PaymentStatus::Succeeded => self.tally.succeeded += 1,
            PaymentStatus::Failed => self.tally.failed += 1,
            PaymentStatus::Returned => self.tally.returned += 1,
            PaymentStatus::Processing | PaymentStatus::RequiresAction => {}
        }
        self.payments.insert(id, new.clone());
        Ok(())
    }
}
