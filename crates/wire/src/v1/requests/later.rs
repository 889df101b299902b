//! Fields the API will have: refused, never accepted and ignored, unless they ask for nothing.

use crate::json::{Fields, Node};
use paylink_core::Code;

/// Takes `name` and refuses it unless it is `null`, `false`, an empty list or one of `harmless`.
pub(super) fn not_yet(fields: &mut Fields, name: &str, harmless: &[&str]) {
    let asks = match fields.raw(name) {
        None | Some(Node::Null | Node::Bool(false)) => false,
        Some(Node::List(items)) => !items.is_empty(),
        Some(Node::Text(text)) => !harmless.contains(&text.as_str()),
        Some(Node::Bool(true) | Node::Number(_) | Node::Object(_)) => true,
    };
    if asks {
        fields.refuse(name, Code::NotAvailable, Code::NotAvailable.meaning());
    }
}
