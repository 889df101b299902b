-- They refer to files, but not as foreign keys: the row of a file may be written after the merchant's.
ALTER TABLE merchants ADD COLUMN logo_id uuid, ADD COLUMN logo_dark_id uuid;

-- What is known of files; what is in them lies in the file store, under the id.
CREATE TABLE files (
  id uuid NOT NULL PRIMARY KEY,
  merchant_id uuid NOT NULL REFERENCES merchants (id),
  link_id uuid REFERENCES links (id),
  purpose text NOT NULL CHECK (purpose IN ('logo', 'logo_dark', 'attachment')),
  name text NOT NULL,
  content_type text NOT NULL CHECK (length(content_type) BETWEEN 1 AND 100),
  size bigint NOT NULL CONSTRAINT size_not_negative CHECK (size >= 0),
  sha256 text NOT NULL,
  status text NOT NULL CHECK (status IN ('pending', 'ready')),
  version bigint NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT attachments_have_links CHECK ((purpose = 'attachment') = (link_id IS NOT NULL))
);
CREATE INDEX files_newest ON files (created_at, id);
CREATE INDEX files_newest_of_merchant ON files (merchant_id, created_at, id);

-- The space that a merchant's files take: taken before a file is written, given back when its row goes.
CREATE TABLE file_usage (
  merchant_id uuid NOT NULL PRIMARY KEY REFERENCES merchants (id),
  bytes bigint NOT NULL,
  limit_bytes bigint NOT NULL,
  version bigint NOT NULL CHECK (version >= 1),
  CONSTRAINT space_within_limit CHECK (bytes >= 0 AND bytes <= limit_bytes)
);
