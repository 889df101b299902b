ALTER TABLE merchants ADD COLUMN tokens_valid_after timestamptz;

-- Who changed what. Ids are ordered by time, so they are the order of the log.
CREATE TABLE audit_log (
  id uuid NOT NULL PRIMARY KEY,
  merchant_id uuid,
  actor text NOT NULL CHECK (length(actor) BETWEEN 1 AND 32),
  actor_id text CHECK (length(actor_id) BETWEEN 1 AND 64),
  action text NOT NULL CHECK (length(action) BETWEEN 3 AND 64),
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 32),
  subject uuid NOT NULL,
  version bigint NOT NULL CONSTRAINT audit_version_from_one CHECK (version >= 1),
  state text,
  request_id text CHECK (length(request_id) BETWEEN 1 AND 128),
  created_at timestamptz NOT NULL
);
CREATE INDEX audit_log_of_merchant ON audit_log (merchant_id, id);
CREATE INDEX audit_log_of_actor ON audit_log (actor_id, id);
CREATE INDEX audit_log_of_actors ON audit_log (actor, id);
CREATE INDEX audit_log_of_action ON audit_log (action, id);
CREATE INDEX audit_log_of_subject ON audit_log (subject, version);

CREATE TABLE audit_seals (
  number bigint NOT NULL PRIMARY KEY CHECK (number >= 1),
  entries text NOT NULL,
  hash text NOT NULL,
  key_id text NOT NULL,
  mac text NOT NULL,
  created_at timestamptz NOT NULL
);

-- Beside every entry: the seal that covers it, or none yet. So the entries themselves never change.
CREATE TABLE audit_marks (
  id uuid NOT NULL PRIMARY KEY,
  seal bigint REFERENCES audit_seals (number)
);
CREATE INDEX audit_marks_by_seal ON audit_marks (seal, id);
CREATE FUNCTION audit_log_is_marked() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN INSERT INTO audit_marks (id, seal) SELECT id, NULL FROM added; RETURN NULL; END $$;
CREATE TRIGGER audit_log_is_marked AFTER INSERT ON audit_log REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_marked();

CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_log_is_not_updated BEFORE UPDATE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_log_is_not_deleted BEFORE DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_log_is_not_emptied BEFORE TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_seals_are_not_updated BEFORE UPDATE ON audit_seals
  FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_seals_are_not_deleted BEFORE DELETE ON audit_seals
  FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_seals_are_not_emptied BEFORE TRUNCATE ON audit_seals
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_marks_are_set_once BEFORE UPDATE ON audit_marks
  FOR EACH ROW WHEN (OLD.seal IS NOT NULL OR NEW.seal IS NULL OR NEW.id <> OLD.id)
  EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_marks_are_not_deleted BEFORE DELETE ON audit_marks
  FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_marks_are_not_emptied BEFORE TRUNCATE ON audit_marks
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();
