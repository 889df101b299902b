//! Every query, written once: the module that includes this file says which connection it runs on
//! and whether that waits (`twin`). Nothing here may name a database.

mod access;
mod apply;
mod audit;
mod bills;
mod customers;
mod documents;
mod events;
mod idempotency;
mod kept_files;
mod ledger;
mod link_lists;
mod links;
mod merchants;
mod messages;
mod moving;
mod paging;
mod payment_methods;
mod payments;
mod refunds;
mod reminders;
mod reports;
mod suppressions;
mod terms;
mod totals;
mod views;
mod webhooks;
mod work;

pub(super) use access::{api_key, api_key_by_hash, api_keys};
pub(super) use apply::apply;
pub(super) use audit::{audit_backlog, audit_log, audit_of, audit_strays, last_seal, sealed_by, seals, unsealed};
pub(super) use bills::{bill, bills, bills_by_ids, open_links_of};
pub(super) use customers::{customer, customer_by_external_id, customers, merged_customers};
pub(super) use documents::{document, put_document};
pub(super) use events::{event, events};
pub(super) use idempotency::{idempotency, prune, requests_after};
pub(super) use kept_files::{file, file_usage, files};
pub(super) use ledger::ledger;
pub(super) use link_lists::{link_count, links};
pub(super) use links::{link, link_by_slug};
pub(super) use merchants::{merchant, merchants};
pub(super) use messages::{message, message_by_reference, messages, requests};
pub(super) use moving::customer_is_bare;
pub(super) use payment_methods::{payment_method, payment_methods};
pub(super) use payments::{declines, latest_payments, payment, payments};
pub(super) use refunds::{refund, refunds};
pub(super) use reminders::{reminder, reminders};
pub(super) use reports::{counted, facts};
pub(super) use suppressions::{suppression, suppressions, suppressions_of};
pub(super) use terms::note_terms;
pub(super) use totals::{link_totals, totals_of_link};
pub(super) use views::was_viewed;
pub(super) use webhooks::{deliveries, delivery, endpoint, endpoints, endpoints_for};
pub(super) use work::{backlog, due_lanes};

use super::{Conn, Db, RunQueryDsl, twin};
use paylink_core::{Stored, ports::StoreError};

type Found<T> = Result<Option<Stored<T>>, StoreError>;
type Rows<T> = Result<Vec<Stored<T>>, StoreError>;
