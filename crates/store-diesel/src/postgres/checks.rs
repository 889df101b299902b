//! Settings of the database that money depends on, read at start.

use super::{Conn, OpenError, RunQueryDsl};
use diesel::{dsl::sql, sql_types::Text};

/// The oldest version that is still tested against.
const OLDEST: u32 = 130_000;

/// Refuses a database that is too old, in another encoding, or forgets what it has acknowledged.
pub(super) async fn check(conn: &mut Conn, allow_unsafe: bool) -> Result<(), OpenError> {
    let version = setting(conn, "server_version_num").await?;
    if version.parse::<u32>().is_ok_and(|number| number < OLDEST) {
        return Err(refused("server_version_num", "version 13 or newer is needed", version));
    }
    let encoding = setting(conn, "server_encoding").await?;
    if encoding != "UTF8" {
        return Err(refused("server_encoding", "UTF8 is needed: create the database with ENCODING 'UTF8'", encoding));
    }
    for name in ["fsync", "synchronous_commit"] {
        let found = setting(conn, name).await?;
        if found != "off" {
            continue;
        }
        if !allow_unsafe {
            return Err(refused(name, "a power cut would lose acknowledged payments", found));
        }
        tracing::warn!(setting = name, "the database loses acknowledged writes in a power cut");
    }
    Ok(())
}

/// A setting as this session sees it; empty where a compatible database does not have it.
async fn setting(conn: &mut Conn, name: &str) -> Result<String, OpenError> {
    let query = diesel::select(sql::<Text>("coalesce(current_setting(").bind::<Text, _>(name).sql(", true), '')"));
    query.get_result(conn).await.map_err(|source| OpenError::Read { source: Box::new(source) })
}

fn refused(name: &'static str, wanted: &'static str, found: String) -> OpenError {
    OpenError::Setting { name, wanted, found }
}
