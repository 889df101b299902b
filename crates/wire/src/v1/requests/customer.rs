//! Who is asked to pay.

use crate::json::Fields;
use paylink_core::{
    Code,
    forms::{CustomerForm, Patch},
};

/// Reads the field `customer` of a link.
pub(super) fn customer(fields: &mut Fields) -> Patch<CustomerForm> {
    fields.object("customer", |inner| {
        if inner.raw("id").is_some_and(|node| !matches!(node, crate::json::Node::Null)) {
            inner.refuse("id", Code::NotAvailable, Code::NotAvailable.meaning());
        }
        CustomerForm {
            name: inner.text("name").into_set(),
            email: inner.text("email").into_set(),
            phone: inner.text("phone").into_set(),
            external_id: inner.text("external_id").into_set(),
            locale: inner.text("locale").into_set(),
        }
    })
}
