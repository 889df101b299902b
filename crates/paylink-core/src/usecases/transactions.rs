//! Transactions: payments and refunds in one list, as processors show them.

use super::listing::{amount_filter, at, id_filter, merchant_filter};
use crate::{
    Caller, Error, FieldErrors, LinkId, Paylink,
    forms::TransactionQuery,
    ports::{PageOf, PaymentFilter, Position, RefundFilter},
    records::{LinkRecord, PaymentRecord, RefundRecord},
    views::{PaymentView, RefundView, TransactionView, Window, Windowed},
};
use std::collections::{BTreeMap, VecDeque};

/// Rows read at once.
const PAGE: u32 = 100;
/// Rows are counted so far to tell how many there are.
const COUNTED: u64 = 10_000;

impl Paylink {
    /// Payments and refunds, the newest first: a window of those that the query finds and `keep` lets through, and how many
    /// there are of them, counted to 10000 or to the end of the window, whatever is more. `keep` sees the link of rows that
    /// are not shown only if the query says that it looks at it.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn transactions(
        &self,
        caller: &Caller,
        query: &TransactionQuery,
        window: Window,
        keep: impl Fn(&TransactionView) -> bool + Send,
    ) -> Result<Windowed<TransactionView>, Error> {
        let (payments, refunds) = filters(caller, query)?;
        let (mut payments, mut refunds) = (Lane::of(payments), Lane::of(refunds));
        let mut links: BTreeMap<LinkId, Option<LinkRecord>> = BTreeMap::new();
        let (mut total, mut found) = (0_u64, Vec::new());
        let end = window.skip.saturating_add(u64::try_from(window.limit).unwrap_or(u64::MAX));
        while total < end.max(COUNTED) {
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
            let shown = (window.skip..end).contains(&total);
            let link = match links.get(&id) {
                _ if !shown && !query.by_link => None,
                Some(known) => known.clone(),
                None => {
                    let link = self.store.link(id).await?.map(|link| link.value);
                    links.insert(id, link.clone());
                    link
                }
            };
            let refund = refund.map(|refund| RefundView { refund });
            let row = TransactionView { payment: PaymentView { payment }, refund, link };
            if !keep(&row) {
                continue;
            }
            if shown {
                found.push(row);
            }
            total += 1;
        }
        Ok(Windowed { rows: found, total })
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
