-- Bank debits that are held before they go to the bank.
ALTER TABLE merchants ADD COLUMN ach_hold_minutes INTEGER NOT NULL DEFAULT 0 CHECK (ach_hold_minutes BETWEEN 0 AND 1440);
ALTER TABLE payments ADD COLUMN held_until INTEGER;
