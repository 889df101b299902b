//! The lanes of a queue that have work due, found in steps as many as there are lanes, not pieces of work.

use crate::types::{At, Id, sql};
use diesel::{
    QueryResult, RunQueryDsl,
    backend::Backend,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    serialize::ToSql,
    sql_types::{BigInt, HasSqlType, Text},
};

/// At most `most` lanes of `queue` with work due at `now`, the longest due first.
///
/// A loose index scan: each step asks the index for the next lane after the last one
/// (<https://wiki.postgresql.org/wiki/Loose_indexscan>), which diesel cannot say.
#[derive(Debug, Clone, Copy, QueryId)]
pub(crate) struct DueLanes {
    pub(crate) queue: &'static str,
    pub(crate) now: At,
    pub(crate) most: i64,
}

impl Query for DueLanes {
    type SqlType = sql::Uid;
}

impl<C> RunQueryDsl<C> for DueLanes {}

impl<DB> QueryFragment<DB> for DueLanes
where
    DB: Backend + HasSqlType<sql::Instant>,
    str: ToSql<Text, DB>,
    i64: ToSql<BigInt, DB>,
    At: ToSql<sql::Instant, DB>,
    Id: ToSql<sql::Uid, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("WITH RECURSIVE lanes (lane) AS (SELECT (SELECT lane FROM work WHERE queue = ");
        out.push_bind_param::<Text, _>(self.queue)?;
        out.push_sql(" ORDER BY lane LIMIT 1) UNION ALL SELECT (SELECT work.lane FROM work WHERE queue = ");
        out.push_bind_param::<Text, _>(self.queue)?;
        out.push_sql(
            " AND work.lane > lanes.lane ORDER BY work.lane LIMIT 1) FROM lanes WHERE lanes.lane IS NOT NULL)",
        );
        out.push_sql(" SELECT lane FROM (SELECT lane, (SELECT min(run_at) FROM work WHERE queue = ");
        out.push_bind_param::<Text, _>(self.queue)?;
        out.push_sql(" AND work.lane = lanes.lane) AS due FROM lanes WHERE lane IS NOT NULL) AS first WHERE due <= ");
        out.push_bind_param::<sql::Instant, _>(&self.now)?;
        out.push_sql(" ORDER BY due, lane LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.most)
    }
}
