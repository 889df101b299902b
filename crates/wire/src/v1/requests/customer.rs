//! Who is asked to pay: the customer of a link, and customers themselves.

use crate::json::{Fields, Object};
use paylink_core::forms::{CustomerForm, EraseForm, MergeForm, Patch, PersonForm};

/// A customer to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCustomer {
    /// Whose customer; implied by credentials that act for one merchant.
    pub merchant_id: Option<String>,
    /// Everything else.
    pub form: PersonForm,
}

/// Reads the body of `POST /v1/customers`.
#[must_use]
pub fn create_customer(body: Object) -> NewCustomer {
    let mut fields = Fields::of(body);
    NewCustomer { merchant_id: fields.text("merchant_id").into_set(), form: person(fields) }
}

/// Reads the body of `PATCH /v1/customers/{id}`.
#[must_use]
pub fn update_customer(body: Object) -> PersonForm {
    person(Fields::of(body))
}

/// Reads the body of `POST /v1/customers/{id}/merge`.
#[must_use]
pub fn merge_customer(body: Object) -> MergeForm {
    let mut fields = Fields::of(body);
    MergeForm {
        from: fields.text("from").into_set(),
        external_id: fields.text("external_id").into_set(),
        unread: fields.finish(),
    }
}

/// Reads the body of `POST /v1/customers/{id}/erase`.
#[must_use]
pub fn erase_customer(body: Object) -> EraseForm {
    let mut fields = Fields::of(body);
    EraseForm { confirm: fields.text("confirm").into_set(), unread: fields.finish() }
}

fn person(mut fields: Fields) -> PersonForm {
    PersonForm {
        name: fields.text("name"),
        email: fields.text("email"),
        phone: fields.text("phone"),
        external_id: fields.text("external_id"),
        locale: fields.text("locale"),
        metadata: fields.text_map("metadata"),
        unread: fields.finish(),
    }
}

/// Reads the field `customer` of a link.
pub(super) fn customer(fields: &mut Fields) -> Patch<CustomerForm> {
    fields.object("customer", |inner| CustomerForm {
        id: inner.text("id").into_set(),
        name: inner.text("name").into_set(),
        email: inner.text("email").into_set(),
        phone: inner.text("phone").into_set(),
        external_id: inner.text("external_id").into_set(),
        locale: inner.text("locale").into_set(),
        beside_id: false,
    })
}
