//! What is asked of the store: pages of the list, and every filter.

use crate::{
    Outcome,
    report::{self, millis},
};
use paylink_core::{
    LinkId, MerchantId, Stored, Timestamp, TypedId as _,
    ports::{LinkFilter, LinkReader, MerchantReader, PageOf, Position},
    records::LinkRecord,
    views::{LinkPaymentStatus, LinkStatus},
};
use std::time::{Duration, Instant};

/// Rows of a page, the API's default.
const ROWS: u32 = 20;
const PAGE: usize = 1000;
const TIMES: usize = 100;
/// The goal of the two pages.
const GOAL: Duration = Duration::from_millis(10);

/// Reads each page and filter many times and tells how long it took.
pub(super) async fn measure<S: LinkReader + MerchantReader>(store: &S, links: usize) -> Outcome<()> {
    let none = LinkFilter::default();
    show(store, "page 1", true, |_| (none.clone(), None)).await?;
    let (number, deep) = walk(store, PAGE.min(links / 20)).await?;
    show(store, &format!("page {number}"), number == PAGE, |_| (none.clone(), deep)).await?;
    let merchants = store.merchants(PageOf { after: None, limit: 100 }).await?;
    let merchant = |turn: usize| merchants.get(turn % merchants.len().max(1)).map(|merchant| merchant.value.id);
    let newest = first(store).await?;
    let back = |links: usize| before(newest.value.created_at, links);
    let now = newest.value.created_at;
    show(store, "a merchant", false, |turn| (of(merchant(turn)), None)).await?;
    for (name, status) in [
        ("status active", LinkStatus::Active),
        ("status inactive", LinkStatus::Inactive),
        ("status completed", LinkStatus::Completed),
        ("status cancelled", LinkStatus::Cancelled),
    ] {
        let filter = LinkFilter { status: Some((status, now)), ..LinkFilter::default() };
        show(store, name, false, |_| (filter.clone(), None)).await?;
        let own = |turn| (LinkFilter { merchant_id: merchant(turn), ..filter.clone() }, None);
        show(store, &format!("a merchant, {name}"), false, own).await?;
    }
    for (name, status) in [("paid", LinkPaymentStatus::Paid), ("unpaid", LinkPaymentStatus::Unpaid)] {
        let filter = LinkFilter { payment_status: Some(status), ..LinkFilter::default() };
        show(store, &format!("payment_status {name}"), false, |_| (filter.clone(), None)).await?;
    }
    let number = |turn: usize| (turn * 7919) % links;
    let by_id = |turn| LinkFilter { external_id: Some(format!("inv-{}", number(turn) & !1)), ..LinkFilter::default() };
    show(store, "external_id", false, |turn| (by_id(turn), None)).await?;
    let by_order = |turn| LinkFilter { order_number: Some(format!("BB{}", number(turn) / 3)), ..LinkFilter::default() };
    show(store, "order_number", false, |turn| (by_order(turn), None)).await?;
    let range = |turn| {
        let (from, until) = (back(number(turn) + 1000), back(number(turn)));
        LinkFilter { created_from: Some(from), created_until: Some(until), ..LinkFilter::default() }
    };
    show(store, "created, 1000 s", false, |turn| (range(turn), None)).await?;
    let own = |turn| (LinkFilter { merchant_id: merchant(turn), ..range(turn) }, None);
    show(store, "a merchant, created, 1000 s", false, own).await?;
    let rare = |turn| LinkFilter { status: Some((LinkStatus::Cancelled, now)), ..by_id(turn) };
    show(store, "external_id and status", false, |turn| (rare(turn), None)).await
}

fn of(merchant: Option<MerchantId>) -> LinkFilter {
    LinkFilter { merchant_id: merchant, ..LinkFilter::default() }
}

fn before(instant: Timestamp, seconds: usize) -> Timestamp {
    let back = i64::try_from(seconds).unwrap_or(0).saturating_mul(1_000_000);
    Timestamp::from_micros(instant.micros().saturating_sub(back)).unwrap_or(Timestamp::EPOCH)
}

async fn first<S: LinkReader>(store: &S) -> Outcome<Stored<LinkRecord>> {
    let page = store.links(&LinkFilter::default(), PageOf { after: None, limit: 1 }).await?;
    page.into_iter().next().ok_or_else(|| "no links".into())
}

/// The place where a page begins, found by reading those before it.
async fn walk<S: LinkReader>(store: &S, page: usize) -> Outcome<(usize, Option<Position>)> {
    let mut after = None;
    for _ in 1..page {
        let rows = store.links(&LinkFilter::default(), PageOf { after, limit: ROWS }).await?;
        after = rows.last().map(|link| place(link.value.id, link.value.created_at));
    }
    Ok((page, after))
}

fn place(id: LinkId, created_at: Timestamp) -> Position {
    Position { created_at, id: id.uuid() }
}

async fn show<S: LinkReader>(
    store: &S,
    name: &str,
    judged: bool,
    ask: impl Fn(usize) -> (LinkFilter, Option<Position>),
) -> Outcome<()> {
    let (mut spans, mut rows) = (Vec::with_capacity(TIMES), 0_usize);
    for turn in 0..TIMES {
        let (filter, after) = ask(turn);
        let begun = Instant::now();
        rows = rows.max(store.links(&filter, PageOf { after, limit: ROWS }).await?.len());
        spans.push(begun.elapsed());
    }
    spans.sort_unstable();
    let at = |place: usize| spans.get(place).copied().unwrap_or_default();
    let figures = format!("p50 {}   p99 {}   {rows} rows", millis(at(TIMES / 2)), millis(at(TIMES - 2)));
    report::figure(name, &figures, judged.then_some(("p99 ≤ 10 ms", at(TIMES - 2) <= GOAL)));
    Ok(())
}
