//! A database looked at from outside: does it still have every guard its migrations gave it, and the same time as we?

use super::{Conn, Db, OpenError, PostgresOptions, checks, connect::Connector, schema_version::MIGRATIONS, tls::Tls};
use diesel::{
    Connection as _, QueryableByName, RunQueryDsl as _,
    connection::SimpleConnection as _,
    dsl::sql,
    migration::{Migration, MigrationSource},
    sql_query,
    sql_types::{BigInt, Text},
};
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_migrations::MigrationHarness as _;
use std::collections::BTreeMap;

type Waiting = AsyncConnectionWrapper<Conn>;
type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Where the schema of this program is built for comparison, in a transaction that is taken back.
const MODEL: &str = "paylink_model";

/// Everything in one schema that a migration can make, with its definition.
const PARTS: &str = r"
  SELECT 'table ' || c.relname AS name, string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
      || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''),
      ', ' ORDER BY a.attname) AS text
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = $1::text::regnamespace GROUP BY c.relname
  UNION ALL SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = $1
  UNION ALL SELECT 'constraint ' || conname || ' of ' || r.relname, pg_get_constraintdef(k.oid)
    FROM pg_constraint k JOIN pg_class r ON r.oid = k.conrelid
    WHERE k.connamespace = $1::text::regnamespace AND k.contype <> 'n'
  UNION ALL SELECT 'trigger ' || t.tgname || ' of ' || r.relname, pg_get_triggerdef(t.oid) || ' (' || t.tgenabled::text || ')'
    FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND r.relnamespace = $1::text::regnamespace
  UNION ALL SELECT 'function ' || proname, prosrc FROM pg_proc WHERE pronamespace = $1::text::regnamespace";

#[derive(QueryableByName)]
struct Part {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    text: String,
}

/// What an examination found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// What is wrong, as sentences.
    pub findings: Vec<String>,
    /// The database's clock, microseconds since the Unix epoch.
    pub database_time_micros: i64,
}

/// Examines the database that `options` name; nothing stays written. The role needs the right to create a schema.
///
/// # Errors
/// [`OpenError`] when the database cannot be reached, has settings that lose data, has the schema of another version,
/// or refuses the comparison.
pub async fn examine(options: &PostgresOptions) -> Result<Examined, OpenError> {
    let connector = Connector::new(options, Tls::of(&options.address)?);
    let mut conn = connector.session().await.map_err(|source| OpenError::Connect { source: Box::new(source) })?;
    checks::check(&mut conn, options.allow_unsafe).await?;
    let work = tokio::task::spawn_blocking(move || look(&mut conn.into()));
    let looked = work.await.map_err(|source| OpenError::Read { source: Box::new(source) })?;
    match looked {
        Ok(Some(examined)) => Ok(examined),
        Ok(None) => Err(OpenError::NotMigrated),
        Err(source) => Err(OpenError::Read { source }),
    }
}

/// Nothing when migrations are missing.
fn look(conn: &mut Waiting) -> Result<Option<Examined>, Failed> {
    let now = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)";
    let database_time_micros = diesel::select(sql::<BigInt>(now)).get_result(conn)?;
    let mut compared = None;
    let ended = conn.transaction(|conn| {
        compared = Some(compare(conn));
        Err::<(), _>(diesel::result::Error::RollbackTransaction)
    });
    match (compared, ended) {
        (Some(findings), _) => Ok(findings?.map(|findings| Examined { findings, database_time_micros })),
        (None, Err(error)) => Err(error.into()),
        (None, Ok(())) => Err("the comparison did not run".into()),
    }
}

fn compare(conn: &mut Waiting) -> Result<Option<Vec<String>>, Failed> {
    // looking makes the table of migrations where there is none; that too is taken back
    if conn.has_pending_migration(MIGRATIONS)? {
        return Ok(None);
    }
    let live: String = diesel::select(sql::<Text>("coalesce(current_schema()::text, '')")).get_result(conn)?;
    conn.batch_execute(&format!("CREATE SCHEMA {MODEL}; SET LOCAL search_path TO {MODEL}"))?;
    for migration in MigrationSource::<Db>::migrations(&MIGRATIONS)? {
        migration.run(conn)?;
    }
    let (wanted, found) = (parts(conn, MODEL)?, parts(conn, &live)?);
    let mut findings = Vec::new();
    for (name, text) in &wanted {
        match found.get(name) {
            None => findings.push(format!("the schema has lost {name}")),
            Some(other) if other != text => {
                findings.push(format!("the schema has another {name} than its migrations made"));
            }
            Some(_) => {}
        }
    }
    Ok(Some(findings))
}

fn parts(conn: &mut Waiting, schema: &str) -> Result<BTreeMap<String, String>, Failed> {
    let rows: Vec<Part> = sql_query(PARTS).bind::<Text, _>(schema).load(conn)?;
    let prefixes = [format!("{schema}."), format!("\"{schema}\".")];
    let bare = |text: String| prefixes.iter().fold(text, |text, prefix| text.replace(prefix.as_str(), ""));
    Ok(rows.into_iter().map(|part| (part.name, bare(part.text))).collect())
}
