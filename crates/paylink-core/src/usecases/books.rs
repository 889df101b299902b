//! The books checked: every payment's ledger is added up again and compared with the payment, its refunds and its link.

use super::listing::at;
use crate::{
    Error, Link, LinkId, Paylink, Payment, PaymentId, Refund,
    payment::place,
    ports::{PageOf, PaymentFilter, Position, RefundFilter, StoreError},
    records::{
        LedgerAccount, LedgerRecord, LinkRecord, LinkTotals, PaymentRecord, PaymentStatus, RefundRecord, RefundStatus,
    },
};
use std::collections::BTreeMap;

/// One thing that does not add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookFinding {
    /// The object concerned, as its id.
    pub subject: String,
    /// What is wrong, as one sentence.
    pub problem: String,
}

/// What one slice of the payments came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookCheck {
    /// Payments looked at.
    pub payments: u64,
    /// Ledger entries added up.
    pub entries: u64,
    /// What does not add up.
    pub findings: Vec<BookFinding>,
    /// Where to go on; `None` when all payments have been looked at.
    pub next: Option<Position>,
}

const SLICE: u32 = 100;
/// Refunds of one payment, or payments of one link that are under way, looked at; no honest number comes near.
const MOST: u32 = 10_000;

impl Paylink {
    /// Checks the books of up to 100 payments, newest first, from `after` on. Payments and refunds that move
    /// meanwhile may look wrong; what is found twice is wrong.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn check_books(&self, after: Option<Position>) -> Result<BookCheck, Error> {
        let page = PageOf { after, limit: SLICE };
        let rows = self.store.payments(&PaymentFilter::default(), page).await?;
        let ids: Vec<PaymentId> = rows.iter().map(|row| row.value.id).collect();
        let mut entries: BTreeMap<PaymentId, Vec<LedgerRecord>> = BTreeMap::new();
        for entry in self.store.ledger(&ids).await? {
            entries.entry(entry.payment_id).or_default().push(entry);
        }
        let full = rows.len() == usize::try_from(SLICE).unwrap_or(usize::MAX);
        let next = rows.last().filter(|_| full).map(|row| at(row.value.created_at, row.value.id));
        let mut check = BookCheck { next, ..BookCheck::default() };
        for payment in rows.into_iter().map(|row| row.value) {
            let own = entries.remove(&payment.id).unwrap_or_default();
            check.payments = check.payments.saturating_add(1);
            check.entries = check.entries.saturating_add(u64::try_from(own.len()).unwrap_or(u64::MAX));
            let refunds = self.refunds_of(&payment).await?;
            check.note(&payment.id.to_string(), payment_problems(&payment, &own, &refunds));
            for refund in refunds {
                let problem = Refund::restore(refund.clone()).err().map(|error| told(&error));
                check.note(&refund.id.to_string(), problem);
            }
        }
        Ok(check)
    }

    /// Checks the slots and sums of up to 100 links, newest first, from `after` on.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn check_links(&self, after: Option<Position>) -> Result<BookCheck, Error> {
        let rows = self.store.links(&crate::ports::LinkFilter::default(), PageOf { after, limit: SLICE }).await?;
        let ids: Vec<_> = rows.iter().map(|row| row.value.id).collect();
        let totals = self.store.link_totals(&ids).await?;
        let full = rows.len() == usize::try_from(SLICE).unwrap_or(usize::MAX);
        let next = rows.last().filter(|_| full).map(|row| at(row.value.created_at, row.value.id));
        let mut check = BookCheck { next, ..BookCheck::default() };
        let links: Vec<LinkRecord> = rows.into_iter().map(|row| row.value).collect();
        let mut unpaid = self.unpaid_bills_of(&links).await?;
        for (link, totals) in links.into_iter().zip(totals) {
            let id = link.id.to_string();
            check.note(&id, unpaid.remove(&link.id));
            match Link::restore(link) {
                Ok(link) if link.is_limited() => {
                    let under_way = self.slots_under_way(link.record().id).await?;
                    check.note(&id, link_problems(link.record(), &totals, under_way));
                }
                Ok(_) => {}
                Err(error) => check.note(&id, Some(told(&error))),
            }
        }
        Ok(check)
    }

    /// How many payments of a link hold a slot without having succeeded yet.
    async fn slots_under_way(&self, link: LinkId) -> Result<i64, Error> {
        let mut count = 0_i64;
        for status in [PaymentStatus::Processing, PaymentStatus::RequiresAction] {
            let filter = PaymentFilter { link_id: Some(link), status: Some(status), ..PaymentFilter::default() };
            let rows = self.store.payments(&filter, PageOf { after: None, limit: MOST }).await?;
            let holding = rows.iter().filter(|row| row.value.holds_slot).count();
            count = count.saturating_add(i64::try_from(holding).unwrap_or(i64::MAX));
        }
        Ok(count)
    }

    async fn refunds_of(&self, payment: &PaymentRecord) -> Result<Vec<RefundRecord>, Error> {
        let filter = RefundFilter { payment_id: Some(payment.id), ..RefundFilter::default() };
        let limit = if payment.captured_minor > 0 { MOST } else { 1 };
        let rows = self.store.refunds(&filter, PageOf { after: None, limit }).await?;
        Ok(rows.into_iter().map(|row| row.value).collect())
    }
}

