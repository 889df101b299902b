-- Time is cut into quarters of an hour in UTC, numbered from 1970-01-01T00:00Z. '' stands for no currency or method.

-- One thing that happened. It goes when it is folded into the counts. Its merchant is not looked up: this is written
-- with every payment, and all payments of a merchant would lock that row.
CREATE TABLE report_facts (
  id uuid NOT NULL PRIMARY KEY,
  merchant_id uuid NOT NULL,
  slot bigint NOT NULL,
  metric text NOT NULL,
  currency text NOT NULL,
  method text NOT NULL,
  detail text NOT NULL CHECK (length(detail) <= 64),
  count bigint NOT NULL,
  amount_minor bigint NOT NULL,
  seconds bigint NOT NULL
);
CREATE INDEX report_facts_slot ON report_facts (slot, merchant_id);

-- Facts added up: per merchant (the nil id: all together), over 1, 4 or 96 quarters, or over everything (0).
CREATE TABLE report_counts (
  merchant_id uuid NOT NULL,
  quarters bigint NOT NULL CHECK (quarters IN (0, 1, 4, 96)),
  slot bigint NOT NULL,
  metric text NOT NULL CHECK (length(metric) BETWEEN 1 AND 40),
  currency text NOT NULL CHECK (length(currency) IN (0, 3)),
  method text NOT NULL CHECK (length(method) <= 20),
  detail text NOT NULL CHECK (length(detail) <= 64),
  count bigint NOT NULL,
  amount_minor bigint NOT NULL,
  seconds bigint NOT NULL,
  PRIMARY KEY (merchant_id, quarters, slot, metric, currency, method, detail),
  CONSTRAINT slot_begins_its_stretch CHECK (CASE quarters WHEN 0 THEN slot = 0 ELSE slot % quarters = 0 END)
);

