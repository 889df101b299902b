DROP TABLE audit_marks;
DROP TABLE audit_seals;
DROP TABLE audit_log;
DROP FUNCTION audit_log_is_marked();
DROP FUNCTION audit_log_is_append_only();
ALTER TABLE merchants DROP COLUMN tokens_valid_after;
