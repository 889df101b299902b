//! Lists: which rows a filter lets through, and pages from the newest to the oldest.

use crate::{
    Stored, Timestamp, TypedId,
    ports::{
        BillFilter, CustomerFilter, EventFilter, FileFilter, LinkFilter, MessageFilter, Order, PageOf, PaymentFilter,
        PaymentMethodFilter, Position, RefundFilter, SortKey, SuppressionFilter, WebhookFilter,
    },
    records::{
        ApiKeyRecord, BillRecord, CustomerRecord, DeliveryRecord, EndpointRecord, EventRecord, FileRecord, LinkRecord,
        LinkStateName, MerchantRecord, MessageRecord, PaymentMethodRecord, PaymentRecord, RefundRecord,
        SuppressionRecord,
    },
    views::{LinkPaymentStatus, LinkStatus},
};

/// A row that appears in lists.
pub(super) trait Listed: Clone {
    /// Its place.
    fn position(&self) -> Position;
}

macro_rules! listed {
    ($($row:ty),+) => {$(
        impl Listed for $row {
            fn position(&self) -> Position {
                Position { created_at: self.created_at, id: self.id.uuid() }
            }
        }
    )+};
}
listed!(
    MerchantRecord,
    CustomerRecord,
    LinkRecord,
    BillRecord,
    PaymentRecord,
    RefundRecord,
    PaymentMethodRecord,
    EventRecord,
    EndpointRecord,
    DeliveryRecord,
    MessageRecord,
    SuppressionRecord,
    FileRecord,
    ApiKeyRecord
);

/// The page of those rows that `keep` lets through.
pub(super) fn page<'a, T: Listed + 'a>(
    rows: impl Iterator<Item = &'a Stored<T>>,
    page: PageOf,
    keep: impl Fn(&T) -> bool,
) -> Vec<Stored<T>> {
    let older = |row: &T| page.after.is_none_or(|after| row.position() < after);
    let mut found: Vec<_> = rows.filter(|row| older(&row.value) && keep(&row.value)).collect();
    found.sort_by_key(|row| std::cmp::Reverse(row.value.position()));
    found.into_iter().take(usize::try_from(page.limit).unwrap_or(usize::MAX)).cloned().collect()
}

/// The page of those rows that `keep` lets through, in an order of its own.
pub(super) fn sorted_page<'a, T: Listed + 'a, C>(
    rows: impl Iterator<Item = &'a Stored<T>>,
    page: PageOf,
    order: &Order<C>,
    key: impl Fn(&T) -> Option<SortKey>,
    keep: impl Fn(&T) -> bool,
) -> Vec<Stored<T>> {
    let place = |row: &T| (key(row), row.position());
    let later = |row: &T| page.after.is_none_or(|after| order.is_after(place(row), after));
    let mut found: Vec<_> = rows.filter(|row| later(&row.value) && keep(&row.value)).collect();
    found.sort_by(|one, other| order.compare(place(&one.value), place(&other.value)));
    found.into_iter().take(usize::try_from(page.limit).unwrap_or(usize::MAX)).cloned().collect()
}

/// Whether a field is what the filter asks for, if it asks.
fn asked<T: PartialEq>(wanted: Option<&T>, is: &T) -> bool {
    wanted.is_none_or(|wanted| wanted == is)
}

/// The same for a field that may be missing.
fn asked_of_option<T: PartialEq>(wanted: Option<&T>, is: Option<&T>) -> bool {
    wanted.is_none() || wanted == is
}

fn created<T: PartialOrd>(from: Option<T>, until: Option<T>, at: T) -> bool {
    from.is_none_or(|from| from <= at) && until.is_none_or(|until| at < until)
}

fn amounts(from: Option<i64>, to: Option<i64>, minor: i64) -> bool {
    from.is_none_or(|from| from <= minor) && to.is_none_or(|to| minor <= to)
}

pub(super) fn link(filter: &LinkFilter, row: &LinkRecord) -> bool {
    (filter.with_deleted || row.deleted_at.is_none())
        && asked(filter.merchant_id.as_ref(), &row.merchant_id)
        && asked_of_option(filter.customer_id.as_ref(), row.customer_id.as_ref())
        && filter.status.is_none_or(|(status, now)| status == shown(row, now))
        && filter.payment_status.is_none_or(|status| status == paid(row))
        && asked_of_option(filter.external_id.as_ref(), row.external_id.as_ref())
        && asked_of_option(filter.order_number.as_ref(), row.order_number.as_ref())
        && (filter.customer_email.is_none() || filter.customer_email == row.customer_email_key())
        && (filter.bill_id.is_none() || filter.bill_id == row.bill.map(|bill| bill.id))
        && asked_of_option(filter.invoice_number.as_ref(), row.invoice_number.as_ref())
        && asked(filter.usage.as_ref(), &row.usage)
        && asked(filter.currency.as_ref(), &row.currency)
        && row.list_minor().map_or_else(
            || filter.amount_from.is_none() && filter.amount_to.is_none(),
            |minor| amounts(filter.amount_from, filter.amount_to, minor),
        )
        && created(filter.created_from, filter.created_until, row.created_at)
        && created(filter.updated_from, filter.updated_until, row.updated_at)
        && row.due_date.map_or_else(
            || filter.due_from.is_none() && filter.due_until.is_none(),
            |day| created(filter.due_from, filter.due_until, day),
        )
        && found(filter, row)
}

fn found(filter: &LinkFilter, row: &LinkRecord) -> bool {
    if filter.terms.is_empty() {
        return true;
    }
    let terms = row.terms();
    filter.terms.iter().all(|term| term.finds(&terms))
}

