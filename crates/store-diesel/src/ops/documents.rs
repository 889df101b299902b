//! Documents of adapters that have state of their own.

use super::{Conn, Found, RunQueryDsl, twin};
use crate::{
    error::{failed, written},
    nodes::kept,
    schema::documents,
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl};
use paylink_core::{Stored, Version, ports::StoreError};

#[twin]
pub(in super::super) async fn document(conn: &mut Conn, kind: &str, key: &str) -> Found<String> {
    let query = documents::table.find((kind, key)).select((documents::text, documents::version));
    let row: Option<(String, i64)> = query.get_result(conn).await.optional().map_err(failed)?;
    Ok(row.map(|(value, version)| Stored { value, version: Version(version) }))
}

#[twin]
pub(in super::super) async fn put_document(
    conn: &mut Conn,
    (kind, key): (&str, &str),
    expected: Option<Version>,
    text: &str,
) -> Result<Version, StoreError> {
    let name = format!("{kind}/{key}");
    let version = expected.map_or(Version::FIRST, Version::next);
    let columns = (documents::text.eq(text), documents::version.eq(version.0));
    let done = match expected {
        Some(seen) => {
            let seen = documents::table.find((kind, key)).filter(documents::version.eq(seen.0));
            let update = diesel::update(seen).set(columns).returning(documents::version);
            kept(update).get_result(conn).await
        }
        None => {
            let row = (documents::kind.eq(kind), documents::key.eq(key), columns.0, columns.1);
            let insert = diesel::insert_into(documents::table).values(row).on_conflict_do_nothing();
            kept(insert.returning(documents::version)).get_result(conn).await
        }
    };
    written::<i64>(done, ("document", &name))?;
    Ok(version)
}
