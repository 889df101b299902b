//! A row as the audit log shows it: a JSON object in which personal data and secrets are only marked.
//!
//! **Invariant:** what is masked leaves 16 bits of a keyed hash, which show that a value changed and are shared by one
//! in 65 536 of all values, so that they neither hold a value nor point to one.

use crate::{Secret, hash::derived};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::Sha256;
use uuid::Uuid;

/// Keys the marks. Different for every row and field, so that marks of two people cannot be compared.
pub(crate) type MaskKey = Hmac<Sha256>;

/// The key that a secret gives.
pub(crate) fn mask_key(secret: &Secret) -> MaskKey {
    let mut block = [0; 64];
    block.iter_mut().zip(derived(secret, "paylink audit mask v1")).for_each(|(to, from)| *to = from);
    MaskKey::new(&block.into())
}

/// One row, field by field. What is not there is left out.
pub(super) struct Shot<'a> {
    key: &'a MaskKey,
    row: Uuid,
    fields: Map<String, Value>,
}

impl<'a> Shot<'a> {
    /// Nothing yet of the row `row`.
    pub(super) fn of(key: &'a MaskKey, row: Uuid) -> Self {
        Self { key, row, fields: Map::new() }
    }

    /// A field as it is.
    pub(super) fn shown(mut self, field: &str, value: impl Serialize) -> Self {
        // only maps with keys that are no text fail, and no row has one
        let value = serde_json::to_value(value).unwrap_or(Value::Null);
        if !value.is_null() {
            self.fields.insert(field.to_owned(), value);
        }
        self
    }

    /// A text of which only a mark is kept.
    pub(super) fn masked(self, field: &str, value: Option<&str>) -> Self {
        let mark = value.map(|value| self.mark(field, value));
        self.shown(field, mark)
    }

    /// Something made of several texts, of which only one mark is kept; none if it is empty.
    pub(super) fn masked_all(self, field: &str, value: &impl Serialize) -> Self {
        let text = serde_json::to_string(value).unwrap_or_default();
        let empty = matches!(text.as_str(), "" | "null" | "{}" | "[]");
        self.masked(field, Some(text.as_str()).filter(|_| !empty))
    }

    /// An address of which everything after the host is masked: people put names and tokens there.
    pub(super) fn address(self, field: &str, value: Option<&str>) -> Self {
        let shown = value.map(|text| match url::Url::parse(text).ok().map(|url| url.origin().ascii_serialization()) {
            Some(origin) if origin != "null" => format!("{origin}/{}", self.mark(field, text)),
            Some(_) | None => self.mark(field, text),
        });
        self.shown(field, shown)
    }

    fn mark(&self, field: &str, value: &str) -> String {
        let mac = self.key.clone().chain_update(self.row).chain_update(field).chain_update([0]).chain_update(value);
        let [high, low, ..] = <[u8; 32]>::from(mac.finalize().into_bytes());
        format!("[redacted {high:02x}{low:02x}]")
    }

    /// The JSON text.
    pub(super) fn text(self) -> String {
        Value::Object(self.fields).to_string()
    }
}
