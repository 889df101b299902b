-- What refunds reserve and give back stands on the payment, so that one version guards it all.
ALTER TABLE payments ADD COLUMN captured_minor bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT captured_within_amount CHECK (captured_minor >= 0 AND captured_minor <= amount_minor),
  ADD COLUMN refund_reserved_minor bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT reserved_within_captured CHECK (refund_reserved_minor >= 0 AND refund_reserved_minor <= captured_minor),
  ADD COLUMN refunded_minor bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT refunded_within_reserved CHECK (refunded_minor >= 0 AND refunded_minor <= refund_reserved_minor),
  ADD COLUMN ledger_count bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT ledger_count_not_negative CHECK (ledger_count >= 0);
DROP INDEX payments_totals;
CREATE INDEX payments_totals ON payments (link_id, status, created_at, amount_minor, refunded_minor);

ALTER TABLE idempotency ADD COLUMN refund_id uuid;

CREATE TABLE refunds (
  id uuid NOT NULL PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES payments (id),
  link_id uuid NOT NULL,
  merchant_id uuid NOT NULL,
  amount_minor bigint NOT NULL CONSTRAINT refund_over_zero CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (length(currency) = 3),
  reason text,
  status text NOT NULL CHECK (status IN ('processing', 'succeeded', 'failed')),
  unknown boolean NOT NULL,
  failure_code text,
  failure_message text,
  gateway_reference text,
  review text,
  not_found_count bigint NOT NULL CHECK (not_found_count >= 0),
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX refunds_newest ON refunds (created_at, id);
CREATE INDEX refunds_newest_of_merchant ON refunds (merchant_id, created_at, id);
CREATE INDEX refunds_newest_of_payment ON refunds (payment_id, created_at, id);

-- One row moves money from one account (credit) to another (debit), so debits equal credits in every row.
CREATE TABLE ledger (
  id uuid NOT NULL PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES payments (id),
  number bigint NOT NULL CHECK (number >= 1),
  refund_id uuid REFERENCES refunds (id),
  merchant_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('charge', 'settlement', 'return', 'refund', 'reversal')),
  debit text NOT NULL CHECK (debit IN ('payer', 'in_transit', 'merchant')),
  credit text NOT NULL CHECK (credit IN ('payer', 'in_transit', 'merchant')),
  amount_minor bigint NOT NULL CONSTRAINT entry_over_zero CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (length(currency) = 3),
  created_at timestamptz NOT NULL,
  CONSTRAINT two_accounts CHECK (debit <> credit)
);
CREATE UNIQUE INDEX ledger_number ON ledger (payment_id, number);
CREATE UNIQUE INDEX ledger_refund ON ledger (refund_id, kind) WHERE refund_id IS NOT NULL;
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
CREATE TRIGGER ledger_is_not_updated BEFORE UPDATE ON ledger FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_is_not_deleted BEFORE DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_is_not_emptied BEFORE TRUNCATE ON ledger
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

-- Payments that are there already: booked as far as their state tells.
INSERT INTO ledger
  SELECT gen_random_uuid(), id, 1, NULL, merchant_id, 'charge', CASE method WHEN 'card' THEN 'merchant' ELSE 'in_transit' END,
    'payer', amount_minor, currency, updated_at
  FROM payments
  WHERE status = 'succeeded' OR (method = 'ach' AND (status = 'returned' OR (status = 'processing' AND NOT unknown)));
INSERT INTO ledger
  SELECT gen_random_uuid(), id, 2, NULL, merchant_id, 'settlement', 'merchant', 'in_transit', amount_minor, currency, updated_at
  FROM payments WHERE status = 'succeeded' AND method = 'ach';
INSERT INTO ledger
  SELECT gen_random_uuid(), id, 2, NULL, merchant_id, 'return', 'payer', 'in_transit', amount_minor, currency, updated_at
  FROM payments WHERE status = 'returned';
UPDATE payments SET
  captured_minor = CASE status WHEN 'succeeded' THEN amount_minor ELSE 0 END,
  ledger_count = (SELECT count(*) FROM ledger WHERE ledger.payment_id = payments.id);

-- The program knows its queues; a list here would have to be changed for each new one.
ALTER TABLE work DROP CONSTRAINT work_queue_check;
ALTER TABLE work ADD CONSTRAINT work_queue_check CHECK (length(queue) BETWEEN 1 AND 20);
