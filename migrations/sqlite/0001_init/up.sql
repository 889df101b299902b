-- Ids: 16 bytes. Instants: microseconds since 1970-01-01T00:00:00Z. Money: minor units. Days: YYYY-MM-DD.
-- The guards below repeat rules of the code on purpose: a bug there must hit a wall here.

CREATE TABLE merchants (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  name TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  website TEXT,
  external_id TEXT,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  card INTEGER NOT NULL CHECK (card IN (0, 1)),
  ach INTEGER NOT NULL CHECK (ach IN (0, 1)),
  accent_color TEXT,
  timezone TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX merchants_external_id ON merchants (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX merchants_newest ON merchants (created_at, id);

CREATE TABLE links (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  merchant_id BLOB NOT NULL REFERENCES merchants (id),
  slug TEXT NOT NULL,
  slug_key TEXT NOT NULL CONSTRAINT slug_key_is_lower_case CHECK (slug_key = lower(slug_key)),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  card_minor INTEGER CHECK (card_minor > 0),
  ach_minor INTEGER CHECK (ach_minor > 0),
  per_method INTEGER NOT NULL CHECK (per_method IN (0, 1)),
  usage TEXT NOT NULL CHECK (usage IN ('one_time', 'multi_use')),
  max_payments INTEGER CHECK (max_payments > 0),
  starts_at INTEGER,
  ends_at INTEGER,
  due_date TEXT,
  order_number TEXT,
  invoice_number TEXT,
  external_id TEXT,
  details TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'completed', 'cancelled')),
  closed_at INTEGER,
  slots_used INTEGER NOT NULL,
  paid_count INTEGER NOT NULL,
  paid_minor INTEGER NOT NULL,
  viewed_at INTEGER,
  deleted_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CONSTRAINT slots_within_max_payments
    CHECK (slots_used >= 0 AND (max_payments IS NULL OR slots_used <= max_payments)),
  CONSTRAINT paid_within_slots
    CHECK (paid_count >= 0 AND (max_payments IS NULL OR paid_count <= slots_used))
) STRICT;
CREATE UNIQUE INDEX links_slug_key ON links (slug_key);
CREATE UNIQUE INDEX links_external_id ON links (external_id, merchant_id) WHERE external_id IS NOT NULL;
CREATE INDEX links_newest ON links (created_at, id);
CREATE INDEX links_newest_of_merchant ON links (merchant_id, created_at, id);
CREATE INDEX links_order_number ON links (order_number, created_at, id) WHERE order_number IS NOT NULL;

CREATE TABLE payments (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  link_id BLOB NOT NULL REFERENCES links (id),
  merchant_id BLOB NOT NULL REFERENCES merchants (id),
  amount_minor INTEGER NOT NULL CONSTRAINT amount_over_zero CHECK (amount_minor > 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  method TEXT NOT NULL CHECK (method IN ('card', 'ach')),
  method_details TEXT,
  status TEXT NOT NULL CHECK (status IN ('processing', 'requires_action', 'succeeded', 'failed', 'returned')),
  unknown INTEGER NOT NULL CHECK (unknown IN (0, 1)),
  failure_code TEXT,
  failure_message TEXT,
  action_url TEXT,
  gateway_token TEXT,
  gateway_reference TEXT,
  exclusive INTEGER NOT NULL CHECK (exclusive IN (0, 1)),
  holds_slot INTEGER NOT NULL CHECK (holds_slot IN (0, 1)),
  review TEXT,
  payer_name TEXT,
  payer_email TEXT,
  billing TEXT,
  payer_origin TEXT,
  not_found_count INTEGER NOT NULL CHECK (not_found_count >= 0),
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
-- One live or succeeded payment per link that takes one payment only.
CREATE UNIQUE INDEX payments_live ON payments (link_id)
  WHERE exclusive = 1 AND status IN ('processing', 'requires_action', 'succeeded');
CREATE INDEX payments_newest ON payments (created_at, id);
CREATE INDEX payments_newest_of_merchant ON payments (merchant_id, created_at, id);
CREATE INDEX payments_newest_of_link ON payments (link_id, created_at, id);
-- Covers the sums of a link and counts its declines.
CREATE INDEX payments_totals ON payments (link_id, status, created_at, amount_minor);
CREATE INDEX payments_origin ON payments (payer_origin, created_at) WHERE payer_origin IS NOT NULL;

CREATE TABLE events (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  merchant_id BLOB,
  link_id BLOB,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX events_newest ON events (created_at, id);
CREATE INDEX events_newest_of_merchant ON events (merchant_id, created_at, id);
CREATE INDEX events_newest_of_link ON events (link_id, created_at, id) WHERE link_id IS NOT NULL;

CREATE TABLE api_keys (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('admin', 'read_only')),
  merchant_id BLOB REFERENCES merchants (id),
  secret_hash TEXT NOT NULL,
  hint TEXT NOT NULL,
  revoked_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX api_keys_secret_hash ON api_keys (secret_hash);
CREATE INDEX api_keys_newest ON api_keys (created_at, id);
CREATE INDEX api_keys_newest_of_merchant ON api_keys (merchant_id, created_at, id);

CREATE TABLE webhook_endpoints (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  merchant_id BLOB REFERENCES merchants (id),
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('native')),
  secret TEXT NOT NULL,
  previous_secret TEXT,
  previous_secret_until INTEGER,
  disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
  disabled_reason TEXT,
  failing_since INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_endpoints_newest ON webhook_endpoints (created_at, id);
CREATE INDEX webhook_endpoints_newest_of_merchant ON webhook_endpoints (merchant_id, created_at, id);

CREATE TABLE webhook_deliveries (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  event_id BLOB NOT NULL REFERENCES events (id),
  endpoint_id BLOB NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
  merchant_id BLOB,
  body TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed', 'cancelled')),
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  last_status INTEGER,
  last_error TEXT,
  next_attempt_at INTEGER,
  delivered_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX webhook_deliveries_pair ON webhook_deliveries (event_id, endpoint_id);
CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (created_at, id);
CREATE INDEX webhook_deliveries_newest_of_merchant ON webhook_deliveries (merchant_id, created_at, id);
CREATE INDEX webhook_deliveries_newest_of_endpoint ON webhook_deliveries (endpoint_id, created_at, id);

-- payment_id refers to no table: the record is written before the payment it begins.
CREATE TABLE idempotency (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  payment_id BLOB,
  answer_status INTEGER CHECK (answer_status BETWEEN 0 AND 65535),
  answer_type TEXT,
  answer_body TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (scope, key),
  CONSTRAINT answer_is_whole
    CHECK ((answer_status IS NULL) = (answer_type IS NULL) AND (answer_status IS NULL) = (answer_body IS NULL))
) STRICT;
CREATE INDEX idempotency_expires ON idempotency (expires_at) WHERE answer_status IS NOT NULL;

CREATE TABLE work (
  queue TEXT NOT NULL CHECK (queue IN ('dispatch', 'deliver', 'reconcile', 'expire')),
  subject BLOB NOT NULL CHECK (length(subject) = 16),
  lane BLOB NOT NULL CHECK (length(lane) = 16),
  run_at INTEGER NOT NULL,
  leased INTEGER NOT NULL CHECK (leased IN (0, 1)),
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  version INTEGER NOT NULL CHECK (version >= 1),
  PRIMARY KEY (queue, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_due ON work (queue, run_at);
CREATE INDEX work_due_in_lane ON work (queue, lane, run_at);

CREATE TABLE documents (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  text TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  PRIMARY KEY (kind, key)
) STRICT;
