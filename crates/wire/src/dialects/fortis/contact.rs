//! Contacts: a merchant's customers.

use super::{
    list::{Column, Kind},
    read::{Kept, Number, digits_of, flag, id, loose_text, number, open, text, whole},
    show::{Links, Shown},
};
use crate::json::{Fields, Object};
use paylink_core::{
    Code, CustomerId,
    forms::{Patch, PersonForm},
    records::CustomerRecord,
    views::CustomerView,
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Texts that are kept in metadata, with their length.
const KEPT: &[(&str, usize)] = &[
    ("account_number", 32),
    ("company_name", 64),
    ("address", 255),
    ("city", 100),
    ("state", 2),
    ("zip", 12),
    ("home_phone", 10),
    ("office_phone", 10),
    ("office_ext_phone", 10),
    ("contact_balance", 12),
    ("date_of_birth", 10),
    ("header_message", 250),
    ("contact_c1", 128),
    ("contact_c2", 128),
    ("contact_c3", 128),
];
const NAME: usize = 64;
const FIRST: &str = "first_name";
const LAST: &str = "last_name";
const PHONE: &str = "cell_phone";
const RECEIPT: &str = "email_trx_receipt";
const HEADER: &str = "header_message_type";

/// A contact to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContact {
    /// The merchant.
    pub location_id: Option<String>,
    /// The caller's own id.
    pub contact_api_id: Option<String>,
    /// Whether one with that id is changed instead.
    pub update_if_exists: bool,
    /// Everything else.
    pub form: PersonForm,
}

/// Reads the body of `POST /v2/contacts`.
#[must_use]
pub fn create_contact(body: Object) -> NewContact {
    let mut fields = open(body, "contact");
    let location_id = id(&mut fields, "location_id").into_set();
    if location_id.is_none() {
        fields.refuse("location_id", Code::Required, "the location it belongs to is required");
    }
    let update_if_exists = flag(&mut fields, "update_if_exists").into_set().unwrap_or(false);
    let form = form(fields, None);
    NewContact { location_id, contact_api_id: form.external_id.set().cloned(), update_if_exists, form }
}

/// Reads the body of `PUT /v2/contacts/{id}` for the contact as it is.
#[must_use]
pub fn update_contact(body: Object, contact: &CustomerRecord) -> PersonForm {
    form(open(body, "contact"), Some(contact))
}

