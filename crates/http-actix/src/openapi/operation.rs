//! What follows for an operation from its method and path, so that no handler has to say it.

use super::refusals::{self, request_id, text};
use paylink_core::Class;
use utoipa::openapi::{
    HttpMethod, ObjectBuilder, RefOr, Required, Type,
    path::{Operation, Parameter, ParameterBuilder, ParameterIn},
    security::SecurityRequirement,
};

/// Adds path parameters, the idempotency key, credentials and the shared refusals.
pub(super) fn complete(mut operation: Operation, tags: Vec<&str>, path: &str, method: &HttpMethod) -> Operation {
    operation.tags = Some(tags.into_iter().map(str::to_owned).collect());
    let secured = is_secured(path);
    let command = matches!(method, HttpMethod::Post);
    let parameters = operation.parameters.get_or_insert_default();
    parameters.extend(variables(path).map(|name| RefOr::T(variable(name))));
    if command && takes_key(path) {
        parameters.push(RefOr::T(idempotency_key(path)));
    }
    // An empty list says that none are needed; leaving it out would say nothing.
    let bearer = SecurityRequirement::new("bearer", Vec::<String>::new());
    operation.security = Some(if secured { vec![bearer] } else { Vec::new() });
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            response.headers.insert("x-request-id".to_owned(), RefOr::T(request_id()));
            if command && takes_key(path) {
                let replayed = text("`true` when this is the answer to an earlier request with the same key.");
                response.headers.insert("Idempotent-Replayed".to_owned(), RefOr::T(replayed));
            }
        }
    }
    for class in possible(path, method, secured) {
        if let Some((status, reference)) = refusals::reference(class) {
            operation.responses.responses.entry(status).or_insert(RefOr::Ref(reference));
        }
    }
    operation
}

/// Whose proof is a signature.
const SIGNED: &str = "/v1/inbound/twilio";

/// Everything under `/v1` but the payer's side, and what is signed, needs credentials.
fn is_secured(path: &str) -> bool {
    path.starts_with("/v1/") && !path.starts_with("/v1/checkout/") && path != SIGNED
}

/// Reports may come twice by themselves.
fn takes_key(path: &str) -> bool {
    path.starts_with("/v1/") && path != SIGNED && !path.ends_with("/views")
}

/// The refusals an operation can answer with.
fn possible(path: &str, method: &HttpMethod, secured: bool) -> Vec<Class> {
    let mut classes = vec![Class::AddressTooLong, Class::TooMany, Class::HeadersTooLarge, Class::Unavailable];
    if secured {
        classes.extend([Class::Unauthenticated, Class::Forbidden]);
    }
    if path == SIGNED {
        classes.push(Class::Forbidden);
    }
    if path.contains('{') || path == "/sandbox/tokens" || path.starts_with("/v1/reports/") {
        classes.push(Class::NotFound);
    }
    if path.starts_with("/v1/") || path == "/sandbox/tokens" {
        classes.push(Class::Invalid);
    }
    if matches!(method, HttpMethod::Post | HttpMethod::Patch | HttpMethod::Put) {
        classes.extend([Class::Malformed, Class::BodyTooLarge, Class::MediaType]);
    }
    if matches!(method, HttpMethod::Post | HttpMethod::Patch | HttpMethod::Put | HttpMethod::Delete)
        && path.starts_with("/v1/")
    {
        classes.push(Class::Conflict);
    }
    classes
}

/// The names of a path's variable parts.
fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn variable(name: &str) -> Parameter {
    let (meaning, example) = match name {
        "slug" => ("Last part of the page's address.", "spring-sale"),
        "merchant_id" => ("The merchant's id.", "mer_01jd2q7x3me5kt6bvs9w0fzr4y"),
        "customer_id" => ("The customer's id.", "cus_01jd2q7x3me5kt6bvs9w0fzr4y"),
        "payment_link_id" => ("The link's id.", "plink_4x6v2m9c8qee0s3b7d1tk5wzra"),
        "invoice_id" => ("The invoice's id.", "inv_01jd2q7x3me5kt6bvs9w0fzr4y"),
        "order_id" => ("The order's id.", "ord_01jd2q7x3me5kt6bvs9w0fzr4y"),
        "payment_id" => ("The payment's id.", "pay_01jd2q7x3me5kt6bvs9w0fzr4y"),
        "refund_id" => ("The refund's id.", "re_01jd2q7x3me5kt6bvs9w0fzr4y"),
        "message_id" => ("The message's id.", "msg_01jd2q7x3me5kt6bvs9w0fzr4y"),
        "reminder_id" => ("The reminder's id.", "rem_01jd2q7x3me5kt6bvs9w0fzr4y"),
        "suppression_id" => ("The entry's id.", "sup_01jd2q7x3me5kt6bvs9w0fzr4y"),
        "token" => {
            ("The proof in the message's address.", "msg_01jd2q7x3me5kt6bvs9w0fzr4y-0123456789abcdef0123456789abcdef")
        }
        "file_id" => ("The file's id.", "file_4x6v2m9c8qee0s3b7d1tk5wzra"),
        "logo" => ("The logo's id, with `.png`.", "file_4x6v2m9c8qee0s3b7d1tk5wzra.png"),
        "payment_method_id" => ("The method's id.", "pm_01jd2q7x3me5kt6bvs9w0fzr4y"),
        "method_token" => {
            ("The proof in the receipt's address.", "pm_01jd2q7x3me5kt6bvs9w0fzr4y-0123456789abcdef0123456789abcdef")
        }
        "event_id" => ("The event's id.", "evt_01jd2q7x3me5kt6bvs9w0fzr4y"),
        "webhook_endpoint_id" => ("The endpoint's id.", "whk_01jd2q7x3me5kt6bvs9w0fzr4y"),
        "api_key_id" => ("The key's id; not its secret.", "key_01jd2q7x3me5kt6bvs9w0fzr4y"),
        _ => ("An id.", ""),
    };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(meaning))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .example(Some(example.into()))
        .build()
}

/// Required where money moves.
fn idempotency_key(path: &str) -> Parameter {
    let required = if path.starts_with("/v1/checkout/") { Required::True } else { Required::False };
    let key = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(255))
        .pattern(Some("^[\\x21-\\x7e]{1,255}$"));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(required)
        // No example: tools send it with every request, and a key is for one.
        .description(Some("A fresh UUID, say. The same key with the same request gets the first answer again."))
        .schema(Some(key))
        .build()
}
