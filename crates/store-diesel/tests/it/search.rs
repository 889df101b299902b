//! The search on both databases: links from before it, and the two ways to a page, for rare terms and for common ones.

use crate::{
    postgres::support as pg,
    support::{Place, outsider, take_back},
};
use diesel_async::{
    AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _,
    async_connection_wrapper::AsyncConnectionWrapper,
};
use paylink_core::{
    Change, ChangeSet, LinkId, MerchantId, Stored, TypedId as _, Version,
    ports::{LinkColumn, LinkFilter, LinkReader as _, Order, PageOf, Position, Store},
    records::{LinkRecord, Term},
    testing::{
        MemoryStore,
        build::{Make, instant},
    },
};
use std::sync::Arc;

fn word(text: &str) -> Term {
    Term::Beginning(text.to_owned())
}

async fn found(store: &dyn Store, terms: Vec<Term>) -> Vec<LinkId> {
    let filter = LinkFilter { terms, ..LinkFilter::default() };
    let rows = store.links(&filter, PageOf { after: None, limit: 100 }).await.unwrap();
    rows.into_iter().map(|row| row.value.id).collect()
}

/// Seven links, the newest first.
async fn before_the_search(store: &dyn Store) -> Vec<LinkRecord> {
    let make = Make::new(31);
    let merchant = make.merchant();
    let mut changes = ChangeSet::new().with(Change::InsertMerchant(merchant.clone()));
    let mut rows = Vec::new();
    for number in 0..7 {
        let mut row = LinkRecord { created_at: instant(number), ..make.link(merchant.id) };
        row.details.description = Some(format!("Roof {number}"));
        row.details.tags = vec!["Spring".to_owned()];
        changes.push(Change::InsertLink(Box::new(row.clone())));
        rows.insert(0, row);
    }
    store.commit(changes).await.unwrap();
    rows
}

async fn become_findable(store: Arc<dyn Store>, rows: &[LinkRecord]) {
    assert!(found(&*store, vec![word("roof")]).await.is_empty(), "nothing is written down yet");
    // one changes before its turn comes
    let mut changed = rows[0].clone();
    changed.details.description = Some("Cellar".to_owned());
    let change = Change::UpdateLink(Box::new(Stored { value: changed, version: Version::FIRST }));
    store.commit(ChangeSet::new().with(change)).await.unwrap();
    let mut noted = Vec::new();
    while noted.last() != Some(&0) {
        noted.push(store.note_terms(3).await.unwrap());
    }
    assert_eq!(noted, [3, 3, 1, 0]);
    let ids: Vec<LinkId> = rows.iter().map(|row| row.id).collect();
    assert_eq!(found(&*store, vec![word("roof")]).await, ids[1..]);
    assert_eq!(found(&*store, vec![word("cellar")]).await, ids[..1]);
    assert_eq!(found(&*store, vec![Term::tag("spring")]).await, ids);
    assert_eq!(found(&*store, vec![Term::tag("spring"), word("3")]).await, ids[3..4]);
}

