//! Lists of payment links: filters, orders and the search.
//!
//! **Few or many.** A condition that few links fulfil (a rare word, an order number) finds them by its own index, and they
//! are sorted; otherwise the list walks the index of its order and looks at each link until the page is full. So
//! neither a rare word nor a common one makes a page cost more than a few thousand rows. What is few for a term is
//! counted ([`FEW`]); SQLite is told the way by [`shy`], PostgreSQL finds it in its statistics.

use super::{
    Conn, Db, Rows, RunQueryDsl,
    paging::{by_age, groups},
    twin,
};
use crate::{
    error::failed,
    rows::{LinkRow, restore_all},
    schema::{link_terms, link_texts, links, merchants},
    search_nodes::{Unprepared, shy},
    types::{At, Id},
};
use diesel::{
    BoolExpressionMethods, EscapeExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper,
    TextExpressionMethods,
    dsl::{AsSelect, IntoBoxed, Select},
    sql_types::{BigInt, Nullable},
};
use paylink_core::{
    MerchantId, Timestamp,
    ports::{LinkColumn, LinkFilter, PageOf, SortKey, StoreError},
    records::{LinkRecord, LinkStateName, Term},
    views::{LinkPaymentStatus, LinkStatus},
};

/// Up to this many links are looked up one by one and sorted. With a million links, a term of more has a page's worth
/// of them within the next few thousand of any walk: both ways cost about the same here.
const FEW: i64 = 4096;

/// Up to this many links of one term are tested for the others: common words may never meet, and then a walk
/// would look at every link there is.
const MORE: i64 = 65_536;

/// Behind every letter there is: where the range of a word's beginnings ends.
const LAST: char = '\u{10ffff}';

type Query<'a> = IntoBoxed<'a, Select<links::table, AsSelect<LinkRow, Db>>, Db>;
type Holders<'a> = IntoBoxed<'a, Select<link_terms::table, link_terms::link_id>, Db>;

#[diesel::declare_sql_function]
extern "SQL" {
    /// The first that is there.
    fn coalesce(one: Nullable<BigInt>, other: Nullable<BigInt>) -> Nullable<BigInt>;
}

#[twin]
pub(in super::super) async fn links(conn: &mut Conn, filter: &LinkFilter, page: PageOf) -> Rows<LinkRecord> {
    let mut rare = None;
    for most in [FEW, MORE] {
        for (place, term) in filter.terms.iter().enumerate() {
            if rare.is_none() && (most == FEW || filter.terms.len() > 1) {
                rare = has_at_most(conn, most, filter.merchant_id, term).await?.then_some(place);
            }
        }
    }
    let mut rows: Vec<LinkRow> = Vec::new();
    for query in queries(filter, rare, page) {
        let left = i64::from(page.limit).saturating_sub(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        if left > 0 || rows.is_empty() {
            rows.extend(query.limit(left).load::<LinkRow>(conn).await.map_err(failed)?);
        }
    }
    restore_all(rows)
}

/// Counts what [`links`] would list.
#[twin]
pub(in super::super) async fn link_count(conn: &mut Conn, filter: &LinkFilter) -> Result<u64, StoreError> {
    let counted: i64 = filtered(filter, None, false).count().get_result(conn).await.map_err(failed)?;
    Ok(u64::try_from(counted).unwrap_or(0))
}

/// Whether at most so many links have the term.
#[twin]
async fn has_at_most(
    conn: &mut Conn,
    most: i64,
    merchant: Option<MerchantId>,
    term: &Term,
) -> Result<bool, StoreError> {
    let one_more: Option<Id> =
        holders(merchant, term).offset(most).limit(1).get_result(conn).await.optional().map_err(failed)?;
    Ok(one_more.is_none())
}

/// The links that have the term. Without a merchant, each of them is asked: there are far fewer of them than of links.
fn holders(merchant: Option<MerchantId>, term: &Term) -> Holders<'_> {
    let mut query = link_terms::table.select(link_terms::link_id).into_boxed::<Db>();
    query = match merchant {
        Some(id) => query.filter(link_terms::merchant_id.eq(Id::of(id))),
        None => query.filter(link_terms::merchant_id.eq_any(merchants::table.select(merchants::id))),
    };
    match term {
        Term::Whole(term) => query.filter(link_terms::term.eq(term)),
        Term::Beginning(start) => {
            query.filter(link_terms::term.ge(start)).filter(link_terms::term.lt(format!("{start}{LAST}")))
        }
    }
}

