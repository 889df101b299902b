//! Pieces of SQL that diesel does not have: statements that stay prepared, rows that nobody else changes meanwhile.

use diesel::{
    QueryResult, RunQueryDsl,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sqlite::Sqlite,
};

/// A statement of one fixed shape that the connection may keep prepared.
///
/// Left alone, diesel prepares every `UPDATE` and every upsert anew, because their parts could
/// change from call to call. Only wrap statements whose text is the same every time, and let them
/// return something: `load` and `get_result` hand the wrapper on, `execute` looks through it.
#[derive(Debug, Clone, Copy, QueryId)]
pub(crate) struct Kept<Q>(Q);

/// Marks a statement as one of fixed shape.
pub(crate) const fn kept<Q>(statement: Q) -> Kept<Q> {
    Kept(statement)
}

impl<Q: Query> Query for Kept<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, C> RunQueryDsl<C> for Kept<Q> {}

impl<Q: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Kept<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &Sqlite) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Kept<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

/// A `SELECT` in a writing transaction whose rows nobody else changes until it ends.
///
/// SQLite has one writer, so nobody else does anyway.
#[derive(Debug, Clone, Copy, QueryId)]
pub(crate) struct Held<Q>(Q);

/// Keeps the rows as they are until the transaction ends.
pub(crate) const fn held<Q>(query: Q) -> Held<Q> {
    Held(query)
}

impl<Q: Query> Query for Held<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, C> RunQueryDsl<C> for Held<Q> {}

impl<Q: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Held<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Held<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" FOR SHARE");
        Ok(())
    }
}