#[tokio::test]
async fn links_from_before_the_search_become_findable_on_sqlite() {
    let place = Place::new();
    let rows = {
        let store = place.open();
        before_the_search(&store).await
    };
    take_back(&mut outsider(&place.path), "migrations/sqlite", "0008");
    become_findable(Arc::new(place.open()), &rows).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_from_before_the_search_become_findable_on_postgresql() {
    let url = pg::fresh();
    let store = pg::open(&url).await;
    let rows = before_the_search(&store).await;
    store.close();
    let conn = AsyncPgConnection::establish(&url).await.unwrap();
    tokio::task::spawn_blocking(move || {
        let mut conn: AsyncConnectionWrapper<AsyncPgConnection> = conn.into();
        take_back(&mut conn, "migrations/postgres", "0008");
    })
    .await
    .unwrap();
    become_findable(Arc::new(pg::open(&url).await), &rows).await;
}

/// More links than are ever looked up one by one, of two merchants: the common words are in every one or every second of
/// them, the rare ones in a few.
const MANY: u64 = 4500;

async fn fill(stores: &[&dyn Store]) -> [MerchantId; 2] {
    let make = Make::new(32);
    let merchants = [make.merchant(), make.merchant()];
    let mut sets = vec![ChangeSet::new()];
    for merchant in &merchants {
        sets[0].push(Change::InsertMerchant(merchant.clone()));
    }
    for number in 0..MANY {
        let merchant = if number % 50 == 49 { &merchants[1] } else { &merchants[0] };
        let mut row = LinkRecord { created_at: instant(number / 3), ..make.link(merchant.id) };
        let half = if number % 2 == 0 { "even" } else { "odd" };
        let rare = if number % 1000 == 7 { "rare" } else { "usual" };
        row.details.description = Some(format!("common {half} {rare} n{number}"));
        row.details.tags = vec!["Tagged".to_owned()];
        row.card_minor = Some(i64::try_from(number % 11).unwrap() + 1);
        if number % 4 == 0 {
            row.due_date = format!("2030-01-{:02}", number % 28 + 1).parse().ok();
        }
        if number % 100 == 0 {
            sets.push(ChangeSet::new());
        }
        sets.last_mut().unwrap().push(Change::InsertLink(Box::new(row)));
    }
    for set in sets {
        for store in stores {
            store.commit(set.clone()).await.unwrap();
        }
    }
    merchants.map(|merchant| merchant.id)
}

/// Every answer is that of the memory store with the same rows, page after page.
async fn same_answers(store: &dyn Store, memory: &MemoryStore, [ours, theirs]: [MerchantId; 2]) {
    let searches = [
        vec![word("common")],
        vec![Term::tag("tagged")],
        vec![word("common"), word("even")],
        vec![word("even"), word("odd")],
        vec![word("common"), word("rare")],
        vec![word("rare"), Term::tag("tagged"), word("od")],
        vec![word("n44")],
        vec![word("nowhere")],
        vec![word("common"), word("nowhere")],
    ];
    let mut looked_at = 0;
    for terms in searches {
        for merchant_id in [None, Some(ours), Some(theirs)] {
            for (by, up) in [
                (LinkColumn::Created, false),
                (LinkColumn::Updated, true),
                (LinkColumn::DueDate, false),
                (LinkColumn::Amount, true),
            ] {
                let order = Order { by, up, from: None };
                let mut filter = LinkFilter { merchant_id, terms: terms.clone(), order, ..LinkFilter::default() };
                let mut after = None;
                for page in 0..3 {
                    let of = PageOf { after, limit: 40 };
                    let (is, wanted) =
                        (store.links(&filter, of).await.unwrap(), memory.links(&filter, of).await.unwrap());
                    let ids = |rows: &[Stored<LinkRecord>]| rows.iter().map(|row| row.value.id).collect::<Vec<_>>();
                    assert_eq!(ids(&is), ids(&wanted), "{terms:?} of {merchant_id:?} by {by:?}, up: {up}, page {page}");
                    looked_at += is.len();
                    let Some(last) = wanted.last().map(|row| &row.value) else { break };
                    after = Some(Position { created_at: last.created_at, id: last.id.uuid() });
                    filter.order.from = by.key(last);
                }
            }
        }
    }
    assert!(looked_at > 3000, "{looked_at} rows");
}

#[tokio::test]
async fn rare_and_common_terms_find_the_same_links_as_in_memory_on_sqlite() {
    let place = Place::new();
    let (store, memory) = (place.open(), MemoryStore::new());
    let merchants = fill(&[&store, &memory]).await;
    same_answers(&store, &memory, merchants).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rare_and_common_terms_find_the_same_links_as_in_memory_on_postgresql() {
    let url = pg::fresh();
    let (store, memory) = (pg::open(&url).await, MemoryStore::new());
    let merchants = fill(&[&store, &memory]).await;
    // what autovacuum does within a minute; without it the planner takes the tables for empty
    AsyncPgConnection::establish(&url).await.unwrap().batch_execute("ANALYZE").await.unwrap();
    same_answers(&store, &memory, merchants).await;
}