/// What the text of a link with this term looks like.
fn pattern(term: &Term) -> String {
    let (text, end) = match term {
        Term::Whole(text) => (text, "\n%"),
        Term::Beginning(text) => (text, "%"),
    };
    let mut pattern = String::from("%\n");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern + end
}

fn queries<'a>(filter: &'a LinkFilter, rare: Option<usize>, page: PageOf) -> Vec<Query<'a>> {
    let order = filter.order;
    let named = [&filter.external_id, &filter.order_number, &filter.invoice_number, &filter.customer_email];
    let tied = filter.customer_id.is_some() || filter.bill_id.is_some();
    let few = rare.is_some() || tied || named.iter().any(|text| text.is_some());
    let base = || filtered(filter, rare, few);
    match order.by {
        LinkColumn::Created => by_age!(links, base, order, page),
        LinkColumn::Updated => {
            let from = order.from.and_then(|key| match key {
                SortKey::Instant(at) => Some(At::of(at)),
                SortKey::Day(_) | SortKey::Minor(_) => None,
            });
            groups!(links, shy(links::updated_at, few), false, base, order, from, page)
        }
        LinkColumn::DueDate => {
            let from = order.from.and_then(|key| match key {
                SortKey::Day(day) => Some(day.to_string()),
                SortKey::Instant(_) | SortKey::Minor(_) => None,
            });
            groups!(links, shy(links::due_date, few), true, base, order, from, page)
        }
        LinkColumn::Amount => {
            let from = order.from.and_then(|key| match key {
                SortKey::Minor(minor) => Some(minor),
                SortKey::Instant(_) | SortKey::Day(_) => None,
            });
            groups!(links, shy(coalesce(links::card_minor, links::ach_minor), few), false, base, order, from, page)
        }
    }
}

/// The conditions, without order and place.
fn filtered<'a>(filter: &'a LinkFilter, rare: Option<usize>, few: bool) -> Query<'a> {
    // what the walk or the look-up does not need an index for
    let aside = few || filter.order.by != LinkColumn::Created;
    let mut query = links::table.select(LinkRow::as_select()).into_boxed::<Db>();
    if !filter.with_deleted {
        query = query.filter(links::deleted_at.is_null());
    }
    if is_unusual(filter) {
        query = query.filter(Unprepared);
    }
    if let Some(id) = filter.merchant_id {
        query = query.filter(shy(links::merchant_id, few).eq(Id::of(id)));
    }
    if let Some(id) = filter.customer_id {
        query = query.filter(links::customer_id.eq(Id::of(id)));
    }
    query = searched(query, filter, rare);
    if let Some(text) = &filter.external_id {
        query = query.filter(links::external_id.eq(text));
    }
    if let Some(text) = &filter.order_number {
        query = query.filter(links::order_number.eq(text));
    }
    if let Some(id) = filter.bill_id {
        query = query.filter(links::bill_id.eq(Id::of(id)));
    }
    if let Some(text) = &filter.invoice_number {
        query = query.filter(links::invoice_number.eq(text));
    }
    if let Some(text) = &filter.customer_email {
        query = query.filter(links::customer_email.eq(text));
    }
    if let Some(usage) = filter.usage {
        query = query.filter(links::usage.eq(usage.name()));
    }
    if let Some(currency) = filter.currency {
        query = query.filter(links::currency.eq(currency.code().to_owned()));
    }
    query = spans(query, filter, aside);
    if let Some((status, now)) = filter.status {
        query = shown(query, status, now, aside);
    }
    let completed = LinkStateName::Completed.name();
    match filter.payment_status {
        Some(LinkPaymentStatus::Paid) => query.filter(shy(links::state, aside).eq(completed)),
        Some(LinkPaymentStatus::Unpaid) => query.filter(links::state.ne(completed)),
        None => query,
    }
}

