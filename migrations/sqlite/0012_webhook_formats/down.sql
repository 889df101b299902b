DELETE FROM webhook_endpoints WHERE format <> 'native';
ALTER TABLE webhook_endpoints ADD COLUMN narrow_format TEXT NOT NULL DEFAULT 'native'
  CHECK (narrow_format IN ('native'));
ALTER TABLE webhook_endpoints DROP COLUMN format;
ALTER TABLE webhook_endpoints RENAME COLUMN narrow_format TO format;
