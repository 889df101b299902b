ALTER TABLE merchants ADD COLUMN tokens_valid_after INTEGER;

-- Who changed what. Ids are ordered by time, so they are the order of the log.
CREATE TABLE audit_log (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  merchant_id BLOB CHECK (length(merchant_id) = 16),
  actor TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 32),
  actor_id TEXT CHECK (length(actor_id) BETWEEN 1 AND 64),
  action TEXT NOT NULL CHECK (length(action) BETWEEN 3 AND 64),
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 32),
  subject BLOB NOT NULL CHECK (length(subject) = 16),
  version INTEGER NOT NULL CONSTRAINT audit_version_from_one CHECK (version >= 1),
  state TEXT,
  request_id TEXT CHECK (length(request_id) BETWEEN 1 AND 128),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_log_of_merchant ON audit_log (merchant_id, id);
CREATE INDEX audit_log_of_actor ON audit_log (actor_id, id);
CREATE INDEX audit_log_of_actors ON audit_log (actor, id);
CREATE INDEX audit_log_of_action ON audit_log (action, id);
CREATE INDEX audit_log_of_subject ON audit_log (subject, version);

CREATE TABLE audit_seals (
  number INTEGER NOT NULL PRIMARY KEY CHECK (number >= 1),
  entries TEXT NOT NULL,
  hash TEXT NOT NULL,
  key_id TEXT NOT NULL,
  mac TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Beside every entry: the seal that covers it, or none yet. So the entries themselves never change.
CREATE TABLE audit_marks (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  seal INTEGER REFERENCES audit_seals (number)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_marks_by_seal ON audit_marks (seal, id);
CREATE TRIGGER audit_log_is_marked AFTER INSERT ON audit_log
  BEGIN INSERT INTO audit_marks (id, seal) VALUES (NEW.id, NULL); END;

CREATE TRIGGER audit_log_is_not_updated BEFORE UPDATE ON audit_log
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_log_is_not_deleted BEFORE DELETE ON audit_log
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_seals_are_not_updated BEFORE UPDATE ON audit_seals
  BEGIN SELECT RAISE(ABORT, 'seals of the audit log never change'); END;
CREATE TRIGGER audit_seals_are_not_deleted BEFORE DELETE ON audit_seals
  BEGIN SELECT RAISE(ABORT, 'seals of the audit log never change'); END;
CREATE TRIGGER audit_marks_are_set_once BEFORE UPDATE ON audit_marks
  WHEN OLD.seal IS NOT NULL OR NEW.seal IS NULL OR NEW.id <> OLD.id
  BEGIN SELECT RAISE(ABORT, 'an entry of the audit log is sealed once'); END;
CREATE TRIGGER audit_marks_are_not_deleted BEFORE DELETE ON audit_marks
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
