//! Creating and changing an invoice or an order.

use crate::json::{Fields, Object};
use paylink_core::forms::BillForm;

/// An invoice or order to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBill {
    /// Whose; implied by credentials that act for one merchant.
    pub merchant_id: Option<String>,
    /// Everything else.
    pub form: BillForm,
}

/// Reads the body of `POST /v1/invoices` or `POST /v1/orders`.
#[must_use]
pub fn create_bill(body: Object) -> NewBill {
    let mut fields = Fields::of(body);
    NewBill { merchant_id: fields.text("merchant_id").into_set(), form: bill(fields) }
}

/// Reads the body of `PATCH /v1/invoices/{id}` or `PATCH /v1/orders/{id}`.
#[must_use]
pub fn update_bill(body: Object) -> BillForm {
    bill(Fields::of(body))
}

fn bill(mut fields: Fields) -> BillForm {
    BillForm {
        number: fields.text("number"),
        amount: fields.amount("amount"),
        line_items: super::line::line_items(&mut fields),
        sales_tax: fields.amount("sales_tax"),
        currency: fields.text("currency"),
        due_date: fields.text("due_date"),
        description: fields.text("description"),
        customer: super::customer::customer(&mut fields),
        max_open_links: fields.whole("max_open_links"),
        unread: fields.finish(),
    }
}
