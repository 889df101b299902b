-- They refer to files, but not as foreign keys: the row of a file may be written after the merchant's.
ALTER TABLE merchants ADD COLUMN logo_id BLOB CHECK (length(logo_id) = 16);
ALTER TABLE merchants ADD COLUMN logo_dark_id BLOB CHECK (length(logo_dark_id) = 16);

-- What is known of files; what is in them lies in the file store, under the id.
CREATE TABLE files (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  merchant_id BLOB NOT NULL REFERENCES merchants (id),
  link_id BLOB REFERENCES links (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('logo', 'logo_dark', 'attachment')),
  name TEXT NOT NULL,
  content_type TEXT NOT NULL CHECK (length(content_type) BETWEEN 1 AND 100),
  size INTEGER NOT NULL CONSTRAINT size_not_negative CHECK (size >= 0),
  sha256 TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'ready')),
  version INTEGER NOT NULL CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CONSTRAINT attachments_have_links CHECK ((purpose = 'attachment') = (link_id IS NOT NULL))
) STRICT;
CREATE INDEX files_newest ON files (created_at, id);
CREATE INDEX files_newest_of_merchant ON files (merchant_id, created_at, id);

-- The space that a merchant's files take: taken before a file is written, given back when its row goes.
CREATE TABLE file_usage (
  merchant_id BLOB NOT NULL PRIMARY KEY REFERENCES merchants (id),
  bytes INTEGER NOT NULL,
  limit_bytes INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  CONSTRAINT space_within_limit CHECK (bytes >= 0 AND bytes <= limit_bytes)
) STRICT, WITHOUT ROWID;
