-- What callers keep with a merchant or a customer: one JSON object of texts.
ALTER TABLE merchants ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
ALTER TABLE customers ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';
