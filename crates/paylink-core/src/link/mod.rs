//! A payment link: what its stored state allows, and what it becomes.

mod check;
mod custom_fields;
mod customer;
mod for_bill;
mod price;
mod reminder_plan;
mod reminders;
mod saved;
mod state;
mod tags;
mod tax;

pub(crate) use check::{Origin, check_link, generated_slug, is_order_number, wrong_fields};
pub(crate) use customer::{Known, apply_person};
pub(crate) use for_bill::{BillOf, bill_field, id_field};
pub(crate) use price::{amount_error, plain_text, read_methods};
pub(crate) use reminder_plan::{Planning, Verdict, needs_none, reason, send_at, verdict, work_key};
pub(crate) use reminders::{add_days, read_default_rules};
pub(crate) use saved::{has_expired, keep_to};
pub use state::LinkState;

use crate::{
    Code, Error, Money, Timestamp,
    ports::StoreError,
    records::{LinkRecord, LinkStateName, Method, Usage},
    views::{LinkPaymentStatus, LinkStatus},
};

/// A link whose record has been found sound. Changes only through its transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    record: LinkRecord,
    state: LinkState,
}

/// A link that may be paid at the moment it was asked; the only way to begin a payment.
#[derive(Debug)]
pub struct PayableLink(Link);

impl Link {
    /// Takes a stored row back in.
    ///
    /// # Errors
    /// `Corrupt` when the row contradicts itself; nothing may be charged on such a link.
    pub fn restore(record: LinkRecord) -> Result<Self, StoreError> {
        let corrupt = |problem: &str| {
            Err(StoreError::Corrupt { entity: "payment link", id: record.id.to_string(), problem: problem.to_owned() })
        };
        if record.card_minor.is_none() && record.ach_minor.is_none() {
            return corrupt("it has no price");
        }
        if [record.card_minor, record.ach_minor].into_iter().flatten().any(|minor| minor <= 0) {
            return corrupt("a price is not positive");
        }
        match (record.usage, record.max_payments) {
            (Usage::OneTime, Some(1)) | (Usage::MultiUse, None) => {}
            (Usage::MultiUse, Some(max)) if max >= 1 => {}
            (Usage::OneTime | Usage::MultiUse, _) => return corrupt("max_payments does not fit its usage"),
        }
        let max = record.max_payments.unwrap_or(0);
        if record.slots_used < 0
            || record.slots_used > max
            || record.paid_count < 0
            || record.paid_count > record.slots_used
        {
            return corrupt("its slots do not add up");
        }
        if record.bill.is_some() && record.max_payments != Some(1) {
            return corrupt("it is for an invoice or order and can be paid more than once");
        }
        let full = record.max_payments == Some(record.paid_count);
        let state = match (record.state, record.closed_at) {
            (LinkStateName::Open, None) if !full => LinkState::Open,
            (LinkStateName::Completed, Some(at)) if full => LinkState::Completed { at },
            (LinkStateName::Cancelled, Some(at)) if record.slots_used == record.paid_count => {
                LinkState::Cancelled { at }
            }
            (LinkStateName::Open | LinkStateName::Completed | LinkStateName::Cancelled, _) => {
                return corrupt("its state contradicts its payments");
            }
        };
        Ok(Self { record, state })
    }

    /// The row.
    #[must_use]
    pub const fn record(&self) -> &LinkRecord {
        &self.record
    }

    /// The row, to be stored.
    #[must_use]
    pub fn into_record(self) -> LinkRecord {
        self.record
    }

    /// The stored state.
    #[must_use]
    pub const fn state(&self) -> LinkState {
        self.state
    }

    /// The price by `method`, or `None` if the link does not take it.
    #[must_use]
    pub fn price(&self, method: Method) -> Option<Money> {
        let minor = match method {
            Method::Card => self.record.card_minor,
            Method::Ach => self.record.ach_minor,
        };
        minor.map(|minor| Money::new(minor, self.record.currency))
    }

    /// Whether the link is paid at most a certain number of times, so that payments take slots.
    #[must_use]
    pub const fn is_limited(&self) -> bool {
        self.record.max_payments.is_some()
    }

    /// Whether a payment of a limited link is under way.
    #[must_use]
    pub const fn has_live_payment(&self) -> bool {
        self.record.slots_used > self.record.paid_count
    }

    /// The status shown at `now`.
    #[must_use]
    pub fn status_at(&self, now: Timestamp) -> LinkStatus {
        match self.state {
            LinkState::Open if self.is_in_window(now) => LinkStatus::Active,
            LinkState::Open => LinkStatus::Inactive,
            LinkState::Completed { .. } => LinkStatus::Completed,
            LinkState::Cancelled { .. } => LinkStatus::Cancelled,
        }
    }

    /// Whether it has been paid as often as it can be.
    #[must_use]
    pub const fn payment_status(&self) -> LinkPaymentStatus {
        match self.state {
            LinkState::Completed { .. } => LinkPaymentStatus::Paid,
            LinkState::Open | LinkState::Cancelled { .. } => LinkPaymentStatus::Unpaid,
        }
    }

