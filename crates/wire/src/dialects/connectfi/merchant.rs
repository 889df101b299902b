//! Merchants: the payees of a client.
//!
//! The postal address, the archive flag and the wish for Plaid have no place of their own in the core; they are kept as
//! metadata under the keys of [`key`].

use super::{
    AGGREGATOR,
    list::both,
    rules::{count, id, ids, methods, records, required_id, some_words, words},
    times::Instant,
};
use crate::json::{Fields, Object};
use paylink_core::{
    Code, Error, FileId, LogoUrls, MerchantId,
    forms::{MerchantForm, Patch},
    records::{MerchantRecord, Method},
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Keys of a merchant's metadata.
mod key {
    pub(super) const ADDRESS: &str = "address";
    pub(super) const CITY: &str = "city";
    pub(super) const STATE: &str = "state_code";
    pub(super) const POSTAL: &str = "postal_code";
    pub(super) const PLAID: &str = "use_plaid";
    pub(super) const ARCHIVED: &str = "archived";
}

/// The fifty states, the District, and what counts like them.
const STATES: &str = "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY \
                      NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS FM GU MH MP PW PR VI";

/// A merchant to make, or a change of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MerchantChange {
    /// Which; of a new one nothing.
    pub id: String,
    /// What has a place of its own, and what was wrong with the rest.
    pub form: MerchantForm,
    /// What has none: to be kept, or with nothing to be taken away.
    kept: Vec<(&'static str, Option<String>)>,
}

impl MerchantChange {
    /// The metadata after the change.
    #[must_use]
    pub fn metadata(&self, before: &BTreeMap<String, String>) -> Vec<(String, String)> {
        let mut all = before.clone();
        for (key, value) in &self.kept {
            match value {
                Some(value) => all.insert((*key).to_owned(), value.clone()),
                None => all.remove(*key),
            };
        }
        all.into_iter().collect()
    }

    /// The client's own id that the merchant is to have.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.form.external_id.set().map(String::as_str)
    }
}

/// How long a bank debit can be cancelled after its payer has ordered it (documented with `ach-pay`), in minutes.
const HOLD_MINUTES: i64 = 180;

/// Reads the body of a new merchant.
#[must_use]
pub fn create_merchant(body: Object) -> MerchantChange {
    let mut merchant = change(String::new(), Fields::lenient(body));
    merchant.form.ach_hold_minutes = Patch::Set(HOLD_MINUTES);
    merchant
}

/// Reads the body of a change.
#[must_use]
pub fn update_merchant(body: Object) -> MerchantChange {
    let mut fields = Fields::lenient(body);
    let id = required_id(&mut fields, "cFiMerchantId");
    change(id, fields)
}

/// Reads a body that names a merchant and nothing else.
///
/// # Errors
/// Field errors.
pub fn merchant_of(body: Object) -> Result<String, Error> {
    let mut fields = Fields::of(body);
    let id = required_id(&mut fields, "cFiMerchantId");
    fields.finish().finish()?;
    Ok(id)
}

fn change(id: String, mut fields: Fields) -> MerchantChange {
    let mut kept = Vec::new();
    let mut keep = |key, patch: Patch<String>| match patch {
        Patch::Keep => {}
        Patch::Clear => kept.push((key, None)),
        Patch::Set(text) => kept.push((key, Some(text))),
    };
    keep(key::ADDRESS, words(&mut fields, "address", 100));
    keep(key::CITY, some_words(&mut fields, "city", 50));
    keep(key::STATE, matching(&mut fields, "stateCode", |text| STATES.split_whitespace().any(|one| one == text)));
    keep(key::POSTAL, matching(&mut fields, "postalCode", is_postal));
    for (key, name) in [(key::PLAID, "usePlaid"), (key::ARCHIVED, "isArchived")] {
        match fields.flag(name) {
            Patch::Keep => {}
            Patch::Set(true) => kept.push((key, Some("true".to_owned()))),
            Patch::Set(false) | Patch::Clear => kept.push((key, None)),
        }
    }
    let form = MerchantForm {
        name: words(&mut fields, "name", 500),
        email: fields.text("email"),
        phone: matching(&mut fields, "phone", is_phone),
        external_id: matching(&mut fields, "reference", is_reference),
        payment_methods: methods(&mut fields, "availablePaymentType"),
        unread: fields.finish(),
        ..MerchantForm::default()
    };
    MerchantChange { id, form, kept }
}

fn matching(fields: &mut Fields, name: &str, fits: impl Fn(&str) -> bool) -> Patch<String> {
    match fields.text(name) {
        Patch::Set(text) if text.is_empty() => Patch::Clear,
        Patch::Set(text) if !fits(&text) => {
            fields.refuse(name, Code::InvalidValue, "must match the pattern of this field");
            Patch::Keep
        }
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(text) => Patch::Set(text),
    }
}

