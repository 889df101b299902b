//! The schema goes up, down and up again.

use crate::support::{Place, merchant, new_link, outsider, take_back};
use diesel::{
    RunQueryDsl,
    dsl::sql,
    sql_types::{BigInt, Text},
};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use paylink_core::{Change, ChangeSet, EventKind, ports::Store as _, records::EventRecord, testing::build::Make};

#[tokio::test]
async fn every_migration_can_be_taken_back_and_applied_again() {
    let place = Place::new();
    drop(place.open());
    let mut conn = outsider(&place.path);
    let migrations = || FileBasedMigrations::from_path("migrations/sqlite").unwrap();
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '__diesel_%'";
    assert!(!conn.has_pending_migration(migrations()).unwrap(), "what is embedded is what is in the folder");
    conn.revert_all_migrations(migrations()).unwrap();
    assert_eq!(sql::<BigInt>(tables).get_result::<i64>(&mut conn), Ok(0), "tables and indexes left behind");
    drop(conn);
    let store = place.open();
    merchant(&store, &Make::new(1)).await;
}

#[tokio::test]
async fn an_older_schema_is_left_no_event_that_its_binary_does_not_know() {
    let place = Place::new();
    let store = place.open();
    let make = Make::new(1);
    let shop = merchant(&store, &make).await;
    for kind in EventKind::ALL {
        let (link, event, _) = new_link(&make, shop);
        let event = EventRecord { kind: *kind, ..event };
        let changes = ChangeSet::new().with(Change::InsertLink(Box::new(link)));
        store.commit(changes.with(Change::InsertEvent(Box::new(event)))).await.unwrap();
    }
    drop(store);
    let mut conn = outsider(&place.path);
    let mut known = |of: &str| {
        take_back(&mut conn, "migrations/sqlite", of);
        let kinds = sql::<Text>("SELECT group_concat(DISTINCT substr(kind, 1, instr(kind, '.') - 1)) FROM events");
        let mut kinds: Vec<String> =
            kinds.get_result::<String>(&mut conn).unwrap().split(',').map(str::to_owned).collect();
        kinds.sort();
        kinds.join(" ")
    };
    let all = "customer message payment payment_link payment_method refund reminder webhook_endpoint";
    assert_eq!(known("0007"), all, "nothing is taken too early");
    assert_eq!(known("0006"), "customer message payment payment_link refund reminder webhook_endpoint");
    assert_eq!(known("0004"), "message payment payment_link refund reminder webhook_endpoint");
    assert_eq!(known("0003"), "payment payment_link refund webhook_endpoint");
}
