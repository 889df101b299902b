//! Rows from before messages are read, changed and listed as before, on both databases.

use crate::{
    postgres::support as pg,
    support::{Place, outsider, take_back},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, async_connection_wrapper::AsyncConnectionWrapper};
use paylink_core::{
    Change, ChangeSet, Date, EventKind, Stored, TypedId as _, Version,
    ports::{EventFilter, LinkFilter, MessageFilter, PageOf, Store, SuppressionFilter, WebhookFilter},
    records::{
        Channel, DeliveryRecord, EventRecord, LinkCustomer, LinkRecord, LinkTotals, MerchantMessages, MerchantRecord,
        Queue, WorkKey, WorkRecord,
    },
    testing::build::{Make, instant},
};
use std::sync::Arc;

const ALL: PageOf = PageOf { after: None, limit: 10 };

/// The rows that are there before and after, and everything that is not.
struct Rows {
    merchant: MerchantRecord,
    link: LinkRecord,
    event: EventRecord,
    delivery: DeliveryRecord,
}

async fn fill(store: &dyn Store) -> Rows {
    let make = Make::new(31);
    let merchant = make.merchant();
    let link = make.link(merchant.id);
    let changes = ChangeSet::new()
        .with(Change::InsertMerchant(merchant.clone()))
        .with(Change::InsertLink(Box::new(link.clone())))
        .with(Change::PutWork(make.work(Queue::Dispatch)))
        .with(Change::PutWork(make.work(Queue::Message)))
        .with(Change::PutWork(make.work(Queue::Remind)))
        .with(Change::InsertMessage(Box::new(make.message(&link))))
        .with(Change::InsertReminder(make.reminder(&link)))
        .with(Change::InsertSuppression(make.suppression(Some(merchant.id))))
        .with(Change::InsertView(link.id, Date::in_utc(instant(0))));
    store.commit(changes).await.unwrap();
    for kind in [EventKind::LinkSent, EventKind::ReminderSent, EventKind::MessageRequested] {
        told(store, &make, &link, kind).await;
    }
    let (event, delivery) = told(store, &make, &link, EventKind::LinkCreated).await;
    Rows { merchant, link, event, delivery }
}

/// An event that waits to be dispatched, and one of its deliveries, which waits too.
async fn told(store: &dyn Store, make: &Make, link: &LinkRecord, kind: EventKind) -> (EventRecord, DeliveryRecord) {
    let event = EventRecord { kind, ..make.link_event(link) };
    let endpoint = make.endpoint(None);
    let delivery = make.delivery(&event, &endpoint);
    let due = |queue, subject| WorkRecord { key: WorkKey { queue, subject }, ..make.work(queue) };
    let changes = ChangeSet::new()
        .with(Change::InsertEndpoint(endpoint))
        .with(Change::InsertEvent(Box::new(event.clone())))
        .with(Change::PutWork(due(Queue::Dispatch, event.id.uuid())))
        .with(Change::InsertDelivery(delivery.clone()))
        .with(Change::PutWork(due(Queue::Deliver, delivery.id.uuid())));
    store.commit(changes).await.unwrap();
    (event, delivery)
}

async fn check(store: Arc<dyn Store>, rows: &Rows) {
    let Rows { merchant, link, event, delivery } = rows;
    let read = store.merchant(merchant.id).await.unwrap().unwrap();
    assert_eq!(read.value.messages, MerchantMessages::default());
    assert_eq!(&read.value, merchant);
    assert_eq!(&store.link_by_slug(&link.slug).await.unwrap().unwrap().value, link);
    assert_eq!(store.link_totals(&[link.id]).await.unwrap(), vec![LinkTotals::default()]);
    assert!(store.messages(&MessageFilter::default(), ALL).await.unwrap().is_empty());
    assert!(store.reminders(link.id).await.unwrap().is_empty());
    assert!(store.suppressions(&SuppressionFilter::default(), ALL).await.unwrap().is_empty());
    let events = store.events(&EventFilter::default(), ALL).await.unwrap();
    assert_eq!(events.iter().map(|one| &one.value).collect::<Vec<_>>(), [event], "of the kinds an older binary knows");
    let deliveries = store.deliveries(&WebhookFilter::default(), ALL).await.unwrap();
    assert_eq!(deliveries.iter().map(|one| &one.value).collect::<Vec<_>>(), [delivery]);
    for (queue, waiting) in [(Queue::Dispatch, 2), (Queue::Deliver, 1), (Queue::Message, 0), (Queue::Remind, 0)] {
        assert_eq!(store.backlog(queue, instant(9)).await.unwrap().0, waiting, "{}", queue.name());
    }
    // the new columns are there for the old rows
    let mut changed = LinkRecord { sent_at: Some(instant(3)), ..link.clone() };
    changed.details.customer =
        Some(LinkCustomer { email: Some("Payer@Example.com".to_owned()), ..LinkCustomer::default() });
    let update = Change::UpdateLink(Box::new(Stored { value: changed.clone(), version: Version::FIRST }));
    let message = Make::new(32).message(link);
    let added = Change::InsertMessage(Box::new(message.clone()));
    store.commit(ChangeSet::new().with(update).with(added)).await.unwrap();
    let filter = LinkFilter { customer_email: Some("payer@example.com".to_owned()), ..LinkFilter::default() };
    assert_eq!(store.links(&filter, ALL).await.unwrap()[0].value, changed);
    assert_eq!(store.message(message.id).await.unwrap().unwrap().value, message);
    let stopped = store.suppressions_of(Some(merchant.id), Channel::Email, &message.recipient_key).await.unwrap();
    assert!(stopped.is_empty());
}

#[tokio::test]
async fn rows_from_before_messages_are_read_on_sqlite() {
    let place = Place::new();
    let rows = {
        let store = place.open();
        fill(&store).await
    };
    take_back(&mut outsider(&place.path), "migrations/sqlite", "0003");
    check(Arc::new(place.open()), &rows).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_from_before_messages_are_read_on_postgresql() {
    let url = pg::fresh();
    let store = pg::open(&url).await;
    let rows = fill(&store).await;
    store.close();
    let conn = AsyncPgConnection::establish(&url).await.unwrap();
    tokio::task::spawn_blocking(move || {
        let mut conn: AsyncConnectionWrapper<AsyncPgConnection> = conn.into();
        take_back(&mut conn, "migrations/postgres", "0003");
    })
    .await
    .unwrap();
    check(Arc::new(pg::open(&url).await), &rows).await;
}
