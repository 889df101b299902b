-- Formats of other systems. A check cannot be changed in place: the column is replaced, and all there were are native.
ALTER TABLE webhook_endpoints ADD COLUMN wider_format TEXT NOT NULL DEFAULT 'native'
  CHECK (wider_format IN ('native', 'connectfi', 'telness', 'fortis', 'payengine'));
ALTER TABLE webhook_endpoints DROP COLUMN format;
ALTER TABLE webhook_endpoints RENAME COLUMN wider_format TO format;
