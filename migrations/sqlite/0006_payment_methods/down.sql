DELETE FROM work WHERE queue = 'forget';
DROP TABLE payment_methods;
ALTER TABLE payments DROP COLUMN keeping;
