ALTER TABLE refunds DROP COLUMN metadata;
