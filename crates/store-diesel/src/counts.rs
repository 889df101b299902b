//! Counts added to and added up: statements that diesel cannot say, in words that both databases understand.

use crate::{
    rows::{currency_code, method_name},
    types::{Id, sql},
};
use diesel::{
    QueryResult, RunQueryDsl,
    backend::Backend,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    serialize::ToSql,
    sql_types::{BigInt, HasSqlType, Text},
};
use paylink_core::{
    MerchantId, TypedId,
    ports::CountSpan,
    records::{CountRecord, Tier},
};
use uuid::Uuid;

/// What stands for all merchants together.
fn owner(merchant: Option<MerchantId>) -> Id {
    Id(merchant.map_or(Uuid::nil(), TypedId::uuid))
}

fn quarters(tier: Tier) -> i64 {
    tier.quarters().unwrap_or(0)
}

/// Adds to counts, or begins them.
pub(crate) struct AddCounts {
    rows: Vec<AddedRow>,
}

/// A count, ready to be bound.
struct AddedRow {
    owner: Id,
    numbers: [i64; 2],
    words: [String; 4],
    sums: [i64; 3],
}

impl AddCounts {
    pub(crate) fn of(counts: &[CountRecord]) -> Self {
        let row = |count: &CountRecord| AddedRow {
            owner: owner(count.merchant_id),
            numbers: [quarters(count.tier), count.slot.0],
            words: [
                count.key.metric.name().to_owned(),
                currency_code(count.key.currency).to_owned(),
                method_name(count.key.method).to_owned(),
                count.key.detail.clone(),
            ],
            sums: [count.sums.count, count.sums.amount_minor, count.sums.seconds],
        };
        Self { rows: counts.iter().map(row).collect() }
    }
}

/// Known by its text, which is another for each number of rows.
impl QueryId for AddCounts {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for AddCounts {}

impl<DB> QueryFragment<DB> for AddCounts
where
    DB: Backend + HasSqlType<sql::Uid>,
    str: ToSql<Text, DB>,
    String: ToSql<Text, DB>,
    i64: ToSql<BigInt, DB>,
    Id: ToSql<sql::Uid, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql(
            "INSERT INTO report_counts (merchant_id, quarters, slot, metric, currency, method, detail, \
             count, amount_minor, seconds) VALUES ",
        );
        for (number, row) in self.rows.iter().enumerate() {
            out.push_sql(if number == 0 { "(" } else { ", (" });
            out.push_bind_param::<sql::Uid, _>(&row.owner)?;
            for value in &row.numbers {
                out.push_sql(", ");
                out.push_bind_param::<BigInt, _>(value)?;
            }
            for value in &row.words {
                out.push_sql(", ");
                out.push_bind_param::<Text, _>(value)?;
            }
            for value in &row.sums {
                out.push_sql(", ");
                out.push_bind_param::<BigInt, _>(value)?;
            }
            out.push_sql(")");
        }
        out.push_sql(
            " ON CONFLICT (merchant_id, quarters, slot, metric, currency, method, detail) DO UPDATE SET \
             count = report_counts.count + excluded.count, \
             amount_minor = report_counts.amount_minor + excluded.amount_minor, \
             seconds = report_counts.seconds + excluded.seconds",
        );
        Ok(())
    }
}

/// Adds up counts and facts, in one statement and so of one moment.
pub(crate) struct AddUp {
    merchant: Option<Id>,
    owner: Id,
    spans: Vec<[i64; 4]>,
}

impl AddUp {
    /// `spans` must not be empty.
    pub(crate) fn of(merchant: Option<MerchantId>, spans: &[CountSpan]) -> Self {
        let span = |span: &CountSpan| [i64::from(span.number), quarters(span.tier), span.from.0, span.until.0];
        Self { merchant: merchant.map(Id::of), owner: owner(merchant), spans: spans.iter().map(span).collect() }
    }
}

impl Query for AddUp {
    type SqlType = (BigInt, Text, Text, Text, Text, BigInt, BigInt, BigInt);
}

/// Known by its text, which is another for each number of spans.
impl QueryId for AddUp {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for AddUp {}

impl<DB> QueryFragment<DB> for AddUp
where
    DB: Backend + HasSqlType<sql::Uid>,
    i64: ToSql<BigInt, DB>,
    Id: ToSql<sql::Uid, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql("WITH spans (number, quarters, first, last) AS (VALUES ");
        for (number, span) in self.spans.iter().enumerate() {
            for (place, value) in span.iter().enumerate() {
                out.push_sql(match (number, place) {
                    (0, 0) => "(",
                    (_, 0) => ", (",
                    _ => ", ",
                });
                out.push_bind_param::<BigInt, _>(value)?;
            }
            out.push_sql(")");
        }
        out.push_sql(
            ") SELECT number, metric, currency, method, detail, CAST(sum(count) AS bigint), \
             CAST(sum(amount_minor) AS bigint), CAST(sum(seconds) AS bigint) FROM (",
        );
        // CROSS JOIN: SQLite keeps to this order, and looks into the index once per span
        out.push_sql(
            "SELECT spans.number, c.metric, c.currency, c.method, c.detail, c.count, c.amount_minor, c.seconds \
             FROM spans CROSS JOIN report_counts AS c WHERE c.merchant_id = ",
        );
        out.push_bind_param::<sql::Uid, _>(&self.owner)?;
        out.push_sql(
            " AND c.quarters = spans.quarters AND c.slot >= spans.first AND c.slot < spans.last UNION ALL \
             SELECT spans.number, f.metric, f.currency, f.method, f.detail, f.count, f.amount_minor, f.seconds \
             FROM spans CROSS JOIN report_facts AS f WHERE f.slot >= spans.first AND f.slot < spans.last",
        );
        if let Some(merchant) = &self.merchant {
            // as a plain condition SQLite would build an index of its own for it, over all facts
            out.push_sql(" AND CASE WHEN f.merchant_id = ");
            out.push_bind_param::<sql::Uid, _>(merchant)?;
            out.push_sql(" THEN 1 ELSE 0 END = 1");
        }
        out.push_sql(") AS told GROUP BY number, metric, currency, method, detail");
        Ok(())
    }
}
