//! The figures of one stretch of time, made from what was counted in it.

use crate::{
    Currency,
    ports::Counted,
    records::{CountSums, Method, Metric},
};
use std::collections::BTreeMap;

/// The detail of links that never complete.
pub(crate) const OPEN_ENDED: &str = "open_ended";

/// What happened to links, each counted in the moment it happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkFigures {
    /// Made.
    pub created: i64,
    /// Of those: take any number of payments, and so never complete.
    pub open_ended: i64,
    /// Sent for the first time.
    pub sent: i64,
    /// Seen for the first time.
    pub viewed: i64,
    /// Had their first payment begin.
    pub attempted: i64,
    /// Completed.
    pub paid: i64,
    /// Opened again by a return.
    pub reopened: i64,
    /// Of the links made: completed as of now.
    pub created_paid: i64,
}

/// What happened to payments, each counted in the moment it happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaymentFigures {
    /// Begun.
    pub attempted: i64,
    /// Succeeded.
    pub succeeded: i64,
    /// Came to nothing.
    pub failed: i64,
    /// Came back after they had succeeded.
    pub returned: i64,
}

/// Money, minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AmountFigures {
    /// Payments that succeeded.
    pub payments: i64,
    /// What they brought.
    pub gross_minor: i64,
    /// Refunds made, less those that came back.
    pub refunds: i64,
    /// What they gave back.
    pub refunded_minor: i64,
    /// Bank debits that came back.
    pub returns: i64,
    /// What they took away.
    pub returned_minor: i64,
}

impl AmountFigures {
    /// What is left: gross less refunded less returned.
    #[must_use]
    pub const fn net_minor(&self) -> i64 {
        self.gross_minor.saturating_sub(self.refunded_minor).saturating_sub(self.returned_minor)
    }

    fn add(&mut self, metric: Metric, sums: CountSums) {
        let (count, minor) = match metric {
            Metric::PaymentsSucceeded => (&mut self.payments, &mut self.gross_minor),
            Metric::Refunded => (&mut self.refunds, &mut self.refunded_minor),
            Metric::PaymentsReturned => (&mut self.returns, &mut self.returned_minor),
            Metric::LinksCreated
            | Metric::LinksSent
            | Metric::LinksViewed
            | Metric::LinksAttempted
            | Metric::LinksPaid
            | Metric::LinksReopened
            | Metric::CreatedPaid
            | Metric::PaymentsAttempted
            | Metric::PaymentsFailed
            | Metric::InTransit
            | Metric::Reserved => return,
        };
        *count = count.saturating_add(sums.count);
        *minor = minor.saturating_add(sums.amount_minor);
    }
}

/// Money in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrencyFigures {
    /// The currency.
    pub currency: Currency,
    /// By every method.
    pub amounts: AmountFigures,
    /// By each method that was used.
    pub methods: Vec<(Method, AmountFigures)>,
}

/// Everything that is told of one stretch of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Links.
    pub links: LinkFigures,
    /// Payments.
    pub payments: PaymentFigures,
    /// Money, by currency in the order of their codes; never added across currencies.
    pub currencies: Vec<CurrencyFigures>,
}

impl Figures {
    /// The share of the links made that are completed as of now, those left aside that never complete; four decimals,
    /// rounded to the nearest. `None` when none were made.
    #[must_use]
    pub fn completion_rate(&self) -> Option<String> {
        ratio_text(self.links.created_paid, self.links.created.saturating_sub(self.links.open_ended))
    }
}

/// Sums of one metric by currency and method.
pub(crate) struct Tally<'a>(pub(crate) &'a [&'a Counted]);

impl Tally<'_> {
    /// The sums of a metric in one currency.
    pub(crate) fn of(&self, metric: Metric, currency: Currency) -> CountSums {
        let meant = self.0.iter().filter(|one| one.key.metric == metric && one.key.currency == Some(currency));
        meant.fold(CountSums::default(), |sum, one| sum.plus(one.sums))
    }

    /// How often a metric was counted, whatever its parts.
    fn count(&self, metric: Metric) -> i64 {
        let meant = self.0.iter().filter(|one| one.key.metric == metric);
        meant.fold(0, |sum, one| sum.saturating_add(one.sums.count))
    }
}

