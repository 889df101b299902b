//! The counts of reports checked: what each merchant's payments, ledger and events come to is added up again.

use super::listing::at;
use crate::{
    BookFinding, Currency, Error, EventKind, MerchantId, Paylink, PaymentId,
    ports::{CountSpan, Counted, EventFilter, PageOf, PaymentFilter, Position, StoreError},
    records::{CountSums, LedgerAccount, LedgerRecord, Method, Metric, PaymentRecord, PaymentStatus, Tier},
    report::EVER,
};
use std::collections::{BTreeMap, BTreeSet};

/// What one merchant's counts came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportCheck {
    /// Whether nothing moved while it was looked at, so that what was found is true.
    pub quiet: bool,
    /// What does not add up.
    pub findings: Vec<BookFinding>,
    /// Where to go on; `None` when all merchants have been looked at.
    pub next: Option<Position>,
}

const SLICE: u32 = 100;

/// A count without its detail: what can be added up again from rows.
type Place = (Metric, Option<Currency>, Option<Method>);
type Sums = BTreeMap<Place, CountSums>;

impl Paylink {
    /// Checks the counts of the merchant after `after`, newest first. What moves meanwhile makes it not quiet: look
    /// again.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn check_report(&self, after: Option<Position>) -> Result<ReportCheck, Error> {
        let rows = self.store.merchants(PageOf { after, limit: 1 }).await?;
        let Some(merchant) = rows.into_iter().next().map(|row| row.value) else {
            return Ok(ReportCheck { quiet: true, ..ReportCheck::default() });
        };
        let next = Some(at(merchant.created_at, merchant.id));
        let before = self.in_every_tier(Some(merchant.id)).await?;
        let mut expected = self.paid_and_given_back(merchant.id).await?;
        expected.extend(self.links_told_of(merchant.id).await?);
        let quiet = before == self.in_every_tier(Some(merchant.id)).await?;
        Ok(ReportCheck { quiet, findings: problems(&merchant.id.to_string(), &before, &expected), next })
    }

    /// Checks that all merchants together come to what is counted for all together.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn check_report_totals(&self) -> Result<ReportCheck, Error> {
        let before = self.in_every_tier(None).await?;
        let (mut expected, mut after) = (Sums::new(), None);
        loop {
            let rows = self.store.merchants(PageOf { after, limit: SLICE }).await?;
            let Some(last) = rows.last().map(|row| at(row.value.created_at, row.value.id)) else { break };
            after = Some(last);
            for merchant in rows {
                for one in self.store.counted(Some(merchant.value.id), &[EVER]).await? {
                    add(&mut expected, place(&one), one.sums);
                }
            }
        }
        let quiet = before == self.in_every_tier(None).await?;
        Ok(ReportCheck { quiet, findings: problems("all merchants", &before, &expected), next: None })
    }

    async fn in_every_tier(&self, merchant: Option<MerchantId>) -> Result<BTreeMap<Tier, Sums>, StoreError> {
        let spans: Vec<CountSpan> =
            (0..).zip(Tier::ALL).map(|(number, tier)| CountSpan { number, tier: *tier, ..EVER }).collect();
        let mut tiers: BTreeMap<Tier, Sums> = Tier::ALL.iter().map(|tier| (*tier, Sums::new())).collect();
        for one in self.store.counted(merchant, &spans).await? {
            let span = spans.iter().find(|span| span.number == one.number);
            if let Some(sums) = span.and_then(|span| tiers.get_mut(&span.tier)) {
                add(sums, place(&one), one.sums);
            }
        }
        Ok(tiers)
    }

    /// What payments, refunds and the ledger say.
    async fn paid_and_given_back(&self, merchant: MerchantId) -> Result<Sums, StoreError> {
        let filter = PaymentFilter { merchant_id: Some(merchant), ..PaymentFilter::default() };
        let (mut sums, mut after) = (Sums::new(), None);
        loop {
            let rows = self.store.payments(&filter, PageOf { after, limit: SLICE }).await?;
            let Some(last) = rows.last().map(|row| at(row.value.created_at, row.value.id)) else { return Ok(sums) };
            after = Some(last);
            let ids: Vec<PaymentId> = rows.iter().map(|row| row.value.id).collect();
            let mut entries: BTreeMap<PaymentId, Vec<LedgerRecord>> = BTreeMap::new();
            for entry in self.store.ledger(&ids).await? {
                entries.entry(entry.payment_id).or_default().push(entry);
            }
            for payment in rows.into_iter().map(|row| row.value) {
                let own = entries.remove(&payment.id).unwrap_or_default();
                add_payment(&mut sums, &payment, &own);
            }
        }
    }

    /// What events say of links: each was made once and told of each time it completed. Deleted ones are told of too.
    async fn links_told_of(&self, merchant: MerchantId) -> Result<Sums, StoreError> {
        let mut sums = Sums::new();
        let told = [(Metric::LinksCreated, EventKind::LinkCreated), (Metric::LinksPaid, EventKind::LinkCompleted)];
        for (metric, kind) in told {
            let filter = EventFilter { merchant_id: Some(merchant), kind: Some(kind), ..EventFilter::default() };
            let mut after = None;
            loop {
                let rows = self.store.events(&filter, PageOf { after, limit: SLICE }).await?;
                let Some(last) = rows.last().map(|row| at(row.value.created_at, row.value.id)) else { break };
                after = Some(last);
                let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
                add(&mut sums, (metric, None, None), CountSums { count, ..CountSums::default() });
            }
        }
        Ok(sums)
    }
}