/// The search: the links of the rare term that have the others as well, or a test of each link on the way.
fn searched<'a>(mut query: Query<'a>, filter: &'a LinkFilter, rare: Option<usize>) -> Query<'a> {
    // each text is looked up as a value and not joined, so that no planner reads all of them to find those that match
    let Some(rare) = rare.and_then(|place| filter.terms.get(place)) else {
        for term in &filter.terms {
            let own = link_texts::table.filter(link_texts::link_id.eq(links::id)).select(link_texts::terms);
            query = query.filter(own.single_value().like(pattern(term)).escape('\\'));
        }
        return query;
    };
    let mut found = holders(filter.merchant_id, rare);
    for term in filter.terms.iter().filter(|term| *term != rare) {
        let own = link_texts::table.filter(link_texts::link_id.eq(link_terms::link_id)).select(link_texts::terms);
        found = found.filter(own.single_value().like(pattern(term)).escape('\\'));
    }
    query.filter(links::id.eq_any(found))
}

/// Whether the list is one of those whose statements are too many to be kept.
fn is_unusual(filter: &LinkFilter) -> bool {
    let usual = LinkFilter {
        merchant_id: filter.merchant_id,
        customer_id: filter.customer_id,
        status: filter.status,
        payment_status: filter.payment_status,
        external_id: filter.external_id.clone(),
        order_number: filter.order_number.clone(),
        customer_email: filter.customer_email.clone(),
        created_from: filter.created_from,
        created_until: filter.created_until,
        ..LinkFilter::default()
    };
    *filter != usual
}

/// Bounds. An index is used for those of the column that the list is sorted by, and for no other.
fn spans<'a>(mut query: Query<'a>, filter: &LinkFilter, aside: bool) -> Query<'a> {
    let by = |column| filter.order.by == column;
    if let Some(from) = filter.created_from {
        query = query.filter(shy(links::created_at, aside).ge(At::of(from)));
    }
    if let Some(until) = filter.created_until {
        query = query.filter(shy(links::created_at, aside).lt(At::of(until)));
    }
    let updated = shy(links::updated_at, !by(LinkColumn::Updated));
    if let Some(from) = filter.updated_from {
        query = query.filter(updated.ge(At::of(from)));
    }
    if let Some(until) = filter.updated_until {
        query = query.filter(updated.lt(At::of(until)));
    }
    let due = shy(links::due_date, !by(LinkColumn::DueDate));
    if let Some(from) = filter.due_from {
        query = query.filter(due.ge(from.to_string()));
    }
    if let Some(until) = filter.due_until {
        query = query.filter(due.lt(until.to_string()));
    }
    let amount = || shy(coalesce(links::card_minor, links::ach_minor), !by(LinkColumn::Amount));
    if let Some(from) = filter.amount_from {
        query = query.filter(amount().ge(from));
    }
    if let Some(to) = filter.amount_to {
        query = query.filter(amount().le(to));
    }
    query
}

/// The table of `LinkStatus`.
fn shown<'a>(query: Query<'a>, status: LinkStatus, now: Timestamp, aside: bool) -> Query<'a> {
    let now = At::of(now);
    let state = |name: LinkStateName| shy(links::state, aside).eq(name.name());
    let early = links::starts_at.is_not_null().and(links::starts_at.gt(now));
    let late = links::ends_at.is_not_null().and(links::ends_at.le(now));
    match status {
        LinkStatus::Active => query
            .filter(state(LinkStateName::Open))
            .filter(links::starts_at.is_null().or(links::starts_at.le(now)))
            .filter(links::ends_at.is_null().or(links::ends_at.gt(now))),
        LinkStatus::Inactive => query.filter(state(LinkStateName::Open)).filter(early.or(late)),
        LinkStatus::Completed => query.filter(state(LinkStateName::Completed)),
        LinkStatus::Cancelled => query.filter(state(LinkStateName::Cancelled)),
    }
}
