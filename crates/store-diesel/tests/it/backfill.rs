//! Payments from before the ledger are booked when the schema is brought up to date, on both databases.

use crate::{
    postgres::support as pg,
    support::{Place, outsider, take_back},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, async_connection_wrapper::AsyncConnectionWrapper};
use diesel_migrations::MigrationHarness;
use paylink_core::{
    Change, ChangeSet, Paylink, PaymentId, Secret, Settings,
    ports::Store,
    records::{LedgerKind, LinkRecord, Method, PaymentRecord, PaymentStatus, Usage},
    testing::{RecordingSender, ScriptedGateway, SeededIds, TestClock, build::Make},
};
use std::sync::Arc;

/// What was booked for each payment: kinds in their order.
type Booked = Vec<(&'static str, Vec<LedgerKind>)>;

fn expected() -> Booked {
    use LedgerKind::{Charge, Return, Settlement};
    vec![
        ("a card payment that succeeded", vec![Charge]),
        ("a card payment that failed", vec![]),
        ("a card payment on its way", vec![]),
        ("a debit nobody knows of", vec![]),
        ("a debit on its way", vec![Charge]),
        ("a debit that settled", vec![Charge, Settlement]),
        ("a debit that came back", vec![Charge, Return]),
    ]
}

/// Payments in every state, each as it was kept before the ledger.
async fn fill(store: &dyn Store) -> Vec<PaymentId> {
    let make = Make::new(21);
    let merchant = make.merchant();
    let link = LinkRecord { usage: Usage::MultiUse, max_payments: None, ..make.link(merchant.id) };
    let mut changes =
        ChangeSet::new().with(Change::InsertMerchant(merchant)).with(Change::InsertLink(Box::new(link.clone())));
    let failure = || Some("R01".to_owned());
    let states = [
        (Method::Card, PaymentStatus::Succeeded, false),
        (Method::Card, PaymentStatus::Failed, false),
        (Method::Card, PaymentStatus::Processing, false),
        (Method::Ach, PaymentStatus::Processing, true),
        (Method::Ach, PaymentStatus::Processing, false),
        (Method::Ach, PaymentStatus::Succeeded, false),
        (Method::Ach, PaymentStatus::Returned, false),
    ];
    let mut ids = Vec::new();
    for (method, status, unknown) in states {
        let failed = matches!(status, PaymentStatus::Failed | PaymentStatus::Returned);
        let row = PaymentRecord { method, status, unknown, ..make.payment(&link) };
        let row = PaymentRecord {
            failure_code: failure().filter(|_| failed),
            failure_message: failure().filter(|_| failed),
            ..row
        };
        ids.push(row.id);
        changes.push(Change::InsertPayment(Box::new(row)));
    }
    store.commit(changes).await.unwrap();
    ids
}

async fn check(store: Arc<dyn Store>, ids: &[PaymentId]) {
    for ((what, kinds), id) in expected().into_iter().zip(ids) {
        let found: Vec<_> = store.ledger(&[*id]).await.unwrap().into_iter().map(|entry| entry.kind).collect();
        assert_eq!(found, kinds, "{what}");
    }
    let paylink = Paylink::builder()
        .store(store)
        .gateway(Arc::new(ScriptedGateway::new()))
        .webhooks(Arc::new(RecordingSender::new()))
        .clock(Arc::new(TestClock::default()))
        .ids(Arc::new(SeededIds::new(1)))
        .settings(Settings {
            public_url: "https://pay.test".to_owned(),
            admin_key: None,
            decline_limits: false,
            origin_secret: Secret::new("origins"),
            previous_secrets: Vec::new(),
        })
        .build()
        .unwrap();
    let books = paylink.check_books(None).await.unwrap();
    assert_eq!((books.payments, books.findings), (7, vec![]));
}

/// Takes migrations back up to and with the one that made the ledger.
fn before_the_ledger<D: diesel::backend::Backend + 'static>(conn: &mut impl MigrationHarness<D>, folder: &str) {
    take_back(conn, folder, "0002");
}

#[tokio::test]
async fn payments_from_before_the_ledger_are_booked_on_sqlite() {
    let place = Place::new();
    let ids = {
        let store = place.open();
        fill(&store).await
    };
    before_the_ledger(&mut outsider(&place.path), "migrations/sqlite");
    check(Arc::new(place.open()), &ids).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_from_before_the_ledger_are_booked_on_postgresql() {
    let url = pg::fresh();
    let store = pg::open(&url).await;
    let ids = fill(&store).await;
    store.close();
    let conn = AsyncPgConnection::establish(&url).await.unwrap();
    tokio::task::spawn_blocking(move || {
        let mut conn: AsyncConnectionWrapper<AsyncPgConnection> = conn.into();
        before_the_ledger(&mut conn, "migrations/postgres");
    })
    .await
    .unwrap();
    check(Arc::new(pg::open(&url).await), &ids).await;
}
