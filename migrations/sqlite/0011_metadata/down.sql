ALTER TABLE customers DROP COLUMN metadata;
ALTER TABLE merchants DROP COLUMN metadata;
