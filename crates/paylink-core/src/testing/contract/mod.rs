//! The store contract: what every [`Store`] promises, as cases that any store can be put through.
//!
//! Write a [`Fixture`] for the store, then `run(&fixture).await.assert_kept()`. The signatures and the
//! documentation of [`Change`](crate::Change), [`UniqueKey`](crate::UniqueKey) and the reader traits are part of
//! the contract; where they leave a choice, this is what holds:
//!
//! **Commits**
//! - Changes apply in order, each on top of those before it: a row that is inserted can be updated, expected or
//!   referred to later in the same set. An empty set succeeds. More than [`MAX_CHANGES`](crate::MAX_CHANGES)
//!   changes are refused with `Corrupt`.
//! - When several changes of a set would fail, any one of their errors may be returned.
//! - After an `Ok` every reader shows the change, and nothing that was refused ever shows or blocks a key.
//! - An insert gives version 1; every write of the row counts it up by exactly one; expectations, other rows and
//!   new payments of a link leave it alone.
//! - `Stale` names one of the entities `merchant`, `customer`, `bill`, `link`, `payment`, `refund`, `payment_method`,
//!   `api_key`, `endpoint`, `delivery`, `message`, `reminder`, `file`, `file_usage`, `fact`, `idempotency`, `work`,
//!   `document`.
//! - Updates never change ids and keys, `created_at`, owners (`merchant_id`, `link_id`, `event_id`, `endpoint_id`), a
//!   payment's amount, currency, method, `exclusive` and `payer_origin`, a request's fingerprint, the body of a
//!   delivery, or for whom and for what a message is and what it says; a store need not look at those.
//! - A link without its merchant, a payment without its link and a delivery without its event or endpoint are
//!   refused with `Stale`: what they refer to is gone. Other references may be checked in the same way, except that
//!   an idempotency record may name a payment that is inserted later or never.
//! - A saved payment method without its payment is refused with `Stale`, one that is active and has no gateway reference
//!   with `Corrupt`. Updates never change what it is and what it was saved with; its customer and its evidence they may.
//! - A customer without its merchant, and a link or payment that names a customer who is not there, are refused with
//!   `Stale`.
//! - A refund or ledger entry without its payment, and an entry that names a refund that is not there, are refused
//!   with `Stale`. Refunds never change their payment and amount; ledger entries never change at all.
//! - A payment keeps `0 ≤ refunded ≤ reserved ≤ captured ≤ amount`, a ledger entry moves more than 0 between two
//!   different accounts and is numbered from 1: else `Corrupt`.
//! - An invoice or order ("bill") without its merchant, and a link without its bill, are refused with `Stale`. A bill over
//!   0 or less, one that is paid by no payment or taken back by one, and one that is closed at no time or open since some,
//!   are refused with `Corrupt`. A bill never changes its kind, a link and a payment never change their bill.
//! - Numbers of deleted bills are free. A link keeps its place at its bill while it is open and not deleted, whatever its
//!   window.
//! - `slots_used` outside `0..=max_payments` and payments of 0 or less are refused with `Corrupt`.
//! - Unique keys are guarded on updates too; a key is free again once its row has given it up. Link slugs and external
//!   ids of deleted links stay taken. External ids, idempotency keys and document keys differ by case.
//! - Two inserts of the same delivery pair leave the first one as it is. The same delivery id for another pair is
//!   `Taken(Id)`.
//! - A message, reminder or first view without its link, and a suppression of an unknown merchant, are refused with
//!   `Stale`; a message may name a reminder, payment or event that is written later or never.
//! - A suppression of an address that the merchant (or the platform) has for that channel already leaves the first one
//!   as it is. The same id for another address is `Taken(Id)`.
//! - A message with fewer than 0 attempts is refused with `Corrupt`.
//! - A file without its merchant, an attachment without its link and used space of an unknown merchant are refused with
//!   `Stale`. A file of less than 0 bytes, an attachment that names no link, a logo that names one, and space outside
//!   `0..=limit_bytes` are refused with `Corrupt`. Files never change whose they are and what is in them.
//! - A fact may name a merchant that is not there. `FoldFacts` adds to counts what it is told to; that this is what its
//!   facts come to, in every tier, is the caller's care. Sums stay within 64 bits.
//! - Replacing an expired idempotency record begins again at version 1, be it answered or not.
//! - `PutWork` over existing work takes over its lane, time and attempts. Work that was finished or dropped begins
//!   again at version 1.
//! - `DeleteEndpoint` takes the endpoint's deliveries along; their work stays in the queue.
//!
//! **Reads**
//! - A limit of 0 gives no rows. A [`Position`](crate::ports::Position) need not be that of an existing row.
//! - Without an order lists run from the newest to the oldest; with one, [`Order`](crate::ports::Order) says how rows
//!   compare. `Order::from` is the key of the row that the page begins after, whether or not there is such a row.
//! - A link is found by the terms of its row as it is now ([`LinkRecord::terms`](crate::records::LinkRecord::terms)),
//!   compared byte by byte.
//! - `created_from` is inclusive, `created_until` exclusive; amounts are inclusive on both sides. A link ends at `ends_at` exactly.
//! - Text filters compare every character: case, accents in either normal form and trailing spaces count.
//! - [`LinkPaymentStatus::Paid`](crate::views::LinkPaymentStatus) means that the state is completed.
//! - `customer_email` and the addresses of messages and suppressions are compared as they are given: the caller makes
//!   them lower case, and so does [`LinkRecord::customer_email_key`](crate::records::LinkRecord::customer_email_key).
//! - Of several messages with one reference, `message_by_reference` finds the newest.
//! - `link_totals` answers zeros for unknown ids and answers an id twice that was asked for twice.
//! - `WebhookFilter` fields marked "deliveries only" do nothing for endpoints.
//! - `counted` may leave out what comes to zero or tell it; `CountSpan`s that overlap count twice.
//!
//! **Work**
//! - Work is due from `run_at` on, that instant included; so is work whose lease ends then. Claims and lanes come
//!   in the order of `run_at`, ties in any order.
//! - `backlog` counts all work of the queue, due or not.
//! - A store never looks at a clock: `now` is what the caller says, also in the years 1 and 9999.
//!
//! **Housekeeping**
//! - `prune` removes records with an answer whose `expires_at` is `now` or earlier, but never one whose payment is
//!   `processing` or `requires_action`, or whose refund is `processing`.

