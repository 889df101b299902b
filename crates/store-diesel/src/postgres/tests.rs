//! Statements of a fixed shape are prepared once per connection: preparing is a way to the database of its own.

use super::{
    Conn, claim::claim, connect::Connector, ops, options::PostgresOptions, schema_version, tls::Tls, together::Together,
};
use diesel::connection::InstrumentationEvent;
use diesel_async::AsyncConnection as _;
use paylink_core::{
    Change, ChangeSet, Stored, Version,
    ports::Declines,
    records::Queue,
    testing::build::{Make, instant},
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

#[derive(Debug, Default)]
struct Seen {
    run: BTreeSet<String>,
    kept: BTreeSet<String>,
}

/// An empty database and a list of what is run on it.
async fn watched() -> (Conn, Arc<Mutex<Seen>>) {
    let url = paylink_pg_cluster::shared().unwrap().fresh_database("statements").unwrap();
    let options = PostgresOptions::new(url.parse().unwrap());
    let connector = Connector::new(&options, Tls::of(&options.address).unwrap());
    schema_version::bring_up_to_date(&connector).await.unwrap();
    let mut conn = connector.session().await.unwrap();
    let seen = Arc::new(Mutex::new(Seen::default()));
    let ours = Arc::clone(&seen);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        let mut seen = ours.lock().unwrap();
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            seen.run.extend(text.split(" -- binds").next().map(str::to_owned));
        } else if let InstrumentationEvent::CacheQuery { sql, .. } = event {
            seen.kept.insert(sql.to_owned());
        }
    });
    (conn, seen)
}

fn stored<T>(value: T) -> Stored<T> {
    Stored { value, version: Version::FIRST }
}

fn set(changes: impl IntoIterator<Item = Change>) -> ChangeSet {
    changes.into_iter().fold(ChangeSet::new(), ChangeSet::with)
}

#[tokio::test]
async fn every_write_and_every_read_of_one_row_stays_prepared() {
    let (mut conn, seen) = watched().await;
    let conn = &mut conn;
    let make = Make::new(1);
    let (merchant, other) = (make.merchant(), make.merchant());
    let bill = make.invoice(merchant.id);
    let link = make.link_for(&bill, 1);
    let payment = make.payment(&link);
    let event = make.link_event(&link);
    let key = make.api_key(Some(merchant.id));
    let endpoint = make.endpoint(None);
    let delivery = make.delivery(&event, &endpoint);
    let request = make.request(link.id);
    let entries = vec![make.audit_entry(None), make.audit_entry(None)];
    let (work, again) = (make.work(Queue::Deliver), make.work(Queue::Deliver));
    let at_once = [
        set([Change::InsertMerchant(merchant.clone())]),
        set([Change::InsertBill(Box::new(bill.clone())), Change::ExpectMerchant(merchant.id, Version::FIRST)]),
        set([
            Change::InsertIdempotency(request.clone()),
            Change::ExpectMerchant(merchant.id, Version::FIRST),
            Change::InsertLink(Box::new(link.clone())),
            Change::InsertPayment(Box::new(payment.clone())),
            Change::InsertEvent(Box::new(event.clone())),
            Change::InsertApiKey(key.clone()),
            Change::InsertEndpoint(endpoint.clone()),
            Change::PutWork(work.clone()),
            Change::InsertFact(make.fact(merchant.id)),
        ]),
        set([Change::InsertDelivery(delivery.clone()), Change::ExpectLink(link.id, Version::FIRST)]),
        set([
            Change::ExpectPayment(payment.id, Version::FIRST),
            Change::UpdateMerchant(stored(merchant.clone())),
            Change::UpdateBill(Box::new(stored(bill.clone()))),
            Change::UpdateLink(Box::new(stored(link.clone()))),
            Change::UpdateDelivery(stored(delivery.clone())),
            Change::UpdateIdempotency(stored(request.clone())),
            Change::UpdateWork(stored(work.clone())),
        ]),
        set([
            Change::UpdatePayment(Box::new(stored(payment.clone()))),
            Change::FinishWork(work.key, Version(2)),
            Change::InsertAudit(entries.clone()),
        ]),
        // nothing is left to drop, which is as good
        set([Change::ExpectPayment(payment.id, Version(2)), Change::DropWork(work.key)]),
    ];
    for changes in &at_once {
        Together::of(changes).unwrap().expect("goes as one statement").run(conn).await.unwrap();
    }
    let at_length = set([
        Change::InsertMerchant(other.clone()),
        Change::PutWork(work.clone()),
        Change::PutWork(again.clone()),
        Change::PutWork(again.clone()),
        Change::ExpectMerchant(other.id, Version::FIRST),
        Change::UpdateMerchant(stored(other.clone())),
        Change::UpdateApiKey(stored(key.clone())),
        Change::UpdateEndpoint(stored(endpoint.clone())),
        Change::DropWork(work.key),
        Change::DeleteEndpoint(endpoint.id, Version(2)),
        Change::InsertAudit(vec![make.audit_entry(None)]),
        Change::InsertSeal(Box::new(make.seal(1, &[&entries[0]]))),
        Change::InsertFact(make.fact(merchant.id)),
    ]);
    ops::apply(conn, &at_length).await.unwrap();
    ops::merchant(conn, merchant.id).await.unwrap();
    ops::bill(conn, bill.id).await.unwrap();
    ops::open_links_of(conn, bill.id).await.unwrap();
    ops::link(conn, link.id).await.unwrap();
    ops::link_by_slug(conn, &link.slug).await.unwrap();
    ops::totals_of_link(conn, link.id).await.unwrap();
    ops::payment(conn, payment.id).await.unwrap();
    ops::declines(conn, &Declines::OnLink(link.id), instant(0)).await.unwrap();
    ops::declines(conn, &Declines::FromOrigin("x".to_owned()), instant(0)).await.unwrap();
    ops::event(conn, event.id).await.unwrap();
    ops::endpoint(conn, endpoint.id).await.unwrap();
    ops::delivery(conn, delivery.id).await.unwrap();
    ops::api_key(conn, key.id).await.unwrap();
    ops::api_key_by_hash(conn, &key.secret_hash).await.unwrap();
    ops::idempotency(conn, &request.scope, &request.key).await.unwrap();
    ops::document(conn, "a", "b").await.unwrap();
    ops::put_document(conn, ("a", "b"), None, "{}").await.unwrap();
    ops::put_document(conn, ("a", "b"), Some(Version::FIRST), "{}").await.unwrap();
    ops::due_lanes(conn, Queue::Deliver, instant(9), &[], 4).await.unwrap();
    claim(conn, (Queue::Deliver, Some(again.lane)), 4, instant(9), Duration::ZERO).await.unwrap();
    claim(conn, (Queue::Deliver, None), 4, instant(9), Duration::ZERO).await.unwrap();

    let seen = seen.lock().unwrap();
    assert!(seen.run.len() > 30, "{:#?}", seen.run);
    let anew: Vec<_> = seen.run.difference(&seen.kept).collect();
    assert!(anew.is_empty(), "prepared anew each time: {anew:#?}");
}
