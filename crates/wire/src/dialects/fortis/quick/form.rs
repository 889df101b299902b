//! A quick invoice as a form: `quickinvoice[title]`, `quickinvoice[item_list][Bread]`, `quickinvoice[tags][0]`.

use super::WRAPPER;
use crate::json::{Node, Object};
use paylink_core::{Code, Error};

/// The one field of a form that is a list.
const LIST: &str = "tags";

/// The parts of a form as the object that JSON would be, and the names of its items in their order. Parts of other names
/// are left aside.
///
/// # Errors
/// `invalid_multipart` when two parts have the same name, or a name stands for a text and for an object.
pub fn quick_invoice_form(parts: Vec<(String, String)>) -> Result<(Object, Vec<String>), Error> {
    let (mut fields, mut order) = (Object::new(), Vec::new());
    for (name, text) in parts {
        let Some(path) = path_of(&name) else { continue };
        let fits = match path {
            (field, None) => fields.insert(field.to_owned(), Node::Text(text)).is_none(),
            (LIST, Some(_)) => match fields.entry(LIST.to_owned()).or_insert_with(|| Node::List(Vec::new())) {
                Node::List(items) => {
                    items.push(Node::Text(text));
                    true
                }
                Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::Object(_) => false,
            },
            (field, Some(key)) => match fields.entry(field.to_owned()).or_insert_with(|| Node::Object(Object::new())) {
                Node::Object(members) => {
                    order.push(key.to_owned());
                    members.insert(key.to_owned(), Node::Text(text)).is_none()
                }
                Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_) => false,
            },
        };
        if !fits {
            return Err(Error::new(Code::InvalidMultipart, "two parts of the form have the same name"));
        }
    }
    Ok((Object::from([(WRAPPER.to_owned(), Node::Object(fields))]), order))
}

/// The field that a part is for, and its place in that.
fn path_of(name: &str) -> Option<(&str, Option<&str>)> {
    let inside = name.strip_prefix(WRAPPER)?.strip_prefix('[')?.strip_suffix(']')?;
    Some(inside.split_once("][").map_or((inside, None), |(field, key)| (field, Some(key))))
}
