-- What callers keep with a refund: one JSON object of texts.
ALTER TABLE refunds ADD COLUMN metadata text NOT NULL DEFAULT '{}';
