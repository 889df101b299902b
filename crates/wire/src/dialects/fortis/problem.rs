//! Refusals: `{"errors": {field: [sentence, …]}, "message": …}`.

use paylink_core::{Class, Code, Error};
use serde::Serialize;
use std::collections::BTreeMap;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The status that goes with it.
    #[serde(skip)]
    pub status: u16,
    /// Sentences by field; by topic where no field is wrong.
    pub errors: BTreeMap<String, Vec<String>>,
    /// Why, in one sentence.
    pub message: String,
}

impl Problem {
    /// The refusal behind `error`, of a request for `path`.
    #[must_use]
    pub fn of(error: &Error, path: &str) -> Self {
        let resource = Resource::of(path);
        let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for wrong in &error.fields {
            let sentences = errors.entry(resource.field(&wrong.field)).or_default();
            if !sentences.contains(&wrong.detail) {
                sentences.push(wrong.detail.clone());
            }
        }
        if errors.is_empty() {
            errors.insert(resource.topic(error.code), vec![error.detail.clone()]);
        }
        let message = match errors.len() {
            1 => error.detail.clone(),
            _ => "Several fields are wrong; errors names each.".to_owned(),
        };
        Self { status: status(error.code), errors, message }
    }

    /// The record was there and has been deleted.
    #[must_use]
    pub fn deleted() -> Self {
        let detail = "The record has been deleted.";
        let errors = [("id".to_owned(), vec![detail.to_owned()])].into();
        Self { status: 409, errors, message: detail.to_owned() }
    }
}

/// A state that does not allow something is a matter of validation here: 409 means deleted, or that others depend on it.
fn status(code: Code) -> u16 {
    match code.class() {
        Class::Conflict if code == Code::MerchantInUse => Class::Conflict.status(),
        Class::Conflict | Class::Declined => Class::Invalid.status(),
        class @ (Class::Malformed
        | Class::Unauthenticated
        | Class::Forbidden
        | Class::NotFound
        | Class::Method
        | Class::BodyTooLarge
        | Class::AddressTooLong
        | Class::MediaType
        | Class::Invalid
        | Class::TooMany
        | Class::HeadersTooLarge
        | Class::Internal
        | Class::Unavailable) => class.status(),
    }
}

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Resource {
    Paylink,
    QuickInvoice,
    Contact,
    Location,
    Transaction,
    Postback,
    Other,
}

impl Resource {
    fn of(path: &str) -> Self {
        match path.strip_prefix("/v2/").and_then(|rest| rest.split('/').next()) {
            Some("paylinks") => Self::Paylink,
            Some("quickinvoices" | "quickinvoice") => Self::QuickInvoice,
            Some("contacts") => Self::Contact,
            Some("locations") => Self::Location,
            Some("transactions") => Self::Transaction,
            Some("postbackconfigs") => Self::Postback,
            Some(_) | None => Self::Other,
        }
    }

    /// A field of the core in the words of this dialect; others keep their name.
    fn field(self, name: &str) -> String {
        let name = name.strip_prefix("metadata.").unwrap_or(name);
        // items and notifications have no lines of their own here
        let name = match name.split_once('.') {
            Some((list @ ("line_items" | "reminders"), _)) => list,
            Some(_) | None => name,
        };
        let word = match (name, self) {
            ("merchant_id", _) => "location_id",
            ("amount" | "card_amount" | "ach_amount", Self::Transaction) => "transaction_amount",
            ("amount" | "card_amount" | "ach_amount" | "line_items", Self::QuickInvoice) => "item_list",
            ("amount" | "card_amount" | "ach_amount" | "line_items", _) => "amount_due",
            ("description", Self::QuickInvoice) => "title",
            ("reminders", Self::QuickInvoice) => "notification_days_before_due_date",
            ("delivery", Self::QuickInvoice) => "send_email",
            ("external_id", Self::QuickInvoice) => "quick_invoice_api_id",
            ("ends_at", _) => "expire_date",
            ("customer.email", _) | ("email", Self::Location) if self == Self::Location => "email_reply_to",
            ("customer.email", _) => "email",
            ("customer.phone", _) | ("phone", Self::Contact) => "cell_phone",
            ("phone", Self::Location) => "office_phone",
            ("customer.id" | "customer", _) => "contact_id",
            ("payment_methods", _) => "cc_product_transaction_id",
            ("delivery", _) => "delivery_method",
            ("external_id", Self::Paylink) => "paylink_api_id",
            ("external_id", Self::Contact) => "contact_api_id",
            ("external_id", Self::Location) => "location_api_id",
            ("show_receipt_details", _) => "display_product_transaction_receipt_details",
            ("show_billing_fields", _) => "display_billing_fields",
            ("name", Self::Contact) => "last_name",
            ("timezone", _) => "tz",
            ("reason", Self::Transaction) => "description",
            ("events", Self::Postback) => "resource",
            ("disabled", Self::Postback) => "is_active",
            (other, _) => other,
        };
        word.to_owned()
    }

    /// Where a refusal stands that names no field.
    fn topic(self, code: Code) -> String {
        if code == Code::ExternalIdTaken {
            return self.field("external_id");
        }
        if code == Code::LinkHasPayments {
            return self.field("amount");
        }
        let known = TOPICS.iter().find(|(codes, _)| codes.contains(&code));
        known.map_or_else(|| code.name(), |(_, topic)| *topic).to_owned()
    }
}

/// Where refusals stand that the core does not tell of a field.
const TOPICS: &[(&[Code], &str)] = &[
    (
        &[Code::LinkClosed, Code::LinkInactive, Code::LinkCompleted, Code::LinkCancelled, Code::PaymentInProgress],
        "status_id",
    ),
    (&[Code::MerchantInUse], "id"),
    (&[Code::TooManyFiles, Code::FileQuotaExceeded], "file"),
    (&[Code::RefundExceedsPayment], "transaction_amount"),
    (&[Code::PaymentNotRefundable], "previous_transaction_id"),
    (&[Code::PaymentNotCancellable], "action"),
];
