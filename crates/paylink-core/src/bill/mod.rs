//! An invoice or an order ("bill"): what its stored state allows, and what it becomes.

mod check;
mod state;

pub(crate) use check::{blank, check_bill, wrong_fields};
pub use state::BillState;

use crate::{
    Code, Error, LinkId, Money, PaymentId, Timestamp,
    ports::StoreError,
    records::{BillRecord, BillStateName, MAX_OPEN_LINKS},
};

/// A bill whose record has been found sound. Changes only through its transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    record: BillRecord,
    state: BillState,
}

impl Bill {
    /// Takes a stored row back in.
    ///
    /// # Errors
    /// `Corrupt` when the row contradicts itself; nothing may be charged for such a bill.
    pub fn restore(record: BillRecord) -> Result<Self, StoreError> {
        let corrupt = |problem: &str| {
            let (entity, id) = (record.kind.name(), record.kind.show(record.id));
            Err(StoreError::Corrupt { entity, id, problem: problem.to_owned() })
        };
        if record.total_minor <= 0 {
            return corrupt("its sum is not positive");
        }
        if !(1..=MAX_OPEN_LINKS).contains(&record.max_open_links) {
            return corrupt("its number of links is out of range");
        }
        let lines = &record.details.line_items;
        let adds_up = crate::lines::add_up(lines).is_some_and(|totals| totals.total_minor == record.total_minor);
        if !lines.is_empty() && !adds_up {
            return corrupt("its lines do not add up to its sum");
        }
        let state = match (record.state, record.closed_at, record.payment_id) {
            (BillStateName::Open, None, paying) => BillState::Open { paying },
            (BillStateName::Paid, Some(at), Some(by)) => BillState::Paid { at, by },
            (BillStateName::Void, Some(at), None) => BillState::Void { at },
            (BillStateName::Open | BillStateName::Paid | BillStateName::Void, _, _) => {
                return corrupt("its state contradicts its payment");
            }
        };
        Ok(Self { record, state })
    }

    /// The row.
    #[must_use]
    pub const fn record(&self) -> &BillRecord {
        &self.record
    }

    /// The row, to be stored.
    #[must_use]
    pub fn into_record(self) -> BillRecord {
        self.record
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> BillState {
        self.state
    }

    /// What is owed.
    #[must_use]
    pub const fn total(&self) -> Money {
        Money::new(self.record.total_minor, self.record.currency)
    }

    /// Why no payment can begin now, if so.
    #[must_use]
    pub fn refusal(&self) -> Option<Code> {
        match self.state {
            BillState::Open { paying: None } if self.record.deleted_at.is_none() => None,
            BillState::Open { paying: Some(_) } => Some(Code::PaymentInProgress),
            BillState::Open { paying: None } | BillState::Paid { .. } | BillState::Void { .. } => Some(Code::NotOpen),
        }
    }

    /// A payment begins by this link: it takes the slot.
    ///
    /// # Errors
    /// `payment_in_progress` while another holds it; `not_open`.
    pub fn payment_begun(self, payment: PaymentId, link: LinkId, now: Timestamp) -> Result<Self, Error> {
        if let Some(code) = self.refusal() {
            return Err(Error::of(code));
        }
        let state = self.state.payment_begun(payment).ok_or_else(|| Error::of(Code::PaymentInProgress))?;
        let mut bill = self.with(state, now);
        bill.record.link_id = Some(link);
        Ok(bill)
    }

    /// The payment in its slot came to nothing. Any other payment changes nothing.
    #[must_use]
    pub fn payment_failed(self, payment: PaymentId, now: Timestamp) -> Self {
        let state = self.state.payment_failed(payment);
        self.moved(state, now)
    }

    /// The payment in its slot has arrived: it is paid. Any other payment changes nothing.
    #[must_use]
    pub fn payment_succeeded(self, payment: PaymentId, now: Timestamp) -> Self {
        let state = self.state.payment_succeeded(payment, now);
        self.moved(state, now)
    }

    /// The bank debit that had paid it came back: it is open again. Any other payment changes nothing.
    #[must_use]
    pub fn payment_returned(self, payment: PaymentId, now: Timestamp) -> Self {
        let state = self.state.payment_returned(payment);
        self.moved(state, now)
    }

    /// A link is made for it.
    #[must_use]
    pub fn link_made(mut self, link: LinkId, now: Timestamp) -> Self {
        self.record.link_id = Some(link);
        self.record.updated_at = now;
        self
    }

    /// The merchant takes it back.
    ///
    /// # Errors
    /// `not_open` when it is paid or taken back already, `payment_in_progress` while one is under way.
    pub fn void(self, now: Timestamp) -> Result<Self, Error> {
        let refusal = self.refusal();
        let state = self.state.voided(now).filter(|_| refusal.is_none());
        let state = state.ok_or_else(|| Error::of(refusal.unwrap_or(Code::NotOpen)))?;
        Ok(self.with(state, now))
    }

    /// The merchant deletes it; it is not shown any more and its number is free.
    ///
    /// # Errors
    /// `not_open` when it is paid, `payment_in_progress` while a payment is under way.
    pub fn delete(mut self, now: Timestamp) -> Result<Self, Error> {
        match self.state {
            BillState::Open { paying: None } | BillState::Void { .. } => {}
            BillState::Open { paying: Some(_) } => return Err(Error::of(Code::PaymentInProgress)),
            BillState::Paid { .. } => return Err(Error::of(Code::NotOpen)),
        }
        self.record.deleted_at = Some(now);
        self.record.updated_at = now;
        Ok(self)
    }

    fn moved(self, state: Option<BillState>, now: Timestamp) -> Self {
        match state {
            Some(state) => self.with(state, now),
            None => self,
        }
    }

    fn with(mut self, state: BillState, now: Timestamp) -> Self {
        let (name, closed_at, payment) = match state {
            BillState::Open { paying } => (BillStateName::Open, None, paying),
            BillState::Paid { at, by } => (BillStateName::Paid, Some(at), Some(by)),
            BillState::Void { at } => (BillStateName::Void, Some(at), None),
        };
        self.record.state = name;
        self.record.closed_at = closed_at;
        self.record.payment_id = payment;
        self.record.updated_at = now;
        self.state = state;
        self
    }
}
