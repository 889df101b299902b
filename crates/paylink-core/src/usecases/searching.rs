//! Which links are asked for: every filter of their list and their export, and the search.

use super::listing::{
    amount_filter, created_filter, due_filter, id_filter, mail_filter, merchant_filter, name_filter, order_filter,
    span_filter, text_filter,
};
use crate::{
    BillId, Caller, Code, Error, FieldErrors, Timestamp,
    forms::LinkQuery,
    link::id_field,
    ports::{LinkColumn, LinkFilter},
    records::{BillKind, Term, Usage},
    values::words,
    views::{LinkPaymentStatus, LinkStatus},
};

/// A search has at most this many words and characters.
const MAX_WORDS: usize = 8;
const MAX_SEARCH: usize = 200;

/// Reads the filters, and the mark that tells this list from others; it does not depend on the clock.
pub(super) fn link_filter(
    caller: &Caller,
    query: &LinkQuery,
    now: Timestamp,
    errors: &mut FieldErrors,
) -> Result<(LinkFilter, String), Error> {
    let status = name_filter("status", query.status.as_deref(), LinkStatus::named, errors);
    let paid = name_filter("payment_status", query.payment_status.as_deref(), LinkPaymentStatus::named, errors);
    let (created_from, created_until) =
        created_filter(query.created_after.as_deref(), query.created_before.as_deref(), errors);
    let (updated_from, updated_until) = span_filter(
        ("updated_after", query.updated_after.as_deref()),
        ("updated_before", query.updated_before.as_deref()),
        errors,
    );
    let (due_from, due_until) = due_filter(query.due_after.as_deref(), query.due_before.as_deref(), errors);
    let amounts = (query.amount_min.as_deref(), query.amount_max.as_deref());
    let (currency, amount_from, amount_to) = amount_filter(query.currency.as_deref(), amounts, errors);
    let mut filter = LinkFilter {
        with_deleted: false,
        merchant_id: merchant_filter(caller, query.merchant_id.as_deref(), errors)?,
        customer_id: id_filter("customer_id", query.customer_id.as_deref(), errors),
        status: None,
        payment_status: paid,
        external_id: text_filter("external_id", query.external_id.as_deref(), errors),
        order_number: text_filter("order_number", query.order_number.as_deref(), errors),
        customer_email: mail_filter("customer_email", query.customer_email.as_deref(), errors)
            .map(|email| email.to_lowercase()),
        bill_id: bill_filter(query, errors),
        invoice_number: text_filter("invoice_number", query.invoice_number.as_deref(), errors),
        usage: name_filter("usage", query.usage.as_deref(), Usage::named, errors),
        currency,
        amount_from,
        amount_to,
        terms: terms(query, errors),
        created_from,
        created_until,
        updated_from,
        updated_until,
        due_from,
        due_until,
        order: order_filter(query.sort.as_deref(), LinkColumn::named, errors),
    };
    let mark = format!("{filter:?} {status:?}");
    filter.status = status.map(|status| (status, now));
    Ok((filter, mark))
}

fn bill_filter(query: &LinkQuery, errors: &mut FieldErrors) -> Option<BillId> {
    let mut read = |kind: BillKind, text: Option<&str>| {
        let id = kind.read(text?);
        if id.is_none() {
            errors.add(id_field(kind), Code::InvalidParameter, format!("an id of an {}", kind.name()));
        }
        id
    };
    let invoice = read(BillKind::Invoice, query.invoice_id.as_deref());
    let order = read(BillKind::Order, query.order_id.as_deref());
    if query.invoice_id.is_some() && query.order_id.is_some() {
        errors.add("order_id", Code::InvalidParameter, "a link is for an invoice or for an order");
    }
    invoice.or(order)
}

/// The tag, and the words of the search, each once.
fn terms(query: &LinkQuery, errors: &mut FieldErrors) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    terms.extend(text_filter("tag", query.tag.as_deref(), errors).map(|tag| Term::tag(&tag)));
    let Some(text) = query.q.as_deref() else { return terms };
    let words = if text.chars().nth(MAX_SEARCH).is_some() { Vec::new() } else { words(text) };
    if words.is_empty() || words.len() > MAX_WORDS {
        errors.add("q", Code::InvalidParameter, "1 to 8 words, at most 200 characters");
        return terms;
    }
    for word in words.into_iter().map(Term::Beginning) {
        if !terms.contains(&word) {
            terms.push(word);
        }
    }
    terms
}
