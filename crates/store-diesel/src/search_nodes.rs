//! Pieces of SQL for lists and searches: conditions that SQLite shall not look up in an index, texts in lower case, and
//! the terms of a link written as one statement.

use crate::types::{Id, sql::Uid};
use diesel::{
    QueryResult, RunQueryDsl,
    backend::Backend,
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Array, Bool, Nullable, Text},
    sqlite::Sqlite,
};

/// An expression that SQLite may be kept from looking up in an index.
///
/// Its planner has no statistics: it takes any equality for rare, and would rather sort a million links of one state than
/// walk an index that has the order already. `+` before a column says that no index is to be used for it
/// (<https://www.sqlite.org/optoverview.html#uplus>). PostgreSQL counts its rows and needs no hint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shy<E> {
    expression: E,
    shy: bool,
}

/// The expression; kept out of indexes on SQLite when `is_shy`.
pub(crate) const fn shy<E>(expression: E, is_shy: bool) -> Shy<E> {
    Shy { expression, shy: is_shy }
}

impl<E: Expression> Expression for Shy<E> {
    type SqlType = E::SqlType;
}

impl<E: AppearsOnTable<From>, From> AppearsOnTable<From> for Shy<E> {}

impl<E: SelectableExpression<From>, From> SelectableExpression<From> for Shy<E> {}

impl<E: ValidGrouping<By>, By> ValidGrouping<By> for Shy<E> {
    type IsAggregate = E::IsAggregate;
}

/// Known by its text.
impl<E> QueryId for Shy<E> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<E: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Shy<E> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        if self.shy {
            out.push_sql("+");
        }
        self.expression.walk_ast(out)
    }
}

impl<E: QueryFragment<Pg>> QueryFragment<Pg> for Shy<E> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.expression.walk_ast(out)
    }
}

/// A condition that always holds, in a statement that is not kept prepared.
///
/// A connection keeps every text it has prepared. Filters and orders make more texts than it should keep, and a client
/// could ask for them one after the other.
#[derive(Debug, Clone, Copy, QueryId)]
pub(crate) struct Unprepared;

impl Expression for Unprepared {
    type SqlType = Bool;
}

impl<From> AppearsOnTable<From> for Unprepared {}

impl<From> SelectableExpression<From> for Unprepared {}

impl<By> ValidGrouping<By> for Unprepared {
    type IsAggregate = is_aggregate::Never;
}

impl<DB: Backend> QueryFragment<DB> for Unprepared {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql("(1 = 1)");
        Ok(())
    }
}

/// A text with its ASCII letters in lower case, on either database.
#[derive(Debug, Clone, Copy, QueryId)]
pub(crate) struct AsciiLower<E>(E);

/// The text in lower case.
pub(crate) const fn ascii_lower<E>(text: E) -> AsciiLower<E> {
    AsciiLower(text)
}

impl<E: Expression> Expression for AsciiLower<E> {
    type SqlType = Nullable<Text>;
}

impl<E: AppearsOnTable<From>, From> AppearsOnTable<From> for AsciiLower<E> {}

impl<E: SelectableExpression<From>, From> SelectableExpression<From> for AsciiLower<E> {}

impl<E: ValidGrouping<By>, By> ValidGrouping<By> for AsciiLower<E> {
    type IsAggregate = E::IsAggregate;
}

impl<E: QueryFragment<Sqlite>> QueryFragment<Sqlite> for AsciiLower<E> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("lower(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

impl<E: QueryFragment<Pg>> QueryFragment<Pg> for AsciiLower<E> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("lower(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" COLLATE \"C\")");
        Ok(())
    }
}

/// Terms of one link that come or go, as one statement of a fixed shape however many there are.
#[derive(Debug)]
pub(crate) struct WriteTerms {
    comes: bool,
    merchant: Id,
    link: Id,
    terms: Vec<String>,
    /// The same as a JSON list, which is how SQLite takes them.
    json: String,
}

impl WriteTerms {
    /// Adds these terms.
    pub(crate) fn add(merchant: Id, link: Id, terms: Vec<String>) -> Self {
        Self::of(true, merchant, link, terms)
    }

    /// Takes these terms away.
    pub(crate) fn remove(merchant: Id, link: Id, terms: Vec<String>) -> Self {
        Self::of(false, merchant, link, terms)
    }

    fn of(comes: bool, merchant: Id, link: Id, terms: Vec<String>) -> Self {
        let json = serde_json::Value::from(terms.clone()).to_string();
        Self { comes, merchant, link, terms, json }
    }
}

/// Known by its text.
impl QueryId for WriteTerms {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for WriteTerms {}

impl QueryFragment<Sqlite> for WriteTerms {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        if self.comes {
            out.push_sql("INSERT INTO link_terms (merchant_id, term, link_id) SELECT ");
            out.push_bind_param::<Uid, _>(&self.merchant)?;
            out.push_sql(", value, ");
            out.push_bind_param::<Uid, _>(&self.link)?;
            out.push_sql(" FROM json_each(");
            out.push_bind_param::<Text, _>(&self.json)?;
            out.push_sql(") WHERE true ON CONFLICT DO NOTHING");
        } else {
            out.push_sql("DELETE FROM link_terms WHERE merchant_id = ");
            out.push_bind_param::<Uid, _>(&self.merchant)?;
            out.push_sql(" AND link_id = ");
            out.push_bind_param::<Uid, _>(&self.link)?;
            out.push_sql(" AND term IN (SELECT value FROM json_each(");
            out.push_bind_param::<Text, _>(&self.json)?;
            out.push_sql("))");
        }
        Ok(())
    }
}

impl QueryFragment<Pg> for WriteTerms {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        if self.comes {
            out.push_sql("INSERT INTO link_terms (merchant_id, term, link_id) SELECT ");
            out.push_bind_param::<Uid, _>(&self.merchant)?;
            out.push_sql(", term, ");
            out.push_bind_param::<Uid, _>(&self.link)?;
            out.push_sql(" FROM unnest(");
            out.push_bind_param::<Array<Text>, _>(&self.terms)?;
            out.push_sql(") AS new (term) ON CONFLICT DO NOTHING");
        } else {
            out.push_sql("DELETE FROM link_terms WHERE merchant_id = ");
            out.push_bind_param::<Uid, _>(&self.merchant)?;
            out.push_sql(" AND link_id = ");
            out.push_bind_param::<Uid, _>(&self.link)?;
            out.push_sql(" AND term = ANY(");
            out.push_bind_param::<Array<Text>, _>(&self.terms)?;
            out.push_sql(")");
        }
        Ok(())
    }
}
