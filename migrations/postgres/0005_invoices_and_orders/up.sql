-- Invoices and orders. payment_id and link_id refer to no table: the row is written before the payment or link it names.
CREATE TABLE bills (
  id uuid NOT NULL PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('invoice', 'order')),
  merchant_id uuid NOT NULL REFERENCES merchants (id),
  number text NOT NULL,
  currency text NOT NULL CHECK (length(currency) = 3),
  total_minor bigint NOT NULL CONSTRAINT bill_over_zero CHECK (total_minor > 0),
  due_date text,
  customer_id uuid REFERENCES customers (id),
  max_open_links bigint NOT NULL CHECK (max_open_links > 0),
  details text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'paid', 'void')),
  closed_at timestamptz,
  payment_id uuid,
  link_id uuid,
  deleted_at timestamptz,
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT bill_is_whole CHECK (
    (state = 'open') = (closed_at IS NULL)
    AND (state <> 'paid' OR payment_id IS NOT NULL)
    AND (state <> 'void' OR payment_id IS NULL)
  )
);
CREATE UNIQUE INDEX bills_number ON bills (number, merchant_id, kind) WHERE deleted_at IS NULL;
CREATE INDEX bills_newest ON bills (kind, created_at, id);
CREATE INDEX bills_newest_of_merchant ON bills (merchant_id, kind, created_at, id);
CREATE INDEX bills_newest_of_merchant_in_state ON bills (merchant_id, kind, state, created_at, id);
CREATE INDEX bills_newest_of_number ON bills (number, kind, created_at, id);
CREATE INDEX bills_newest_of_customer ON bills (customer_id, kind, created_at, id) WHERE customer_id IS NOT NULL;

ALTER TABLE links ADD COLUMN bill_id uuid REFERENCES bills (id);
-- Kind and place of the link at its bill: `invoice 1` to `order 10`.
ALTER TABLE links ADD COLUMN bill_place text;
-- At most one open link takes a place at a bill.
CREATE UNIQUE INDEX links_open_of_bill ON links (bill_id, bill_place)
  WHERE bill_id IS NOT NULL AND state = 'open' AND deleted_at IS NULL;
CREATE INDEX links_newest_of_bill ON links (bill_id, created_at, id) WHERE bill_id IS NOT NULL;

ALTER TABLE payments ADD COLUMN bill_id uuid;
-- One live or succeeded payment per bill, whichever of its links it pays.
CREATE UNIQUE INDEX payments_live_of_bill ON payments (bill_id)
  WHERE bill_id IS NOT NULL AND status IN ('processing', 'requires_action', 'succeeded');
