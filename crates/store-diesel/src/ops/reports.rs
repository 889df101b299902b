//! Facts and counts.

use super::{Conn, RunQueryDsl, twin};
use crate::{
    counts::{AddCounts, AddUp},
    error::{Done, failed, refused, stale},
    rows::{CountedColumns, CountedRow, FactRow},
    schema::report_facts,
    types::Id,
};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use paylink_core::{
    Fold, MerchantId,
    ports::{CountSpan, Counted, StoreError},
    records::FactRecord,
};

/// Rows of one statement: each has ten values, and a statement takes 32 766 of them.
const ROWS: usize = 500;

#[twin]
pub(in super::super) async fn counted(
    conn: &mut Conn,
    merchant: Option<MerchantId>,
    spans: &[CountSpan],
) -> Result<Vec<Counted>, StoreError> {
    if spans.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<CountedColumns> = AddUp::of(merchant, spans).load(conn).await.map_err(failed)?;
    rows.into_iter().map(|row| CountedRow(row).restore()).collect()
}

#[twin]
pub(in super::super) async fn facts(conn: &mut Conn, limit: u32) -> Result<Vec<FactRecord>, StoreError> {
    let query = report_facts::table.order(report_facts::id).limit(i64::from(limit)).select(FactRow::as_select());
    let rows: Vec<FactRow> = query.load(conn).await.map_err(failed)?;
    rows.into_iter().map(FactRow::restore).collect()
}

#[twin]
pub(super) async fn insert(conn: &mut Conn, new: &FactRecord) -> Done {
    let row = FactRow::of(new);
    let done = diesel::insert_into(report_facts::table).values(&row).execute(conn).await;
    done.map(drop).map_err(|error| refused(error, ("fact", &new.id), None))
}

/// The facts first: whoever deletes them all is the one who counts them.
#[twin]
pub(super) async fn fold(conn: &mut Conn, fold: &Fold) -> Done {
    for ids in fold.facts.chunks(ROWS) {
        let named: Vec<Id> = ids.iter().copied().map(Id::of).collect();
        let gone = diesel::delete(report_facts::table.filter(report_facts::id.eq_any(named)));
        let gone = gone.execute(conn).await.map_err(failed)?;
        if let Some(first) = ids.first().filter(|_| gone != ids.len()) {
            return Err(stale(("fact", first)));
        }
    }
    for counts in fold.counts.chunks(ROWS) {
        AddCounts::of(counts).execute(conn).await.map_err(failed)?;
    }
    Ok(())
}
