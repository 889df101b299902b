//! Creating and changing a webhook endpoint.

use crate::json::{Fields, Object};
use paylink_core::forms::{EndpointForm, Patch};

/// Reads the body of `POST /v1/webhook_endpoints`.
#[must_use]
pub fn create_endpoint(body: Object) -> EndpointForm {
    let mut fields = Fields::of(body);
    let (merchant_id, format) = (fields.text("merchant_id"), fields.text("format"));
    EndpointForm { merchant_id, format, ..endpoint(fields) }
}

/// Reads the body of `PATCH /v1/webhook_endpoints/{id}`: merchant and format stay as they are.
#[must_use]
pub fn update_endpoint(body: Object) -> EndpointForm {
    endpoint(Fields::of(body))
}

fn endpoint(mut fields: Fields) -> EndpointForm {
    EndpointForm {
        url: fields.text("url"),
        events: fields.texts("events"),
        disabled: fields.flag("disabled"),
        merchant_id: Patch::Keep,
        format: Patch::Keep,
        unread: fields.finish(),
    }
}