fn form(mut fields: Fields, old: Option<&CustomerRecord>) -> PersonForm {
    let nothing = BTreeMap::new();
    let mut kept = Kept::from(old.map_or(&nothing, |old| &old.metadata));
    for (name, most) in KEPT {
        kept.put(name, loose_text(&mut fields, name, *most));
    }
    kept.put(RECEIPT, flag(&mut fields, RECEIPT).map(|flag| if flag { "1" } else { "0" }.to_owned()));
    kept.put(HEADER, whole(&mut fields, HEADER, (0, 4)).map(|kind| kind.to_string()));
    let (first, last) = (text(&mut fields, FIRST, NAME), text(&mut fields, LAST, NAME));
    if (old.is_none() && last.set().is_none()) || matches!(last, Patch::Clear) {
        fields.refuse(LAST, Code::Required, "a last name is required");
    }
    let name = if first.is_mentioned() || last.is_mentioned() {
        let (old_first, old_last) = old.map(names).unwrap_or_default();
        let over = |given: &Patch<String>, old: Option<String>| match given {
            Patch::Keep => old,
            Patch::Clear => None,
            Patch::Set(name) => Some(name.clone()),
        };
        let parts = [over(&first, old_first), over(&last, old_last)];
        kept.put(FIRST, parts.first().cloned().flatten().map_or(Patch::Clear, Patch::Set));
        kept.put(LAST, parts.last().cloned().flatten().map_or(Patch::Clear, Patch::Set));
        Patch::Set(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
    } else {
        Patch::Keep
    };
    let phone = number(&mut fields, PHONE);
    if phone.is_mentioned() {
        let dead = phone.set().and_then(Number::dead);
        kept.put(PHONE, dead.map_or(Patch::Clear, |digits| Patch::Set(digits.to_owned())));
    }
    PersonForm {
        name,
        email: text(&mut fields, "email", 64),
        phone: match phone {
            Patch::Keep => Patch::Keep,
            Patch::Clear | Patch::Set(Number::Dead(_)) => Patch::Clear,
            Patch::Set(Number::Reachable(number)) => Patch::Set(number),
        },
        external_id: text(&mut fields, "contact_api_id", 64),
        metadata: kept.into_patch(),
        unread: fields.finish(),
        ..PersonForm::default()
    }
}

/// First and last name: as they were given, unless the name has been changed elsewhere since.
fn names(record: &CustomerRecord) -> (Option<String>, Option<String>) {
    let (first, last) = (record.metadata.get(FIRST).cloned(), record.metadata.get(LAST).cloned());
    let given = [first.as_deref(), last.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    match record.name.as_deref() {
        None => (None, None),
        Some(name) if name == given => (first, last),
        Some(name) => match name.rsplit_once(' ') {
            Some((first, last)) => (Some(first.to_owned()), Some(last.to_owned())),
            None => (None, Some(name.to_owned())),
        },
    }
}

/// A contact.
#[derive(Clone, PartialEq, Serialize)]
pub struct Contact {
    /// Its id.
    pub id: CustomerId,
    /// The merchant.
    pub location_id: String,
    /// The caller's own id.
    pub contact_api_id: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Ten digits.
    pub cell_phone: Option<String>,
    /// 1: receipts are mailed.
    pub email_trx_receipt: u8,
    /// What the header message is for.
    pub header_message_type: u8,
    /// 1: it is there.
    pub active: u8,
    /// When it was made.
    pub created_ts: i64,
    /// When it last changed.
    pub modified_ts: i64,
    /// Whose key made it is not kept: the merchant.
    pub created_user_id: String,
    /// What is kept under its name.
    #[serde(flatten)]
    pub kept: BTreeMap<&'static str, Option<String>>,
    /// Where it is.
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    /// Records that were asked for with it.
    #[serde(flatten)]
    pub expands: BTreeMap<&'static str, Value>,
}

impl Shown for Contact {
    const SINGULAR: &'static str = "contact";
    const PLURAL: &'static str = "contacts";
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Contact").field("id", &self.id).finish_non_exhaustive()
    }
}

/// By what contacts are filtered and sorted.
pub const CONTACT_COLUMNS: &[Column] = &[
    Column::new("id", Kind::Id),
    Column::new("location_id", Kind::Id),
    Column::new("contact_api_id", Kind::Id),
    Column::new("account_number", Kind::Text),
    Column::new("company_name", Kind::Text),
    Column::new("first_name", Kind::Text),
    Column::new("last_name", Kind::Text),
    Column::new("email", Kind::Text),
    Column::new("address", Kind::Text),
    Column::new("city", Kind::Text),
    Column::new("state", Kind::Text),
    Column::new("zip", Kind::Text),
    Column::new("home_phone", Kind::Text),
    Column::new("cell_phone", Kind::Text),
    Column::new("office_phone", Kind::Text),
    Column::new("contact_c1", Kind::Text),
    Column::new("contact_c2", Kind::Text),
    Column::new("contact_c3", Kind::Text),
    Column::new("created_ts", Kind::Stamp),
    Column::new("modified_ts", Kind::Stamp),
];

impl From<&CustomerView> for Contact {
    fn from(view: &CustomerView) -> Self {
        let record = &view.customer;
        let (first_name, last_name) = names(record);
        let number =
            |name: &str, usual: u8| record.metadata.get(name).and_then(|text| text.parse().ok()).unwrap_or(usual);
        Self {
            id: record.id,
            location_id: record.merchant_id.to_string(),
            contact_api_id: record.external_id.clone(),
            first_name,
            last_name,
            email: record.email.clone(),
            cell_phone: record.phone.as_deref().map(digits_of).or_else(|| record.metadata.get(PHONE).cloned()),
            email_trx_receipt: number(RECEIPT, 0),
            header_message_type: number(HEADER, 0),
            active: super::show::bit(record.is_there()),
            created_ts: record.created_at.seconds(),
            modified_ts: record.updated_at.seconds(),
            created_user_id: record.merchant_id.to_string(),
            kept: KEPT.iter().map(|(name, _)| (*name, record.metadata.get(*name).cloned())).collect(),
            links: None,
            expands: BTreeMap::new(),
        }
    }
}

impl Contact {
    /// The same with the address of the record.
    #[must_use]
    pub fn at(mut self, base: &str) -> Self {
        self.links = Some(Links::to(base, Self::PLURAL, &self.id.to_string()));
        self
    }
}
