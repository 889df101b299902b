//! Fills a database quickly: copies of rows that the store wrote, made by SQL. Link number n was made n seconds after the first.

use crate::Outcome;
use paylink_pg_cluster::Server;
use rusqlite::Connection;
use std::{
    path::Path,
    time::{Duration, Instant},
};

pub(super) const MERCHANTS: usize = 100;
/// Days that payments are spread over.
pub(super) const DAYS: usize = 90;

/// A database to fill.
pub(super) enum Target<'a> {
    Sqlite(&'a Path),
    Postgres(&'a Server, &'a str),
}

/// What the two dialects call differently.
struct Words {
    id: &'static str,
    second: &'static str,
    series: fn(usize, usize) -> String,
}

const SQLITE: Words = Words {
    id: "randomblob(16)",
    second: "1000000",
    series: |from, to| {
        format!("(WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to}) SELECT i FROM n)")
    },
};

const POSTGRES: Words = Words {
    id: "gen_random_uuid()",
    second: "interval '1 second'",
    series: |from, to| format!("(SELECT generate_series({from}, {to}) AS i)"),
};

impl Target<'_> {
    /// Makes the links from number `from` up to `to`, and what belongs to them: of ten links three are paid (with payment,
    /// event and ledger entry), of fifty one is cancelled, of a hundred one begins later.
    pub(super) fn fill(&self, from: usize, to: usize) -> Outcome<()> {
        let words = match self {
            Self::Sqlite(_) => SQLITE,
            Self::Postgres(..) => POSTGRES,
        };
        let Words { id, second, series } = words;
        let mut sql = Vec::new();
        if from == 1 {
            let changed = [("id", id.to_owned()), ("external_id", "'m' || i".to_owned())];
            sql.push(self.copies("merchants", &series(0, MERCHANTS - 1), "true", &changed)?);
        }
        let padded = "substr('bench000000000', 1, 14 - length('' || i)) || i";
        let at = format!("s.created_at + i * {second}");
        let links = [
            ("id", id.to_owned()),
            ("merchant_id", "(SELECT id FROM merchants WHERE external_id = 'm' || (i % 100))".to_owned()),
            ("slug", padded.to_owned()),
            ("slug_key", padded.to_owned()),
            ("order_number", "'BB' || (i / 3)".to_owned()),
            ("external_id", "CASE WHEN i % 2 = 0 THEN 'inv-' || i END".to_owned()),
            (
                "state",
                "CASE WHEN i % 10 < 3 THEN 'completed' WHEN i % 50 = 7 THEN 'cancelled' ELSE 'open' END".to_owned(),
            ),
            ("closed_at", "CASE WHEN i % 10 < 3 OR i % 50 = 7 THEN s.closed_at END".to_owned()),
            ("slots_used", "CASE WHEN i % 10 < 3 THEN 1 ELSE 0 END".to_owned()),
            ("paid_count", "CASE WHEN i % 10 < 3 THEN 1 ELSE 0 END".to_owned()),
            ("paid_minor", "CASE WHEN i % 10 < 3 THEN s.paid_minor ELSE 0 END".to_owned()),
            ("starts_at", format!("CASE WHEN i % 100 = 5 THEN s.created_at + 1000000000 * {second} END")),
            ("created_at", at.clone()),
            ("updated_at", at),
        ];
        sql.push(self.copies("links", &series(from, to), "true", &links)?);
        let paid =
            "(SELECT id AS link, merchant_id AS merchant, created_at AS made FROM links WHERE state = 'completed')";
        let new = |table: &str| format!("made > (SELECT max(created_at) FROM {table})");
        let about = |link: bool| {
            let mut changed =
                vec![("id", id.to_owned()), ("merchant_id", "merchant".to_owned()), ("created_at", "made".to_owned())];
            if link {
                changed.push(("link_id", "link".to_owned()));
            }
            changed
        };
        let events = self.copies("events", paid, &new("events"), &about(true))?;
        let payments = self.copies("payments", paid, &new("payments"), &about(true))?;
        let booked = "(SELECT id AS payment, merchant_id AS merchant, created_at AS made FROM payments)";
        let mut entry = about(false);
        entry.push(("payment_id", "payment".to_owned()));
        sql.extend([events, payments, self.copies("ledger", booked, &new("ledger"), &entry)?]);
        self.run(&sql)
    }

    /// Makes that many payments more of the first merchant, spread over 90 days whatever their number: of ten one failed, the
    /// others are booked. Then counts anew what reports are made of, as the migration that began the counts does.
    pub(super) fn pay(&self, count: usize) -> Outcome<Duration> {
        let (Words { id, series, .. }, microsecond, counting) = match self {
            Self::Sqlite(_) => (SQLITE, "1", include_str!("../../../../migrations/sqlite/0009_reports/up.sql")),
            Self::Postgres(..) => (
                POSTGRES,
                "interval '1 microsecond'",
                include_str!("../../../../migrations/postgres/0009_reports/up.sql"),
            ),
        };
        let step = DAYS * 86_400_000_000 / count.max(1);
        let (at, failed) = (format!("s.created_at + i * {step} * {microsecond}"), "i % 10 = 0");
        let either = |one: &str, other: &str| format!("CASE WHEN {failed} THEN {one} ELSE {other} END");
        let payments = [
            ("id", id.to_owned()),
            ("exclusive", "s.exclusive AND false".to_owned()),
            ("method", "CASE WHEN i % 4 = 0 THEN 'ach' ELSE 'card' END".to_owned()),
            ("status", either("'failed'", "'succeeded'")),
            ("failure_code", either("CASE i % 30 WHEN 0 THEN 'card_declined' ELSE 'expired_card' END", "NULL")),
            ("captured_minor", either("0", "s.captured_minor")),
            ("created_at", at.clone()),
            ("updated_at", at),
        ];
        let booked = "(SELECT id AS payment, created_at AS made FROM payments WHERE status = 'succeeded')";
        let new = "made > (SELECT max(created_at) FROM ledger)";
        let entry = [("id", id.to_owned()), ("payment_id", "payment".to_owned()), ("created_at", "made".to_owned())];
        let rows = [
            self.copies("payments", &series(1, count), "true", &payments)?,
            self.copies("ledger", booked, new, &entry)?,
        ];
        self.run(&rows)?;
        let begins = counting.find("INSERT INTO report_counts").ok_or("the migration counts nothing")?;
        let anew = counting.get(begins..).unwrap_or_default().to_owned();
        let begun = Instant::now();
        self.run(&["DELETE FROM report_facts".to_owned(), "DELETE FROM report_counts".to_owned(), anew])?;
        Ok(begun.elapsed())
    }

    /// Inserts a copy of the oldest row of `table` for every row of `source`, with these columns changed.
    fn copies(&self, table: &str, source: &str, place: &str, changed: &[(&str, String)]) -> Outcome<String> {
        let columns = self.columns(table)?;
        let values: Vec<String> = columns
            .iter()
            .map(|column| {
                let other = changed.iter().find(|(name, _)| name == column);
                other.map_or_else(|| format!("s.{column}"), |(_, value)| value.clone())
            })
            .collect();
        Ok(format!(
            "INSERT INTO {table} ({}) SELECT {} FROM {source} AS source, \
             (SELECT * FROM {table} ORDER BY created_at, id LIMIT 1) AS s WHERE {place}",
            columns.join(", "),
            values.join(", ")
        ))
    }

    fn columns(&self, table: &str) -> Outcome<Vec<String>> {
        match self {
            Self::Sqlite(path) => {
                let conn = Connection::open(path)?;
                let mut query = conn.prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))?;
                let names = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
                Ok(names)
            }
            Self::Postgres(server, database) => {
                let sql = format!(
                    "SELECT column_name FROM information_schema.columns \
                     WHERE table_schema = 'public' AND table_name = '{table}'"
                );
                Ok(server.run(database, &sql)?.lines().map(str::to_owned).collect())
            }
        }
    }

    fn run(&self, statements: &[String]) -> Outcome<()> {
        match self {
            Self::Sqlite(path) => {
                let conn = Connection::open(path)?;
                conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA foreign_keys = OFF")?;
                for statement in statements {
                    conn.execute_batch(statement)?;
                }
                conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            }
            Self::Postgres(server, database) => {
                for statement in statements {
                    let quick =
                        "SET synchronous_commit = off; SET session_replication_role = replica; SET work_mem = '64MB'";
                    server.run(database, &format!("{quick}; {statement}"))?;
                }
                server.run(database, "VACUUM ANALYZE")?;
            }
        }
        Ok(())
    }
}
