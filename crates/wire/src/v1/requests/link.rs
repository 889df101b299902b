//! Creating and changing a payment link.

use super::later::not_yet;
use crate::json::{Fields, Object};
use paylink_core::forms::{LinkForm, Patch};

/// A link to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// Whose link; implied by credentials that act for one merchant.
    pub merchant_id: Option<String>,
    /// Everything else.
    pub form: LinkForm,
}

/// Reads the body of `POST /v1/payment_links`.
#[must_use]
pub fn create_link(body: Object) -> NewLink {
    let mut fields = Fields::of(body);
    NewLink { merchant_id: fields.text("merchant_id").into_set(), form: link(fields) }
}

/// Reads the body of `PATCH /v1/payment_links/{id}`.
#[must_use]
pub fn update_link(body: Object) -> LinkForm {
    link(Fields::of(body))
}

fn link(mut fields: Fields) -> LinkForm {
    not_yet(&mut fields, "captcha", &[]);
    LinkForm {
        amount: fields.amount("amount"),
        card_amount: fields.amount("card_amount"),
        ach_amount: fields.amount("ach_amount"),
        line_items: super::line::line_items(&mut fields),
        invoice_id: fields.text("invoice_id"),
        order_id: fields.text("order_id"),
        card_amount_note: fields.text("card_amount_note"),
        ach_amount_note: fields.text("ach_amount_note"),
        currency: fields.text("currency"),
        payment_methods: fields.texts("payment_methods"),
        usage: fields.text("usage"),
        max_payments: fields.whole("max_payments"),
        starts_at: fields.text("starts_at"),
        ends_at: fields.text("ends_at"),
        due_date: fields.text("due_date"),
        description: fields.text("description"),
        order_number: fields.text("order_number"),
        invoice_number: fields.text("invoice_number"),
        sales_tax: fields.amount("sales_tax"),
        slug: fields.text("slug"),
        internal_transaction_id: fields.text("internal_transaction_id"),
        external_id: fields.text("external_id"),
        metadata: fields.text_map("metadata"),
        redirect_url: fields.text("redirect_url"),
        show_receipt_details: fields.flag("show_receipt_details"),
        show_billing_fields: fields.flag("show_billing_fields"),
        customer: super::customer::customer(&mut fields),
        delivery: fields.text("delivery"),
        save_payment_method: fields.flag("save_payment_method"),
        payment_method_id: fields.text("payment_method_id"),
        reminders: super::reminder::reminders(&mut fields),
        reminders_paused: fields.flag("reminders_paused"),
        tags: fields.texts("tags"),
        captcha: Patch::Keep,
        cancel_url: Patch::Keep,
        may_have_ended: false,
        reminders_may_wait: false,
        custom_fields: Patch::Keep,
        unread: fields.finish(),
    }
}
