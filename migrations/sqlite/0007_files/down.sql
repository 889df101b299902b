DELETE FROM work WHERE queue = 'file';
DROP TABLE file_usage;
DROP TABLE files;
ALTER TABLE merchants DROP COLUMN logo_dark_id;
ALTER TABLE merchants DROP COLUMN logo_id;
