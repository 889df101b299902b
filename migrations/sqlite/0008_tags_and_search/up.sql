-- What links are found by: words in lower case without accents, and tags behind a #. Kept in step with each link's row.
CREATE TABLE link_terms (
  merchant_id BLOB NOT NULL CHECK (length(merchant_id) = 16),
  term TEXT NOT NULL CHECK (length(term) BETWEEN 1 AND 200),
  link_id BLOB NOT NULL CHECK (length(link_id) = 16),
  PRIMARY KEY (merchant_id, term, link_id)
) STRICT, WITHOUT ROWID;
-- The same terms of one link in one text, each between line breaks: for links that other conditions have found.
CREATE TABLE link_texts (
  link_id BLOB NOT NULL PRIMARY KEY REFERENCES links (id),
  terms TEXT NOT NULL CHECK (substr(terms, 1, 1) = char(10) AND substr(terms, -1) = char(10))
) STRICT, WITHOUT ROWID;
-- Links from before: the server writes down their terms once it runs.
CREATE TABLE links_to_note (
  link_id BLOB NOT NULL PRIMARY KEY CHECK (length(link_id) = 16)
) STRICT, WITHOUT ROWID;
INSERT INTO links_to_note (link_id) SELECT id FROM links;

CREATE INDEX links_invoice_number ON links (invoice_number, created_at, id) WHERE invoice_number IS NOT NULL;
-- One index per order of a list. Rows with the same key stand in the order in which they were made, so that a page finds
-- its place among a million of them.
CREATE INDEX links_updated ON links (updated_at, created_at, id);
CREATE INDEX links_updated_of_merchant ON links (merchant_id, updated_at, created_at, id);
CREATE INDEX links_due ON links (due_date, created_at, id);
CREATE INDEX links_due_of_merchant ON links (merchant_id, due_date, created_at, id);
CREATE INDEX links_amount ON links (coalesce(card_minor, ach_minor), created_at, id);
CREATE INDEX links_amount_of_merchant ON links (merchant_id, coalesce(card_minor, ach_minor), created_at, id);
CREATE INDEX payments_amount ON payments (amount_minor, created_at, id);
CREATE INDEX payments_amount_of_merchant ON payments (merchant_id, amount_minor, created_at, id);
CREATE INDEX payments_payer ON payments (lower(payer_email), created_at, id);
CREATE INDEX refunds_amount ON refunds (amount_minor, created_at, id);
CREATE INDEX refunds_amount_of_merchant ON refunds (merchant_id, amount_minor, created_at, id);
CREATE INDEX refunds_newest_of_link ON refunds (link_id, created_at, id);
