//! Merchants: made, changed, read.

use super::fields::{check, put_email, put_metadata, put_text};
use super::listing::{Slice, at};
use crate::{
    Caller, Change, ChangeSet, Code, Currency, Error, FieldErrors, MerchantId, Once, Paylink, Reply, Stored, Timestamp,
    Timezone,
    engine::Decided,
    forms::{ListQuery, MerchantForm, Patch},
    link::{read_default_rules, read_methods},
    ports::PageOf,
    records::{DeliveryMode, MerchantLogos, MerchantMessages, MerchantRecord, MessageKind},
    values::{check_redirect_url, contains_card_data},
    views::Listed,
};
use std::collections::{BTreeMap, BTreeSet};

/// The longest that bank debits can be held, in minutes.
const LONGEST_HOLD: i64 = 24 * 60;

impl Paylink {
    /// Makes a merchant.
    ///
    /// # Errors
    /// `forbidden`, field errors, `external_id_taken`.
    pub async fn create_merchant(
        &self,
        caller: &Caller,
        form: &MerchantForm,
        once: Option<Once<'_, MerchantRecord>>,
    ) -> Result<Reply<MerchantRecord>, Error> {
        caller.is_platform()?;
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let now = self.now();
            let blank = MerchantRecord {
                id: self.new_id(),
                name: String::new(),
                email: None,
                phone: None,
                website: None,
                external_id: None,
                currency: Currency::USD,
                card: true,
                ach: true,
                accent_color: None,
                timezone: Timezone::utc(),
                messages: MerchantMessages::default(),
                ach_hold_minutes: 0,
                tokens_valid_after: None,
                logos: MerchantLogos::default(),
                metadata: BTreeMap::new(),
                created_at: now,
                updated_at: now,
            };
            let merchant = apply(form, blank, now)?;
            Ok(Decided { changes: ChangeSet::new().with(Change::InsertMerchant(merchant.clone())), view: merchant })
        })
        .await
    }

    /// Changes a merchant.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, field errors, `external_id_taken`.
    pub async fn update_merchant(
        &self,
        caller: &Caller,
        id: &str,
        form: &MerchantForm,
    ) -> Result<MerchantRecord, Error> {
        let id = self.visible_merchant(caller, id).await?.value.id;
        caller.may_write()?;
        self.run(caller, || async move {
            let stored = self.store.merchant(id).await?.ok_or_else(|| Error::of(Code::NotFound))?;
            let merchant = apply(form, stored.value, self.now())?;
            let change = Change::UpdateMerchant(Stored { value: merchant.clone(), version: stored.version });
            Ok(Decided { changes: ChangeSet::new().with(change), view: merchant })
        })
        .await
    }

    /// One merchant.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn merchant(&self, caller: &Caller, id: &str) -> Result<MerchantRecord, Error> {
        Ok(self.visible_merchant(caller, id).await?.value)
    }

    /// Merchants, newest first; a merchant sees itself.
    ///
    /// # Errors
    /// `invalid_parameter`.
    pub async fn merchants(&self, caller: &Caller, query: &ListQuery) -> Result<Listed<MerchantRecord>, Error> {
        let mut errors = FieldErrors::default();
        let slice = Slice::read(query, caller, "merchants", "", &mut errors);
        errors.finish()?;
        let rows = match caller.merchant() {
            Some(own) => self.store.merchant(own).await?.into_iter().collect(),
            None => self.store.merchants(PageOf { ..slice.page() }).await?,
        };
        Ok(slice.list(rows, |merchant| at(merchant.created_at, merchant.id)))
    }

    /// The merchant with this id, if the caller may see it.
    pub(crate) async fn visible_merchant(&self, caller: &Caller, id: &str) -> Result<Stored<MerchantRecord>, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: MerchantId = id.parse().map_err(|_| not_found())?;
        if !caller.sees(id) {
            return Err(not_found());
        }
        self.store.merchant(id).await?.ok_or_else(not_found)
    }
}

