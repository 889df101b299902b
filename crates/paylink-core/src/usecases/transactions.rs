//! Transactions: payments and refunds in one list, as processors show them.

use super::listing::{amount_filter, at, id_filter, merchant_filter};
use crate::{
    Caller, Error, FieldErrors, LinkId, Paylink,
    forms::TransactionQuery,
    ports::{PageOf, PaymentFilter, Position, RefundFilter},
    records::{LinkRecord, PaymentRecord, RefundRecord},
    views::{PaymentView, RefundView, TransactionView, Window},
};
use std::collections::{BTreeMap, VecDeque};

/// Rows read at once.
const PAGE: u32 = 100;

impl Paylink {
    /// Payments and refunds, the newest first: a window of those that the query finds and `keep` lets through. How many
    /// there are in all is not counted.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn transactions(
        &self,
        caller: &Caller,
        query: &TransactionQuery,
        window: Window,
        keep: impl Fn(&TransactionView) -> bool + Send,
    ) -> Result<Vec<TransactionView>, Error> {
        let (payments, refunds) = filters(caller, query)?;
        let (mut payments, mut refunds) = (Lane::of(payments), Lane::of(refunds));
        let mut links: BTreeMap<LinkId, Option<LinkRecord>> = BTreeMap::new();
        let (mut skipped, mut found) = (0, Vec::new());
        while found.len() < window.limit {
            if payments.is_dry() {
                let rows = self.store.payments(&payments.filter, payments.page()).await?;
                payments.fill(rows.into_iter().map(|row| row.value), |row| at(row.created_at, row.id));
            }
            if refunds.is_dry() {
                let rows = self.store.refunds(&refunds.filter, refunds.page()).await?;
                refunds.fill(rows.into_iter().map(|row| row.value), |row| at(row.created_at, row.id));
            }
            let Some((payment, refund)) = newest(&mut payments, &mut refunds) else { break };
            let payment = match (payment, &refund) {
                (Some(payment), _) => payment,
                (None, Some(refund)) => match self.store.payment(refund.payment_id).await? {
                    Some(payment) => payment.value,
                    None => return Err(Error::internal("a refund has no payment")),
                },
                (None, None) => break,
            };
            if query.method.is_some_and(|method| method != payment.method) {
                continue;
            }
            let id = payment.link_id;
            let link = match links.get(&id) {
                Some(known) => known.clone(),
                None => self.store.link(id).await?.map(|link| link.value),
            };
            links.insert(id, link.clone());
            let refund = refund.map(|refund| RefundView { refund });
            let row = TransactionView { payment: PaymentView { payment }, refund, link };
            if !keep(&row) {
                continue;
            }
            if skipped < window.skip {
                skipped += 1;
            } else {
                found.push(row);
            }
        }
        Ok(found)
    }
}

/// What the store is asked for.
fn filters(caller: &Caller, query: &TransactionQuery) -> Result<(PaymentFilter, RefundFilter), Error> {
    let mut errors: FieldErrors = query.unread.clone();
    let merchant_id = merchant_filter(caller, query.merchant_id.as_deref(), &mut errors)?;
    let link_id = id_filter("payment_link_id", query.payment_link_id.as_deref(), &mut errors);
    let amounts = (query.amount_min.as_deref(), query.amount_max.as_deref());
    let (currency, amount_from, amount_to) = amount_filter(query.currency.as_deref(), amounts, &mut errors);
    errors.finish()?;
    let (created_from, created_until) = (query.created_from, query.created_until);
    let payments = PaymentFilter {
        merchant_id,
        link_id,
        method: query.method,
        currency,
        amount_from,
        amount_to,
        created_from,
        created_until,
        ..PaymentFilter::default()
    };
    let refunds = RefundFilter {
        merchant_id,
        link_id,
        currency,
        amount_from,
        amount_to,
        created_from,
        created_until,
        ..RefundFilter::default()
    };
    Ok((payments, refunds))
}

/// The next row of both: a payment, or a refund.
fn newest(
    payments: &mut Lane<PaymentFilter, PaymentRecord>,
    refunds: &mut Lane<RefundFilter, RefundRecord>,
) -> Option<(Option<PaymentRecord>, Option<RefundRecord>)> {
    let payment = payments.rows.front().map(|row| at(row.created_at, row.id));
    let refund = refunds.rows.front().map(|row| at(row.created_at, row.id));
    match (payment, refund) {
        (None, None) => None,
        (Some(payment), Some(refund)) if refund > payment => Some((None, refunds.rows.pop_front())),
        (Some(_), _) => Some((payments.rows.pop_front(), None)),
        (None, Some(_)) => Some((None, refunds.rows.pop_front())),
    }
}

/// One of the lists that are merged.
struct Lane<F, T> {
    filter: F,
    rows: VecDeque<T>,
    after: Option<Position>,
    over: bool,
}

impl<F, T> Lane<F, T> {
    const fn of(filter: F) -> Self {
        Self { filter, rows: VecDeque::new(), after: None, over: false }
    }

    fn is_dry(&self) -> bool {
        self.rows.is_empty() && !self.over
    }

    const fn page(&self) -> PageOf {
        PageOf { after: self.after, limit: PAGE }
    }

    fn fill(&mut self, rows: impl Iterator<Item = T>, place: impl Fn(&T) -> Position) {
        self.rows.extend(rows);
        self.over = self.rows.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
        self.after = self.rows.back().map(place);
    }
}
