//! Tags of a merchant's catalogue.

use super::{
    list::{Column, Kind},
    read::{id, open, text},
    show::{Links, Shown, bit},
};
use crate::json::Object;
use paylink_core::{Code, TagId, forms::TagForm, records::TagRecord};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

const TITLE: usize = 64;

/// A tag to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTag {
    /// The merchant.
    pub location_id: Option<String>,
    /// Everything else.
    pub form: TagForm,
}

/// Reads the body of `POST /v2/tags`.
#[must_use]
pub fn create_tag(body: Object) -> NewTag {
    let mut fields = open(body, "tag");
    let location_id = id(&mut fields, "location_id").into_set();
    if location_id.is_none() {
        fields.refuse("location_id", Code::Required, "the location it belongs to is required");
    }
    let title = text(&mut fields, "title", TITLE);
    NewTag { location_id, form: TagForm { title, unread: fields.finish() } }
}

/// Reads the body of `PUT /v2/tags/{id}`.
#[must_use]
pub fn update_tag(body: Object) -> TagForm {
    let mut fields = open(body, "tag");
    TagForm { title: text(&mut fields, "title", TITLE), unread: fields.finish() }
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// The merchant.
    pub location_id: String,
    /// The word.
    pub title: String,
    /// 1: it is there.
    pub active: u8,
    /// When it was made.
    pub created_ts: i64,
    /// When it last changed.
    pub modified_ts: i64,
    /// Who made it.
    pub created_user_id: String,
    /// Where it is.
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    /// Records that were asked for with it.
    #[serde(flatten)]
    pub expands: BTreeMap<&'static str, Value>,
}

impl Shown for Tag {
    const SINGULAR: &'static str = "tag";
    const PLURAL: &'static str = "tags";
}

/// By what tags are filtered and sorted.
pub const TAG_COLUMNS: &[Column] = &[
    Column::new("id", Kind::Id),
    Column::new("location_id", Kind::Id),
    Column::new("title", Kind::Text),
    Column::new("created_ts", Kind::Stamp),
    Column::new("modified_ts", Kind::Stamp),
    Column::new("created_user_id", Kind::Id),
];

impl From<&TagRecord> for Tag {
    fn from(record: &TagRecord) -> Self {
        let merchant = record.merchant_id.to_string();
        Self {
            id: record.id,
            title: record.title.clone(),
            active: bit(record.deleted_at.is_none()),
            created_ts: record.created_at.seconds(),
            modified_ts: record.updated_at.seconds(),
            created_user_id: record.created_by.map_or_else(|| merchant.clone(), |key| key.to_string()),
            location_id: merchant,
            links: None,
            expands: BTreeMap::new(),
        }
    }
}

impl Tag {
    /// The same with the address of the record.
    #[must_use]
    pub fn at(mut self, base: &str) -> Self {
        self.links = Some(Links::to(base, Self::PLURAL, &self.id.to_string()));
        self
    }
}
