//! A small change set as one statement: one way to the database and back, and a transaction by itself.
//!
//! `WITH w0 AS (INSERT …), w1 AS (UPDATE …) SELECT …`, where the last part fails unless each gave back what it must.
//! What fails is written by nobody; the long way then finds out why, or succeeds. So the answers are the same.

use super::{
    Conn, RunQueryDsl,
    parts::{Fragment, beside, facts_part, part},
};
use crate::error::taken;
use diesel::{
    QueryResult,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::{DatabaseErrorKind, Error},
    sql_types::BigInt,
};
use paylink_core::{Change, ChangeSet, UniqueKey, ports::StoreError, records::FactRecord};
use std::collections::HashSet;

/// More changes than this go the long way, so that a connection keeps few statements. All facts together count as one.
const MOST: usize = 12;

/// The statement.
pub(super) struct Together {
    parts: Vec<Fragment>,
    /// Those of them that must give back rows, by their number.
    counted: Vec<usize>,
    /// How many rows they must give back together.
    rows: usize,
    /// Whether a payment in the set may make room for another.
    makes_room: bool,
}

impl Together {
    /// `None` when the set has to go the long way: it is large, or several changes are about one row, whose order
    /// then matters and a single statement has none.
    pub(super) fn of(changes: &ChangeSet) -> Result<Option<Self>, StoreError> {
        let changes = changes.changes();
        let facts: Vec<_> = changes.iter().filter_map(fact_of).collect();
        let others = changes.len().saturating_sub(facts.len());
        if others.saturating_add(usize::from(!facts.is_empty())) > MOST || facts.len() > MOST {
            return Ok(None);
        }
        let mut subjects = HashSet::with_capacity(changes.len());
        let (mut parts, mut counted) = (Vec::with_capacity(changes.len()), Vec::with_capacity(changes.len()));
        let mut rows = 0_usize;
        for change in changes.iter().filter(|change| fact_of(change).is_none()) {
            let Some((subject, fragment)) = part(change)? else { return Ok(None) };
            if !subjects.insert(subject) {
                return Ok(None);
            }
            if !matches!(change, Change::DropWork(_) | Change::CountView(..)) {
                counted.push(parts.len());
                rows = rows.saturating_add(if let Change::InsertAudit(entries) = change { entries.len() } else { 1 });
            }
            parts.push(fragment);
            parts.extend(beside(change));
        }
        if !facts.is_empty() {
            counted.push(parts.len());
            rows = rows.saturating_add(facts.len());
            parts.push(facts_part(&facts));
        }
        if parts.is_empty() {
            return Ok(None);
        }
        let makes_room = changes.iter().any(|change| matches!(change, Change::UpdatePayment(_)));
        Ok(Some(Self { parts, counted, rows, makes_room }))
    }

    /// Runs it to its end, which is after its commit.
    pub(super) async fn run(self, conn: &mut Conn) -> Result<(), StoreError> {
        let makes_room = self.makes_room;
        let counts: QueryResult<Vec<i64>> = self.load(conn).await;
        match counts {
            Ok(_) => Ok(()),
            // what a crowd of payers hears: not worth another look
            Err(error) if !makes_room && is_live_payment(&error) => {
                Err(StoreError::Taken { key: UniqueKey::LivePayment })
            }
            Err(error) => Err(StoreError::Unavailable(Box::new(error))),
        }
    }
}

fn fact_of(change: &Change) -> Option<&FactRecord> {
    if let Change::InsertFact(fact) = change { Some(fact) } else { None }
}

fn is_live_payment(error: &Error) -> bool {
    let Error::DatabaseError(DatabaseErrorKind::UniqueViolation, information) = error else { return false };
    taken(information.as_ref()) == Some(UniqueKey::LivePayment)
}

impl Query for Together {
    type SqlType = BigInt;
}

/// Known by its text.
impl QueryId for Together {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Together {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        for (number, part) in self.parts.iter().enumerate() {
            out.push_sql(if number == 0 { "WITH " } else { ", " });
            out.push_sql(&format!("w{number} AS ("));
            part.walk_ast(out.reborrow())?;
            out.push_sql(")");
        }
        if self.counted.is_empty() {
            out.push_sql(" SELECT CAST(0 AS bigint)");
            return Ok(());
        }
        let sum: Vec<String> = self.counted.iter().map(|number| format!("(SELECT count(*) FROM w{number})")).collect();
        // the cast fails, and with it everything
        out.push_sql(&format!(
            " SELECT CASE WHEN n = {} THEN n ELSE CAST('rows: ' || n AS bigint) END FROM (SELECT {} AS n) AS written",
            self.rows,
            sum.join(" + "),
        ));
        Ok(())
    }

    /// Its parts have fixed shapes.
    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}
