//! The walls in the schema itself: what a bug in the code would run into.

use super::support::{Outsider, fresh, new_link, open};
use crate::support::creation;
use paylink_core::{
    Change, Date,
    ports::Store as _,
    testing::build::{Make, instant},
};

async fn ground() -> Outsider {
    let (url, make) = (fresh(), Make::new(7));
    let store = open(&url).await;
    let rows = new_link(&store, &make).await;
    let payment = make.payment(&rows.0);
    let entry = make.ledger_entry(&payment);
    let entries = [make.audit_entry(None), make.audit_entry(None)];
    let method = make.payment_method(&payment);
    let changes = creation(&rows).with(Change::InsertPayment(Box::new(payment)));
    let changes = changes
        .with(Change::InsertPaymentMethod(Box::new(method)))
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
    Outsider::at(&url).await
}

#[tokio::test]
async fn the_schema_refuses_what_the_rules_forbid() {
    let mut outsider = ground().await;
    for (sql, wall) in [
        ("UPDATE links SET slots_used = 2", "slots_within_max_payments"),
        ("UPDATE links SET slots_used = -1, max_payments = NULL", "slots_within_max_payments"),
        ("UPDATE links SET paid_count = 1", "paid_within_slots"),
        ("UPDATE links SET paid_count = -1, max_payments = NULL", "paid_within_slots"),
        ("UPDATE links SET max_payments = 0", "links_max_payments_check"),
        ("UPDATE links SET card_minor = 0", "links_card_minor_check"),
        ("UPDATE links SET state = 'paid'", "links_state_check"),
        ("UPDATE links SET slug_key = 'ABC'", "slug_key_is_lower_case"),
        ("UPDATE links SET merchant_id = gen_random_uuid()", "links_merchant_id_fkey"),
        ("UPDATE links SET currency = NULL", "not-null"),
        ("DELETE FROM links", "foreign key"),
        ("DELETE FROM merchants", "foreign key"),
        ("UPDATE payments SET amount_minor = 0", "amount_over_zero"),
        ("UPDATE payments SET status = 'paid'", "payments_status_check"),
        ("UPDATE payments SET link_id = gen_random_uuid()", "payments_link_id_fkey"),
        ("UPDATE bills SET total_minor = 0", "bill_over_zero"),
        ("UPDATE bills SET state = 'paid', closed_at = now()", "bill_is_whole"),
        ("UPDATE bills SET state = 'void'", "bill_is_whole"),
        ("UPDATE bills SET closed_at = now()", "bill_is_whole"),
        ("UPDATE bills SET merchant_id = gen_random_uuid()", "bills_merchant_id_fkey"),
        ("UPDATE links SET bill_id = gen_random_uuid()", "links_bill_id_fkey"),
        ("UPDATE payments SET version = 0", "payments_version_check"),
        ("UPDATE payment_methods SET gateway_reference = NULL", "active_can_be_charged"),
        ("UPDATE payment_methods SET status = 'revoked'", "revocation_is_whole"),
        ("UPDATE payment_methods SET method = 'cash'", "payment_methods_method_check"),
        ("UPDATE payment_methods SET payment_id = gen_random_uuid()", "payment_methods_payment_id_fkey"),
        ("UPDATE messages SET attempts = -1", "attempts_not_negative"),
        ("UPDATE messages SET status = 'read'", "messages_status_check"),
        ("UPDATE messages SET link_id = gen_random_uuid()", "messages_link_id_fkey"),
        ("UPDATE reminders SET remind_on = 'soon'", "reminders_remind_on_check"),
        ("UPDATE reminders SET link_id = gen_random_uuid()", "reminders_link_id_fkey"),
        ("UPDATE suppressions SET merchant_id = gen_random_uuid()", "suppressions_merchant_id_fkey"),
        ("UPDATE files SET size = -1", "size_not_negative"),
        ("UPDATE files SET link_id = NULL", "attachments_have_links"),
        ("UPDATE files SET purpose = 'logo'", "attachments_have_links"),
        ("UPDATE files SET purpose = 'film', link_id = NULL", "files_purpose_check"),
        ("UPDATE files SET status = 'lost'", "files_status_check"),
        ("UPDATE files SET merchant_id = gen_random_uuid()", "files_merchant_id_fkey"),
        ("UPDATE files SET link_id = gen_random_uuid()", "files_link_id_fkey"),
        ("UPDATE file_usage SET bytes = limit_bytes + 1", "space_within_limit"),
        ("UPDATE file_usage SET bytes = -1", "space_within_limit"),
        ("UPDATE file_usage SET merchant_id = gen_random_uuid()", "file_usage_merchant_id_fkey"),
        ("UPDATE link_views SET views = 0", "views_over_zero"),
        (
            "INSERT INTO report_counts VALUES (gen_random_uuid(), 4, 5, 'm', '', '', '', 1, 0, 0)",
            "slot_begins_its_stretch",
        ),
        (
            "INSERT INTO report_counts VALUES (gen_random_uuid(), 0, 4, 'm', '', '', '', 1, 0, 0)",
            "slot_begins_its_stretch",
        ),
        ("INSERT INTO report_counts VALUES (gen_random_uuid(), 2, 4, 'm', '', '', '', 1, 0, 0)", "quarters_check"),
        ("UPDATE link_views SET link_id = gen_random_uuid()", "link_views_link_id_fkey"),
        ("UPDATE work SET queue = ''", "work_queue_check"),
        ("UPDATE work SET attempts = -1", "work_attempts_check"),
        ("UPDATE payments SET captured_minor = amount_minor + 1", "captured_within_amount"),
        ("UPDATE payments SET refund_reserved_minor = 1", "reserved_within_captured"),
        ("UPDATE payments SET refunded_minor = 1", "refunded_within_reserved"),
        ("UPDATE ledger SET amount_minor = 1", "the ledger is append-only"),
        ("DELETE FROM ledger", "the ledger is append-only"),
        ("TRUNCATE ledger", "the ledger is append-only"),
        ("UPDATE audit_log SET action = 'a.b'", "the audit log is append-only"),
        ("DELETE FROM audit_log", "the audit log is append-only"),
        ("TRUNCATE audit_log", "the audit log is append-only"),
        ("UPDATE audit_seals SET hash = 'x'", "the audit log is append-only"),
        ("DELETE FROM audit_seals", "the audit log is append-only"),
        ("TRUNCATE audit_seals CASCADE", "the audit log is append-only"),
        ("UPDATE audit_marks SET seal = NULL WHERE seal IS NOT NULL", "the audit log is append-only"),
        ("UPDATE audit_marks SET seal = 7 WHERE seal IS NULL", "audit_marks_seal_fkey"),
        ("DELETE FROM audit_marks", "the audit log is append-only"),
        ("TRUNCATE audit_marks", "the audit log is append-only"),
        (
            "INSERT INTO idempotency (scope, key, fingerprint, answer_status, version, created_at, expires_at)
             VALUES ('s', 'k', 'f', 200, 1, now(), now())",
            "answer_is_whole",
        ),
    ] {
        let said = outsider.try_run(sql).await.expect_err(sql).to_string();
        assert!(said.contains(wall), "{sql}: {said}");
    }
}

