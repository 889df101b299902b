//! What links are found by, kept in step with their rows.

use super::{Conn, RunQueryDsl, links, twin};
use crate::{
    error::{Done, failed},
    nodes::held,
    rows::terms_text,
    schema::{link_texts, links as link_rows, links_to_note},
    search_nodes::WriteTerms,
    types::Id,
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl};
use paylink_core::{TypedId, ports::StoreError, records::LinkRecord};
use std::collections::BTreeSet;

/// Writes the terms of a link that has none written.
#[twin]
pub(super) async fn note(conn: &mut Conn, link: &LinkRecord) -> Done {
    let (merchant, id, terms) = (Id::of(link.merchant_id), Id::of(link.id), link.terms());
    let text = (link_texts::link_id.eq(id), link_texts::terms.eq(terms_text(&terms)));
    let insert = diesel::insert_into(link_texts::table).values(text).on_conflict_do_nothing();
    insert.execute(conn).await.map_err(failed)?;
    WriteTerms::add(merchant, id, terms.into_iter().collect()).execute(conn).await.map_err(failed)?;
    Ok(())
}

/// Brings the terms of a link in step with its row, which has just been written.
#[twin]
pub(super) async fn follow(conn: &mut Conn, link: &LinkRecord) -> Done {
    let (merchant, id, terms) = (Id::of(link.merchant_id), Id::of(link.id), link.terms());
    let before = link_texts::table.find(id).select(link_texts::terms);
    let before: Option<String> = before.get_result(conn).await.optional().map_err(failed)?;
    let Some(before) = before else { return note(conn, link).await };
    let text = terms_text(&terms);
    if before == text {
        return Ok(());
    }
    let old: BTreeSet<String> = before.split('\n').filter(|term| !term.is_empty()).map(str::to_owned).collect();
    let (gone, new) = (old.difference(&terms).cloned().collect(), terms.difference(&old).cloned().collect());
    WriteTerms::remove(merchant, id, gone).execute(conn).await.map_err(failed)?;
    WriteTerms::add(merchant, id, new).execute(conn).await.map_err(failed)?;
    let update = diesel::update(link_texts::table.find(id)).set(link_texts::terms.eq(text));
    update.execute(conn).await.map_err(failed)?;
    Ok(())
}

/// Writes the terms of up to `limit` links from before there were any. The caller opens the transaction.
///
/// Each link's row is held while its terms are written: whoever changes it meanwhile waits, or has changed it and
/// written its terms before.
#[twin]
pub(in super::super) async fn note_terms(conn: &mut Conn, limit: u32) -> Result<u64, StoreError> {
    let waiting = links_to_note::table.select(links_to_note::link_id).order(links_to_note::link_id);
    let ids: Vec<Id> = waiting.limit(i64::from(limit)).load(conn).await.map_err(failed)?;
    for id in &ids {
        let row = link_rows::table.find(*id).select(link_rows::version);
        let version: Option<i64> = held(row).get_result(conn).await.optional().map_err(failed)?;
        if version.is_some()
            && let Some(link) = links::link(conn, TypedId::from_uuid(id.0)).await?
        {
            follow(conn, &link.value).await?;
        }
        diesel::delete(links_to_note::table.find(*id)).execute(conn).await.map_err(failed)?;
    }
    Ok(u64::try_from(ids.len()).unwrap_or(u64::MAX))
}
