//! The walls in the schema itself: what a bug in the code would run into.

use crate::support::{Place, creation, merchant, new_link, outsider, refusal};
use diesel::{SqliteConnection, connection::SimpleConnection};
use paylink_core::{
    Change, Date,
    ports::Store,
    testing::build::{Make, instant},
};

/// A database with a one-time link that has a live payment, and a connection that has only foreign keys and triggers within
/// `REPLACE` on.
async fn ground() -> (Place, SqliteConnection) {
    let (place, make) = (Place::new(), Make::new(7));
    let store = place.open();
    let rows = new_link(&make, merchant(&store, &make).await);
    let payment = make.payment(&rows.0);
    let (refund, entry) = (make.refund(&payment), make.ledger_entry(&payment));
    let entries = [make.audit_entry(None), make.audit_entry(None)];
    let method = make.payment_method(&payment);
    let changes = creation(&rows)
        .with(Change::InsertPayment(Box::new(payment)))
        .with(Change::InsertPaymentMethod(Box::new(method)))
        .with(Change::InsertRefund(Box::new(refund)))
        .with(Change::InsertLedgerEntry(Box::new(entry)))
        .with(Change::InsertFile(make.attachment(&rows.0)))
        .with(Change::InsertFileUsage(make.file_usage(rows.0.merchant_id)))
        .with(Change::InsertBill(Box::new(make.invoice(rows.0.merchant_id))))
        .with(Change::InsertReminder(make.reminder(&rows.0)))
        .with(Change::InsertMessage(Box::new(make.message(&rows.0))))
        .with(Change::InsertSuppression(make.suppression(None)))
        .with(Change::InsertView(rows.0.id, Date::in_utc(instant(0))))
        .with(Change::InsertAudit(vec![entries[0].clone(), entries[1].clone()]))
        .with(Change::InsertSeal(Box::new(make.seal(1, &[&entries[0]]))));
    store.commit(changes).await.unwrap();
    drop(store);
    let mut conn = outsider(&place.path);
    conn.batch_execute("PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON").unwrap();
    (place, conn)
}