#[tokio::test]
async fn the_schema_takes_one_live_payment_per_exclusive_link() {
    let mut outsider = ground().await;
    outsider.run("CREATE TABLE more AS SELECT * FROM payments").await;
    for status in ["processing", "requires_action", "succeeded"] {
        let again = format!(
            "UPDATE more SET id = gen_random_uuid(), status = '{status}'; INSERT INTO payments SELECT * FROM more"
        );
        let said = outsider.try_run(&again).await.expect_err(status).to_string();
        assert!(said.contains("payments_live"), "{status}: {said}");
    }
    for status in ["failed", "returned"] {
        let again = format!(
            "UPDATE more SET id = gen_random_uuid(), status = '{status}'; INSERT INTO payments SELECT * FROM more"
        );
        outsider.run(&again).await;
    }
    let said = outsider.try_run("UPDATE payments SET status = 'succeeded' WHERE status = 'failed'").await.unwrap_err();
    assert!(said.to_string().contains("payments_live"), "{said}");
}

#[tokio::test]
async fn the_schema_takes_one_open_link_a_place_and_one_live_payment_per_invoice() {
    let mut outsider = ground().await;
    outsider.run("UPDATE links SET bill_id = (SELECT id FROM bills), bill_place = 'invoice 1'").await;
    outsider
        .run("CREATE TABLE more AS SELECT * FROM links; UPDATE more SET id = gen_random_uuid(), slug_key = 'other'")
        .await;
    let said = outsider.try_run("INSERT INTO links SELECT * FROM more").await.unwrap_err().to_string();
    assert!(said.contains("links_open_of_bill"), "{said}");
    outsider.run("UPDATE more SET bill_place = 'invoice 2'; INSERT INTO links SELECT * FROM more").await;
    outsider.run("UPDATE payments SET bill_id = (SELECT id FROM bills)").await;
    outsider
        .run(
            "CREATE TABLE paid AS SELECT * FROM payments;
             UPDATE paid SET id = gen_random_uuid(), link_id = (SELECT id FROM links WHERE bill_place = 'invoice 2')",
        )
        .await;
    let said = outsider.try_run("INSERT INTO payments SELECT * FROM paid").await.unwrap_err().to_string();
    assert!(said.contains("payments_live_of_bill"), "{said}");
    outsider.run("UPDATE paid SET status = 'failed'; INSERT INTO payments SELECT * FROM paid").await;
    let said = outsider.try_run("UPDATE payments SET status = 'succeeded' WHERE status = 'failed'").await.unwrap_err();
    assert!(said.to_string().contains("payments_live_of_bill"), "{said}");
}
