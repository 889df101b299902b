ALTER TABLE merchants ADD COLUMN messages TEXT NOT NULL
  DEFAULT '{"delivery_mode":"send","off":[],"reminders":[]}';

ALTER TABLE links ADD COLUMN sent_at INTEGER;
-- The address in `details`, in lower case.
ALTER TABLE links ADD COLUMN customer_email TEXT;
CREATE INDEX links_customer_email ON links (customer_email, created_at, id) WHERE customer_email IS NOT NULL;
-- A merchant's links in one state, without passing over all the others.
CREATE INDEX links_newest_of_merchant_in_state ON links (merchant_id, state, created_at, id);

-- How often a link's page was shown on a day (UTC).
CREATE TABLE link_views (
  link_id BLOB NOT NULL REFERENCES links (id),
  day TEXT NOT NULL CHECK (length(day) = 10),
  views INTEGER NOT NULL CONSTRAINT views_over_zero CHECK (views > 0),
  PRIMARY KEY (link_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE reminders (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  link_id BLOB NOT NULL REFERENCES links (id),
  merchant_id BLOB NOT NULL,
  remind_on TEXT NOT NULL CHECK (length(remind_on) = 10),
  offset_days INTEGER,
  channels TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('scheduled', 'sent', 'skipped', 'cancelled')),
  reason TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX reminders_day ON reminders (link_id, remind_on);

-- payment_id, reminder_id and event_id refer to no table: a message may be written before its cause.
CREATE TABLE messages (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  merchant_id BLOB NOT NULL,
  link_id BLOB NOT NULL REFERENCES links (id),
  payment_id BLOB,
  reminder_id BLOB,
  event_id BLOB,
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  channel TEXT NOT NULL CHECK (channel IN ('email', 'sms')),
  recipient TEXT NOT NULL,
  recipient_key TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('queued', 'sent', 'failed', 'suppressed')),
  attempts INTEGER NOT NULL CONSTRAINT attempts_not_negative CHECK (attempts >= 0),
  last_error TEXT,
  provider_reference TEXT,
  letter TEXT NOT NULL,
  next_attempt_at INTEGER,
  sent_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX messages_reminder ON messages (reminder_id, channel) WHERE reminder_id IS NOT NULL;
CREATE UNIQUE INDEX messages_event ON messages (event_id, kind, channel) WHERE event_id IS NOT NULL;
CREATE INDEX messages_newest ON messages (created_at, id);
CREATE INDEX messages_newest_of_merchant ON messages (merchant_id, created_at, id);
CREATE INDEX messages_newest_of_link ON messages (link_id, created_at, id);
CREATE INDEX messages_reference ON messages (channel, provider_reference) WHERE provider_reference IS NOT NULL;
CREATE INDEX messages_failed ON messages (created_at, id) WHERE status = 'failed';
-- Counts the payment requests to an address.
CREATE INDEX messages_requests ON messages (recipient_key, channel, created_at) WHERE kind = 'payment_request';

CREATE TABLE suppressions (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  merchant_id BLOB REFERENCES merchants (id),
  channel TEXT NOT NULL CHECK (channel IN ('email', 'sms')),
  address TEXT NOT NULL,
  address_key TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 40),
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX suppressions_of_merchant ON suppressions (address_key, channel, merchant_id)
  WHERE merchant_id IS NOT NULL;
CREATE UNIQUE INDEX suppressions_of_all ON suppressions (address_key, channel) WHERE merchant_id IS NULL;
CREATE INDEX suppressions_newest ON suppressions (created_at, id);
CREATE INDEX suppressions_newest_of_merchant ON suppressions (merchant_id, created_at, id);
CREATE INDEX suppressions_newest_of_address ON suppressions (address_key, created_at, id);
