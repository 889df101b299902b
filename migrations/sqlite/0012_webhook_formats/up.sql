-- SQLite cannot change a CHECK: the column is made anew. Every endpoint was native so far.
ALTER TABLE webhook_endpoints ADD COLUMN shape TEXT NOT NULL DEFAULT 'native'
  CHECK (shape IN ('native', 'connectfi', 'telness', 'fortis', 'payengine'));
ALTER TABLE webhook_endpoints DROP COLUMN format;
ALTER TABLE webhook_endpoints RENAME COLUMN shape TO format;
