DROP INDEX payments_newest_of_customer;
ALTER TABLE payments DROP COLUMN customer_id;
DROP INDEX links_newest_of_customer;
ALTER TABLE links DROP COLUMN customer_id;
DROP TABLE customers;
