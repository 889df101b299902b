//! The bugs, and for each the case that has to find it.

macro_rules! bugs {
    ($($(#[$doc:meta])* $bug:ident => $case:literal,)+) => {
        /// What is wrong with a store.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Bug {
            /// Nothing: the wrapper itself keeps the contract.
            None,
            $($(#[$doc])* $bug,)+
        }

        /// Every bug and the case that finds it.
        pub(crate) const PLANTED: &[(Bug, &str)] = &[$((Bug::$bug, $case),)+];
    };
}

bugs! {
    /// Each change of a set is written on its own.
    WritesOneByOne => "atomic::a_refused_set_leaves_nothing",
    /// A refused set leaves its slugs in an index.
    KeepsKeysOfRefusedSets => "atomic::a_refused_set_leaves_nothing",
    /// Sets of any size are taken.
    WritesOneByOneInLargeSets => "atomic::a_full_set_is_written_and_a_larger_one_refused",
    /// Updates win over whatever was written since.
    IgnoresVersions => "versioned::an_update_of_another_version_is_stale",
    /// Expectations are not looked at.
    IgnoresExpectations => "versioned::an_expectation_compares_versions_and_writes_nothing",
    /// Slugs are compared with regard to case.
    CaseSensitiveSlugs => "unique_links::a_slug_is_unique_without_regard_to_case",
    /// Only look-ups of slugs regard case.
    CaseSensitiveLookUp => "unique_links::a_link_is_found_by_its_slug_in_any_case",
    /// Looks for a live payment first, inserts then.
    ChecksThenInserts => "races::one_of_many_payers_gets_an_exclusive_link",
    /// A returned payment keeps the link taken.
    ReturnedIsLive => "unique_payments::a_payment_that_ends_makes_room_for_another",
    /// An expired idempotency record is never replaced.
    NeverReplacesRequests => "unique::an_expired_idempotency_record_is_replaced",
    /// The second delivery of a pair is an error.
    RefusesSecondDelivery => "unique::a_delivery_pair_is_kept_once",
    /// More slots than there are become as many as there are.
    ClampsSlots => "guards::a_link_never_has_more_slots_taken_than_it_has",
    /// Merchants are read from a cache that is never emptied.
    CachesForever => "readers::an_update_is_read_at_once_by_every_reader",
    /// Instants are cut to milliseconds.
    LosesMicroseconds => "exact::instants_come_back_to_the_microsecond",
    /// Texts are trimmed.
    TrimsTexts => "exact::texts_come_back_character_by_character",
    /// An empty text becomes none at all.
    EmptyBecomesNone => "exact::texts_come_back_character_by_character",
    /// Amounts go through a 64-bit float.
    FloatsMoney => "exact::numbers_come_back_up_to_the_largest",
    /// An update writes columns that are set, but never empties one.
    NeverUnsets => "exact::every_field_survives_set_and_unset",
    /// Lists begin with the oldest.
    OldestFirst => "pages::lists_run_from_the_newest_to_the_oldest",
    /// Pages go on by the instant alone, so rows of one instant are lost.
    PagesByInstantOnly => "pages::pages_of_every_size_add_up_to_the_list",
    /// Pages go on by counting rows, so rows added meanwhile shift them.
    FiltersAfterTheLimit => "filters::links_are_filtered_by_each_field",
    /// The merchant of a filter is not looked at.
    ShowsForeignRows => "filters::payments_are_filtered_by_each_field",
    /// A link still shows as active at the instant it ends.
    EndsAMomentLate => "filters::links_are_filtered_by_the_status_they_show_at_that_instant",
    /// Returned payments still count as paid.
    CountsReturnedAsPaid => "totals::totals_count_what_stands_as_paid",
    /// Declines at the very instant are left out.
    DeclinesAfterOnly => "totals::declines_count_failed_payments_since_then",
    /// Claimed work stays visible.
    IgnoresLeases => "leases::a_claim_hides_work_until_its_lease_ends",
    /// Whoever names a piece of work can finish it.
    AnyoneFinishes => "leases::a_lost_lease_settles_nothing",
    /// Claims take from all lanes.
    IgnoresLanes => "leases::a_claim_can_keep_to_one_lane",
    /// Work is due by the machine's own clock.
    HasAClock => "leases::a_store_has_no_clock",
    /// Work that is there is not moved by putting it again.
    PutsOnlyNewWork => "work::work_put_again_is_replaced",
    /// Lanes that are to be left out are not.
    IgnoresExceptions => "work::due_lanes_are_those_with_something_to_claim",
    /// Two claimers can be handed the same piece.
    HandsOutTwice => "work_races::claimers_get_different_pieces",
    /// Requests are forgotten while their payment is under way.
    PrunesTooMuch => "idempotency::a_request_whose_payment_is_under_way_is_kept",
    /// Documents are written whatever their version.
    OverwritesDocuments => "documents::a_document_is_written_on_condition",
    /// Documents are read and written again in another form.
    ReformatsDocuments => "documents::a_document_comes_back_byte_for_byte",
    /// Nothing outlives the process.
    ForgetsOnReopening => "durable::everything_written_is_there_after_reopening",
    /// Updates of refunds win over whatever was written since.
    IgnoresRefundVersions => "versioned::an_update_of_another_version_is_stale",
    /// Payments are updated without regard to their version, and a ledger number that is taken is moved on.
    LosesRefundsInARace => "races::no_amount_is_refunded_twice",
    /// Reserved and refunded sums that are too large become what fits.
    CapsRefunds => "refunds::refunds_of_a_payment_never_pass_what_was_captured",
    /// A refund of a payment that is not there is dropped without a word.
    DropsOrphans => "refunds::a_refund_belongs_to_a_payment",
    /// A refund of nothing is dropped without a word.
    DropsEmptyRefunds => "refunds::a_refund_belongs_to_a_payment",
    /// Reasons of refunds are trimmed.
    TrimsReasons => "exact::texts_come_back_character_by_character",
    /// A refund keeps the failure it had.
    NeverUnsetsFailures => "exact::every_field_survives_set_and_unset",
    /// The refunds of a payment are not filtered any further.
    FiltersRefundsByOneField => "refunds::refunds_are_filtered_by_each_field",
    /// Failed refunds show only to those who ask for them.
    HidesFailedRefunds => "refunds::refunds_are_filtered_by_each_field",
    /// Reversals are not written.
    LosesReversals => "refunds::a_ledger_entry_moves_something_between_two_accounts",
    /// An entry that moves nothing is dropped without a word.
    DropsIdleEntries => "refunds::a_ledger_entry_moves_something_between_two_accounts",
    /// An entry whose number is taken gets the next one.
    RenumbersEntries => "refunds::a_ledger_number_is_given_once_per_payment",
    /// The ledger comes by payment id, whatever order was asked for.
    OrdersLedgerById => "refunds::the_ledger_comes_in_the_order_asked_for",
    /// Entry 10 comes before entry 2.
    NumbersAsText => "refunds::the_ledger_comes_in_the_order_asked_for",
    /// Requests are forgotten while their refund is under way.
    PrunesRefundsUnderWay => "refunds::a_request_whose_refund_is_under_way_is_kept",
    /// The latest payment of a link is the latest that has not failed.
    LatestForgetsFailures => "totals::the_newest_payment_of_each_link_is_found",
    /// The latest payment of several links is that of one of them.
    LatestOfOneLink => "totals::the_newest_payment_of_each_link_is_found",
    /// Deleted links are counted.
    CountsDeletedLinks => "filters::links_are_filtered_by_each_field",
    /// Totals leave refunds out.
    TotalsForgetRefunds => "refunds::totals_count_what_was_refunded",
    /// Totals leave out what was refunded of payments that came back.
    TotalsForgetRefundsOfReturned => "refunds::totals_count_what_was_refunded",
    /// A method of a payment that is not there is dropped without a word.
    DropsOrphanMethods => "payment_methods::a_method_belongs_to_a_payment",
    /// A second method of a payment is passed over without a word.
    SkipsSecondMethods => "payment_methods::a_payment_saves_one_method",
    /// A method that nothing can charge is dropped without a word.
    DropsUselessMethods => "payment_methods::an_active_method_can_be_charged",
    /// The methods of a customer are not filtered any further.
    FiltersMethodsByOneField => "payment_methods::payment_methods_are_filtered_by_each_field",
    /// Revoked methods show only to those who ask for them.
    HidesRevokedMethods => "payment_methods::payment_methods_are_filtered_by_each_field",
    /// Whoever ends a method is taken for the merchant.
    ForgetsWhoEndedIt => "payment_methods::every_end_of_a_method_comes_back",
    /// Only expectations of methods are not looked at.
    IgnoresMethodExpectations => "versioned::an_expectation_compares_versions_and_writes_nothing",
    /// A payer's address that was erased stays.
    KeepsAddresses => "exact::every_field_survives_set_and_unset",
    /// A second message of an event or reminder is passed over without a word.
    SkipsRepeatedMessages => "messages::a_message_is_made_once_for_its_reminder_or_event",
    /// The messages about a link are not filtered any further.
    FiltersMessagesByOneField => "messages::messages_are_filtered_by_each_field",
    /// A reference finds messages of any channel.
    MixesReferences => "messages::a_message_is_found_by_its_providers_reference",
    /// Requests that were not sent on purpose count as well.
    CountsSuppressedRequests => "messages::requests_are_counted_by_link_or_address",
    /// Requests at the very instant are left out.
    RequestsAfterOnly => "messages::requests_are_counted_by_link_or_address",
    /// Claims of messages take from all lanes.
    MixesChannels => "messages::each_channel_has_a_lane",
    /// Updates of messages win over whatever was written since.
    IgnoresMessageVersions => "versioned::an_update_of_another_version_is_stale",
    /// A message about a link that is not there is dropped without a word.
    DropsOrphanMessages => "guards::a_row_without_what_it_refers_to_is_refused",
    /// Greetings are not written.
    LosesGreetings => "exact::texts_come_back_character_by_character",
    /// A second reminder on a day is passed over without a word.
    SkipsSecondReminders => "reminders::a_link_has_one_reminder_a_day",
    /// Reminders come in the order in which they were made.
    RemindersAsMade => "reminders::reminders_come_by_day",
    /// A suppression takes the place of the one that is there.
    ReplacesSuppressions => "suppressions::an_address_is_suppressed_once",
    /// A merchant's own suppression hides the platform's.
    HidesPlatformSuppressions => "suppressions::an_addresss_suppressions_are_the_merchants_and_the_platforms",
    /// The channel of a filter of suppressions is not looked at.
    MixesSuppressedChannels => "suppressions::suppressions_are_filtered_by_each_field",
    /// Suppressions stay.
    KeepsSuppressions => "suppressions::a_deleted_suppression_leaves_room_for_another",
    /// Whether a link was seen is told by whether it was ever seen.
    ForgetsDays => "views::a_link_is_first_seen_once_a_day",
    /// Counting begins a day that has no first view.
    CountsWithoutFirst => "views::a_link_is_first_seen_once_a_day",
    /// Totals of several links leave views out.
    TotalsForgetViews => "views::totals_count_views",
    /// A view is a change of its link.
    ViewsTouchLinks => "views::a_view_leaves_its_links_version_alone",
    /// Everyone is told to be the first of the day.
    EveryoneIsFirst => "races::every_view_is_counted",
    /// Facts that are not folded yet are left out of sums.
    ForgetsFacts => "reports::a_fact_is_counted_at_once",
    /// Facts stay when they are folded.
    KeepsFoldedFacts => "reports::folding_changes_no_sum",
    /// Folding what was folded counts it again.
    FoldsTwice => "reports::a_fact_is_folded_once",
    /// Counts of all merchants are shown to everyone.
    ShowsForeignCounts => "reports::counts_of_merchants_and_tiers_are_kept_apart",
    /// The method is no part of a count's key.
    MixesMethods => "reports::counts_of_merchants_and_tiers_are_kept_apart",
    /// Of several spans with one number the last one counts.
    KeepsLastSpan => "reports::spans_of_one_number_are_added_up",
    /// Details are trimmed.
    TrimsDetails => "reports::facts_come_back_as_they_were_written",
    /// Facts come from the newest to the oldest.
    NewestFactsFirst => "reports::facts_come_by_id",
    /// Looks for the facts first, folds then.
    LooksThenFolds => "reports::one_of_many_folds_the_same_facts",
    /// The customer of a filter is not looked at.
    IgnoresCustomers => "filters::links_are_filtered_by_each_field",
    /// Every entry of a commit gets the request of the first.
    LosesRequestIds => "audit::an_entry_comes_back_as_it_was_written",
    /// An entry whose id is taken is passed over without a word.
    SkipsRepeatedEntries => "audit::an_entrys_id_is_given_once",
    /// The log of a merchant shows the platform's entries as well.
    ShowsForeignEntries => "audit::entries_are_filtered_by_each_field",
    /// Pages of the log go on by the instant alone.
    PagesTheLogByInstantOnly => "audit::entries_of_one_millisecond_come_by_id",
    /// Entries are found by their row, at whatever version.
    FindsAnyVersion => "audit::entries_are_found_by_row_and_version",
    /// A seal leaves what it covers waiting.
    SealsNothing => "audit::a_seal_ends_the_waiting",
    /// A seal has no entry that is missing.
    FillsDigests => "audit::a_seal_comes_back_as_it_was_written",
    /// An entry that does not wait is left out of a seal without a word.
    SealsWhatIsLeft => "audit::an_entry_is_sealed_once",
    /// A seal whose number is taken gets the next one.
    RenumbersSeals => "audit::of_many_seals_one_gets_the_number",
    /// An attachment of a link that is not there is dropped without a word.
    DropsLooseAttachments => "files::a_file_belongs_to_a_merchant_and_an_attachment_to_a_link",
    /// Space over the limit becomes what fits.
    CapsSpace => "files::a_merchants_space_is_counted_once_and_never_over_its_limit",
    /// Files go whatever their version.
    DeletesAnyFile => "files::a_deleted_file_is_gone_at_its_version_only",
    /// Merchants go whatever their version.
    DeletesAnyMerchant => "merchants::a_deleted_merchant_is_gone_at_its_version_only",
    /// A merchant that has links stays, and is said to be gone.
    SaysUsedMerchantsAreGone => "merchants::a_merchant_with_anything_of_its_own_stays",
    /// Whoever deletes a merchant after its first link is told to have won.
    LetsBothWin => "merchants::a_merchant_goes_or_gets_its_link",
    /// The merchant of a filter of files is not looked at.
    ShowsForeignFiles => "files::files_are_filtered_by_merchant",
    /// Updates of used space win over whatever was written since.
    LosesSpaceInARace => "files::no_space_is_given_twice",
    /// Links always come newest first.
    IgnoresOrders => "sorted::links_come_in_every_order",
    /// Links without a due date come first.
    UndatedFirst => "sorted::links_come_in_every_order",
    /// Of rows with the same key, those after a page's last one are passed over.
    PagesByKeyOnly => "sorted::links_come_in_every_order",
    /// A sorted page begins after as many rows as were read before, wherever they stand now.
    SkipsByNumber => "sorted::a_sorted_walk_is_not_disturbed_by_new_rows",
    /// A page that begins where no row is begins at the top.
    NeedsTheLastRow => "sorted::a_sorted_page_can_begin_where_no_row_is",
    /// Payments by amount come in one direction only.
    AmountsOneWay => "sorted::payments_come_in_every_order",
    /// The case of a payer's address matters.
    CaseSensitivePayers => "sorted::payments_come_in_every_order",
    /// The least and largest amount of a refund are not looked at.
    IgnoresRefundAmounts => "sorted::refunds_come_in_every_order",
    /// The beginning of a word is looked for anywhere in it.
    FindsInsideWords => "found::links_are_found_by_words_and_tags",
    /// One of several words is enough.
    AnyWordFinds => "found::links_are_found_by_words_and_tags",
    /// A tag is found by its beginning.
    FindsTagsByBeginning => "found::links_are_found_by_words_and_tags",
    /// A search looks at the links of every merchant.
    FindsForeignLinks => "found::links_are_found_by_words_and_tags",
    /// A link is found by what it said when it was made.
    FindsOldWords => "found::what_a_link_is_found_by_follows_its_changes",
    /// What a refused link says stays in the index and names another.
    FindsRefusedWords => "found::a_refused_set_changes_nothing_that_links_are_found_by",
    /// An update writes order numbers only when they are cleared.
    KeepsOrderNumbers => "found::every_field_of_a_link_can_change_alone",
    /// An external id finds the customer of any merchant.
    FindsForeignCustomers => "customers::a_customer_is_found_by_its_external_id_in_its_merchant",
    /// A mail address finds the customers of all merchants.
    ShowsForeignCustomers => "customers::customers_are_filtered_by_each_field",
    /// The customer of a filter of payments is not looked at.
    MixesPayers => "customers::links_and_payments_are_filtered_by_customer",
    /// A customer counts as bare while only deleted links name it.
    BareWithDeletedLinks => "customers::what_names_a_customer_moves_to_another",
    /// However few rows are to move, all do.
    MovesAllAtOnce => "customers::what_names_a_customer_moves_to_another",
    /// What is rewritten is not.
    KeepsWhatIsRewritten => "erasure::what_was_said_of_a_person_is_replaced",
    /// A walk over requests leaves out the rest of a scope.
    SkipsScopes => "erasure::requests_are_walked_through_once",
    /// Updates of invoices win over whatever was written since.
    IgnoresBillVersions => "versioned::an_update_of_another_version_is_stale",
    /// A deleted invoice keeps its number from others.
    KeepsNumbersOfDeleted => "bills::a_bills_number_is_unique_among_its_kind",
    /// An invoice paid by nobody is written as an open one.
    OpensPaidBills => "bills::a_bill_is_paid_by_a_payment_or_not_at_all",
    /// A link whose place at its invoice is taken gets another one.
    FindsAnotherPlace => "bills::one_open_link_takes_a_place_at_a_bill",
    /// Links that are closed count as open ones of their invoice.
    ListsClosedLinks => "bills::open_links_of_a_bill_come_by_place",
    /// Looks for a live payment of the invoice first, inserts then.
    LooksForPayersFirst => "races::one_of_many_payers_gets_a_bill",
    /// The invoices of a merchant are not filtered any further.
    FiltersBillsByOneField => "bills::bills_are_filtered_by_each_field",
    /// The day after which invoices are due counts too.
    MixesDueDays => "bills::bills_are_filtered_by_each_field",
    /// Deleted invoices are not found by their ids.
    HidesDeletedBills => "bills::bills_are_found_by_their_ids",
    /// A call panics.
    Panics => "readers::an_empty_store_finds_nothing",
}
