-- merged_into refers to no table: a customer that is gone says where it went, and nothing follows from it.
CREATE TABLE customers (
  id uuid NOT NULL PRIMARY KEY,
  merchant_id uuid NOT NULL REFERENCES merchants (id),
  external_id text,
  name text,
  email text,
  -- The address in lower case.
  email_key text,
  phone text,
  locale text,
  merged_into uuid CONSTRAINT not_merged_into_itself CHECK (merged_into <> id),
  deleted_at timestamptz,
  erasure text,
  erased_at timestamptz,
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT email_has_its_key CHECK ((email IS NULL) = (email_key IS NULL))
);
CREATE UNIQUE INDEX customers_external_id ON customers (external_id, merchant_id) WHERE external_id IS NOT NULL;
CREATE INDEX customers_newest ON customers (created_at, id);
CREATE INDEX customers_newest_of_merchant ON customers (merchant_id, created_at, id);
CREATE INDEX customers_email ON customers (email_key, created_at, id) WHERE email_key IS NOT NULL;
CREATE INDEX customers_merged ON customers (merged_into, created_at, id) WHERE merged_into IS NOT NULL;

ALTER TABLE links ADD COLUMN customer_id uuid REFERENCES customers (id);
CREATE INDEX links_newest_of_customer ON links (customer_id, created_at, id) WHERE customer_id IS NOT NULL;

-- Whose link it paid.
ALTER TABLE payments ADD COLUMN customer_id uuid REFERENCES customers (id);
CREATE INDEX payments_newest_of_customer ON payments (customer_id, created_at, id) WHERE customer_id IS NOT NULL;
