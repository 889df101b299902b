//! Refusals in connectFi's shape: `{requestId, code, context, message}`. What is not there is a 400, never a 404.

use paylink_core::{Class, Code, Error, FieldError};
use serde::Serialize;
use serde_json::{Value, json};

/// What a request was about, for the codes that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// An address or something without a name of its own.
    Path,
    /// A payment.
    Payment(String),
    /// A refund.
    Refund(String),
    /// A merchant.
    Merchant(String),
    /// A merchant that is to have this id of the client's own.
    Reference(String),
    /// A logo.
    Logo(String),
    /// An invoice file.
    Invoice(String),
    /// A reminder of a payment.
    Reminder(String),
    /// A payment that has this status.
    Standing(String),
    /// A file.
    File,
}

impl About {
    /// The id that `entityId` shows.
    fn entity(&self) -> Value {
        match self {
            Self::Payment(id)
            | Self::Refund(id)
            | Self::Merchant(id)
            | Self::Logo(id)
            | Self::Invoice(id)
            | Self::Reminder(id) => json!({ "entityId": id }),
            Self::Reference(reference) => json!({ "reference": reference }),
            Self::Standing(status) => json!({ "status": status }),
            Self::Path | Self::File => json!({}),
        }
    }

    /// The code and context of what is not there.
    fn missing(&self) -> (&'static str, Value) {
        match self {
            Self::Payment(id) | Self::Reminder(id) => ("paymentNotFound", json!({ "cFiTransactionId": id })),
            Self::Refund(id) => ("refundNotFound", json!({ "cFiTransactionId": id })),
            Self::Merchant(id) => ("merchantNotFound", json!({ "cFiMerchantId": id })),
            Self::Logo(id) => ("logoNotFound", json!({ "logoId": id })),
            Self::Invoice(id) => ("invoiceNotFound", json!({ "cFiInvoiceId": id })),
            Self::File => ("fileNotFound", json!({})),
            Self::Path | Self::Reference(_) | Self::Standing(_) => ("notFound", json!({})),
        }
    }
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// HTTP status.
    #[serde(skip)]
    pub status: u16,
    /// The request's id.
    pub request_id: String,
    /// Why.
    pub code: &'static str,
    /// What about: an object, or of a body that does not fit its schema a list.
    pub context: Value,
    /// The same for people.
    pub message: String,
}

impl Refusal {
    /// The refusal that `error` becomes in a request about `about`.
    #[must_use]
    pub fn of(error: &Error, about: &About, request_id: &str) -> Self {
        let (status, code, context) = told(error, about);
        let message = if code == "unauthorized" { "Authentication error" } else { &error.detail };
        Self { status, request_id: request_id.to_owned(), code, context, message: message.to_owned() }
    }

    /// A refusal of the dialect's own.
    #[must_use]
    pub fn own(code: &'static str, context: Value, message: &str, request_id: &str) -> Self {
        Self { status: 400, request_id: request_id.to_owned(), code, context, message: message.to_owned() }
    }
}

fn told(error: &Error, about: &About) -> (u16, &'static str, Value) {
    let none = || json!({});
    if let Some(special) = by_code(error, about) {
        return special;
    }
    match error.code.class() {
        Class::Malformed => (400, "requestValidateError", json!([schema("", "type", "must be one JSON object")])),
        Class::Unauthenticated => (401, "unauthorized", none()),
        Class::Declined => (400, "paymentDeclined", about.entity()),
        Class::Forbidden => (403, "forbidden", none()),
        // an address is no object of the API's: only there is the protocol's own word for it
        Class::NotFound if *about == About::Path => (404, "notFound", none()),
        Class::NotFound => {
            let (code, context) = about.missing();
            (400, code, context)
        }
        Class::Method => (405, "methodNotAllowed", none()),
        Class::Conflict => (400, "paymentStatus", about.entity()),
        Class::BodyTooLarge => (413, "requestTooLarge", none()),
        Class::AddressTooLong => (414, "addressTooLong", none()),
        Class::MediaType => (415, "unsupportedMediaType", none()),
        Class::Invalid => invalid(error, about),
        Class::TooMany => (429, "tooManyRequests", none()),
        Class::HeadersTooLarge => (431, "headersTooLarge", none()),
        Class::Internal => (500, "internalError", none()),
        Class::Unavailable => (503, "serviceUnavailable", none()),
    }
}

/// What has a code of its own.
fn by_code(error: &Error, about: &About) -> Option<(u16, &'static str, Value)> {
    let code = error.code;
    if code == Code::ExternalIdTaken {
        return Some((400, "referenceExists", about.entity()));
    }
    if code == Code::RefundExceedsPayment {
        return Some((400, "unavailableAmount", json!({})));
    }
    if code == Code::ReminderPlanned {
        return Some((400, "paymentDuplicateReminder", about.entity()));
    }
    if code == Code::ReminderClosed {
        return Some((400, "paymentNotificationStatus", json!({ "status": "Completed" })));
    }
    if code == Code::FileTypeNotAllowed || code == Code::InvalidFile {
        return Some((400, "requestValidateError", json!([schema("/file", "format", &error.detail)])));
    }
    if code == Code::TooManyFiles || code == Code::FileQuotaExceeded {
        return Some((400, "unavailableSpace", about.entity()));
    }
    None
}