fn is_postal(text: &str) -> bool {
    (5..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_phone(text: &str) -> bool {
    (6..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_reference(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A merchant.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Merchant {
    /// Name.
    pub name: String,
    /// Whether it makes no new payments.
    pub is_archived: bool,
    /// Mail address.
    pub email: Option<String>,
    /// Digits of the phone number.
    pub phone: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State.
    pub state_code: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// How its payments can be paid.
    pub available_payment_type: Vec<&'static str>,
    /// Whether it wants Plaid; kept, and without effect here.
    pub use_plaid: bool,
    /// The client's own id.
    pub reference: Option<String>,
    /// The client.
    #[serde(rename = "cFiAggregatorId")]
    pub aggregator: &'static str,
    /// Identity.
    #[serde(rename = "cFiMerchantId")]
    pub id: MerchantId,
    /// When it was made.
    pub dts_created_at: Instant,
    /// When it last changed.
    pub dts_updated_at: Instant,
    /// Its pictures.
    pub logos: Vec<Logo>,
}

/// A picture of a merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Logo {
    /// Identity.
    pub logo_id: FileId,
    /// `light` or `dark`.
    pub r#type: &'static str,
    /// Where everybody gets it.
    pub url: String,
}

impl Logo {
    /// Those of a merchant.
    #[must_use]
    pub fn all(record: &MerchantRecord, urls: &LogoUrls) -> Vec<Self> {
        let one =
            |id: Option<FileId>, r#type, url: &Option<String>| Some(Self { logo_id: id?, r#type, url: url.clone()? });
        let light = one(record.logos.light, "light", &urls.light);
        let dark = one(record.logos.dark, "dark", &urls.dark);
        light.into_iter().chain(dark).collect()
    }
}

impl Merchant {
    /// The merchant as it is shown.
    #[must_use]
    pub fn of(record: &MerchantRecord, urls: &LogoUrls) -> Self {
        let kept = |key: &str| record.metadata.get(key).cloned();
        let digits = |text: &String| text.chars().filter(char::is_ascii_digit).collect();
        let ach = Method::Ach.name();
        Self {
            name: record.name.clone(),
            is_archived: is_archived(record),
            email: record.email.clone(),
            phone: record.phone.as_ref().map(digits),
            address: kept(key::ADDRESS),
            city: kept(key::CITY),
            state_code: kept(key::STATE),
            postal_code: kept(key::POSTAL),
            available_payment_type: record
                .ach
                .then_some(ach)
                .into_iter()
                .chain(record.card.then_some(Method::Card.name()))
                .collect(),
            use_plaid: kept(key::PLAID).is_some(),
            reference: record.external_id.clone(),
            aggregator: AGGREGATOR,
            id: record.id,
            dts_created_at: Instant(record.created_at),
            dts_updated_at: Instant(record.updated_at),
            logos: Logo::all(record, urls),
        }
    }
}

/// Whether a merchant makes no new payments.
#[must_use]
pub fn is_archived(record: &MerchantRecord) -> bool {
    record.metadata.contains_key(key::ARCHIVED)
}

/// The merchants that are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MerchantList {
    ids: Option<BTreeSet<String>>,
    reference: Option<String>,
    archived: Option<bool>,
    name: Option<String>,
    methods: Vec<String>,
    /// How many of them are passed over.
    pub skip: usize,
    /// How many are wanted at most.
    pub take: usize,
}

/// Reads the body of a list of merchants.
///
/// # Errors
/// Field errors.
pub fn merchant_list(body: Object) -> Result<MerchantList, Error> {
    let mut fields = Fields::of(body);
    let list = MerchantList {
        ids: both(id(&mut fields, "cFiMerchantId"), ids(&mut fields, "cFiMerchantIds")),
        reference: words(&mut fields, "reference", 32).into_set(),
        archived: fields.flag("isArchived").into_set(),
        name: words(&mut fields, "name", 500).into_set(),
        methods: methods(&mut fields, "availablePaymentType").into_set().unwrap_or_default(),
        skip: count(&mut fields, "skipRecords", 0).unwrap_or(0),
        take: records(&mut fields),
    };
    fields.finish().finish()?;
    Ok(list)
}

impl MerchantList {
    /// Whether a merchant is one of those asked for.
    #[must_use]
    pub fn holds(&self, merchant: &Merchant) -> bool {
        let name = merchant.name.to_lowercase();
        self.ids.as_ref().is_none_or(|ids| ids.contains(&merchant.id.to_string()))
            && self.reference.as_ref().is_none_or(|reference| merchant.reference.as_ref() == Some(reference))
            && self.archived.is_none_or(|archived| merchant.is_archived == archived)
            && self.name.as_ref().is_none_or(|part| name.contains(&part.to_lowercase()))
            && self.methods.iter().all(|method| merchant.available_payment_type.contains(&&**method))
    }
}
