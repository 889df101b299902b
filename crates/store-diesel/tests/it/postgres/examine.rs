//! What the examination of a database finds.

use super::support::{fresh, open, options};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use paylink_core::{ports::Store as _, testing::build::Make};
use paylink_store_diesel::postgres::{OpenError, examine};
use std::time::{Duration, SystemTime};

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::disallowed_methods, reason = "the database's clock is compared with the real one")]
async fn a_sound_database_has_no_findings_and_tells_its_time() {
    let url = fresh();
    let store = open(&url).await;
    let examined = examine(&options(&url)).await.unwrap();
    assert_eq!(examined.findings, Vec::<String>::new());
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let theirs = Duration::from_micros(examined.database_time_micros.try_into().unwrap());
    assert!(now.abs_diff(theirs) < Duration::from_secs(60));
    assert_eq!(examine(&options(&url)).await.unwrap().findings, Vec::<String>::new(), "nothing stayed behind");
    store
        .commit(crate::support::creation(&crate::support::new_link(&Make::new(1), merchant(&store).await)))
        .await
        .unwrap();
}

async fn merchant(store: &paylink_store_diesel::postgres::PostgresStore) -> paylink_core::MerchantId {
    let row = Make::new(9).merchant();
    let changes = paylink_core::ChangeSet::new().with(paylink_core::Change::InsertMerchant(row.clone()));
    store.commit(changes).await.unwrap();
    row.id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_of_an_older_version_is_refused_and_left_as_it_is() {
    let url = fresh();
    for _ in 0..2 {
        let refused = examine(&options(&url)).await.unwrap_err();
        assert!(matches!(refused, OpenError::NotMigrated), "{refused}");
    }
    let mut conn = AsyncPgConnection::establish(&url).await.unwrap();
    conn.batch_execute("CREATE TABLE __diesel_schema_migrations (x text)").await.expect("nothing was made there");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_lost_guard_is_found() {
    for (damage, found) in [
        ("DROP TRIGGER ledger_is_not_deleted ON ledger", "lost trigger ledger_is_not_deleted of ledger"),
        ("ALTER TABLE ledger DISABLE TRIGGER ledger_is_not_updated", "another trigger ledger_is_not_updated of ledger"),
        (
            "CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            "another function ledger_is_append_only",
        ),
        ("DROP INDEX payments_live", "lost index payments_live"),
        (
            "DROP INDEX ledger_number; CREATE INDEX ledger_number ON ledger (payment_id, number)",
            "another index ledger_number",
        ),
        (
            "ALTER TABLE links DROP CONSTRAINT slots_within_max_payments",
            "lost constraint slots_within_max_payments of links",
        ),
        ("ALTER TABLE payments ALTER amount_minor DROP NOT NULL", "another table payments"),
    ] {
        let url = fresh();
        drop(open(&url).await);
        let mut conn = AsyncPgConnection::establish(&url).await.unwrap();
        conn.batch_execute(damage).await.unwrap();
        let findings = examine(&options(&url)).await.unwrap().findings;
        assert!(findings.iter().any(|finding| finding.contains(found)), "{damage}: {findings:?}");
    }
}