fn place(one: &Counted) -> Place {
    (one.key.metric, one.key.currency, one.key.method)
}

fn add(sums: &mut Sums, place: Place, more: CountSums) {
    let sum = sums.entry(place).or_default();
    *sum = sum.plus(more);
}

fn add_payment(sums: &mut Sums, payment: &PaymentRecord, entries: &[LedgerRecord]) {
    let mut note = |metric, more| add(sums, (metric, Some(payment.currency), Some(payment.method)), more);
    note(Metric::PaymentsAttempted, CountSums::ONE);
    let failed = match payment.status {
        PaymentStatus::Failed => true,
        PaymentStatus::Returned => payment.captured_minor == 0,
        PaymentStatus::Processing | PaymentStatus::RequiresAction | PaymentStatus::Succeeded => false,
    };
    if failed {
        note(Metric::PaymentsFailed, CountSums::ONE);
    }
    for entry in entries {
        let one = CountSums::of(entry.amount_minor);
        for (account, sums) in [(entry.debit, one), (entry.credit, one.undone())] {
            match (account, entry.refund_id) {
                (LedgerAccount::InTransit, _) => note(Metric::InTransit, sums),
                (LedgerAccount::Merchant, Some(_)) => note(Metric::Refunded, sums.undone()),
                (LedgerAccount::Merchant, None) if account == entry.debit => note(Metric::PaymentsSucceeded, sums),
                (LedgerAccount::Merchant, None) => note(Metric::PaymentsReturned, sums.undone()),
                (LedgerAccount::Payer, _) => {}
            }
        }
    }
    let reserved = payment.refund_reserved_minor.saturating_sub(payment.refunded_minor);
    note(Metric::Reserved, CountSums { amount_minor: reserved, ..CountSums::default() });
}

/// Compares what is counted in each tier with what it should be. Seconds cannot be added up again, nor can refunds under
/// way be counted from their payment.
fn problems(whose: &str, tiers: &BTreeMap<Tier, Sums>, expected: &Sums) -> Vec<BookFinding> {
    let mut found = Vec::new();
    let whole = tiers.get(&Tier::All).cloned().unwrap_or_default();
    for (tier, sums) in tiers {
        for place in differing(sums, &whole) {
            let problem = format!("{} is counted otherwise by the {} than in all", place.0.name(), tier.name());
            found.push(BookFinding { subject: whose.to_owned(), problem });
        }
    }
    let comparable = |sums: &Sums| -> Sums {
        let meant = sums.iter().filter(|(place, _)| is_added_up(place.0, expected));
        let seen = |(place, sums): (&Place, &CountSums)| {
            let count = if place.0 == Metric::Reserved { 0 } else { sums.count };
            (*place, CountSums { count, seconds: 0, ..*sums })
        };
        meant.map(seen).collect()
    };
    for place in differing(&comparable(&whole), &comparable(expected)) {
        let (is, should) = (whole.get(&place).copied().unwrap_or_default(), expected.get(&place).copied());
        let should = should.unwrap_or_default();
        let problem = format!(
            "{} counts {} over {} where {} over {} happened (minor units)",
            place.0.name(),
            is.count,
            is.amount_minor,
            should.count,
            should.amount_minor
        );
        found.push(BookFinding { subject: whose.to_owned(), problem });
    }
    found
}

/// Whether rows tell enough of a metric to add it up again; of all merchants together everything is known.
fn is_added_up(metric: Metric, expected: &Sums) -> bool {
    let links = [Metric::LinksSent, Metric::LinksViewed, Metric::LinksAttempted, Metric::LinksReopened];
    let untold = links.contains(&metric) || metric == Metric::CreatedPaid;
    !untold || expected.keys().any(|place| place.0 == metric)
}

fn differing(one: &Sums, other: &Sums) -> BTreeSet<Place> {
    let value = |sums: &Sums, place: &Place| sums.get(place).copied().unwrap_or_default();
    one.keys().chain(other.keys()).filter(|place| value(one, place) != value(other, place)).copied().collect()
}