fn apply(form: &MerchantForm, mut merchant: MerchantRecord, now: Timestamp) -> Result<MerchantRecord, Error> {
    // first, so that a field of the wrong type is not called missing
    let mut errors = form.unread.clone();
    match &form.name {
        Patch::Set(name) if check("name", name, 100, &mut errors) => merchant.name.clone_from(name),
        Patch::Keep if !merchant.name.is_empty() => {}
        Patch::Set(_) => {}
        Patch::Keep | Patch::Clear => errors.add("name", Code::Required, "a name is required"),
    }
    put_text("external_id", &form.external_id, 64, &mut merchant.external_id, &mut errors);
    put_email("email", &form.email, &mut merchant.email, &mut errors);
    put_phone(form, &mut merchant, &mut errors);
    match &form.website {
        Patch::Keep => {}
        Patch::Clear => merchant.website = None,
        Patch::Set(text) => match check_redirect_url(text) {
            Ok(_) if contains_card_data(text) => {
                errors.add("website", Code::CardDataNotAllowed, Code::CardDataNotAllowed.meaning());
            }
            Ok(url) => merchant.website = Some(url),
            Err(error) => errors.add("website", Code::UrlNotAllowed, error.to_string()),
        },
    }
    match &form.currency {
        Patch::Keep => {}
        Patch::Clear => merchant.currency = Currency::USD,
        Patch::Set(code) => match Currency::named(code) {
            Some(currency) => merchant.currency = currency,
            None => errors.add("currency", Code::InvalidCurrency, Code::InvalidCurrency.meaning()),
        },
    }
    match &form.payment_methods {
        Patch::Keep => {}
        Patch::Clear => (merchant.card, merchant.ach) = (true, true),
        Patch::Set(names) => (merchant.card, merchant.ach) = read_methods(names, &mut errors),
    }
    match form.ach_hold_minutes {
        Patch::Keep => {}
        Patch::Clear => merchant.ach_hold_minutes = 0,
        Patch::Set(minutes) if (0..=LONGEST_HOLD).contains(&minutes) => merchant.ach_hold_minutes = minutes,
        Patch::Set(_) => errors.add("ach_hold_minutes", Code::InvalidValue, "0 to 1440 minutes"),
    }
    match &form.accent_color {
        Patch::Keep => {}
        Patch::Clear => merchant.accent_color = None,
        Patch::Set(text) => match accent(text) {
            Some(color) => merchant.accent_color = Some(color),
            None => errors.add("accent_color", Code::InvalidValue, "a colour: # and six hexadecimal digits"),
        },
    }
    match &form.timezone {
        Patch::Keep => {}
        Patch::Clear => merchant.timezone = Timezone::utc(),
        Patch::Set(name) => match Timezone::named(name) {
            Some(zone) => merchant.timezone = zone,
            None => errors.add("timezone", Code::InvalidValue, "an IANA time zone, e.g. America/New_York"),
        },
    }
    apply_messages(form, &mut merchant, &mut errors);
    put_metadata(&form.metadata, &mut merchant.metadata, &mut errors);
    read_default_rules(&form.reminders, &mut merchant.messages.reminders, &mut errors);
    errors.finish()?;
    merchant.updated_at = now;
    Ok(merchant)
}

fn apply_messages(form: &MerchantForm, merchant: &mut MerchantRecord, errors: &mut FieldErrors) {
    let messages = &mut merchant.messages;
    match &form.delivery_mode {
        Patch::Keep => {}
        Patch::Clear => messages.delivery_mode = DeliveryMode::Send,
        Patch::Set(name) => match DeliveryMode::named(name) {
            Some(mode) => messages.delivery_mode = mode,
            None => errors.add("delivery_mode", Code::InvalidValue, "send or webhook"),
        },
    }
    match &form.disabled_messages {
        Patch::Keep => {}
        Patch::Clear => messages.off.clear(),
        Patch::Set(names) => {
            let kinds: BTreeSet<_> = names.iter().filter_map(|name| MessageKind::named(name)).collect();
            if names.len() > MessageKind::ALL.len() || names.iter().any(|name| MessageKind::named(name).is_none()) {
                errors.add("disabled_messages", Code::InvalidValue, "kinds of messages, each once: payment_request, reminder, receipt, payment_notice, refund_notice, return_notice, failed_notice, payment_method_notice");
            }
            messages.off = kinds.into_iter().collect();
        }
    }
}

fn accent(text: &str) -> Option<String> {
    let digits = text.strip_prefix('#')?;
    let good = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    good.then(|| text.to_ascii_lowercase())
}

fn put_phone(form: &MerchantForm, merchant: &mut MerchantRecord, errors: &mut FieldErrors) {
    match &form.phone {
        Patch::Keep => {}
        Patch::Clear => merchant.phone = None,
        Patch::Set(text) => {
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            let known = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '(' | ')' | '-' | '.');
            if text.len() <= 32 && (6..=15).contains(&digits) && text.chars().all(known) {
                merchant.phone = Some(text.clone());
            } else {
                errors.add("phone", Code::InvalidValue, "a phone number of 6 to 15 digits");
            }
        }
    }
}
