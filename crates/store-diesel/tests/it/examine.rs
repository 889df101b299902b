//! What the examination of a database finds.

use crate::support::{Place, creation, merchant, new_link, outsider};
use diesel::connection::SimpleConnection as _;
use paylink_core::{ports::Store as _, testing::build::Make};
use paylink_store_diesel::sqlite::examine;

async fn filled() -> Place {
    let place = Place::new();
    let store = place.open();
    let make = Make::new(5);
    let owner = merchant(&store, &make).await;
    store.commit(creation(&new_link(&make, owner))).await.unwrap();
    drop(store);
    place
}

#[tokio::test]
async fn a_sound_database_has_no_findings_beside_a_server() {
    let place = filled().await;
    let server = place.open();
    assert_eq!(examine(&place.path).unwrap(), Vec::<String>::new());
    drop(server);
}

#[tokio::test]
async fn every_lost_guard_is_found() {
    for (damage, found) in [
        ("DROP TRIGGER ledger_is_not_deleted", "lost trigger ledger_is_not_deleted"),
        ("DROP TRIGGER ledger_is_not_updated", "lost trigger ledger_is_not_updated"),
        ("DROP INDEX payments_live", "lost index payments_live"),
        (
            "DROP INDEX ledger_number; CREATE INDEX ledger_number ON ledger (payment_id, number)",
            "another index ledger_number",
        ),
        (
            "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'slots_used <= max_payments', '1') WHERE name = 'links'; PRAGMA writable_schema = RESET",
            "another table links",
        ),
        ("CREATE TABLE notes (text TEXT)", "table notes, which no migration made"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM merchants", "refers to a row that is not there"),
    ] {
        let place = filled().await;
        outsider(&place.path).batch_execute(damage).unwrap();
        let findings = examine(&place.path).unwrap();
        assert!(findings.iter().any(|finding| finding.contains(found)), "{damage}: {findings:?}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_open_to_others_is_found() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = filled().await;
    std::fs::set_permissions(&place.path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let findings = examine(&place.path).unwrap();
    assert!(findings.iter().any(|finding| finding.contains("mode 644")), "{findings:?}");
}