/// A body that breaks rules. What is wrong with the payer among the fields has a code of its own.
fn invalid(error: &Error, about: &About) -> (u16, &'static str, Value) {
    let only = |name: &str, code: Code| match error.fields.as_slice() {
        [one] => one.field == name && one.code == code,
        [] | [_, ..] => false,
    };
    if only("numberOfRecords", Code::TooMany) {
        return (400, "greaterNumberOfRecords", json!({ "maxNumberOfRecords": super::rules::MOST_RECORDS }));
    }
    if only("notificationType", Code::NotSupported) {
        return (400, "paymentNotificationType", json!({ "notificationType": "paidLink" }));
    }
    if only("currency", Code::InvalidCurrency) {
        return (400, "currencyNotSupported", json!({ "supportedCurrency": "ISO 4217" }));
    }
    if only("method", Code::InvalidValue) {
        return (400, "paymentAvailableType", about.entity());
    }
    let own = |field: &FieldError| field.field.starts_with("customer.") || field.field.starts_with("custom_fields");
    let items: Vec<Value> = error.fields.iter().map(item).collect();
    if !error.fields.is_empty() && error.fields.iter().all(own) {
        let mut context = about.entity();
        if let Some(members) = context.as_object_mut() {
            members.insert("errors".to_owned(), Value::Array(items));
        }
        return (400, "paymentValidateFields", context);
    }
    let items = if items.is_empty() { vec![schema("", "type", &error.detail)] } else { items };
    (400, "requestValidateError", Value::Array(items))
}

/// One broken rule, as validators of JSON Schema tell it.
fn item(error: &FieldError) -> Value {
    let path = pointer(&error.field);
    let keyword = keyword(error.code);
    let mut item = schema(&path, keyword, &error.detail);
    let (parent, name) = path.rsplit_once('/').unwrap_or(("", ""));
    if let Some(members) = item.as_object_mut() {
        if keyword == "required" || keyword == "additionalProperties" {
            members.insert("instancePath".to_owned(), json!(parent));
            members.insert("schemaPath".to_owned(), json!(format!("#{parent}/{keyword}")));
        }
        let params = match keyword {
            "required" => json!({ "missingProperty": name }),
            "additionalProperties" => json!({ "additionalProperty": name }),
            _ => json!({}),
        };
        members.insert("params".to_owned(), params);
    }
    item
}

fn schema(path: &str, keyword: &str, message: &str) -> Value {
    let properties = path.replace('/', "/properties/");
    json!({
        "instancePath": path,
        "schemaPath": format!("#{properties}/{keyword}"),
        "keyword": keyword,
        "params": {},
        "message": message,
    })
}

fn keyword(code: Code) -> &'static str {
    const WORDS: [(Code, &str); 10] = [
        (Code::Required, "required"),
        (Code::InvalidType, "type"),
        (Code::UnknownField, "additionalProperties"),
        (Code::TooLong, "maxLength"),
        (Code::TooMany, "maxItems"),
        (Code::InvalidValue, "enum"),
        (Code::AmountOutOfRange, "exclusiveMinimum"),
        (Code::TooManyDecimals, "multipleOf"),
        (Code::InvalidDate, "format"),
        (Code::InvalidEmail, "format"),
    ];
    WORDS.iter().find(|(known, _)| *known == code).map_or("pattern", |(_, word)| word)
}

/// The place of a field in the body, with the name it has there.
fn pointer(field: &str) -> String {
    const NAMES: [(&str, &str); 19] = [
        ("invoice_number", "invoiceNumber"),
        ("order_number", "invoiceNumber"),
        ("due_date", "dueDate"),
        ("payment_methods", "availablePaymentType"),
        ("custom_fields", "fields"),
        ("customer", "fields"),
        ("external_id", "reference"),
        ("merchant_id", "cFiMerchantId"),
        ("payment_link_id", "cFiTransactionId"),
        ("created_after", "dateCreateFrom"),
        ("created_before", "dateCreateTo"),
        ("due_after", "dueDateFrom"),
        ("due_before", "dueDateTo"),
        ("reminders", "items"),
        ("remind_on", "remindDate"),
        ("channels", "notificationDeliveryTypes"),
        ("reason", "description"),
        ("token", "account"),
        ("metadata", "address"),
    ];
    let named = |part: &str| {
        NAMES.iter().find(|(core, _)| *core == part).map_or_else(|| part.to_owned(), |(_, own)| (*own).to_owned())
    };
    field.split('.').map(|part| format!("/{}", named(part))).collect()
}
