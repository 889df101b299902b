ALTER TABLE merchants ADD COLUMN messages text NOT NULL
  DEFAULT '{"delivery_mode":"send","off":[],"reminders":[]}';

ALTER TABLE links ADD COLUMN sent_at timestamptz;
-- The address in `details`, in lower case.
ALTER TABLE links ADD COLUMN customer_email text;
CREATE INDEX links_customer_email ON links (customer_email, created_at, id) WHERE customer_email IS NOT NULL;
-- A merchant's links in one state, without passing over all the others.
CREATE INDEX links_newest_of_merchant_in_state ON links (merchant_id, state, created_at, id);

-- How often a link's page was shown on a day (UTC).
CREATE TABLE link_views (
  link_id uuid NOT NULL REFERENCES links (id),
  day text NOT NULL CHECK (length(day) = 10),
  views bigint NOT NULL CONSTRAINT views_over_zero CHECK (views > 0),
  PRIMARY KEY (link_id, day)
);

CREATE TABLE reminders (
  id uuid NOT NULL PRIMARY KEY,
  link_id uuid NOT NULL REFERENCES links (id),
  merchant_id uuid NOT NULL,
  remind_on text NOT NULL CHECK (length(remind_on) = 10),
  offset_days bigint,
  channels text NOT NULL,
  status text NOT NULL CHECK (status IN ('scheduled', 'sent', 'skipped', 'cancelled')),
  reason text,
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX reminders_day ON reminders (link_id, remind_on);

-- payment_id, reminder_id and event_id refer to no table: a message may be written before its cause.
CREATE TABLE messages (
  id uuid NOT NULL PRIMARY KEY,
  merchant_id uuid NOT NULL,
  link_id uuid NOT NULL REFERENCES links (id),
  payment_id uuid,
  reminder_id uuid,
  event_id uuid,
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
  channel text NOT NULL CHECK (channel IN ('email', 'sms')),
  recipient text NOT NULL,
  recipient_key text NOT NULL,
  status text NOT NULL CHECK (status IN ('queued', 'sent', 'failed', 'suppressed')),
  attempts bigint NOT NULL CONSTRAINT attempts_not_negative CHECK (attempts >= 0),
  last_error text,
  provider_reference text,
  letter text NOT NULL,
  next_attempt_at timestamptz,
  sent_at timestamptz,
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
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
  id uuid NOT NULL PRIMARY KEY,
  merchant_id uuid REFERENCES merchants (id),
  channel text NOT NULL CHECK (channel IN ('email', 'sms')),
  address text NOT NULL,
  address_key text NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 40),
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX suppressions_of_merchant ON suppressions (address_key, channel, merchant_id)
  WHERE merchant_id IS NOT NULL;
CREATE UNIQUE INDEX suppressions_of_all ON suppressions (address_key, channel) WHERE merchant_id IS NULL;
CREATE INDEX suppressions_newest ON suppressions (created_at, id);
CREATE INDEX suppressions_newest_of_merchant ON suppressions (merchant_id, created_at, id);
CREATE INDEX suppressions_newest_of_address ON suppressions (address_key, created_at, id);
