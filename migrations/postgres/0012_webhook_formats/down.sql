-- A binary of the older schema sends one format only: endpoints that want another get nothing from it.
DELETE FROM work WHERE queue = 'deliver' AND subject IN (
  SELECT d.id FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id WHERE e.format <> 'native');
DELETE FROM webhook_deliveries WHERE endpoint_id IN (SELECT id FROM webhook_endpoints WHERE format <> 'native');
DELETE FROM webhook_endpoints WHERE format <> 'native';
ALTER TABLE webhook_endpoints
  DROP CONSTRAINT webhook_endpoints_format_check,
  ADD CONSTRAINT webhook_endpoints_format_check CHECK (format IN ('native'));
