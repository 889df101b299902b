-- Instants are exact to the microsecond. Money: minor units. Days: YYYY-MM-DD.
-- JSON is kept as text: nothing here looks inside, and jsonb would change its spelling and refuse an escaped NUL.
-- The guards below repeat rules of the code on purpose: a bug there must hit a wall here.

CREATE TABLE merchants (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL,
  email text,
  phone text,
  website text,
  external_id text,
  currency text NOT NULL CHECK (length(currency) = 3),
  card boolean NOT NULL,
  ach boolean NOT NULL,
  accent_color text,
  timezone text NOT NULL,
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX merchants_external_id ON merchants (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX merchants_newest ON merchants (created_at, id);

CREATE TABLE links (
  id uuid NOT NULL PRIMARY KEY,
  merchant_id uuid NOT NULL REFERENCES merchants (id),
  slug text NOT NULL,
  slug_key text NOT NULL CONSTRAINT slug_key_is_lower_case CHECK (slug_key = lower(slug_key COLLATE "C")),
  currency text NOT NULL CHECK (length(currency) = 3),
  card_minor bigint CHECK (card_minor > 0),
  ach_minor bigint CHECK (ach_minor > 0),
  per_method boolean NOT NULL,
  usage text NOT NULL CHECK (usage IN ('one_time', 'multi_use')),
  max_payments bigint CHECK (max_payments > 0),
  starts_at timestamptz,
  ends_at timestamptz,
  due_date text,
  order_number text,
  invoice_number text,
  external_id text,
  details text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'completed', 'cancelled')),
  closed_at timestamptz,
  slots_used bigint NOT NULL,
  paid_count bigint NOT NULL,
  paid_minor bigint NOT NULL,
  viewed_at timestamptz,
  deleted_at timestamptz,
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT slots_within_max_payments
    CHECK (slots_used >= 0 AND (max_payments IS NULL OR slots_used <= max_payments)),
  CONSTRAINT paid_within_slots
    CHECK (paid_count >= 0 AND (max_payments IS NULL OR paid_count <= slots_used))
);
CREATE UNIQUE INDEX links_slug_key ON links (slug_key);
CREATE UNIQUE INDEX links_external_id ON links (external_id, merchant_id) WHERE external_id IS NOT NULL;
CREATE INDEX links_newest ON links (created_at, id);
CREATE INDEX links_newest_of_merchant ON links (merchant_id, created_at, id);
CREATE INDEX links_order_number ON links (order_number, created_at, id) WHERE order_number IS NOT NULL;

