//! Creating and changing a webhook endpoint.

use crate::json::{Fields, Object};
use paylink_core::{
    Code,
    forms::{EndpointForm, Patch},
};

/// Formats other systems document; their bodies are not written yet.
const LATER_FORMATS: &[&str] = &["connectfi", "telness", "fortis", "payengine"];

/// Reads the body of `POST /v1/webhook_endpoints`.
#[must_use]
pub fn create_endpoint(body: Object) -> EndpointForm {
    let mut fields = Fields::of(body);
    let (merchant_id, format) = (fields.text("merchant_id"), format(&mut fields));
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

fn format(fields: &mut Fields) -> Patch<String> {
    let format = fields.text("format");
    if format.set().is_some_and(|name| LATER_FORMATS.contains(&name.as_str())) {
        fields.refuse("format", Code::NotAvailable, Code::NotAvailable.meaning());
        return Patch::Keep;
    }
    format
}