    fn is_in_window(&self, now: Timestamp) -> bool {
        self.record.starts_at.is_none_or(|start| start <= now) && self.record.ends_at.is_none_or(|end| now < end)
    }

    /// Why the link cannot be paid at `now`, if so.
    #[must_use]
    pub fn refusal_at(&self, now: Timestamp) -> Option<Code> {
        if self.record.deleted_at.is_some() {
            return Some(Code::NotFound);
        }
        match self.state {
            LinkState::Completed { .. } => Some(Code::LinkCompleted),
            LinkState::Cancelled { .. } => Some(Code::LinkCancelled),
            LinkState::Open if !self.is_in_window(now) => Some(Code::LinkInactive),
            LinkState::Open if self.record.max_payments == Some(self.record.slots_used) => {
                Some(Code::PaymentInProgress)
            }
            LinkState::Open => None,
        }
    }

    /// Why nobody may be asked to pay at `now`. Who is asked before the link begins can pay later; who is asked to pay
    /// what was taken back cannot.
    #[must_use]
    pub fn request_refusal_at(&self, now: Timestamp) -> Option<Code> {
        let begins_later = self.record.starts_at.is_some_and(|start| now < start);
        self.refusal_at(now).filter(|code| !begins_later || *code != Code::LinkInactive)
    }

    /// The link as one that may be paid at `now`.
    ///
    /// # Errors
    /// `link_inactive`, `link_completed`, `link_cancelled`, `payment_in_progress`, `not_found`.
    pub fn payable_at(self, now: Timestamp) -> Result<PayableLink, Error> {
        match self.refusal_at(now) {
            None => Ok(PayableLink(self)),
            Some(code) => Err(Error::of(code)),
        }
    }

    /// A payment that held a slot came to nothing: the slot is free again.
    #[must_use]
    pub fn payment_failed(mut self, now: Timestamp) -> Self {
        if self.has_live_payment() {
            self.record.slots_used -= 1;
            self.record.updated_at = now;
        }
        self
    }

    /// A payment of `amount` that held a slot succeeded. The last one completes the link.
    #[must_use]
    pub fn payment_succeeded(mut self, amount: Money, now: Timestamp) -> Self {
        if !self.has_live_payment() {
            return self;
        }
        self.record.paid_count += 1;
        self.record.paid_minor = self.record.paid_minor.saturating_add(amount.minor);
        self.record.updated_at = now;
        match self.state.completed(now) {
            Some(state) if self.record.max_payments == Some(self.record.paid_count) => self.with(state),
            Some(_) | None => self,
        }
    }

    /// A payment of `amount` that had succeeded came back: it counts no more, and a completed link opens again.
    #[must_use]
    pub fn payment_returned(mut self, amount: Money, now: Timestamp) -> Self {
        if self.record.paid_count == 0 {
            return self;
        }
        self.record.paid_count -= 1;
        self.record.slots_used -= 1;
        self.record.paid_minor = self.record.paid_minor.saturating_sub(amount.minor);
        self.record.updated_at = now;
        match self.state.reopened() {
            Some(state) => self.with(state),
            None => self,
        }
    }

    /// The merchant takes the link back.
    ///
    /// # Errors
    /// `link_closed` when it is completed or cancelled, `payment_in_progress` while one is under way.
    pub fn cancel(self, now: Timestamp) -> Result<Self, Error> {
        let state = self.state.cancelled(now).ok_or_else(|| Error::of(Code::LinkClosed))?;
        if self.has_live_payment() {
            return Err(Error::of(Code::PaymentInProgress));
        }
        let mut link = self.with(state);
        link.record.updated_at = now;
        Ok(link)
    }

    /// The merchant deletes the link; it is not shown any more.
    ///
    /// # Errors
    /// `payment_in_progress` while one is under way.
    pub fn delete(mut self, now: Timestamp) -> Result<Self, Error> {
        if self.has_live_payment() {
            return Err(Error::of(Code::PaymentInProgress));
        }
        self.record.deleted_at = Some(now);
        self.record.updated_at = now;
        Ok(self)
    }

    fn with(mut self, state: LinkState) -> Self {
        let (name, closed_at) = match state {
            LinkState::Open => (LinkStateName::Open, None),
            LinkState::Completed { at } => (LinkStateName::Completed, Some(at)),
            LinkState::Cancelled { at } => (LinkStateName::Cancelled, Some(at)),
        };
        self.record.state = name;
        self.record.closed_at = closed_at;
        self.state = state;
        self
    }
}

impl PayableLink {
    /// The link behind it.
    #[must_use]
    pub const fn link(&self) -> &Link {
        &self.0
    }

    /// A payment begins: a limited link gives it a slot.
    #[must_use]
    pub fn begin(self, now: Timestamp) -> Link {
        let mut link = self.0;
        if link.is_limited() {
            link.record.slots_used += 1;
            link.record.updated_at = now;
        }
        link
    }
}
