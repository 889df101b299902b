-- What a payment has to do with saved methods: consent on its way to one, or the method it saved or was paid with.
ALTER TABLE payments ADD COLUMN keeping TEXT;

-- Cards and accounts that payers have agreed to have kept. `gateway_reference` is a secret; it goes once the gateway has
-- let the method go.
CREATE TABLE payment_methods (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  merchant_id BLOB NOT NULL,
  customer_id BLOB,
  link_id BLOB NOT NULL,
  payment_id BLOB NOT NULL REFERENCES payments (id),
  method TEXT NOT NULL CHECK (method IN ('card', 'ach')),
  details TEXT NOT NULL,
  gateway_reference TEXT,
  consent TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('active', 'revoked')),
  revoked_at INTEGER,
  revoked_by TEXT CHECK (revoked_by IN ('merchant', 'payer', 'gateway')),
  revoke_reason TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CONSTRAINT active_can_be_charged CHECK (status = 'revoked' OR gateway_reference IS NOT NULL),
  CONSTRAINT revocation_is_whole CHECK (
    (status = 'revoked') = (revoked_at IS NOT NULL)
    AND (revoked_at IS NULL) = (revoked_by IS NULL)
    AND (revoked_at IS NULL) = (revoke_reason IS NULL)
  )
) STRICT;
CREATE UNIQUE INDEX payment_methods_payment ON payment_methods (payment_id);
CREATE INDEX payment_methods_newest ON payment_methods (created_at, id);
CREATE INDEX payment_methods_newest_of_merchant ON payment_methods (merchant_id, created_at, id);
CREATE INDEX payment_methods_newest_of_customer ON payment_methods (customer_id, created_at, id)
  WHERE customer_id IS NOT NULL;
