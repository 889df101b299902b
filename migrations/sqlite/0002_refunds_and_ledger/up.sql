-- What refunds reserve and give back stands on the payment, so that one version guards it all.
ALTER TABLE payments ADD COLUMN captured_minor INTEGER NOT NULL DEFAULT 0
  CONSTRAINT captured_within_amount CHECK (captured_minor >= 0 AND captured_minor <= amount_minor);
ALTER TABLE payments ADD COLUMN refund_reserved_minor INTEGER NOT NULL DEFAULT 0
  CONSTRAINT reserved_within_captured CHECK (refund_reserved_minor >= 0 AND refund_reserved_minor <= captured_minor);
ALTER TABLE payments ADD COLUMN refunded_minor INTEGER NOT NULL DEFAULT 0
  CONSTRAINT refunded_within_reserved CHECK (refunded_minor >= 0 AND refunded_minor <= refund_reserved_minor);
ALTER TABLE payments ADD COLUMN ledger_count INTEGER NOT NULL DEFAULT 0
  CONSTRAINT ledger_count_not_negative CHECK (ledger_count >= 0);
DROP INDEX payments_totals;
CREATE INDEX payments_totals ON payments (link_id, status, created_at, amount_minor, refunded_minor);

ALTER TABLE idempotency ADD COLUMN refund_id BLOB;

CREATE TABLE refunds (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  payment_id BLOB NOT NULL REFERENCES payments (id),
  link_id BLOB NOT NULL,
  merchant_id BLOB NOT NULL,
  amount_minor INTEGER NOT NULL CONSTRAINT refund_over_zero CHECK (amount_minor > 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  reason TEXT,
  status TEXT NOT NULL CHECK (status IN ('processing', 'succeeded', 'failed')),
  unknown INTEGER NOT NULL CHECK (unknown IN (0, 1)),
  failure_code TEXT,
  failure_message TEXT,
  gateway_reference TEXT,
  review TEXT,
  not_found_count INTEGER NOT NULL CHECK (not_found_count >= 0),
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX refunds_newest ON refunds (created_at, id);
CREATE INDEX refunds_newest_of_merchant ON refunds (merchant_id, created_at, id);
CREATE INDEX refunds_newest_of_payment ON refunds (payment_id, created_at, id);

-- One row moves money from one account (credit) to another (debit), so debits equal credits in every row.
CREATE TABLE ledger (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  payment_id BLOB NOT NULL REFERENCES payments (id),
  number INTEGER NOT NULL CHECK (number >= 1),
  refund_id BLOB REFERENCES refunds (id),
  merchant_id BLOB NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('charge', 'settlement', 'return', 'refund', 'reversal')),
  debit TEXT NOT NULL CHECK (debit IN ('payer', 'in_transit', 'merchant')),
  credit TEXT NOT NULL CHECK (credit IN ('payer', 'in_transit', 'merchant')),
  amount_minor INTEGER NOT NULL CONSTRAINT entry_over_zero CHECK (amount_minor > 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  created_at INTEGER NOT NULL,
  CONSTRAINT two_accounts CHECK (debit <> credit)
) STRICT;
CREATE UNIQUE INDEX ledger_number ON ledger (payment_id, number);
CREATE UNIQUE INDEX ledger_refund ON ledger (refund_id, kind) WHERE refund_id IS NOT NULL;
CREATE TRIGGER ledger_is_not_updated BEFORE UPDATE ON ledger
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_not_deleted BEFORE DELETE ON ledger
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- Payments that are there already: booked as far as their state tells.
INSERT INTO ledger
  SELECT randomblob(16), id, 1, NULL, merchant_id, 'charge', CASE method WHEN 'card' THEN 'merchant' ELSE 'in_transit' END,
    'payer', amount_minor, currency, updated_at
  FROM payments
  WHERE status = 'succeeded' OR (method = 'ach' AND (status = 'returned' OR (status = 'processing' AND unknown = 0)));
INSERT INTO ledger
  SELECT randomblob(16), id, 2, NULL, merchant_id, 'settlement', 'merchant', 'in_transit', amount_minor, currency, updated_at
  FROM payments WHERE status = 'succeeded' AND method = 'ach';
INSERT INTO ledger
  SELECT randomblob(16), id, 2, NULL, merchant_id, 'return', 'payer', 'in_transit', amount_minor, currency, updated_at
  FROM payments WHERE status = 'returned';
UPDATE payments SET
  captured_minor = CASE status WHEN 'succeeded' THEN amount_minor ELSE 0 END,
  ledger_count = (SELECT count(*) FROM ledger WHERE ledger.payment_id = payments.id);

-- The program knows its queues; a list here would have to be rebuilt for each new one.
CREATE TABLE work_now (
  queue TEXT NOT NULL CHECK (length(queue) BETWEEN 1 AND 20),
  subject BLOB NOT NULL CHECK (length(subject) = 16),
  lane BLOB NOT NULL CHECK (length(lane) = 16),
  run_at INTEGER NOT NULL,
  leased INTEGER NOT NULL CHECK (leased IN (0, 1)),
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  version INTEGER NOT NULL CHECK (version >= 1),
  PRIMARY KEY (queue, subject)
) STRICT, WITHOUT ROWID;
INSERT INTO work_now SELECT queue, subject, lane, run_at, leased, attempts, version FROM work;
DROP TABLE work;
ALTER TABLE work_now RENAME TO work;
CREATE INDEX work_due ON work (queue, run_at);
CREATE INDEX work_due_in_lane ON work (queue, lane, run_at);
