//! Leases of a process that died: only a database with one process may take them back.

use super::{Conn, RunQueryDsl};
use crate::{error::failed, schema::work, types::At};
use diesel::{ExpressionMethods, QueryDsl};
use paylink_core::{Timestamp, ports::StoreError};

/// Makes leased work due at once; work that was only scheduled for later stays there. Returns how many pieces.
pub(super) fn release_leases(conn: &mut Conn, now: Timestamp) -> Result<u64, StoreError> {
    let leased = work::table.filter(work::leased.eq(true)).filter(work::run_at.gt(At::of(now)));
    let due = (work::run_at.eq(At::of(now)), work::leased.eq(false), work::version.eq(work::version + 1));
    let count = diesel::update(leased).set(due).execute(conn).map_err(failed)?;
    Ok(u64::try_from(count).unwrap_or(u64::MAX))
}
