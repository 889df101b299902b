DELETE FROM work WHERE queue IN ('message', 'remind');
DROP TABLE suppressions;
DROP TABLE messages;
DROP TABLE reminders;
DROP TABLE link_views;
DROP INDEX links_newest_of_merchant_in_state;
DROP INDEX links_customer_email;
ALTER TABLE links DROP COLUMN customer_email, DROP COLUMN sent_at;
ALTER TABLE merchants DROP COLUMN messages;
