//! From what a caller wrote about a link to a row that keeps every rule, or to the list of rules broken.

use super::custom_fields::apply_custom_fields;
use super::customer::{Known, apply_customer};
use super::for_bill::{BillOf, apply_total, bill_field, check_ids, id_field, refuse_overrides, take_over};
use super::price::{apply_price, mentions_price};
use super::reminders::apply_reminders;
use super::saved::apply_saved;
use super::tags::apply_tags;
use super::tax::apply_tax;
use crate::{
    Code, Currency, FieldErrors, LinkId, MerchantId, Timestamp, Timezone, TypedId,
    forms::{LinkForm, Patch},
    records::{
        Delivery, LineNotes, LinkDetails, LinkRecord, LinkStateName, MerchantLogos, MerchantMessages, MerchantRecord,
        Usage,
    },
    usecases::fields::{self, put_date, put_text},
    values::{check_redirect_url, contains_card_data},
};
use std::collections::BTreeMap;
use uuid::Uuid;

const SLUG_ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// 26 characters of 5 random bits: 130 bits would fit, 128 are random.
pub(crate) fn generated_slug(random: [u8; 16]) -> String {
    let bits = u128::from_be_bytes(random);
    (0..26)
        .map(|place| usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0))
        .map(|five| SLUG_ALPHABET.get(five).copied().map_or('a', char::from))
        .collect()
}