impl BookCheck {
    pub(super) fn note(&mut self, subject: &str, problems: impl IntoIterator<Item = String>) {
        let found = problems.into_iter().map(|problem| BookFinding { subject: subject.to_owned(), problem });
        self.findings.extend(found);
    }
}

pub(super) fn told(error: &StoreError) -> String {
    match error {
        StoreError::Corrupt { problem, .. } => problem.clone(),
        StoreError::Stale { .. }
        | StoreError::Taken { .. }
        | StoreError::Unavailable(_)
        | StoreError::OutcomeUnknown(_) => error.to_string(),
    }
}

/// Everything that is wrong about one payment.
fn payment_problems(payment: &PaymentRecord, entries: &[LedgerRecord], refunds: &[RefundRecord]) -> Vec<String> {
    let mut problems: Vec<String> = Payment::restore(payment.clone()).err().iter().map(told).collect();
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let gapless = entries.iter().zip(1..).all(|(entry, number)| entry.number == number);
    if count != payment.ledger_count || !gapless {
        problems.push(format!("its ledger has {count} entries where {} were written", payment.ledger_count));
    }
    if entries.iter().any(|entry| entry.currency != payment.currency || entry.merchant_id != payment.merchant_id) {
        problems.push("a ledger entry is of another currency or merchant".to_owned());
    }
    if entries.iter().any(|entry| entry.amount_minor <= 0 || entry.debit == entry.credit) {
        problems.push("a ledger entry moves nothing".to_owned());
    }
    let booked = balances(entries);
    let expected = expected(payment);
    for account in LedgerAccount::ALL {
        let (is, should) = (booked.get(account).copied().unwrap_or(0), expected.get(account).copied().unwrap_or(0));
        if is != should {
            let name = account.name();
            problems.push(format!("its ledger leaves {is} with {name} where its state says {should} (minor units)"));
        }
    }
    problems.extend(refunds.iter().filter_map(|refund| refund_problem(refund, entries)));
    let sum = |wanted: &[RefundStatus]| -> i128 {
        refunds.iter().filter(|refund| wanted.contains(&refund.status)).map(|one| i128::from(one.amount_minor)).sum()
    };
    if sum(&[RefundStatus::Succeeded]) != i128::from(payment.refunded_minor) {
        problems.push("its refunds do not add up to what it says was refunded".to_owned());
    }
    if sum(&[RefundStatus::Succeeded, RefundStatus::Processing]) != i128::from(payment.refund_reserved_minor) {
        problems.push("its refunds do not add up to what it says is reserved".to_owned());
    }
    problems
}

/// The entries that name a refund must leave its amount with the payer when it has succeeded, else nothing.
fn refund_problem(refund: &RefundRecord, entries: &[LedgerRecord]) -> Option<String> {
    let own: Vec<LedgerRecord> = entries.iter().filter(|entry| entry.refund_id == Some(refund.id)).cloned().collect();
    let moved = balances(&own).get(&LedgerAccount::Payer).copied().unwrap_or(0);
    let stands = refund.status == RefundStatus::Succeeded;
    let should = if stands { i128::from(refund.amount_minor) } else { 0 };
    (moved != should).then(|| format!("its ledger moves {moved} for refund {} where it should be {should}", refund.id))
}

/// What the entries leave with each account.
fn balances(entries: &[LedgerRecord]) -> BTreeMap<LedgerAccount, i128> {
    let mut sums = BTreeMap::new();
    for entry in entries {
        let amount = i128::from(entry.amount_minor);
        *sums.entry(entry.debit).or_insert(0) += amount;
        *sums.entry(entry.credit).or_insert(0) -= amount;
    }
    sums
}

/// What the state of the payment says stands with each account.
fn expected(payment: &PaymentRecord) -> BTreeMap<LedgerAccount, i128> {
    let (amount, refunded) = (i128::from(payment.amount_minor), i128::from(payment.refunded_minor));
    let mut sums = BTreeMap::from([(LedgerAccount::Merchant, -refunded), (LedgerAccount::Payer, refunded)]);
    *sums.entry(place(payment)).or_insert(0) += amount;
    *sums.entry(LedgerAccount::Payer).or_insert(0) -= amount;
    sums
}

/// A limited link counts its payments itself; its counts must be those of the payments.
fn link_problems(link: &LinkRecord, totals: &LinkTotals, under_way: i64) -> Vec<String> {
    let mut problems = Vec::new();
    if (link.paid_count, link.paid_minor) != (totals.paid_count, totals.paid_minor) {
        problems.push(format!(
            "it counts {} payments over {} where {} over {} stand as succeeded (minor units)",
            link.paid_count, link.paid_minor, totals.paid_count, totals.paid_minor
        ));
    }
    let taken = totals.paid_count.saturating_add(under_way);
    if link.slots_used != taken {
        problems.push(format!("{} of its slots are taken where {taken} payments hold one", link.slots_used));
    }
    problems
}
