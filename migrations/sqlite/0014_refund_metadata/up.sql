-- What callers keep with a refund: one JSON object of texts.
ALTER TABLE refunds ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
