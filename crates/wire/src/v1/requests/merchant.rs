//! Creating and changing a merchant.

use crate::json::{Fields, Node, Object};
use paylink_core::{Code, forms::MerchantForm};

/// Reads the body of `POST /v1/merchants` and `PATCH /v1/merchants/{id}`.
#[must_use]
pub fn merchant(body: Object) -> MerchantForm {
    let mut fields = Fields::of(body);
    if !matches!(fields.raw("logo_url"), None | Some(Node::Null)) {
        fields.refuse("logo_url", Code::NotAvailable, "upload it with PUT /v1/merchants/{merchant_id}/logo");
    }
    MerchantForm {
        name: fields.text("name"),
        email: fields.text("email"),
        phone: fields.text("phone"),
        website: fields.text("website"),
        external_id: fields.text("external_id"),
        currency: fields.text("currency"),
        payment_methods: fields.texts("payment_methods"),
        ach_hold_minutes: fields.whole("ach_hold_minutes"),
        accent_color: fields.text("accent_color"),
        timezone: fields.text("timezone"),
        delivery_mode: fields.text("delivery_mode"),
        disabled_messages: fields.texts("disabled_messages"),
        metadata: fields.text_map("metadata"),
        reminders: super::reminder::reminders(&mut fields),
        unread: fields.finish(),
    }
}
