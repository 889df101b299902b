//! How bills, payments, refunds, saved methods and ledger entries appear in the audit log: shown, masked, or left out.

use super::mask::{MaskKey, Shot};
use crate::{
    TypedId,
    records::{
        BillDetails, BillRecord, Consent, Keeping, LedgerRecord, PaymentMethodRecord, PaymentRecord, RefundRecord,
    },
};

/// Without the gateway's token, the address of its page and the hash of the payer's network address.
pub(super) fn payment<'a>(key: &'a MaskKey, row: &PaymentRecord) -> Shot<'a> {
    let PaymentRecord {
        id,
        link_id,
        customer_id,
        bill_id: _,
        keeping,
        merchant_id: _,
        amount_minor,
        currency,
        method,
        method_details,
        status,
        unknown,
        failure_code,
        failure_message: _,
        action_url: _,
        gateway_token: _,
        held_until,
        gateway_reference,
        captured_minor,
        refund_reserved_minor,
        refunded_minor,
        ledger_count,
        exclusive: _,
        holds_slot,
        review,
        payer_name,
        payer_email,
        billing,
        payer_origin: _,
        not_found_count,
        created_at: _,
        updated_at: _,
    } = row;
    Shot::of(key, id.uuid())
        .shown("payment_link_id", link_id)
        .shown("customer_id", customer_id)
        .shown("payment_method_id", keeping.as_ref().and_then(Keeping::method))
        .shown("consent", keeping.as_ref().is_some_and(|keeping| matches!(keeping, Keeping::Asked { .. })))
        .shown("amount_minor", amount_minor)
        .shown("currency", currency.code())
        .shown("method", method)
        .masked_all("method_details", method_details)
        .shown("status", status)
        .shown("unknown", unknown)
        .shown("failure_code", failure_code)
        .shown("held_until", held_until)
        .shown("gateway_reference", gateway_reference)
        .shown("captured_minor", captured_minor)
        .shown("refund_reserved_minor", refund_reserved_minor)
        .shown("refunded_minor", refunded_minor)
        .shown("ledger_count", ledger_count)
        .shown("holds_slot", holds_slot)
        .shown("review", review)
        .masked("payer_name", payer_name.as_deref())
        .masked("payer_email", payer_email.as_deref())
        .masked_all("billing", billing)
        .shown("not_found_count", Some(not_found_count).filter(|count| **count > 0))
}

pub(super) fn refund<'a>(key: &'a MaskKey, row: &RefundRecord) -> Shot<'a> {
    let RefundRecord {
        id,
        payment_id,
        link_id,
        merchant_id: _,
        amount_minor,
        currency,
        reason,
        status,
        unknown,
        failure_code,
        failure_message: _,
        gateway_reference,
        review,
        not_found_count,
        metadata,
        created_at: _,
        updated_at: _,
    } = row;
    Shot::of(key, id.uuid())
        .shown("payment_id", payment_id)
        .shown("payment_link_id", link_id)
        .shown("amount_minor", amount_minor)
        .shown("currency", currency.code())
        .masked("reason", reason.as_deref())
        .shown("status", status)
        .shown("unknown", unknown)
        .shown("failure_code", failure_code)
        .shown("gateway_reference", gateway_reference)
        .shown("review", review)
        .shown("not_found_count", Some(not_found_count).filter(|count| **count > 0))
        .masked_all("metadata", metadata)
}

pub(super) fn ledger_entry<'a>(key: &'a MaskKey, row: &LedgerRecord) -> Shot<'a> {
    let LedgerRecord {
        id,
        payment_id,
        number,
        refund_id,
        merchant_id: _,
        kind,
        debit,
        credit,
        amount_minor,
        currency,
        created_at: _,
    } = row;
    Shot::of(key, id.uuid())
        .shown("payment_id", payment_id)
        .shown("number", number)
        .shown("refund_id", refund_id)
        .shown("kind", kind)
        .shown("debit", debit)
        .shown("credit", credit)
        .shown("amount_minor", amount_minor)
        .shown("currency", currency.code())
}

/// An invoice or an order.
pub(super) fn bill<'a>(key: &'a MaskKey, row: &BillRecord) -> Shot<'a> {
    let BillRecord {
        id,
        kind: _,
        merchant_id: _,
        number,
        currency,
        total_minor,
        due_date,
        customer_id,
        max_open_links,
        details: BillDetails { line_items, sales_tax_minor, description, customer },
        state,
        closed_at,
        payment_id,
        link_id,
        deleted_at,
        created_at: _,
        updated_at: _,
    } = row;
    Shot::of(key, id.uuid())
        .masked("number", Some(number))
        .shown("currency", currency.code())
        .shown("total_minor", total_minor)
        .shown("due_date", due_date)
        .shown("customer_id", customer_id)
        .shown("max_open_links", max_open_links)
        .masked_all("line_items", line_items)
        .shown("sales_tax_minor", sales_tax_minor)
        .masked("description", description.as_deref())
        .masked_all("customer", customer)
        .shown("state", state)
        .shown("closed_at", closed_at)
        .shown("payment_id", payment_id)
        .shown("payment_link_id", link_id)
        .shown("deleted_at", deleted_at)
}

/// Without what the gateway knows it by, and without the payer's network address.
pub(super) fn payment_method<'a>(key: &'a MaskKey, row: &PaymentMethodRecord) -> Shot<'a> {
    let PaymentMethodRecord {
        id,
        merchant_id: _,
        customer_id,
        link_id,
        payment_id,
        method,
        details,
        gateway_reference: _,
        consent: Consent { text: _, text_version, locale, at, address: _ },
        revoked,
        created_at: _,
        updated_at: _,
    } = row;
    Shot::of(key, id.uuid())
        .shown("customer_id", customer_id)
        .shown("payment_link_id", link_id)
        .shown("payment_id", payment_id)
        .shown("method", method)
        .masked_all("method_details", details)
        .shown("consent_version", text_version)
        .shown("consent_locale", locale)
        .shown("consent_at", at)
        .shown("revoked", revoked)
}
