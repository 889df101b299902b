//! The schema goes up, down and up again, and is the same in both databases.

use super::support::{Outsider, fresh, open, server};
use crate::support::{Place, outsider};
use diesel::{RunQueryDsl as _, dsl::sql, sql_types::Text};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, async_connection_wrapper::AsyncConnectionWrapper};
use diesel_migrations::{FileBasedMigrations, MigrationHarness as _};
use std::collections::BTreeSet;

fn lines(text: &str) -> BTreeSet<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_migration_can_be_taken_back_and_applied_again() {
    let url = fresh();
    drop(open(&url).await);
    let name = url.rsplit('/').next().unwrap().to_owned();
    let conn = AsyncPgConnection::establish(&url).await.unwrap();
    tokio::task::spawn_blocking(move || {
        let mut conn: AsyncConnectionWrapper<AsyncPgConnection> = conn.into();
        let migrations = || FileBasedMigrations::from_path("migrations/postgres").unwrap();
        assert!(!conn.has_pending_migration(migrations()).unwrap(), "what is embedded is what is in the folder");
        conn.revert_all_migrations(migrations()).unwrap();
    })
    .await
    .unwrap();
    let left = "SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                WHERE nspname = 'public' AND relname NOT LIKE '\\_\\_diesel\\_%'
                UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace";
    assert_eq!(server().run(&name, left).unwrap().trim(), "", "left behind");
    open(&url).await;
    Outsider::at(&url).await.run("SELECT 1 FROM merchants").await;
}

/// `table.column nullable|required`
const COLUMNS_SQLITE: &str = "SELECT group_concat(t.name || '.' || c.name || ' ' ||
    CASE WHEN c.\"notnull\" THEN 'required' ELSE 'nullable' END || ' ' || c.type, char(10))
    FROM sqlite_schema t, pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE '__diesel_%'";
const COLUMNS_POSTGRES: &str = "SELECT table_name || '.' || column_name || ' ' ||
    CASE is_nullable WHEN 'NO' THEN 'required' ELSE 'nullable' END || ' ' ||
    CASE data_type WHEN 'uuid' THEN 'BLOB' WHEN 'text' THEN 'TEXT' ELSE
      CASE WHEN data_type IN ('bigint', 'boolean', 'timestamp with time zone') THEN 'INTEGER' ELSE data_type END END
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_diesel\\_%'";

/// `table (columns) [unique] [partial] [name]`; the index of a primary key has no name of ours.
const INDEXES_SQLITE: &str = "SELECT group_concat(text, char(10)) FROM (SELECT t.name || ' (' ||
    (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')' ||
    iif(i.\"unique\", ' unique', '') || iif(i.partial, ' partial', '') || iif(i.origin = 'c', ' ' || i.name, '') AS text
    FROM sqlite_schema t, pragma_index_list(t.name) i
    WHERE t.type = 'table' AND t.name NOT LIKE '__diesel_%')";
const INDEXES_POSTGRES: &str = "SELECT t.relname || ' (' ||
    (SELECT string_agg(a.attname, ', ' ORDER BY k.n) FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, n)
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum) || ')' ||
    CASE WHEN i.indisunique THEN ' unique' ELSE '' END || CASE WHEN i.indpred IS NULL THEN '' ELSE ' partial' END ||
    CASE WHEN i.indisprimary THEN '' ELSE ' ' || c.relname END
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.relnamespace = 'public'::regnamespace AND t.relname NOT LIKE '\\_\\_diesel\\_%'";

const TABLES_SQLITE: &str = "SELECT group_concat(sql, char(10)) FROM sqlite_schema WHERE type = 'table'";
/// Checks without a name of ours are called after their column.
const CHECKS_POSTGRES: &str = "SELECT conname FROM pg_constraint
    WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conname NOT LIKE '%\\_check%'";

#[tokio::test]
async fn both_databases_have_the_same_tables_columns_indexes_and_named_checks() {
    let place = Place::new();
    drop(place.open());
    let mut sqlite = outsider(&place.path);
    let mut in_sqlite = |query: &str| sql::<Text>(query).get_result::<String>(&mut sqlite).unwrap();
    let url = fresh();
    drop(open(&url).await);
    let name = url.rsplit('/').next().unwrap();
    let in_postgres = |query: &str| server().run(name, query).unwrap();

    let columns = lines(&in_postgres(COLUMNS_POSTGRES));
    assert!(columns.contains("links.slug_key required TEXT"), "{columns:#?}");
    assert_eq!(lines(&in_sqlite(COLUMNS_SQLITE)), columns);
    let indexes = lines(&in_postgres(INDEXES_POSTGRES));
    assert!(indexes.contains("payments (link_id) unique partial payments_live"), "{indexes:#?}");
    assert_eq!(lines(&in_sqlite(INDEXES_SQLITE)), indexes);
    let named: BTreeSet<String> = in_sqlite(TABLES_SQLITE)
        .split("CONSTRAINT ")
        .skip(1)
        .map(|rest| rest.split_whitespace().next().unwrap().to_owned())
        .collect();
    assert!(named.contains("paid_within_slots"));
    assert_eq!(named, lines(&in_postgres(CHECKS_POSTGRES)));
}
