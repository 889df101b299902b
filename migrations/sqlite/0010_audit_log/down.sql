DROP TABLE audit_marks;
DROP TABLE audit_seals;
DROP TABLE audit_log;
ALTER TABLE merchants DROP COLUMN tokens_valid_after;
