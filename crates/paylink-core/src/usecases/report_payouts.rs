//! What would be paid out to a merchant now, as the ledger has it.

use super::listing::{merchant_filter, name_filter};
use crate::{
    Caller, Code, Currency, Date, Error, MerchantId, Paylink, Timestamp,
    forms::PayoutsQuery,
    ports::Counted,
    records::Metric,
    report::{EVER, Tally},
};
use std::collections::BTreeSet;

/// What stands where in one currency, minor units, over everything there ever was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayoutFigures {
    /// The currency.
    pub currency: Currency,
    /// What payments that succeeded brought.
    pub gross_minor: i64,
    /// What refunds gave back.
    pub refunded_minor: i64,
    /// What returns took away.
    pub returned_minor: i64,
    /// Set aside for refunds under way.
    pub reserved_minor: i64,
    /// On its way through the banks, not yet the merchant's.
    pub in_transit_minor: i64,
    /// When it would arrive, if the gateway says so.
    pub expected_on: Option<Date>,
}

impl PayoutFigures {
    /// The balance of the merchant's account in the ledger; negative when more went back than came in.
    #[must_use]
    pub const fn balance_minor(&self) -> i64 {
        self.gross_minor.saturating_sub(self.refunded_minor).saturating_sub(self.returned_minor)
    }

    /// The balance less what is set aside.
    #[must_use]
    pub const fn payable_minor(&self) -> i64 {
        self.balance_minor().saturating_sub(self.reserved_minor)
    }
}

/// A preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutsPreview {
    /// Whose.
    pub merchant_id: MerchantId,
    /// As of when.
    pub at: Timestamp,
    /// Every currency the merchant has had money in, in the order of their codes.
    pub currencies: Vec<PayoutFigures>,
}

impl Paylink {
    /// What would be paid out to a merchant now.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign or unknown merchant.
    pub async fn payouts_preview(&self, caller: &Caller, query: &PayoutsQuery) -> Result<PayoutsPreview, Error> {
        let mut errors = query.unread.clone();
        let merchant = merchant_filter(caller, query.merchant_id.as_deref(), &mut errors)?;
        if merchant.is_none() && query.merchant_id.is_none() {
            errors.add("merchant_id", Code::InvalidParameter, "whose payouts is required");
        }
        let wanted = name_filter("currency", query.currency.as_deref(), Currency::named, &mut errors);
        errors.finish()?;
        let not_found = || Error::of(Code::NotFound);
        let merchant_id = merchant.ok_or_else(not_found)?;
        self.store.merchant(merchant_id).await?.ok_or_else(not_found)?;
        let at = self.now();
        let counted = self.store.counted(Some(merchant_id), &[EVER]).await?;
        let mut currencies = payouts(&counted);
        currencies.retain(|one| wanted.is_none_or(|wanted| wanted == one.currency));
        Ok(PayoutsPreview { merchant_id, at, currencies })
    }
}

fn payouts(counted: &[Counted]) -> Vec<PayoutFigures> {
    let all: Vec<&Counted> = counted.iter().collect();
    let tally = Tally(&all);
    let moved = |one: &&Counted| match one.key.metric {
        Metric::PaymentsSucceeded
        | Metric::PaymentsReturned
        | Metric::Refunded
        | Metric::InTransit
        | Metric::Reserved => true,
        Metric::LinksCreated
        | Metric::LinksSent
        | Metric::LinksViewed
        | Metric::LinksAttempted
        | Metric::LinksPaid
        | Metric::LinksReopened
        | Metric::CreatedPaid
        | Metric::PaymentsAttempted
        | Metric::PaymentsFailed => false,
    };
    let currencies: BTreeSet<Currency> = counted.iter().filter(moved).filter_map(|one| one.key.currency).collect();
    let figures = |currency| PayoutFigures {
        currency,
        gross_minor: tally.of(Metric::PaymentsSucceeded, currency).amount_minor,
        refunded_minor: tally.of(Metric::Refunded, currency).amount_minor,
        returned_minor: tally.of(Metric::PaymentsReturned, currency).amount_minor,
        reserved_minor: tally.of(Metric::Reserved, currency).amount_minor,
        in_transit_minor: tally.of(Metric::InTransit, currency).amount_minor,
        // no gateway of Paylink tells
        expected_on: None,
    };
    currencies.into_iter().map(figures).collect()
}
