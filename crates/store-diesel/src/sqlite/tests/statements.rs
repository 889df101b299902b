//! Statements of a fixed shape are prepared once: preparing costs more than running.

use super::super::{
    Conn, claim,
    connection::{Purpose, connect},
    ops, schema_version,
};
use diesel::connection::{Connection, InstrumentationEvent};
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
pub(super) struct Seen {
    pub(super) run: BTreeSet<String>,
    kept: BTreeSet<String>,
}

/// An empty database and a list of what is run on it.
pub(super) fn watched(folder: &tempfile::TempDir) -> (Conn, Arc<Mutex<Seen>>) {
    let path = folder.path().join("x.db");
    let mut conn = connect(&path, Purpose::Write).unwrap();
    schema_version::bring_up_to_date(&mut conn).unwrap();
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

#[test]
fn every_write_and_every_read_of_one_row_stays_prepared() {
    let folder = tempfile::tempdir().unwrap();
    let (mut conn, seen) = watched(&folder);
    let make = Make::new(1);
    let merchant = make.merchant();
    let bill = make.invoice(merchant.id);
    let link = make.link_for(&bill, 1);
    let payment = make.payment(&link);
    let event = make.link_event(&link);
    let key = make.api_key(Some(merchant.id));
    let endpoint = make.endpoint(None);
    let delivery = make.delivery(&event, &endpoint);
    let request = make.request(link.id);
    let entry = make.audit_entry(None);
    let (work, other) = (make.work(Queue::Deliver), make.work(Queue::Deliver));
    let changes = [
        Change::InsertIdempotency(request.clone()),
        Change::InsertMerchant(merchant.clone()),
        Change::InsertBill(Box::new(bill.clone())),
        Change::InsertLink(Box::new(link.clone())),
        Change::InsertPayment(Box::new(payment.clone())),
        Change::InsertEvent(Box::new(event.clone())),
        Change::InsertApiKey(key.clone()),
        Change::InsertEndpoint(endpoint.clone()),
        Change::InsertDelivery(delivery.clone()),
        Change::PutWork(work.clone()),
        Change::PutWork(other.clone()),
        Change::PutWork(other.clone()),
        Change::ExpectMerchant(merchant.id, Version::FIRST),
        Change::ExpectLink(link.id, Version::FIRST),
        Change::ExpectPayment(payment.id, Version::FIRST),
        Change::UpdateMerchant(stored(merchant.clone())),
        Change::UpdateBill(Box::new(stored(bill.clone()))),
        Change::UpdateLink(Box::new(stored(link.clone()))),
        Change::UpdatePayment(Box::new(stored(payment.clone()))),
        Change::UpdateApiKey(stored(key.clone())),
        Change::UpdateDelivery(stored(delivery.clone())),
        Change::UpdateEndpoint(stored(endpoint.clone())),
        Change::UpdateIdempotency(stored(request.clone())),
        Change::UpdateWork(stored(work.clone())),
        Change::InsertAudit(vec![entry.clone()]),
        Change::InsertSeal(Box::new(make.seal(1, &[&entry]))),
        Change::FinishWork(work.key, Version(2)),
        Change::DropWork(work.key),
        Change::DeleteEndpoint(endpoint.id, Version(2)),
    ];
    let changes = changes.into_iter().fold(ChangeSet::new(), ChangeSet::with);
    ops::apply(&mut conn, &changes).unwrap();
    let again = ChangeSet::new().with(Change::InsertIdempotency(request.clone()));
    ops::apply(&mut conn, &again).unwrap_err();
    ops::merchant(&mut conn, merchant.id).unwrap();
    ops::bill(&mut conn, bill.id).unwrap();
    ops::open_links_of(&mut conn, bill.id).unwrap();
    ops::link(&mut conn, link.id).unwrap();
    ops::link_by_slug(&mut conn, &link.slug).unwrap();
    ops::totals_of_link(&mut conn, link.id).unwrap();
    ops::payment(&mut conn, payment.id).unwrap();
    ops::declines(&mut conn, &Declines::OnLink(link.id), instant(0)).unwrap();
    ops::declines(&mut conn, &Declines::FromOrigin("x".to_owned()), instant(0)).unwrap();
    ops::event(&mut conn, event.id).unwrap();
    ops::endpoint(&mut conn, endpoint.id).unwrap();
    ops::delivery(&mut conn, delivery.id).unwrap();
    ops::api_key(&mut conn, key.id).unwrap();
    ops::api_key_by_hash(&mut conn, &key.secret_hash).unwrap();
    ops::idempotency(&mut conn, &request.scope, &request.key).unwrap();
    ops::audit_of(&mut conn, &[(entry.subject, 1)]).unwrap();
    ops::document(&mut conn, "a", "b").unwrap();
    ops::put_document(&mut conn, ("a", "b"), None, "{}").unwrap();
    ops::put_document(&mut conn, ("a", "b"), Some(Version::FIRST), "{}").unwrap();
    ops::due_lanes(&mut conn, Queue::Deliver, instant(9), &[], 4).unwrap();
    claim::claim(&mut conn, (Queue::Deliver, None), 4, instant(9), Duration::ZERO).unwrap();
    claim::claim(&mut conn, (Queue::Deliver, Some(other.lane)), 4, instant(9), Duration::ZERO).unwrap();

    let seen = seen.lock().unwrap();
    let anew: Vec<_> = seen.run.difference(&seen.kept).collect();
    assert!(anew.is_empty(), "prepared anew each time: {anew:#?}");
}
