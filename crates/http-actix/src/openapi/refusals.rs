//! The refusals every operation shares, described once.

use paylink_core::Class;
use utoipa::openapi::{ContentBuilder, Header, HeaderBuilder, ObjectBuilder, Ref, Response, ResponseBuilder, Type};

/// Media type of all refusals.
pub(super) const PROBLEM: &str = "application/problem+json";

/// A class of refusals in the description: its name there and what it means.
struct Refusal {
    class: Class,
    name: &'static str,
    meaning: &'static str,
}

const REFUSALS: &[Refusal] = &[
    Refusal {
        class: Class::Malformed,
        name: "Malformed",
        meaning: "The body is not one well-formed JSON object, or the Idempotency-Key is missing or wrong.",
    },
    Refusal {
        class: Class::Unauthenticated,
        name: "Unauthenticated",
        meaning: "The credentials are missing, wrong, expired or revoked.",
    },
    Refusal { class: Class::Forbidden, name: "Forbidden", meaning: "These credentials may not do this." },
    Refusal {
        class: Class::NotFound,
        name: "NotFound",
        meaning: "There is no such object, or it belongs to another merchant.",
    },
    Refusal {
        class: Class::Conflict,
        name: "Conflict",
        meaning: "The state of the object does not allow it, or the first request with this Idempotency-Key still runs.",
    },
    Refusal {
        class: Class::BodyTooLarge,
        name: "TooLarge",
        meaning: "The body is over 64 KiB, or the uploaded file over its limit.",
    },
    Refusal { class: Class::AddressTooLong, name: "AddressTooLong", meaning: "Path and query are over 4 KiB." },
    Refusal {
        class: Class::MediaType,
        name: "WrongMediaType",
        meaning: "The body is compressed or of a kind that is not read here, or the uploaded file is.",
    },
    Refusal {
        class: Class::Invalid,
        name: "Invalid",
        meaning: "Fields or parameters break rules; `errors` names every one of them.",
    },
    Refusal { class: Class::TooMany, name: "TooManyRequests", meaning: "Wait as long as Retry-After says." },
    Refusal { class: Class::HeadersTooLarge, name: "HeadersTooLarge", meaning: "The headers are over 16 KiB." },
    Refusal {
        class: Class::Unavailable,
        name: "Unavailable",
        meaning: "The storage is away; nothing was changed. Try again as Retry-After says.",
    },
];

fn named(class: Class) -> Option<&'static Refusal> {
    REFUSALS.iter().find(|refusal| refusal.class == class)
}

/// A reference to the refusals of `class`, under their status.
pub(super) fn reference(class: Class) -> Option<(String, Ref)> {
    named(class).map(|refusal| (class.status().to_string(), Ref::from_response_name(refusal.name)))
}

/// All of them, for the components.
pub(super) fn all() -> impl Iterator<Item = (&'static str, Response)> {
    REFUSALS.iter().map(|refusal| {
        let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let mut response = ResponseBuilder::new()
            .description(refusal.meaning)
            .content(PROBLEM, problem)
            .header("x-request-id", request_id());
        if matches!(refusal.class, Class::TooMany | Class::Unavailable) {
            response = response.header("Retry-After", seconds());
        }
        if refusal.class == Class::Unauthenticated {
            response = response.header("WWW-Authenticate", text("How to authenticate."));
        }
        (refusal.name, response.build())
    })
}

/// The header every answer has.
pub(super) fn request_id() -> Header {
    text("The id of this request; a sane one that the client sent is kept.")
}

/// A header with text.
pub(super) fn text(meaning: &str) -> Header {
    HeaderBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::String))).description(Some(meaning)).build()
}

fn seconds() -> Header {
    HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1))))
        .description(Some("Seconds to wait before trying again."))
        .build()
}