-- What is there already: counted at once, from links, payments, refunds, events and the ledger.
INSERT INTO report_counts
  WITH told (merchant_id, slot, metric, currency, method, detail, count, amount_minor, seconds) AS (
    SELECT merchant_id, CAST(floor(extract(epoch FROM created_at) / 900) AS bigint), 'links_created', '', '',
      CASE WHEN max_payments IS NULL THEN 'open_ended' ELSE '' END, 1, 0, 0 FROM links
    UNION ALL SELECT merchant_id, CAST(floor(extract(epoch FROM min(created_at)) / 900) AS bigint), 'links_sent', '', '', '', 1, 0, 0
      FROM events WHERE kind = 'payment_link.sent' GROUP BY merchant_id, link_id
    UNION ALL SELECT merchant_id, CAST(floor(extract(epoch FROM viewed_at) / 900) AS bigint), 'links_viewed', '', '', '', 1, 0, 0
      FROM links WHERE viewed_at IS NOT NULL
    UNION ALL SELECT merchant_id, CAST(floor(extract(epoch FROM min(created_at)) / 900) AS bigint), 'links_attempted', '', '', '', 1, 0, 0
      FROM payments GROUP BY merchant_id, link_id
    UNION ALL SELECT merchant_id, CAST(floor(extract(epoch FROM created_at) / 900) AS bigint), 'links_paid', '', '', '', 1, 0, 0
      FROM events WHERE kind = 'payment_link.completed'
    -- a completed link opens again when the first of its payments comes back
    UNION ALL SELECT merchant_id, CAST(floor(extract(epoch FROM opened_at) / 900) AS bigint), 'links_reopened', '', '', '', 1, 0, 0 FROM (
        SELECT e.merchant_id, (
          SELECT min(r.created_at) FROM payments p JOIN ledger r ON r.payment_id = p.id
          WHERE p.link_id = e.link_id AND p.holds_slot = false AND r.kind = 'return' AND r.credit = 'merchant'
            AND r.created_at >= e.created_at
        ) AS opened_at FROM events e WHERE e.kind = 'payment_link.completed'
      ) AS reopened WHERE opened_at IS NOT NULL
    UNION ALL SELECT merchant_id, CAST(floor(extract(epoch FROM created_at) / 900) AS bigint), 'created_paid', '', '', '', 1, 0, 0
      FROM links WHERE state = 'completed'
    UNION ALL SELECT merchant_id, CAST(floor(extract(epoch FROM created_at) / 900) AS bigint), 'payments_attempted', currency, method, '', 1, 0, 0 FROM payments
    UNION ALL SELECT merchant_id, CAST(floor(extract(epoch FROM created_at) / 900) AS bigint), 'payments_succeeded', currency, method, CASE WHEN NOT exclusive THEN ''
      WHEN took <= 60 THEN '60'
      WHEN took <= 300 THEN '300'
      WHEN took <= 900 THEN '900'
      WHEN took <= 3600 THEN '3600'
      WHEN took <= 21600 THEN '21600'
      WHEN took <= 86400 THEN '86400'
      WHEN took <= 259200 THEN '259200'
      WHEN took <= 604800 THEN '604800'
      WHEN took <= 1209600 THEN '1209600'
      WHEN took <= 2592000 THEN '2592000'
      ELSE 'longer' END,
        1, amount_minor, CASE WHEN exclusive THEN took ELSE 0 END FROM (
        SELECT e.merchant_id, e.created_at, e.currency, p.method, p.exclusive, e.amount_minor,
          greatest(0, CAST(floor(extract(epoch FROM e.created_at - l.created_at)) AS bigint)) AS took
        FROM ledger e JOIN payments p ON p.id = e.payment_id JOIN links l ON l.id = p.link_id
        WHERE e.debit = 'merchant' AND e.refund_id IS NULL
      ) AS succeeded
    UNION ALL SELECT e.merchant_id, CAST(floor(extract(epoch FROM e.created_at) / 900) AS bigint), 'payments_returned', e.currency, p.method, '',
        1, e.amount_minor, 0
      FROM ledger e JOIN payments p ON p.id = e.payment_id WHERE e.credit = 'merchant' AND e.refund_id IS NULL
    UNION ALL SELECT merchant_id, CAST(floor(extract(epoch FROM updated_at) / 900) AS bigint), 'payments_failed', currency, method,
        left(coalesce(failure_code, 'unknown'), 64), 1, 0, 0
      FROM payments WHERE status = 'failed' OR (status = 'returned' AND captured_minor = 0)
    UNION ALL SELECT e.merchant_id, CAST(floor(extract(epoch FROM e.created_at) / 900) AS bigint), 'refunded', e.currency, p.method, '',
        CASE e.credit WHEN 'merchant' THEN 1 ELSE -1 END,
        CASE e.credit WHEN 'merchant' THEN e.amount_minor ELSE -e.amount_minor END, 0
      FROM ledger e JOIN payments p ON p.id = e.payment_id WHERE e.refund_id IS NOT NULL
    UNION ALL SELECT e.merchant_id, CAST(floor(extract(epoch FROM e.created_at) / 900) AS bigint), 'in_transit', e.currency, p.method, '',
        CASE e.debit WHEN 'in_transit' THEN 1 ELSE -1 END,
        CASE e.debit WHEN 'in_transit' THEN e.amount_minor ELSE -e.amount_minor END, 0
      FROM ledger e JOIN payments p ON p.id = e.payment_id WHERE 'in_transit' IN (e.debit, e.credit)
    UNION ALL SELECT r.merchant_id, CAST(floor(extract(epoch FROM r.created_at) / 900) AS bigint), 'reserved', r.currency, p.method, '', 1, r.amount_minor, 0
      FROM refunds r JOIN payments p ON p.id = r.payment_id WHERE r.status = 'processing'
  )
  SELECT merchant_id, 1, slot, metric, currency, method, detail, sum(count), sum(amount_minor), sum(seconds)
  FROM told WHERE merchant_id IS NOT NULL GROUP BY merchant_id, slot, metric, currency, method, detail;
INSERT INTO report_counts
  SELECT merchant_id, 4, slot - slot % 4 AS hour, metric, currency, method, detail, sum(count), sum(amount_minor), sum(seconds)
  FROM report_counts WHERE quarters = 1 GROUP BY merchant_id, hour, metric, currency, method, detail;
INSERT INTO report_counts
  SELECT merchant_id, 96, slot - slot % 96 AS day, metric, currency, method, detail, sum(count), sum(amount_minor), sum(seconds)
  FROM report_counts WHERE quarters = 4 GROUP BY merchant_id, day, metric, currency, method, detail;
INSERT INTO report_counts
  SELECT merchant_id, 0, 0, metric, currency, method, detail, sum(count), sum(amount_minor), sum(seconds)
  FROM report_counts WHERE quarters = 96 GROUP BY merchant_id, metric, currency, method, detail;
INSERT INTO report_counts
  SELECT CAST('00000000-0000-0000-0000-000000000000' AS uuid), quarters, slot, metric, currency, method, detail, sum(count), sum(amount_minor), sum(seconds)
  FROM report_counts GROUP BY quarters, slot, metric, currency, method, detail;