pub(super) fn bill(filter: &BillFilter, row: &BillRecord) -> bool {
    (filter.with_deleted || row.deleted_at.is_none())
        && filter.kind == row.kind
        && asked(filter.merchant_id.as_ref(), &row.merchant_id)
        && asked(filter.state.as_ref(), &row.state)
        && asked(filter.number.as_ref(), &row.number)
        && asked_of_option(filter.customer_id.as_ref(), row.customer_id.as_ref())
        && filter.due_after.is_none_or(|day| row.due_date.is_some_and(|due| due > day))
        && filter.due_before.is_none_or(|day| row.due_date.is_some_and(|due| due < day))
        && created(filter.created_from, filter.created_until, row.created_at)
}

pub(super) fn customer(filter: &CustomerFilter, row: &CustomerRecord) -> bool {
    (filter.with_deleted || row.deleted_at.is_none())
        && asked(filter.merchant_id.as_ref(), &row.merchant_id)
        && asked_of_option(filter.external_id.as_ref(), row.external_id.as_ref())
        && (filter.email_key.is_none() || filter.email_key == row.email_key())
        && created(filter.created_from, filter.created_until, row.created_at)
}

/// The table of `LinkStatus`: state, start (inclusive) and end (exclusive).
fn shown(row: &LinkRecord, now: Timestamp) -> LinkStatus {
    match row.state {
        LinkStateName::Completed => LinkStatus::Completed,
        LinkStateName::Cancelled => LinkStatus::Cancelled,
        LinkStateName::Open => {
            let begun = row.starts_at.is_none_or(|start| start <= now);
            let stands = row.ends_at.is_none_or(|end| now < end);
            if begun && stands { LinkStatus::Active } else { LinkStatus::Inactive }
        }
    }
}

fn paid(row: &LinkRecord) -> LinkPaymentStatus {
    match row.state {
        LinkStateName::Completed => LinkPaymentStatus::Paid,
        LinkStateName::Open | LinkStateName::Cancelled => LinkPaymentStatus::Unpaid,
    }
}

pub(super) fn payment(filter: &PaymentFilter, row: &PaymentRecord) -> bool {
    asked(filter.merchant_id.as_ref(), &row.merchant_id)
        && asked(filter.link_id.as_ref(), &row.link_id)
        && asked_of_option(filter.customer_id.as_ref(), row.customer_id.as_ref())
        && asked(filter.status.as_ref(), &row.status)
        && asked(filter.method.as_ref(), &row.method)
        && filter
            .payer_email
            .as_ref()
            .is_none_or(|wanted| row.payer_email.as_ref().is_some_and(|email| email.to_ascii_lowercase() == *wanted))
        && asked(filter.currency.as_ref(), &row.currency)
        && amounts(filter.amount_from, filter.amount_to, row.amount_minor)
        && created(filter.created_from, filter.created_until, row.created_at)
}

pub(super) fn refund(filter: &RefundFilter, row: &RefundRecord) -> bool {
    asked(filter.merchant_id.as_ref(), &row.merchant_id)
        && asked(filter.payment_id.as_ref(), &row.payment_id)
        && asked(filter.link_id.as_ref(), &row.link_id)
        && asked(filter.status.as_ref(), &row.status)
        && asked(filter.currency.as_ref(), &row.currency)
        && amounts(filter.amount_from, filter.amount_to, row.amount_minor)
        && created(filter.created_from, filter.created_until, row.created_at)
}

pub(super) fn payment_method(filter: &PaymentMethodFilter, row: &PaymentMethodRecord) -> bool {
    asked(filter.merchant_id.as_ref(), &row.merchant_id)
        && asked_of_option(filter.customer_id.as_ref(), row.customer_id.as_ref())
        && asked(filter.status.as_ref(), &row.status())
}

pub(super) fn event(filter: &EventFilter, row: &EventRecord) -> bool {
    asked_of_option(filter.merchant_id.as_ref(), row.merchant_id.as_ref())
        && asked(filter.kind.as_ref(), &row.kind)
        && asked_of_option(filter.link_id.as_ref(), row.link_id.as_ref())
        && created(filter.created_from, filter.created_until, row.created_at)
}

pub(super) fn endpoint(filter: &WebhookFilter, row: &EndpointRecord) -> bool {
    asked_of_option(filter.merchant_id.as_ref(), row.merchant_id.as_ref())
}

pub(super) fn delivery(filter: &WebhookFilter, row: &DeliveryRecord) -> bool {
    asked_of_option(filter.merchant_id.as_ref(), row.merchant_id.as_ref())
        && asked(filter.endpoint_id.as_ref(), &row.endpoint_id)
        && asked(filter.event_id.as_ref(), &row.event_id)
        && asked(filter.status.as_ref(), &row.status)
}

pub(super) fn message(filter: &MessageFilter, row: &MessageRecord) -> bool {
    asked(filter.merchant_id.as_ref(), &row.merchant_id)
        && asked(filter.link_id.as_ref(), &row.link_id)
        && asked(filter.channel.as_ref(), &row.channel)
        && asked(filter.status.as_ref(), &row.status)
}

pub(super) fn suppression(filter: &SuppressionFilter, row: &SuppressionRecord) -> bool {
    asked_of_option(filter.merchant_id.as_ref(), row.merchant_id.as_ref())
        && asked(filter.channel.as_ref(), &row.channel)
        && asked(filter.address_key.as_ref(), &row.address_key)
}

pub(super) fn file(filter: &FileFilter, row: &FileRecord) -> bool {
    asked(filter.merchant_id.as_ref(), &row.merchant_id)
}