mod atomic;
mod bills;
mod check;
mod customers;
mod documents;
mod durable;
mod exact;
mod family;
mod files;
mod filters;
mod found;
mod full;
mod full_bills;
mod full_customers;
mod full_files;
mod full_messages;
mod full_methods;
mod ground;
mod guards;
mod idempotency;
mod leases;
mod messages;
mod pages;
mod payment_methods;
mod races;
mod readers;
mod refunds;
mod reminders;
mod report;
mod reports;
mod rows;
mod samples;
mod sorted;
mod suppressions;
mod totals;
mod unique;
mod unique_links;
mod unique_payments;
mod versioned;
mod views;
mod webhooks;
mod work;

pub use report::Report;

use crate::ports::Store;
use async_trait::async_trait;
use check::{Kept, broken};
use futures_util::{FutureExt, future::join_all};
use std::{any::Any, future::Future, panic::AssertUnwindSafe, pin::Pin, sync::Arc};

/// Something that has to be run to its end.
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Makes stores for the cases.
#[async_trait]
pub trait Fixture: Send + Sync {
    /// An empty store that no other case uses.
    async fn fresh(&self) -> Arc<dyn Store>;

    /// Closes the store as well as it can (others may still hold it) and opens what it has kept; `None` when the
    /// store does not outlive its process, which skips the durability cases.
    async fn reopen(&self, store: Arc<dyn Store>) -> Option<Arc<dyn Store>>;

    /// Runs tasks at the same time: none of them goes on before all have begun. A test on a runtime with several
    /// threads should spawn them there, so that they truly race; as it stands here they take turns.
    async fn race(&self, tasks: Vec<Task>) {
        join_all(tasks).await;
    }
}

type CaseFn = for<'a> fn(&'a dyn Fixture) -> Pin<Box<dyn Future<Output = Kept> + Send + 'a>>;

