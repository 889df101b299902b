DELETE FROM work WHERE queue = 'refund';
ALTER TABLE work DROP CONSTRAINT work_queue_check;
ALTER TABLE work ADD CONSTRAINT work_queue_check CHECK (queue IN ('dispatch', 'deliver', 'reconcile', 'expire'));
DROP TABLE ledger;
DROP FUNCTION ledger_is_append_only;
DROP TABLE refunds;
ALTER TABLE idempotency DROP COLUMN refund_id;
DROP INDEX payments_totals;
CREATE INDEX payments_totals ON payments (link_id, status, created_at, amount_minor);
ALTER TABLE payments DROP COLUMN ledger_count, DROP COLUMN refunded_minor, DROP COLUMN refund_reserved_minor,
  DROP COLUMN captured_minor;