CREATE TABLE payments (
  id uuid NOT NULL PRIMARY KEY,
  link_id uuid NOT NULL REFERENCES links (id),
  merchant_id uuid NOT NULL REFERENCES merchants (id),
  amount_minor bigint NOT NULL CONSTRAINT amount_over_zero CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (length(currency) = 3),
  method text NOT NULL CHECK (method IN ('card', 'ach')),
  method_details text,
  status text NOT NULL CHECK (status IN ('processing', 'requires_action', 'succeeded', 'failed', 'returned')),
  unknown boolean NOT NULL,
  failure_code text,
  failure_message text,
  action_url text,
  gateway_token text,
  gateway_reference text,
  exclusive boolean NOT NULL,
  holds_slot boolean NOT NULL,
  review text,
  payer_name text,
  payer_email text,
  billing text,
  payer_origin text,
  not_found_count bigint NOT NULL CHECK (not_found_count >= 0),
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
-- One live or succeeded payment per link that takes one payment only.
CREATE UNIQUE INDEX payments_live ON payments (link_id)
  WHERE exclusive AND status IN ('processing', 'requires_action', 'succeeded');
CREATE INDEX payments_newest ON payments (created_at, id);
CREATE INDEX payments_newest_of_merchant ON payments (merchant_id, created_at, id);
CREATE INDEX payments_newest_of_link ON payments (link_id, created_at, id);
-- Covers the sums of a link and counts its declines.
CREATE INDEX payments_totals ON payments (link_id, status, created_at, amount_minor);
CREATE INDEX payments_origin ON payments (payer_origin, created_at) WHERE payer_origin IS NOT NULL;

CREATE TABLE events (
  id uuid NOT NULL PRIMARY KEY,
  merchant_id uuid,
  link_id uuid,
  kind text NOT NULL,
  subject text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX events_newest ON events (created_at, id);
CREATE INDEX events_newest_of_merchant ON events (merchant_id, created_at, id);
CREATE INDEX events_newest_of_link ON events (link_id, created_at, id) WHERE link_id IS NOT NULL;

CREATE TABLE api_keys (
  id uuid NOT NULL PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'read_only')),
  merchant_id uuid REFERENCES merchants (id),
  secret_hash text NOT NULL,
  hint text NOT NULL,
  revoked_at timestamptz,
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX api_keys_secret_hash ON api_keys (secret_hash);
CREATE INDEX api_keys_newest ON api_keys (created_at, id);
CREATE INDEX api_keys_newest_of_merchant ON api_keys (merchant_id, created_at, id);

CREATE TABLE webhook_endpoints (
  id uuid NOT NULL PRIMARY KEY,
  merchant_id uuid REFERENCES merchants (id),
  url text NOT NULL,
  events text NOT NULL,
  format text NOT NULL CHECK (format IN ('native')),
  secret text NOT NULL,
  previous_secret text,
  previous_secret_until timestamptz,
  disabled boolean NOT NULL,
  disabled_reason text,
  failing_since timestamptz,
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX webhook_endpoints_newest ON webhook_endpoints (created_at, id);
CREATE INDEX webhook_endpoints_newest_of_merchant ON webhook_endpoints (merchant_id, created_at, id);

CREATE TABLE webhook_deliveries (
  id uuid NOT NULL PRIMARY KEY,
  event_id uuid NOT NULL REFERENCES events (id),
  endpoint_id uuid NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
  merchant_id uuid,
  body text NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed', 'cancelled')),
  attempts bigint NOT NULL CHECK (attempts >= 0),
  last_status bigint,
  last_error text,
  next_attempt_at timestamptz,
  delivered_at timestamptz,
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX webhook_deliveries_pair ON webhook_deliveries (event_id, endpoint_id);
CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (created_at, id);
CREATE INDEX webhook_deliveries_newest_of_merchant ON webhook_deliveries (merchant_id, created_at, id);
CREATE INDEX webhook_deliveries_newest_of_endpoint ON webhook_deliveries (endpoint_id, created_at, id);

-- payment_id refers to no table: the record is written before the payment it begins.
CREATE TABLE idempotency (
  scope text NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  payment_id uuid,
  answer_status bigint CHECK (answer_status BETWEEN 0 AND 65535),
  answer_type text,
  answer_body text,
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (scope, key),
  CONSTRAINT answer_is_whole
    CHECK ((answer_status IS NULL) = (answer_type IS NULL) AND (answer_status IS NULL) = (answer_body IS NULL))
);
CREATE INDEX idempotency_expires ON idempotency (expires_at) WHERE answer_status IS NOT NULL;

CREATE TABLE work (
  queue text NOT NULL CHECK (queue IN ('dispatch', 'deliver', 'reconcile', 'expire')),
  subject uuid NOT NULL,
  lane uuid NOT NULL,
  run_at timestamptz NOT NULL,
  leased boolean NOT NULL,
  attempts bigint NOT NULL CHECK (attempts >= 0),
  version bigint NOT NULL CHECK (version >= 1),
  PRIMARY KEY (queue, subject)
);
CREATE INDEX work_due ON work (queue, run_at);
CREATE INDEX work_due_in_lane ON work (queue, lane, run_at);

CREATE TABLE documents (
  kind text NOT NULL,
  key text NOT NULL,
  text text NOT NULL,
  version bigint NOT NULL CHECK (version >= 1),
  PRIMARY KEY (kind, key)
);
