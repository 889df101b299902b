//! Strict JSON: one object, every key once, bounded nesting, numbers kept as the text they were.

mod fields;
mod reader;
mod writer;

pub use fields::Fields;
pub use reader::{MAX_DEPTH, keys_at, parse_object};

use paylink_core::{Code, Error};
use std::{collections::BTreeMap, fmt};

/// The members of a JSON object by key.
pub type Object = BTreeMap<String, Node>;

/// A JSON value. Debug output shows its kind only, because bodies hold people's data.
#[derive(Clone, PartialEq, Eq)]
pub enum Node {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, exactly as it was written.
    Number(String),
    /// A string, unescaped.
    Text(String),
    /// An array.
    List(Vec<Self>),
    /// An object.
    Object(Object),
}

impl Node {
    /// What JSON calls this kind of value.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::Text(_) => "string",
            Self::List(_) => "array",
            Self::Object(_) => "object",
        }
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.kind())
    }
}

/// Why a body is not one well-formed JSON object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidJson {
    /// The bytes are not UTF-8.
    #[error("the body is not UTF-8")]
    Encoding,
    /// Not one JSON document: truncated, garbage behind it, a lone surrogate …
    #[error("the body is not one well-formed JSON document")]
    Syntax,
    /// An object has the same key twice.
    #[error("an object in the body has the same key twice")]
    RepeatedKey,
    /// Arrays and objects are nested over [`MAX_DEPTH`] deep.
    #[error("arrays and objects in the body are nested more than 32 deep")]
    TooDeep,
    /// Well-formed, but not an object.
    #[error("the body must be a JSON object")]
    NotAnObject,
}

impl From<InvalidJson> for Error {
    fn from(reason: InvalidJson) -> Self {
        Self::new(Code::InvalidJson, reason.to_string())
    }
}