/// An empty link of `merchant`; every field is filled by [`check_link`].
fn blank(id: LinkId, slug: String, merchant: &MerchantRecord, now: Timestamp) -> LinkRecord {
    LinkRecord {
        id,
        merchant_id: merchant.id,
        customer_id: None,
        slug,
        currency: merchant.currency,
        card_minor: None,
        ach_minor: None,
        per_method: false,
        usage: Usage::OneTime,
        max_payments: Some(1),
        starts_at: None,
        ends_at: None,
        due_date: None,
        order_number: None,
        invoice_number: None,
        bill: None,
        external_id: None,
        details: LinkDetails {
            description: None,
            notes: LineNotes::default(),
            line_items: Vec::new(),
            sales_tax_minor: None,
            internal_transaction_id: None,
            metadata: BTreeMap::new(),
            redirect_url: None,
            cancel_url: None,
            show_receipt_details: true,
            show_billing_fields: true,
            customer: None,
            delivery: Delivery::None,
            reminders: Vec::new(),
            reminders_paused: false,
            attachments: Vec::new(),
            attempted: Some(false),
            save_payment_method: false,
            payment_method_id: None,
            captcha: false,
            tags: Vec::new(),
            custom_fields: Vec::new(),
            requested_at: None,
            status_notes: BTreeMap::new(),
        },
        state: LinkStateName::Open,
        closed_at: None,
        slots_used: 0,
        paid_count: 0,
        paid_minor: 0,
        sent_at: None,
        viewed_at: None,
        deleted_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// What a checked link is made from.
pub(crate) enum Origin<'a> {
    /// A new one with these identities, for this invoice or order.
    New(LinkId, String, BillOf<'a>),
    /// A change of this one.
    Existing(&'a LinkRecord),
}

/// Applies `form`, whose customer the merchant's records know as `known`; returns the row and whether price, usage or limit changed.
pub(crate) fn check_link(
    form: &LinkForm,
    origin: Origin<'_>,
    merchant: &MerchantRecord,
    known: Known<'_>,
    now: Timestamp,
) -> Result<(LinkRecord, bool), crate::Error> {
    let (base, bill, mut draft) = match origin {
        Origin::New(id, slug, bill) => (None, bill, blank(id, slug, merchant, now)),
        Origin::Existing(record) => (Some(record), BillOf::None, record.clone()),
    };
    apply(form, base, (bill, merchant, known), now, &mut draft).finish()?;
    draft.updated_at = now;
    let repriced = base.is_some_and(|old| {
        (old.currency, old.card_minor, old.ach_minor, old.usage, old.max_payments)
            != (draft.currency, draft.card_minor, draft.ach_minor, draft.usage, draft.max_payments)
            || old.details.line_items != draft.details.line_items
            || old.details.payment_method_id != draft.details.payment_method_id
    });
    Ok((draft, repriced))
}

/// What is wrong with a new link whose merchant is not known: all that is wrong whoever the merchant is.
pub(crate) fn wrong_fields(form: &LinkForm, now: Timestamp) -> FieldErrors {
    let anyone = MerchantRecord {
        ach_hold_minutes: 0,
        tokens_valid_after: None,
        id: MerchantId::from_uuid(Uuid::nil()),
        name: String::new(),
        email: None,
        phone: None,
        website: None,
        external_id: None,
        // the most decimals, both methods, and the zone where a day ends last
        currency: Currency::named("CLF").unwrap_or(Currency::USD),
        card: true,
        ach: true,
        accent_color: None,
        timezone: Timezone::named("Etc/GMT+12").unwrap_or_else(Timezone::utc),
        messages: MerchantMessages::default(),
        logos: MerchantLogos::default(),
        metadata: BTreeMap::new(),
        created_at: now,
        updated_at: now,
    };
    let mut draft = blank(LinkId::from_uuid(Uuid::nil()), String::new(), &anyone, now);
    // whose invoice or order it is cannot be told either
    let bill = bill_field(form).map_or(BillOf::None, |(_, kind, _)| BillOf::Untold(kind));
    apply(form, None, (bill, &anyone, Known::Unasked), now, &mut draft)
}

/// Writes what `form` says into `draft`; returns what is wrong with it.
fn apply(
    form: &LinkForm,
    base: Option<&LinkRecord>,
    (bill, merchant, known): (BillOf<'_>, &MerchantRecord, Known<'_>),
    now: Timestamp,
    draft: &mut LinkRecord,
) -> FieldErrors {
    // first, so that a field of the wrong type is not called missing
    let mut errors = form.unread.clone();
    check_ids(form, base, &mut errors);
    let of_link = base.and_then(|link| Some((link.bill?.kind, link.card_minor.or(link.ach_minor)?)));
    match (bill, of_link) {
        (BillOf::Known(bill), _) => {
            refuse_overrides(form, bill.kind, &mut errors);
            take_over(bill, draft);
            apply_total(form, base, (bill.total_minor, merchant), draft, &mut errors);
        }
        (BillOf::Unknown(kind) | BillOf::Untold(kind), _) => {
            refuse_overrides(form, kind, &mut errors);
            if matches!(bill, BillOf::Unknown(_)) {
                let detail = format!("there is no such {}", kind.name());
                errors.add(id_field(kind), Code::InvalidId, detail);
            }
        }
        (BillOf::None, Some((kind, total))) => {
            refuse_overrides(form, kind, &mut errors);
            if form.payment_methods.is_mentioned() {
                apply_total(form, base, (total, merchant), draft, &mut errors);
            }
        }
        (BillOf::None, None) if base.is_none() || mentions_price(form) => {
            apply_price(form, base, merchant, draft, &mut errors);
        }
        (BillOf::None, None) => {}
    }
    apply_usage(form, draft, &mut errors);
    apply_window(form, merchant, now, draft, &mut errors);
    apply_texts(form, draft, &mut errors);
    apply_slug(form, base.is_some(), draft, &mut errors);
    apply_tax(form, base, draft, &mut errors);
    fields::put_metadata(&form.metadata, &mut draft.details.metadata, &mut errors);
    apply_customer(form, base.is_some(), known, draft, &mut errors);
    apply_reminders(form, base.is_some(), merchant, draft, &mut errors);
    apply_saved(form, draft, &mut errors);
    apply_tags(form, draft, &mut errors);
    apply_custom_fields(form, draft, &mut errors);
    errors
}

fn apply_usage(form: &LinkForm, draft: &mut LinkRecord, errors: &mut FieldErrors) {
    match &form.usage {
        Patch::Keep => {}
        Patch::Clear => draft.usage = Usage::OneTime,
        Patch::Set(name) => match Usage::named(name) {
            Some(usage) => draft.usage = usage,
            None => errors.add("usage", Code::InvalidValue, "one_time or multi_use"),
        },
    }
    let asked = match &form.max_payments {
        Patch::Keep if form.usage.is_mentioned() => None,
        Patch::Keep => draft.max_payments.filter(|_| draft.usage == Usage::MultiUse),
        Patch::Clear => None,
        Patch::Set(max) => Some(*max),
    };
    draft.max_payments = match (draft.usage, asked) {
        (Usage::OneTime, None) => Some(1),
        (Usage::MultiUse, limit) if limit.is_none_or(|max| (1..=1_000_000_000).contains(&max)) => limit,
        (Usage::OneTime, Some(_)) => {
            errors.add("max_payments", Code::NotSupported, "only a multi_use link has a number of payments");
            Some(1)
        }
        (Usage::MultiUse, _) => {
            errors.add("max_payments", Code::InvalidValue, "a whole number from 1 to 1000000000");
            None
        }
    };
}

fn apply_window(
    form: &LinkForm,
    merchant: &MerchantRecord,
    now: Timestamp,
    draft: &mut LinkRecord,
    errors: &mut FieldErrors,
) {
    let zone = &merchant.timezone;
    fields::put_instant("starts_at", &form.starts_at, |day| zone.start_of(day), &mut draft.starts_at, errors);
    fields::put_instant("ends_at", &form.ends_at, |day| zone.end_of(day), &mut draft.ends_at, errors);
    put_date("due_date", &form.due_date, &mut draft.due_date, errors);
    if form.ends_at.set().is_some() && !form.may_have_ended && draft.ends_at.is_some_and(|end| end <= now) {
        errors.add("ends_at", Code::InvalidWindow, "must lie in the future");
    }
    if draft.starts_at.zip(draft.ends_at).is_some_and(|(start, end)| end <= start) {
        errors.add("ends_at", Code::InvalidWindow, "must lie after starts_at");
    }
}

fn apply_texts(form: &LinkForm, draft: &mut LinkRecord, errors: &mut FieldErrors) {
    let details = &mut draft.details;
    put_text("description", &form.description, 500, &mut details.description, errors);
    put_text("card_amount_note", &form.card_amount_note, 200, &mut details.notes.card, errors);
    put_text("ach_amount_note", &form.ach_amount_note, 200, &mut details.notes.ach, errors);
    put_text(
        "internal_transaction_id",
        &form.internal_transaction_id,
        64,
        &mut details.internal_transaction_id,
        errors,
    );
    put_text("invoice_number", &form.invoice_number, 64, &mut draft.invoice_number, errors);
    put_text("external_id", &form.external_id, 64, &mut draft.external_id, errors);
    put_text("order_number", &form.order_number, 20, &mut draft.order_number, errors);
    if !errors.names("order_number") && draft.order_number.as_deref().is_some_and(|text| !is_order_number(text)) {
        errors.add("order_number", Code::InvalidValue, "1 to 20 letters and digits");
    }
    put_address("redirect_url", &form.redirect_url, &mut details.redirect_url, errors);
    put_address("cancel_url", &form.cancel_url, &mut details.cancel_url, errors);
    fields::put_flag(&form.show_receipt_details, true, &mut details.show_receipt_details);
    fields::put_flag(&form.show_billing_fields, true, &mut details.show_billing_fields);
    fields::put_flag(&form.captcha, false, &mut details.captcha);
}

/// Reads an address that the payer's browser is sent to.
fn put_address(field: &str, from: &Patch<String>, to: &mut Option<String>, errors: &mut FieldErrors) {
    match from {
        Patch::Keep => {}
        Patch::Clear => *to = None,
        Patch::Set(text) => match check_redirect_url(text) {
            Ok(_) if contains_card_data(text) => {
                errors.add(field, Code::CardDataNotAllowed, Code::CardDataNotAllowed.meaning());
            }
            Ok(url) => *to = Some(url),
            Err(error) => errors.add(field, Code::UrlNotAllowed, error.to_string()),
        },
    }
}

/// Letters and digits only.
pub(crate) fn is_order_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn apply_slug(form: &LinkForm, exists: bool, draft: &mut LinkRecord, errors: &mut FieldErrors) {
    let Some(slug) = form.slug.set() else { return };
    if exists && *slug != draft.slug {
        errors.add("slug", Code::NotSupported, "the slug cannot be changed");
        return;
    }
    let good = (3..=64).contains(&slug.len())
        && slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        && slug.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if !good {
        errors.add("slug", Code::InvalidValue, "3 to 64 letters, digits, _ and -, beginning with a letter or digit");
    } else if contains_card_data(slug) {
        errors.add("slug", Code::CardDataNotAllowed, Code::CardDataNotAllowed.meaning());
    } else {
        draft.slug.clone_from(slug);
    }
}
