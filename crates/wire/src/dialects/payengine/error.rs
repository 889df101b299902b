//! Refusals: one object with a code, a sentence and every wrong field.

use super::metadata::{ADDRESS, REFUND_ORDER, REFUND_OWN_ID};
use paylink_core::{Class, Code, Error, FieldError};
use serde::Serialize;

/// Whose fields a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A link's, which lie under `data`.
    Link,
    /// Anything else's, which have the core's names.
    Other,
}

/// The body of every answer that is no success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorBody {
    /// `false`, in answers that tell of success.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<bool>,
    /// What went wrong.
    pub error: Problem,
    /// The sentence once more, for clients that look here.
    pub message: String,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The code, for programs.
    pub code: &'static str,
    /// One sentence for the developer.
    pub message: String,
    /// Every wrong field at once.
    pub errors: Vec<FieldProblem>,
    /// The id of this request.
    pub request_id: String,
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldProblem {
    /// Path of the field in the request.
    pub field: String,
    /// The rule it breaks, for programs.
    pub code: &'static str,
    /// The rule in words.
    pub message: String,
}

impl ErrorBody {
    /// The answer to a request that ended with `error`; what failed on our side is for the log alone.
    #[must_use]
    pub fn of(error: &Error, request_id: &str, about: About) -> Self {
        let ours = matches!(error.code.class(), Class::Internal | Class::Unavailable);
        let mut errors: Vec<FieldProblem> = Vec::new();
        for wrong in &error.fields {
            let problem = FieldProblem::of(wrong, about);
            // named by the reader in one way and by the core in the other: the first knows better
            if errors.iter().all(|known| known.field != problem.field) {
                errors.push(problem);
            }
        }
        let message = match errors.as_slice() {
            _ if ours => error.code.meaning().to_owned(),
            [] => error.detail.clone(),
            [only] => format!("{}: {}", only.field, only.message),
            [_, _, ..] => "Several fields are wrong; errors names each.".to_owned(),
        };
        let code = match errors.as_slice() {
            [first, rest @ ..] if rest.iter().all(|other| other.code == first.code) => first.code,
            _ => error.code.name(),
        };
        let problem = Problem { code, message: message.clone(), errors, request_id: request_id.to_owned() };
        Self { success: None, error: problem, message }
    }

    /// The same as the answer to a wish that is answered with `success`.
    #[must_use]
    pub fn without_success(self) -> Self {
        Self { success: Some(false), ..self }
    }
}

impl FieldProblem {
    fn of(wrong: &FieldError, about: About) -> Self {
        let (field, message) = match about {
            About::Link => (link_field(&wrong.field), own_names(&wrong.detail)),
            About::Other => (other_field(&wrong.field), wrong.detail.clone()),
        };
        Self { field, code: wrong.code.name(), message }
    }
}

/// The path of any other field: what a refund keeps as metadata has been sent under another name.
fn other_field(field: &str) -> String {
    let kept = [(REFUND_OWN_ID, "internal_transaction_id"), (REFUND_ORDER, "order_number")];
    let sent = kept.iter().find(|(key, _)| field.strip_prefix("metadata.") == Some(*key));
    sent.map_or(field, |(_, name)| *name).to_owned()
}

/// The HTTP status of a code: wrong values are 400 here.
#[must_use]
pub const fn status(code: Code) -> u16 {
    match code.class() {
        Class::Invalid => Class::Malformed.status(),
        class @ (Class::Malformed
        | Class::Unauthenticated
        | Class::Declined
        | Class::Forbidden
        | Class::NotFound
        | Class::Method
        | Class::Conflict
        | Class::BodyTooLarge
        | Class::AddressTooLong
        | Class::MediaType
        | Class::TooMany
        | Class::HeadersTooLarge
        | Class::Internal
        | Class::Unavailable) => class.status(),
    }
}

/// A sentence of the core with the names that its fields have here.
fn own_names(detail: &str) -> String {
    [("card_amount", "cc_amount"), ("starts_at", "start_date"), ("multi_use", "reusable")]
        .iter()
        .fold(detail.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// The path of a field of a link: the core's name becomes the one in `data`.
fn link_field(field: &str) -> String {
    if field.strip_prefix("metadata.") == Some(ADDRESS) {
        return "data.customer.address".to_owned();
    }
    let outside = field == "merchant_id" || field == "data" || field.starts_with("data.");
    if outside {
        return field.to_owned();
    }
    let (head, rest) = field.split_once('.').map_or((field, None), |(head, rest)| (head, Some(rest)));
    let name = match head {
        "card_amount" => "cc_amount",
        "card_amount_note" => "cc_amount_note",
        "starts_at" => "start_date",
        "ends_at" => "end_date",
        "slug" => "slug_id",
        "currency" => "currency_code",
        "usage" | "max_payments" => "one_time_only",
        "save_payment_method" => "save_card_consent",
        "captcha" => "enable_captcha",
        other => other,
    };
    match rest {
        Some(rest) => format!("data.{name}.{rest}"),
        None => format!("data.{name}"),
    }
}
