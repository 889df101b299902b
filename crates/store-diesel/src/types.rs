//! Values whose form differs between databases: ids, instants and JSON have SQL types of their own.

use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, IsNull, Output, ToSql},
    sqlite::{Sqlite, SqliteValue},
};
use paylink_core::{Timestamp, TypedId};
use std::io::Write as _;
use uuid::Uuid;

/// The SQL types.
pub(crate) mod sql {
    use diesel::{
        query_builder::QueryId,
        sql_types::{SqlOrd, SqlType},
    };

    /// 16 bytes (`BLOB`) in SQLite, `uuid` in PostgreSQL.
    #[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
    #[diesel(sqlite_type(name = "Binary"), postgres_type(oid = 2950, array_oid = 2951))]
    pub struct Uid;

    /// Microseconds since the Unix epoch (`INTEGER`) in SQLite, `timestamptz` in PostgreSQL.
    #[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
    #[diesel(sqlite_type(name = "Long"), postgres_type(oid = 1184, array_oid = 1185))]
    pub struct Instant;

    /// `TEXT` in both: nothing looks inside, and `jsonb` would change the spelling and refuse an escaped NUL.
    #[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
    #[diesel(sqlite_type(name = "Text"), postgres_type(oid = 25, array_oid = 1009))]
    pub struct Json;

    impl SqlOrd for Uid {}
    impl SqlOrd for Instant {}
}

/// 128 bits that name a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Uid)]
pub(crate) struct Id(pub(crate) Uuid);

impl Id {
    /// The bits of a typed id.
    pub(crate) fn of(id: impl TypedId) -> Self {
        Self(id.uuid())
    }

    /// The typed id again.
    pub(crate) fn typed<T: TypedId>(self) -> T {
        T::from_uuid(self.0)
    }
}

impl ToSql<sql::Uid, Sqlite> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_bytes().as_slice());
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Uid, Sqlite> for Id {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(Uuid::from_slice(value.read_blob())?))
    }
}

impl ToSql<sql::Uid, Pg> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Uid, Pg> for Id {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(Uuid::from_slice(value.as_bytes())?))
    }
}

/// Microseconds since the Unix epoch; what comes out of a row is checked when the record is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Instant)]
pub(crate) struct At(pub(crate) i64);

impl At {
    /// The microseconds of an instant.
    pub(crate) const fn of(instant: Timestamp) -> Self {
        Self(instant.micros())
    }
}

impl ToSql<sql::Instant, Sqlite> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0);
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Instant, Sqlite> for At {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(value.read_long()))
    }
}

/// PostgreSQL counts from 2000-01-01T00:00:00Z: microseconds after the Unix epoch
/// (<https://www.postgresql.org/docs/15/datatype-datetime.html>).
const PG_EPOCH: i64 = 946_684_800_000_000;

impl ToSql<sql::Instant, Pg> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let micros = self.0.checked_sub(PG_EPOCH).ok_or("the instant is out of range")?;
        out.write_all(&micros.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Instant, Pg> for At {
    /// `infinity` is the largest number there is and stays out of every range.
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let micros = i64::from_be_bytes(value.as_bytes().try_into()?);
        Ok(Self(micros.saturating_add(PG_EPOCH)))
    }
}

/// A JSON document as text; it may hold private data and does not print.
#[derive(Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Json)]
pub(crate) struct JsonText(pub(crate) String);

impl std::fmt::Debug for JsonText {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("[redacted]")
    }
}

impl ToSql<sql::Json, Sqlite> for JsonText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_str());
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Json, Sqlite> for JsonText {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(value.read_text().to_owned()))
    }
}

impl ToSql<sql::Json, Pg> for JsonText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<sql::Json, Pg> for JsonText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(std::str::from_utf8(value.as_bytes())?.to_owned()))
    }
}
