-- What a payment has to do with saved methods: consent on its way to one, or the method it saved or was paid with.
ALTER TABLE payments ADD COLUMN keeping text;

-- Cards and accounts that payers have agreed to have kept. `gateway_reference` is a secret; it goes once the gateway has
-- let the method go.
CREATE TABLE payment_methods (
  id uuid NOT NULL PRIMARY KEY,
  merchant_id uuid NOT NULL,
  customer_id uuid,
  link_id uuid NOT NULL,
  payment_id uuid NOT NULL REFERENCES payments (id),
  method text NOT NULL CHECK (method IN ('card', 'ach')),
  details text NOT NULL,
  gateway_reference text,
  consent text NOT NULL,
  status text NOT NULL CHECK (status IN ('active', 'revoked')),
  revoked_at timestamptz,
  revoked_by text CHECK (revoked_by IN ('merchant', 'payer', 'gateway')),
  revoke_reason text,
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT active_can_be_charged CHECK (status = 'revoked' OR gateway_reference IS NOT NULL),
  CONSTRAINT revocation_is_whole CHECK (
    (status = 'revoked') = (revoked_at IS NOT NULL)
    AND (revoked_at IS NULL) = (revoked_by IS NULL)
    AND (revoked_at IS NULL) = (revoke_reason IS NULL)
  )
);
CREATE UNIQUE INDEX payment_methods_payment ON payment_methods (payment_id);
CREATE INDEX payment_methods_newest ON payment_methods (created_at, id);
CREATE INDEX payment_methods_newest_of_merchant ON payment_methods (merchant_id, created_at, id);
CREATE INDEX payment_methods_newest_of_customer ON payment_methods (customer_id, created_at, id)
  WHERE customer_id IS NOT NULL;
