//! Locations: merchants.

use super::{
    list::{Column, Kind},
    read::{Kept, loose_text, open, text},
    show::{Links, Shown, account},
};
use crate::json::{Fields, Object};
use paylink_core::{
    Code, LogoUrls, MerchantId,
    forms::{MerchantForm, Patch},
    records::{MerchantRecord, Method},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Texts that are kept in metadata, with their length.
const KEPT: &[(&str, usize)] = &[
    ("account_number", 32),
    ("address1", 255),
    ("address2", 255),
    ("city", 100),
    ("state", 2),
    ("zip_code", 12),
    ("office_phone", 10),
    ("office_ext_phone", 10),
    ("location_c1", 128),
    ("location_c2", 128),
    ("location_c3", 128),
];
const PHONE: &str = "office_phone";

/// Reads the body of `POST /v2/locations`.
#[must_use]
pub fn create_location(body: Object) -> MerchantForm {
    let mut fields = open(body, "location");
    let name = text(&mut fields, "name", 100);
    if name.set().is_none() {
        fields.refuse("name", Code::Required, "a name is required");
    }
    form(fields, name, None)
}

/// Reads the body of `PUT /v2/locations/{id}` for the location as it is.
#[must_use]
pub fn update_location(body: Object, merchant: &MerchantRecord) -> MerchantForm {
    let mut fields = open(body, "location");
    let name = text(&mut fields, "name", 100);
    form(fields, name, Some(merchant))
}

fn form(mut fields: Fields, name: Patch<String>, old: Option<&MerchantRecord>) -> MerchantForm {
    let nothing = BTreeMap::new();
    let mut kept = Kept::from(old.map_or(&nothing, |old| &old.metadata));
    let mut phone = Patch::Keep;
    for (name, most) in KEPT {
        let value = loose_text(&mut fields, name, *most);
        if *name == PHONE {
            phone = value;
        } else {
            kept.put(name, value);
        }
    }
    MerchantForm {
        name,
        phone,
        email: text(&mut fields, "email_reply_to", 128),
        external_id: text(&mut fields, "location_api_id", 64),
        timezone: text(&mut fields, "tz", 64),
        metadata: kept.into_patch(),
        unread: fields.finish(),
        ..MerchantForm::default()
    }
}

/// A location.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    /// Its id.
    pub id: MerchantId,
    /// Shown to payers.
    pub name: String,
    /// The account for cards; none: it takes none by default.
    pub default_cc: Option<String>,
    /// The account for bank debits; none: it takes none by default.
    pub default_ach: Option<String>,
    /// Where notices go.
    pub email_reply_to: Option<String>,
    /// The caller's own id.
    pub location_api_id: Option<String>,
    /// Locations stand side by side.
    pub parent_id: Option<String>,
    /// Its time zone.
    pub tz: String,
    /// Address of its logo.
    pub receipt_logo: Option<String>,
    /// When it was made.
    pub created_ts: i64,
    /// When it last changed.
    pub modified_ts: i64,
    /// What is kept under its name.
    #[serde(flatten)]
    pub kept: BTreeMap<&'static str, Option<String>>,
    /// Where it is.
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
}

impl Shown for Location {
    const SINGULAR: &'static str = "location";
    const PLURAL: &'static str = "locations";
}

impl std::fmt::Debug for Location {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Location").field("id", &self.id).finish_non_exhaustive()
    }
}

/// By what locations are filtered and sorted.
pub const LOCATION_COLUMNS: &[Column] = &[
    Column::new("id", Kind::Id),
    Column::new("name", Kind::Text),
    Column::new("account_number", Kind::Text),
    Column::new("location_api_id", Kind::Id),
    Column::new("email_reply_to", Kind::Text),
    Column::new("city", Kind::Text),
    Column::new("state", Kind::Text),
    Column::new("zip_code", Kind::Text),
    Column::new("tz", Kind::Text),
    Column::new("created_ts", Kind::Stamp),
    Column::new("modified_ts", Kind::Stamp),
];

impl Location {
    /// The merchant whose logos are at these addresses.
    #[must_use]
    pub fn of(record: &MerchantRecord, logos: LogoUrls) -> Self {
        let id = record.id.to_string();
        let kept = |name: &str| record.metadata.get(name).cloned();
        // a telephone number that was changed elsewhere is shown as it is now
        let office = |name: &str| if name == PHONE { record.phone.clone() } else { kept(name) };
        Self {
            id: record.id,
            name: record.name.clone(),
            default_cc: record.card.then(|| account(&id, Method::Card)),
            default_ach: record.ach.then(|| account(&id, Method::Ach)),
            email_reply_to: record.email.clone(),
            location_api_id: record.external_id.clone(),
            parent_id: None,
            tz: record.timezone.name().to_owned(),
            receipt_logo: logos.light,
            created_ts: record.created_at.seconds(),
            modified_ts: record.updated_at.seconds(),
            kept: KEPT.iter().map(|(name, _)| (*name, office(name))).collect(),
            links: None,
        }
    }

    /// The same with the address of the record.
    #[must_use]
    pub fn at(mut self, base: &str) -> Self {
        self.links = Some(Links::to(base, Self::PLURAL, &self.id.to_string()));
        self
    }
}
