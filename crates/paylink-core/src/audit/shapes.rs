//! How merchants, customers, links, API keys and webhook endpoints appear in the audit log. Every field of a row is named here, so
//! that a new one cannot be forgotten: is it shown, masked, or left out?

use super::mask::{MaskKey, Shot};
use crate::{
    TypedId,
    records::{
        ApiKeyRecord, CustomerRecord, EndpointRecord, LinkDetails, LinkRecord, MerchantMessages, MerchantRecord,
    },
};

pub(super) fn merchant<'a>(key: &'a MaskKey, row: &MerchantRecord) -> Shot<'a> {
    let MerchantRecord {
        id,
        name,
        email,
        phone,
        website,
        external_id,
        currency,
        card,
        ach,
        accent_color,
        timezone,
        messages: MerchantMessages { delivery_mode, off, reminders },
        ach_hold_minutes,
        tokens_valid_after,
        logos,
        metadata,
        created_at: _,
        updated_at: _,
    } = row;
    Shot::of(key, id.uuid())
        .shown("name", name)
        .masked("email", email.as_deref())
        .masked("phone", phone.as_deref())
        .shown("website", website)
        .shown("external_id", external_id)
        .shown("currency", currency.code())
        .shown("card", card)
        .shown("ach", ach)
        .shown("accent_color", accent_color)
        .shown("timezone", timezone.name())
        .shown("delivery_mode", delivery_mode)
        .shown("disabled_messages", Some(off).filter(|off| !off.is_empty()))
        .shown("reminders", Some(reminders).filter(|rules| !rules.is_empty()))
        .shown("ach_hold_minutes", Some(ach_hold_minutes).filter(|minutes| **minutes > 0))
        .shown("tokens_valid_after", tokens_valid_after)
        .shown("logo", logos.light)
        .shown("logo_dark", logos.dark)
        .masked_all("metadata", metadata)
}

/// How far an erasure has come is bookkeeping.
pub(super) fn customer<'a>(key: &'a MaskKey, row: &CustomerRecord) -> Shot<'a> {
    let CustomerRecord {
        id,
        merchant_id: _,
        external_id,
        name,
        email,
        phone,
        locale,
        metadata,
        merged_into,
        deleted_at,
        erasure: _,
        erased_at,
        created_at: _,
        updated_at: _,
    } = row;
    Shot::of(key, id.uuid())
        .masked("external_id", external_id.as_deref())
        .masked("name", name.as_deref())
        .masked("email", email.as_deref())
        .masked("phone", phone.as_deref())
        .shown("locale", locale)
        .masked_all("metadata", metadata)
        .shown("merged_into", merged_into)
        .shown("deleted_at", deleted_at)
        .shown("erased_at", erased_at)
}

pub(super) fn link<'a>(key: &'a MaskKey, row: &LinkRecord) -> Shot<'a> {
    let LinkRecord {
        id,
        merchant_id: _,
        customer_id,
        bill,
        slug,
        currency,
        card_minor,
        ach_minor,
        per_method,
        usage,
        max_payments,
        starts_at,
        ends_at,
        due_date,
        order_number,
        invoice_number,
        external_id,
        details,
        state,
        closed_at,
        slots_used,
        paid_count,
        paid_minor,
        sent_at,
        viewed_at,
        deleted_at,
        created_at: _,
        updated_at: _,
    } = row;
    let shot = Shot::of(key, id.uuid())
        .shown("slug", slug)
        .shown("currency", currency.code())
        .shown("card_minor", card_minor)
        .shown("ach_minor", ach_minor)
        .shown("per_method", per_method)
        .shown("usage", usage)
        .shown("max_payments", max_payments)
        .shown("starts_at", starts_at)
        .shown("ends_at", ends_at)
        .shown("due_date", due_date)
        .shown("order_number", order_number)
        .masked("invoice_number", invoice_number.as_deref())
        .masked("external_id", external_id.as_deref())
        .shown("state", state)
        .shown("closed_at", closed_at)
        .shown("slots_used", slots_used)
        .shown("paid_count", paid_count)
        .shown("paid_minor", paid_minor)
        .shown("sent_at", sent_at)
        .shown("viewed_at", viewed_at)
        .shown("deleted_at", deleted_at)
        .shown("customer_id", customer_id)
        .shown("bill", bill.map(|bill| bill.kind.show(bill.id)));
    link_details(shot, details)
}

fn link_details<'a>(shot: Shot<'a>, details: &LinkDetails) -> Shot<'a> {
    let LinkDetails {
        description,
        notes,
        sales_tax_minor,
        internal_transaction_id,
        metadata,
        redirect_url,
        show_receipt_details,
        show_billing_fields,
        customer,
        delivery,
        reminders,
        reminders_paused,
        tags,
        line_items,
        attachments,
        attempted,
        save_payment_method,
        payment_method_id,
        cancel_url,
        captcha,
        custom_fields,
        requested_at,
        status_notes,
    } = details;
    let ids: Vec<_> = attachments.iter().map(|file| file.id).collect();
    shot.masked("description", description.as_deref())
        .masked("card_amount_note", notes.card.as_deref())
        .masked("ach_amount_note", notes.ach.as_deref())
        .shown("sales_tax_minor", sales_tax_minor)
        .masked("internal_transaction_id", internal_transaction_id.as_deref())
        .masked_all("metadata", metadata)
        .address("redirect_url", redirect_url.as_deref())
        .address("cancel_url", cancel_url.as_deref())
        .shown("show_receipt_details", show_receipt_details)
        .shown("show_billing_fields", show_billing_fields)
        .masked_all("customer", customer)
        .shown("delivery", delivery)
        .shown("reminders", Some(reminders).filter(|rules| !rules.is_empty()))
        .shown("reminders_paused", reminders_paused)
        .masked_all("tags", tags)
        .masked_all("line_items", line_items)
        .shown("attachments", Some(ids).filter(|ids| !ids.is_empty()))
        .shown("attempted", attempted)
        .shown("save_payment_method", save_payment_method)
        .shown("payment_method_id", payment_method_id)
        .shown("captcha", captcha)
        .masked_all("custom_fields", custom_fields)
        .shown("requested_at", requested_at)
        .masked_all("status_notes", status_notes)
}

/// Without the hash of the secret and without its last characters.
pub(super) fn api_key<'a>(key: &'a MaskKey, row: &ApiKeyRecord) -> Shot<'a> {
    let ApiKeyRecord { id, name, role, merchant_id: _, secret_hash: _, hint: _, revoked_at, created_at: _ } = row;
    Shot::of(key, id.uuid()).shown("name", name).shown("role", role).shown("revoked_at", revoked_at)
}

/// The marks of the secrets show a rotation.
pub(super) fn endpoint<'a>(key: &'a MaskKey, row: &EndpointRecord) -> Shot<'a> {
    let EndpointRecord {
        id,
        merchant_id: _,
        url,
        events,
        format,
        secret,
        previous_secret,
        previous_secret_until,
        disabled,
        disabled_reason,
        failing_since,
        created_at: _,
        updated_at: _,
    } = row;
    Shot::of(key, id.uuid())
        .address("url", Some(url))
        .shown("events", events)
        .shown("format", format)
        .masked("secret", Some(secret))
        .masked("previous_secret", previous_secret.as_deref())
        .shown("previous_secret_until", previous_secret_until)
        .shown("disabled", disabled)
        .shown("disabled_reason", disabled_reason)
        .shown("failing_since", failing_since)
}
