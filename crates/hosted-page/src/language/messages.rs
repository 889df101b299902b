//! The table of every text that pages and messages use; the catalogue of each language must hold exactly these.

use super::phrase::Phrase;

macro_rules! messages {
    (
        texts { $($text:ident)* }
        phrases { $($phrase:ident($($argument:ident),+);)* }
        script { $($spoken:literal)* }
        script_with { $($told:literal($($blank:literal),+);)* }
        failures { $($code:literal)* }
    ) => {
        /// The messages of one language, resolved once at start-up.
        pub(crate) struct Messages {
            $(pub(crate) $text: String,)*
            phrases: Phrases,
            /// What scripts say, as one JSON object `{message id: text}`; blanks look like `{time}`.
            pub(crate) script: String,
            failures: Vec<(&'static str, String)>,
        }

        struct Phrases { $($phrase: Phrase,)* }

        impl Messages {
            /// Every message id, in the order of the table.
            pub(crate) fn ids() -> Vec<String> {
                let fields = [$(stringify!($text),)* $(stringify!($phrase),)*];
                let scripts: [&str; _] = [$($spoken,)* $($told,)*];
                let mut ids: Vec<String> = fields.iter().map(|name| name.replace('_', "-")).collect();
                ids.extend(scripts.iter().map(|id| (*id).to_owned()));
                ids.extend([$($code),*].iter().map(|code| format!("failed-{code}")));
                ids
            }

            /// Resolves every message through `resolve(id, arguments)`.
            pub(super) fn resolve<E>(
                resolve: impl Fn(&str, &[(&str, String)]) -> Result<String, E>,
            ) -> Result<Self, E> {
                let plain = |name: &str| resolve(&name.replace('_', "-"), &[]);
                let phrase = |name: &str, arguments: &[&str]| {
                    Phrase::compile(arguments, |values| resolve(&name.replace('_', "-"), values))
                };
                let failures = vec![$(($code, resolve(concat!("failed-", $code), &[])?),)*];
                let mut script = serde_json::Map::new();
                $(script.insert($spoken.to_owned(), resolve($spoken, &[])?.into());)*
                $(script.insert(
                    $told.to_owned(),
                    resolve($told, &[$(($blank, concat!("{", $blank, "}").to_owned())),+])?.into(),
                );)*
                script.extend(failures.iter().map(|(code, text)| (format!("failed-{code}"), text.clone().into())));
                Ok(Self {
                    $($text: plain(stringify!($text))?,)*
                    phrases: Phrases { $($phrase: phrase(stringify!($phrase), &[$(stringify!($argument)),+])?,)* },
                    script: crate::assets::inert_json(&script.into()),
                    failures,
                })
            }

            $(pub(crate) fn $phrase(&self, $($argument: &str),+) -> String {
                self.phrases.$phrase.fill(&[$($argument),+])
            })*

            /// Why a payment failed, by the gateway's code; `None` for a code without words of its own.
            pub(crate) fn failure(&self, code: &str) -> Option<&str> {
                self.failures.iter().find(|(known, _)| *known == code && code != "other").map(|(_, text)| text.as_str())
            }

            /// Why a payment failed when nobody knows better.
            pub(crate) fn failure_other(&self) -> &str {
                self.failures.iter().find(|(known, _)| *known == "other").map_or("", |(_, text)| text.as_str())
            }
        }
    };
}

messages! {
    texts {
        text_direction number_group_separator number_decimal_separator before_noon after_noon
        month_1 month_2 month_3 month_4 month_5 month_6 month_7 month_8 month_9 month_10 month_11 month_12
        powered_by test_mode opens_in_new_tab summary_label
fact_order fact_invoice fact_due fact_closes fact_amount files_title lines_item lines_amount lines_subtotal lines_discount lines_tax lines_total
        method_legend method_card method_ach
        card_number card_expiry card_expiry_example card_cvc
        bank_routing bank_routing_hint bank_account bank_account_type bank_checking bank_savings
        name_on_card name_on_account email optional
        billing_legend billing_country billing_line1 billing_city billing_state billing_postal_code
        saved_label test_mode_card test_mode_ach needs_script_title
        not_yet_open_title ended_title being_paid_title being_paid_text paid_title cancelled_title
        method_unavailable_title
        receipt_title_succeeded receipt_title_bank_debit receipt_title_checking receipt_title_action
        receipt_title_failed receipt_title_returned
        receipt_text_checking receipt_text_action receipt_text_failed
        receipt_continue_at_bank receipt_pay_again receipt_pay_new receipt_saved_method receipt_print receipt_caption
        receipt_to receipt_amount receipt_refunded receipt_tax receipt_date receipt_method receipt_description receipt_reference
        card_brand_other
        saved_title saved_remove removed_title
        unsubscribe_button unsubscribe_still unsubscribed_title
        not_found_title not_found_text unavailable_title unavailable_text unavailable_retry
        reference_title reference_contents reference_skip reference_document reference_parameters reference_request
        reference_answers reference_refusals reference_objects reference_errors reference_required reference_deprecated
        reference_one_of reference_default reference_example reference_anything
        reference_in_path reference_in_query reference_in_header reference_in_cookie reference_broken
        letter_hello_nobody letter_test letter_test_text letter_address letter_facts letter_by_card letter_by_ach
        letter_order letter_invoice letter_due letter_ends letter_files letter_amount letter_date letter_method letter_payer
        letter_reference letter_reason letter_bank_code
        request_title request_choose request_qr request_scan due_today reminder_title reminder_done
        method_notice_subject method_notice_title method_notice_payer method_notice_bank
        letter_receipt_open notice_title notice_text_nobody refund_title refund_wait refund_paid
        return_title return_text failed_title failed_again failed_pay sms_test
    }
    phrases {
        money_with_symbol(symbol, number);
        money_with_code(code, number);
        day(month, day, year);
        time(hour12, hour24, minute, half);
        instant(day, time, zone);
        zone_of_city(city, offset);
        title_pay(merchant);
        title_pay_amount(amount, merchant);
        pay_merchant(merchant);
        includes_tax(amount);
        file_about(kind, size);
        file_size_kb(size);
        file_size_mb(size);
        lines_all(count);
        lines_more(count);
        line_quantity(quantity, unit);
        line_tax(amount);
        line_detail(quantity, tax);
        ach_mandate(merchant, amount);
        pay_amount(amount);
        save_consent(merchant);
        saved_only(merchant);
        where_card_data_goes(merchant);
        needs_script_text(merchant);
        not_yet_open_text(opens);
        ended_text(ended, merchant);
        paid_text(merchant, paid);
        cancelled_text(merchant);
        method_unavailable_text(merchant);
        receipt_document_title(title, merchant);
        receipt_text_succeeded(merchant);
        receipt_text_bank_debit(merchant);
        receipt_text_returned(merchant);
        receipt_continue_to(merchant);
        back_to_merchant(merchant);
        receipt_card(brand, last4);
        receipt_account_checking(last4);
        receipt_account_savings(last4);
        receipt_account_of_bank(bank, account);
        saved_document_title(merchant);
        saved_text(method, merchant, saved);
        saved_hint(merchant);
        removed_text(method, removed, merchant);
        removed_hint(merchant);
        unsubscribe_document_title(merchant);
        unsubscribe_title(merchant);
        unsubscribe_text_email(merchant);
        unsubscribe_text_sms(merchant);
        unsubscribed_text_email(merchant);
        unsubscribed_text_sms(merchant);
        reference_list_of(of);
        reference_map_of(of);
        day_day_first(day, month, year);
        time_24(hour, minute);
        letter_hello(name);
        letter_logo(merchant);
        letter_both_prices(card, ach);
        letter_why_asked(merchant);
        letter_why_paid(merchant);
        letter_why_payee(merchant);
        letter_reach(merchant);
        letter_stop(merchant);
        request_subject(merchant);
        request_subject_amount(merchant, amount);
        request_subject_invoice(invoice, merchant);
        request_subject_invoice_amount(invoice, merchant, amount);
        request_text(merchant);
        request_pay(amount);
        request_safe(merchant);
        request_unexpected(merchant);
        due_on(day);
        due_past(day);
        reminder_subject(merchant);
        reminder_subject_amount(amount, merchant);
        reminder_text(merchant);
        receipt_subject(merchant, amount);
        letter_receipt_text(merchant);
        letter_saved_method(merchant);
        method_notice_subject_payer(payer);
        notice_subject(amount);
        notice_subject_payer(amount, payer);
        notice_text(payer);
        refund_subject(merchant, amount);
        refund_text(merchant);
        refund_text_part(merchant, amount);
        return_subject(amount);
        return_subject_payer(amount, payer);
        failed_subject(merchant);
        failed_text(merchant);
        sms_request(merchant, amount);
        sms_reminder(merchant, amount);
        sms_receipt(merchant, amount);
        sms_notice(merchant, amount);
        sms_refund(merchant, amount);
        sms_return(merchant, amount);
        sms_method(merchant);
        sms_failed(merchant, amount);
        sms_invoice(invoice);
        sms_order(order);
        sms_due(day);
        sms_was_due(day);
    }
    script {
        "slow" "sending" "checking-title" "checking-text" "checking-link"
        "resuming-title" "resuming-text" "lost-title" "lost-text" "server-away-title" "server-away-text"
        "try-again-now" "not-sent" "went-wrong" "closed-title" "closed-text" "consent-changed" "check-fields"
        "error-required" "error-number" "error-expiry" "error-expiry-past" "error-cvc" "error-email"
        "error-routing" "error-account" "error-name" "error-text"
    }
    script_with {
        "wait"("time");
        "wait-and-ask"("time");
        "closing-soon"("time");
    }
    failures {
        "card_declined" "insufficient_funds" "expired_card" "incorrect_cvc" "incorrect_number" "processing_error"
        "authentication_failed" "authentication_expired" "authentication_abandoned"
        "account_closed" "payment_method_unavailable" "invalid_token" "R01" "R02" "R03" "R04" "other"
    }
}
