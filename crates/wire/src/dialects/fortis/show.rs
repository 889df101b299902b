//! What all answers share: the envelope, addresses, amounts, expanded records.

use super::list::Meta;
use paylink_core::{Money, records::Method};
use serde::Serialize;
use serde_json::{Map, Value};

/// Where a record is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Links {
    /// The record itself.
    #[serde(rename = "self")]
    pub own: Href,
}

/// An address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Href {
    /// Absolute.
    pub href: String,
}

impl Links {
    /// The address of a record of a kind, below the server's own.
    #[must_use]
    pub fn to(base: &str, plural: &str, id: &str) -> Self {
        Self { own: Href { href: format!("{base}/v2/{plural}/{id}") } }
    }
}

/// A record of this dialect.
pub trait Shown: Serialize {
    /// The wrapper of one.
    const SINGULAR: &'static str;
    /// The wrapper of several, and its place below `/v2`.
    const PLURAL: &'static str;

    /// The record as an object of JSON, as filters and orders see it.
    fn fields(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(fields)) => fields,
            // a struct is written as an object
            Ok(_) | Err(_) => Map::new(),
        }
    }
}

/// One record in its wrapper.
#[derive(Debug, Clone, PartialEq)]
pub struct One<'a, T>(pub &'a T);

impl<T: Shown> Serialize for One<'_, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(T::SINGULAR, self.0)])
    }
}

/// A page of records in their wrapper.
#[derive(Debug, Clone, PartialEq)]
pub struct Many<'a, T> {
    /// The records.
    pub rows: &'a [T],
    /// Which page it is.
    pub meta: &'a Meta,
}

impl<T: Shown> Serialize for Many<'_, T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry(T::PLURAL, self.rows)?;
        map.serialize_entry("meta", self.meta)?;
        map.end()
    }
}

/// An amount as this dialect writes it: with two decimals, or with three where the currency has them.
pub(super) fn amount(money: Money) -> String {
    let text = money.decimal_text();
    match text.split_once('.') {
        None => format!("{text}.00"),
        Some((_, decimals)) if decimals.len() == 1 => format!("{text}0"),
        Some(_) => text,
    }
}

/// 1 or 0.
pub(super) const fn bit(flag: bool) -> u8 {
    if flag { 1 } else { 0 }
}

/// The account of a merchant for a method: its id with another beginning.
pub(super) fn account(merchant: &str, method: Method) -> String {
    let rest = merchant.strip_prefix("mer_").unwrap_or(merchant);
    match method {
        Method::Card => format!("card_{rest}"),
        Method::Ach => format!("ach_{rest}"),
    }
}