macro_rules! cases {
    ($($area:ident: $($case:ident),+;)+) => {
        /// Every case there is: one that is not named here does not compile (unused).
        const CASES: &[(&str, CaseFn)] =
            &[$($((concat!(stringify!($area), "::", stringify!($case)), |fixture| Box::pin($area::$case(fixture))),)+)+];
    };
}

cases! {
    atomic:
        an_empty_set_succeeds,
        a_refused_set_leaves_nothing,
        a_full_set_is_written_and_a_larger_one_refused,
        changes_build_on_those_before_them;
    versioned:
        an_insert_gives_version_one,
        every_update_counts_up_by_one,
        an_update_of_another_version_is_stale,
        an_update_of_an_unknown_row_is_stale,
        an_expectation_compares_versions_and_writes_nothing,
        a_payment_leaves_its_links_version_alone,
        a_deleted_endpoint_takes_its_deliveries_along;
    unique:
        an_id_is_given_once,
        a_merchants_external_id_is_unique,
        an_api_keys_secret_is_unique,
        an_idempotency_key_is_unique_in_its_scope,
        an_expired_idempotency_record_is_replaced,
        a_delivery_pair_is_kept_once;
    unique_links:
        a_slug_is_unique_without_regard_to_case,
        a_link_is_found_by_its_slug_in_any_case,
        a_changed_slug_is_guarded_and_the_old_one_free,
        a_links_external_id_is_unique_per_merchant;
    customers:
        a_customers_external_id_is_unique_per_merchant,
        a_customer_is_found_by_its_external_id_in_its_merchant,
        customers_are_filtered_by_each_field,
        links_and_payments_are_filtered_by_customer,
        a_customer_that_is_named_has_to_be_there;
    unique_payments:
        a_live_payment_keeps_others_from_its_link,
        a_payment_that_ends_makes_room_for_another,
        one_set_can_end_a_payment_and_begin_the_next,
        a_link_that_is_not_exclusive_takes_many_payments;
    bills:
        a_bills_number_is_unique_among_its_kind,
        a_bill_is_paid_by_a_payment_or_not_at_all,
        one_open_link_takes_a_place_at_a_bill,
        open_links_of_a_bill_come_by_place,
        a_live_payment_keeps_others_from_its_bill,
        bills_are_filtered_by_each_field,
        bills_are_found_by_their_ids;
    guards:
        a_row_without_what_it_refers_to_is_refused,
        a_link_never_has_more_slots_taken_than_it_has,
        a_payment_is_of_more_than_nothing;
    refunds:
        a_refund_belongs_to_a_payment,
        refunds_of_a_payment_never_pass_what_was_captured,
        refunds_are_filtered_by_each_field,
        a_ledger_number_is_given_once_per_payment,
        a_ledger_entry_moves_something_between_two_accounts,
        the_ledger_comes_in_the_order_asked_for,
        a_request_whose_refund_is_under_way_is_kept,
        totals_count_what_was_refunded;
    payment_methods:
        a_method_belongs_to_a_payment,
        a_payment_saves_one_method,
        an_active_method_can_be_charged,
        payment_methods_are_filtered_by_each_field,
        every_end_of_a_method_comes_back;
    readers:
        an_empty_store_finds_nothing,
        a_commit_is_read_at_once_by_every_reader,
        an_update_is_read_at_once_by_every_reader;
    exact:
        every_field_survives_set_and_unset,
        texts_come_back_character_by_character,
        instants_come_back_to_the_microsecond,
        numbers_come_back_up_to_the_largest,
        ids_come_back_bit_by_bit,
        every_name_comes_back;
    pages:
        lists_run_from_the_newest_to_the_oldest,
        pages_of_every_size_add_up_to_the_list,
        a_walk_is_not_disturbed_by_new_rows,
        a_page_can_begin_where_no_row_is;
    filters:
        links_are_filtered_by_each_field,
        links_are_filtered_by_the_status_they_show_at_that_instant,
        payments_are_filtered_by_each_field,
        events_are_filtered_by_each_field,
        api_keys_are_filtered_by_merchant;
    totals:
        totals_count_what_stands_as_paid,
        totals_answer_for_a_whole_page_of_links,
        declines_count_failed_payments_since_then;
    sorted:
        links_come_in_every_order,
        a_sorted_walk_is_not_disturbed_by_new_rows,
        a_sorted_page_can_begin_where_no_row_is,
        payments_come_in_every_order,
        refunds_come_in_every_order;
    found:
        links_are_found_by_words_and_tags,
        what_a_link_is_found_by_follows_its_changes,
        a_refused_set_changes_nothing_that_links_are_found_by,
        every_field_of_a_link_can_change_alone;
    webhooks:
        an_event_goes_to_its_merchants_and_the_platforms_endpoints,
        an_event_goes_to_at_most_a_hundred_endpoints,
        endpoints_are_filtered_by_merchant_only,
        deliveries_are_filtered_by_each_field;
    messages:
        a_message_is_made_once_for_its_reminder_or_event,
        messages_are_filtered_by_each_field,
        a_message_is_found_by_its_providers_reference,
        requests_are_counted_by_link_or_address,
        each_channel_has_a_lane;
    reminders:
        a_link_has_one_reminder_a_day,
        reminders_come_by_day;
    suppressions:
        an_address_is_suppressed_once,
        an_addresss_suppressions_are_the_merchants_and_the_platforms,
        suppressions_are_filtered_by_each_field,
        a_deleted_suppression_leaves_room_for_another;
    files:
        a_file_belongs_to_a_merchant_and_an_attachment_to_a_link,
        a_merchants_space_is_counted_once_and_never_over_its_limit,
        a_deleted_file_is_gone_at_its_version_only,
        files_are_filtered_by_merchant;
    views:
        a_link_is_first_seen_once_a_day,
        totals_count_views,
        a_view_leaves_its_links_version_alone;
    reports:
        a_fact_is_counted_at_once,
        folding_changes_no_sum,
        a_fact_is_folded_once,
        counts_of_merchants_and_tiers_are_kept_apart,
        spans_of_one_number_are_added_up,
        facts_come_back_as_they_were_written,
        facts_come_by_id,
        one_of_many_folds_the_same_facts;
    leases:
        a_claim_hides_work_until_its_lease_ends,
        a_lost_lease_settles_nothing,
        a_lease_that_ended_unnoticed_still_settles,
        claims_take_the_longest_due_first,
        a_claim_answers_in_the_order_of_due_times,
        a_claim_can_keep_to_one_lane,
        a_store_has_no_clock;
    work:
        work_put_again_is_replaced,
        the_same_subject_can_have_work_in_every_queue,
        finished_and_dropped_work_is_gone,
        rescheduled_work_comes_back_as_it_was_put,
        due_lanes_are_those_with_something_to_claim,
        the_backlog_counts_all_and_tells_the_longest_due;
    idempotency:
        only_ended_and_answered_requests_are_pruned,
        pruning_stops_at_its_limit,
        a_request_whose_payment_is_under_way_is_kept;
    documents:
        a_document_is_written_on_condition,
        documents_differ_by_kind_and_key,
        a_document_comes_back_byte_for_byte;
    races:
        one_of_many_payers_gets_an_exclusive_link,
        one_of_many_payers_gets_a_bill,
        one_of_many_links_gets_a_place_at_a_bill,
        one_of_many_links_gets_a_slug,
        one_of_many_requests_gets_an_idempotency_key,
        every_view_is_counted,
        no_space_is_given_twice,
        no_slot_is_given_twice,
        no_amount_is_refunded_twice,
        claimers_get_different_pieces,
        a_document_counts_every_writer,
        a_lease_has_one_heir;
    durable:
        everything_written_is_there_after_reopening,
        what_was_refused_or_removed_stays_away_after_reopening,
        unique_keys_are_guarded_after_reopening;
}

/// Puts the store through every case, one after the other, each on an empty store.
pub async fn run(fixture: &dyn Fixture) -> Report {
    run_named(fixture, "").await
}

/// The same for the cases whose name (`area::case`) begins like this, to look at one promise while writing a store.
pub async fn run_named(fixture: &dyn Fixture, beginning: &str) -> Report {
    let mut report = Report::default();
    for (name, case) in CASES.iter().filter(|(name, _)| name.starts_with(beginning)) {
        let outcome = AssertUnwindSafe(case(fixture)).catch_unwind().await;
        report.note(name, outcome.unwrap_or_else(|panic| Err(broken(format!("panicked: {}", told(&*panic))))));
    }
    report
}

fn told(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message")
}