#[tokio::test]
async fn the_schema_refuses_what_the_rules_forbid() {
    let (_place, mut conn) = ground().await;
    for (sql, wall) in [
        ("UPDATE links SET slots_used = 2", "slots_within_max_payments"),
        ("UPDATE links SET slots_used = -1", "slots_within_max_payments"),
        ("UPDATE links SET paid_count = 1", "paid_within_slots"),
        ("UPDATE links SET paid_count = -1, max_payments = NULL", "paid_within_slots"),
        ("UPDATE links SET max_payments = 0", "max_payments > 0"),
        ("UPDATE links SET card_minor = 0", "card_minor > 0"),
        ("UPDATE links SET ach_minor = -5", "ach_minor > 0"),
        ("UPDATE links SET state = 'paid'", "state IN"),
        ("UPDATE links SET usage = 'twice'", "usage IN"),
        ("UPDATE links SET slug_key = 'ABC'", "slug_key_is_lower_case"),
        ("UPDATE links SET id = x'00'", "length(id) = 16"),
        ("UPDATE links SET merchant_id = zeroblob(16)", "FOREIGN KEY"),
        ("UPDATE links SET slots_used = 'many'", "cannot store TEXT value in INTEGER column"),
        ("UPDATE links SET currency = NULL", "NOT NULL"),
        ("DELETE FROM links", "FOREIGN KEY"),
        ("DELETE FROM merchants", "FOREIGN KEY"),
        ("UPDATE payments SET amount_minor = 0", "amount_over_zero"),
        ("UPDATE payments SET status = 'paid'", "status IN"),
        ("UPDATE payments SET method = 'cash'", "method IN"),
        ("UPDATE payments SET exclusive = 2", "exclusive IN"),
        ("UPDATE payments SET link_id = zeroblob(16)", "FOREIGN KEY"),
        ("UPDATE payments SET captured_minor = amount_minor + 1", "captured_within_amount"),
        ("UPDATE payments SET refund_reserved_minor = 1", "reserved_within_captured"),
        ("UPDATE payments SET refunded_minor = 1", "refunded_within_reserved"),
        ("UPDATE payments SET ledger_count = -1", "ledger_count_not_negative"),
        ("UPDATE refunds SET amount_minor = 0", "refund_over_zero"),
        ("UPDATE refunds SET status = 'paid'", "status IN"),
        ("UPDATE refunds SET payment_id = zeroblob(16)", "FOREIGN KEY"),
        ("UPDATE ledger SET amount_minor = 1", "the ledger is append-only"),
        ("DELETE FROM ledger", "the ledger is append-only"),
        ("INSERT OR REPLACE INTO ledger SELECT * FROM ledger", "append-only"),
        ("UPDATE audit_log SET action = 'a.b'", "the audit log is append-only"),
        ("DELETE FROM audit_log", "the audit log is append-only"),
        ("INSERT OR REPLACE INTO audit_log SELECT * FROM audit_log", "append-only"),
        ("UPDATE audit_seals SET hash = 'x'", "seals of the audit log never change"),
        ("DELETE FROM audit_seals", "seals of the audit log never change"),
        ("UPDATE audit_marks SET seal = NULL", "sealed once"),
        ("UPDATE audit_marks SET seal = 1", "sealed once"),
        ("UPDATE audit_marks SET seal = 7 WHERE seal IS NULL", "FOREIGN KEY"),
        ("DELETE FROM audit_marks", "the audit log is append-only"),
        ("UPDATE payment_methods SET gateway_reference = NULL", "active_can_be_charged"),
        ("UPDATE payment_methods SET status = 'revoked'", "revocation_is_whole"),
        ("UPDATE payment_methods SET revoked_by = 'bank'", "revoked_by IN"),
        ("UPDATE payment_methods SET method = 'cash'", "method IN"),
        ("UPDATE payment_methods SET payment_id = zeroblob(16)", "FOREIGN KEY"),
        ("UPDATE messages SET attempts = -1", "attempts_not_negative"),
        ("UPDATE messages SET status = 'read'", "status IN"),
        ("UPDATE messages SET channel = 'fax'", "channel IN"),
        ("UPDATE messages SET link_id = zeroblob(16)", "FOREIGN KEY"),
        ("UPDATE reminders SET status = 'late'", "status IN"),
        ("UPDATE reminders SET remind_on = 'soon'", "length(remind_on) = 10"),
        ("UPDATE reminders SET link_id = zeroblob(16)", "FOREIGN KEY"),
        ("UPDATE suppressions SET channel = 'fax'", "channel IN"),
        ("UPDATE suppressions SET merchant_id = zeroblob(16)", "FOREIGN KEY"),
        ("UPDATE files SET size = -1", "size_not_negative"),
        ("UPDATE files SET link_id = NULL", "attachments_have_links"),
        ("UPDATE files SET purpose = 'logo'", "attachments_have_links"),
        ("UPDATE files SET purpose = 'film'", "purpose IN"),
        ("UPDATE files SET status = 'lost'", "status IN"),
        ("UPDATE files SET merchant_id = zeroblob(16)", "FOREIGN KEY"),
        ("UPDATE files SET link_id = zeroblob(16)", "FOREIGN KEY"),
        ("UPDATE file_usage SET bytes = limit_bytes + 1", "space_within_limit"),
        ("UPDATE file_usage SET bytes = -1", "space_within_limit"),
        ("UPDATE file_usage SET merchant_id = zeroblob(16)", "FOREIGN KEY"),
        ("UPDATE link_views SET views = 0", "views_over_zero"),
        ("INSERT INTO report_counts VALUES (zeroblob(16), 4, 5, 'm', '', '', '', 1, 0, 0)", "slot_begins_its_stretch"),
        ("INSERT INTO report_counts VALUES (zeroblob(16), 0, 4, 'm', '', '', '', 1, 0, 0)", "slot_begins_its_stretch"),
        ("INSERT INTO report_counts VALUES (zeroblob(16), 2, 4, 'm', '', '', '', 1, 0, 0)", "quarters IN"),
        ("INSERT INTO report_counts VALUES (zeroblob(16), 4, 4, 'm', 'US', '', '', 1, 0, 0)", "length(currency)"),
        ("UPDATE link_views SET link_id = zeroblob(16)", "FOREIGN KEY"),
        ("UPDATE bills SET total_minor = 0", "bill_over_zero"),
        ("UPDATE bills SET state = 'paid', closed_at = 1", "bill_is_whole"),
        ("UPDATE bills SET state = 'void'", "bill_is_whole"),
        ("UPDATE bills SET closed_at = 1", "bill_is_whole"),
        ("UPDATE bills SET state = 'void', closed_at = 1, payment_id = zeroblob(16)", "bill_is_whole"),
        ("UPDATE bills SET kind = 'offer'", "kind IN"),
        ("UPDATE bills SET max_open_links = 0", "max_open_links > 0"),
        ("UPDATE bills SET merchant_id = zeroblob(16)", "FOREIGN KEY"),
        ("UPDATE links SET bill_id = zeroblob(16), bill_place = 'invoice 1'", "FOREIGN KEY"),
        ("UPDATE payments SET version = 0", "version >= 1"),
        ("UPDATE work SET queue = ''", "length(queue) BETWEEN 1 AND 20"),
        ("UPDATE work SET attempts = -1", "attempts >= 0"),
        (
            "INSERT INTO idempotency (scope, key, fingerprint, answer_status, version, created_at, expires_at)
          VALUES ('s', 'k', 'f', 200, 1, 0, 0)",
            "answer_is_whole",
        ),
    ] {
        let said = refusal(&mut conn, sql);
        assert!(said.contains(wall), "{sql}: {said}");
    }
}

