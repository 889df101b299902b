//! Old versions of rows are given up: PostgreSQL keeps them until a `VACUUM`.

use super::Conn;
use diesel_async::SimpleAsyncConnection as _;
use paylink_core::ports::StoreError;

/// Tables that say something of people.
const PEOPLE: [&str; 9] = [
    "customers",
    "links",
    "payments",
    "refunds",
    "messages",
    "events",
    "webhook_deliveries",
    "suppressions",
    "idempotency",
];

/// Runs `VACUUM` over the tables that say something of people, which stops nobody.
///
/// Who may not, or cannot within the time the server gives a statement, leaves it to the database's own `autovacuum`:
/// that is no failure. Row versions that another transaction may still see stay until the next one in any case.
pub(super) async fn shred(conn: &mut Conn) -> Result<(), StoreError> {
    for table in PEOPLE {
        if let Err(error) = conn.batch_execute(&format!("VACUUM {table}")).await {
            tracing::warn!(table, %error, "old versions of rows are left to autovacuum");
        }
    }
    Ok(())
}
