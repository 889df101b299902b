//! The schema goes up, down and up again.

use crate::support::{Place, merchant, outsider};
use diesel::{RunQueryDsl, dsl::sql, sql_types::BigInt};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use paylink_core::testing::build::Make;

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
