//! What refunds do to their payment: the amount is reserved first, then refunded or set free.

use super::{Payment, PaymentState};
use crate::{Code, Error, Money, Timestamp};

impl Payment {
    /// How much can still be refunded.
    ///
    /// # Errors
    /// `payment_not_refundable` unless it has succeeded (a bank debit: settled, and not come back).
    pub fn refundable(&self) -> Result<Money, Error> {
        match self.state {
            PaymentState::Succeeded => {
                let rest = self.record.captured_minor.saturating_sub(self.record.refund_reserved_minor);
                Ok(Money::new(rest, self.record.currency))
            }
            PaymentState::Held { .. }
            | PaymentState::Processing { .. }
            | PaymentState::RequiresAction { .. }
            | PaymentState::Failed(_)
            | PaymentState::Returned(_) => Err(Error::of(Code::PaymentNotRefundable)),
        }
    }

    /// Sets `amount` aside for a refund, so that no other refund can have it.
    ///
    /// # Errors
    /// `payment_not_refundable`, `refund_exceeds_payment`.
    pub fn reserve_refund(mut self, amount: Money, now: Timestamp) -> Result<Self, Error> {
        let rest = self.refundable()?.minus(amount).map_err(|error| Error::internal(error.to_string()))?;
        if amount.minor <= 0 || rest.minor < 0 {
            return Err(Error::of(Code::RefundExceedsPayment));
        }
        self.record.refund_reserved_minor = self.record.refund_reserved_minor.saturating_add(amount.minor);
        self.record.updated_at = now;
        Ok(self)
    }

    /// A reserved amount was refunded.
    pub(crate) fn refund_made(mut self, amount: Money, now: Timestamp) -> Self {
        self.record.refunded_minor = self.record.refunded_minor.saturating_add(amount.minor);
        self.record.updated_at = now;
        self
    }

    /// A reserved amount was not refunded: it is free again.
    pub(crate) fn refund_released(mut self, amount: Money, now: Timestamp) -> Self {
        self.record.refund_reserved_minor = self.record.refund_reserved_minor.saturating_sub(amount.minor);
        self.record.updated_at = now;
        self
    }

    /// An amount that had been refunded came back: it is free again.
    pub(crate) fn refund_came_back(mut self, amount: Money, now: Timestamp) -> Self {
        self.record.refunded_minor = self.record.refunded_minor.saturating_sub(amount.minor);
        self.refund_released(amount, now)
    }
}