/// The figures of what was counted.
pub(crate) fn figures(counted: &[&Counted]) -> Figures {
    let tally = Tally(counted);
    let open_ended =
        counted.iter().filter(|one| one.key.metric == Metric::LinksCreated && one.key.detail == OPEN_ENDED);
    let links = LinkFigures {
        created: tally.count(Metric::LinksCreated),
        open_ended: open_ended.fold(0, |sum, one| sum.saturating_add(one.sums.count)),
        sent: tally.count(Metric::LinksSent),
        viewed: tally.count(Metric::LinksViewed),
        attempted: tally.count(Metric::LinksAttempted),
        paid: tally.count(Metric::LinksPaid),
        reopened: tally.count(Metric::LinksReopened),
        created_paid: tally.count(Metric::CreatedPaid),
    };
    let payments = PaymentFigures {
        attempted: tally.count(Metric::PaymentsAttempted),
        succeeded: tally.count(Metric::PaymentsSucceeded),
        failed: tally.count(Metric::PaymentsFailed),
        returned: tally.count(Metric::PaymentsReturned),
    };
    Figures { links, payments, currencies: currencies(counted) }
}

fn currencies(counted: &[&Counted]) -> Vec<CurrencyFigures> {
    let mut all: BTreeMap<Currency, BTreeMap<Method, AmountFigures>> = BTreeMap::new();
    for one in counted {
        let money = matches!(one.key.metric, Metric::PaymentsSucceeded | Metric::Refunded | Metric::PaymentsReturned);
        if let (true, Some(currency), Some(method)) = (money, one.key.currency, one.key.method) {
            all.entry(currency).or_default().entry(method).or_default().add(one.key.metric, one.sums);
        }
    }
    let whole = |(currency, methods): (Currency, BTreeMap<Method, AmountFigures>)| {
        let mut amounts = AmountFigures::default();
        for one in methods.values() {
            amounts.payments = amounts.payments.saturating_add(one.payments);
            amounts.gross_minor = amounts.gross_minor.saturating_add(one.gross_minor);
            amounts.refunds = amounts.refunds.saturating_add(one.refunds);
            amounts.refunded_minor = amounts.refunded_minor.saturating_add(one.refunded_minor);
            amounts.returns = amounts.returns.saturating_add(one.returns);
            amounts.returned_minor = amounts.returned_minor.saturating_add(one.returned_minor);
        }
        CurrencyFigures { currency, amounts, methods: methods.into_iter().collect() }
    };
    all.into_iter().map(whole).collect()
}

/// `part / whole` with four decimals, rounded to the nearest, halves up; `None` when there is no whole.
pub(crate) fn ratio_text(part: i64, whole: i64) -> Option<String> {
    let (part, whole) = (i128::from(part), i128::from(whole));
    if whole <= 0 {
        return None;
    }
    let scaled = part.saturating_mul(20_000).saturating_add(whole).div_euclid(whole.saturating_mul(2));
    Some(format!("{}.{:04}", scaled / 10_000, scaled.rem_euclid(10_000)))
}

#[cfg(test)]
mod tests {
    use super::ratio_text;

    #[test]
    fn a_ratio_has_four_decimals_rounded_to_the_nearest() {
        let text = |part, whole| ratio_text(part, whole).unwrap_or_default();
        assert_eq!([text(0, 3), text(1, 3), text(2, 3), text(3, 3)], ["0.0000", "0.3333", "0.6667", "1.0000"]);
        assert_eq!([text(1, 20_000), text(1, 20_001)], ["0.0001", "0.0000"], "halves go up");
        assert_eq!(text(i64::MAX, i64::MAX), "1.0000");
        assert_eq!(ratio_text(1, 0), None);
    }
}
