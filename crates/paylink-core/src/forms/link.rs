//! The fields of a payment link.

use super::{CustomerForm, LineItemForm, Patch, ReminderForm};
use crate::{FieldErrors, records::CustomField};

/// What can be said about a link at creation and afterwards. Rules: `docs/reference` and the API description.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkForm {
    /// One amount for every method, decimal text.
    pub amount: Patch<String>,
    /// The amount by card; only together with `ach_amount`.
    pub card_amount: Patch<String>,
    /// The amount by bank debit; only together with `card_amount`.
    pub ach_amount: Patch<String>,
    /// What is paid, line by line; instead of the amounts.
    pub line_items: Patch<Vec<LineItemForm>>,
    /// Note beside the card amount, at most 200 characters.
    pub card_amount_note: Patch<String>,
    /// Note beside the bank debit amount, at most 200 characters.
    pub ach_amount_note: Patch<String>,
    /// ISO 4217 code.
    pub currency: Patch<String>,
    /// The invoice that is paid, which says how much; at creation only.
    pub invoice_id: Patch<String>,
    /// The order that is paid, which says how much; at creation only.
    pub order_id: Patch<String>,
    /// Any of `card`, `ach`.
    pub payment_methods: Patch<Vec<String>>,
    /// `one_time` or `multi_use`.
    pub usage: Patch<String>,
    /// At least 1; only with `multi_use`.
    pub max_payments: Patch<i64>,
    /// Date or time.
    pub starts_at: Patch<String>,
    /// Date or time; a date lasts to its end in the merchant's zone.
    pub ends_at: Patch<String>,
    /// Date.
    pub due_date: Patch<String>,
    /// At most 500 characters.
    pub description: Patch<String>,
    /// `[A-Za-z0-9]{1,20}`.
    pub order_number: Patch<String>,
    /// At most 64 characters.
    pub invoice_number: Patch<String>,
    /// Decimal text, contained in the amount.
    pub sales_tax: Patch<String>,
    /// `[A-Za-z0-9][A-Za-z0-9_-]{2,63}`; at creation only.
    pub slug: Patch<String>,
    /// At most 64 characters.
    pub internal_transaction_id: Patch<String>,
    /// At most 64 characters; unique per merchant.
    pub external_id: Patch<String>,
    /// At most 50 keys.
    pub metadata: Patch<Vec<(String, String)>>,
    /// Where the payer goes after paying.
    pub redirect_url: Patch<String>,
    /// Where the payer can go instead of paying.
    pub cancel_url: Patch<String>,
    /// Default true.
    pub show_receipt_details: Patch<bool>,
    /// Default true.
    pub show_billing_fields: Patch<bool>,
    /// Who is asked to pay.
    pub customer: Patch<CustomerForm>,
    /// `none`, `email`, `sms`, `both`.
    pub delivery: Patch<String>,
    /// Whether the page asks the payer to have the means of payment kept; default false.
    pub save_payment_method: Patch<bool>,
    /// The saved method that the link offers, and no other.
    pub payment_method_id: Patch<String>,
    /// When to remind; default: the merchant's rules, if the link has a due date and is delivered.
    pub reminders: Patch<Vec<ReminderForm>>,
    /// Takes reminders although no address is known yet: they wait until there is one.
    pub reminders_may_wait: bool,
    /// Holds reminders back.
    pub reminders_paused: Patch<bool>,
    /// At most 20, of at most 40 characters.
    pub tags: Patch<Vec<String>>,
    /// Whether the payer is to be told apart from a machine; kept and shown, asked by no page yet. Default false.
    pub captcha: Patch<bool>,
    /// Takes an end that has passed already as it is, instead of refusing it: the link has ended then.
    pub may_have_ended: bool,
    /// At most 50 fields of the caller's own, in their order.
    pub custom_fields: Patch<Vec<CustomField>>,
    /// What the adapter could not read.
    pub unread: FieldErrors,
}