#[tokio::test]
async fn the_schema_takes_one_live_payment_per_exclusive_link() {
    let (_place, mut conn) = ground().await;
    let again = |status: &str, id: &str| {
        format!(
            "INSERT INTO payments SELECT {id}, link_id, merchant_id, amount_minor, currency, method, method_details,
             '{status}', unknown, failure_code, failure_message, action_url, gateway_token, gateway_reference, exclusive,
             holds_slot, review, payer_name, payer_email, billing, payer_origin, not_found_count, version, created_at,
             updated_at, captured_minor, refund_reserved_minor, refunded_minor, ledger_count, customer_id, bill_id, keeping,
             held_until
             FROM payments LIMIT 1"
        )
    };
    for status in ["processing", "requires_action", "succeeded"] {
        let said = refusal(&mut conn, &again(status, "randomblob(16)"));
        assert!(said.contains("payments.link_id"), "{status}: {said}");
    }
    for status in ["failed", "returned"] {
        conn.batch_execute(&again(status, "randomblob(16)")).unwrap();
    }
    let said = refusal(&mut conn, "UPDATE payments SET status = 'succeeded' WHERE status = 'failed'");
    assert!(said.contains("payments.link_id"), "{said}");
}

#[tokio::test]
async fn the_schema_takes_one_open_link_a_place_and_one_live_payment_per_invoice() {
    let (_place, mut conn) = ground().await;
    conn.batch_execute("UPDATE links SET bill_id = (SELECT id FROM bills), bill_place = 'invoice 1'").unwrap();
    conn.batch_execute(
        "CREATE TABLE more AS SELECT * FROM links; UPDATE more SET id = randomblob(16), slug_key = 'other'",
    )
    .unwrap();
    let said = refusal(&mut conn, "INSERT INTO links SELECT * FROM more");
    assert!(said.contains("links.bill_id, links.bill_place"), "{said}");
    conn.batch_execute("UPDATE more SET bill_place = 'invoice 2'; INSERT INTO links SELECT * FROM more").unwrap();
    let said = refusal(&mut conn, "UPDATE links SET bill_place = 'invoice 1'");
    assert!(said.contains("links.bill_id, links.bill_place"), "{said}");
    conn.batch_execute("UPDATE payments SET bill_id = (SELECT id FROM bills)").unwrap();
    conn.batch_execute(
        "CREATE TABLE paid AS SELECT * FROM payments;
         UPDATE paid SET id = randomblob(16), link_id = (SELECT id FROM links WHERE bill_place = 'invoice 2')",
    )
    .unwrap();
    let said = refusal(&mut conn, "INSERT INTO payments SELECT * FROM paid");
    assert!(said.contains("payments.bill_id"), "{said}");
    conn.batch_execute("UPDATE paid SET status = 'failed'; INSERT INTO payments SELECT * FROM paid").unwrap();
    let said = refusal(&mut conn, "UPDATE payments SET status = 'succeeded' WHERE status = 'failed'");
    assert!(said.contains("payments.bill_id"), "{said}");
}
