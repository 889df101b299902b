DROP INDEX payments_live_of_bill;
ALTER TABLE payments DROP COLUMN bill_id;
DROP INDEX links_newest_of_bill;
DROP INDEX links_open_of_bill;
ALTER TABLE links DROP COLUMN bill_place, DROP COLUMN bill_id;
DROP TABLE bills;
