//! Reads the body of a token request, noting everything about it that is wrong.

use super::TokenRequest;
use paylink_core::{Code, FieldErrors};
use serde_json::{Map, Value};

/// The request in `body`. Missing fields are noted and read as empty, so that the others are checked too.
pub(crate) fn read(body: &Value, errors: &mut FieldErrors) -> Option<TokenRequest> {
    let Some(members) = body.as_object() else {
        errors.add("body", Code::InvalidType, "must be an object");
        return None;
    };
    for name in members.keys().filter(|name| !matches!(name.as_str(), "card" | "bank_account")) {
        errors.add(shown(name), Code::UnknownField, "does not exist here");
    }
    match (members.get("card"), members.get("bank_account")) {
        (Some(card), None) => {
            let mut fields = Fields::of("card", card, errors)?;
            let request = TokenRequest::Card {
                number: fields.text("number"),
                exp_month: fields.text_or_number("exp_month"),
                exp_year: fields.text_or_number("exp_year"),
                cvc: fields.text_or_number("cvc"),
            };
            fields.no_others(&["number", "exp_month", "exp_year", "cvc"]);
            Some(request)
        }
        (None, Some(account)) => {
            let mut fields = Fields::of("bank_account", account, errors)?;
            let request = TokenRequest::BankAccount {
                routing_number: fields.text("routing_number"),
                account_number: fields.text("account_number"),
                account_type: fields.text("account_type"),
                holder_name: fields.text("holder_name"),
            };
            fields.no_others(&["routing_number", "account_number", "account_type", "holder_name"]);
            Some(request)
        }
        (Some(_), Some(_)) => {
            errors.add("bank_account", Code::NotSupported, "cannot be sent together with a card");
            None
        }
        (None, None) => {
            errors.add("card", Code::Required, "a card or a bank account is needed");
            None
        }
    }
}

struct Fields<'a> {
    parent: &'static str,
    members: &'a Map<String, Value>,
    errors: &'a mut FieldErrors,
}

impl<'a> Fields<'a> {
    fn of(parent: &'static str, value: &'a Value, errors: &'a mut FieldErrors) -> Option<Self> {
        let Some(members) = value.as_object() else {
            errors.add(parent, Code::InvalidType, "must be an object");
            return None;
        };
        Some(Self { parent, members, errors })
    }

    fn text(&mut self, name: &str) -> String {
        match self.members.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Null) | None => self.refuse(name, Code::Required, "is missing"),
            Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                self.refuse(name, Code::InvalidType, "must be a string")
            }
        }
    }

    fn text_or_number(&mut self, name: &str) -> String {
        match self.members.get(name).and_then(Value::as_u64) {
            Some(number) => number.to_string(),
            None => self.text(name),
        }
    }

    fn refuse(&mut self, name: &str, code: Code, detail: &str) -> String {
        self.errors.add(format!("{}.{name}", self.parent), code, detail);
        String::new()
    }

    fn no_others(&mut self, known: &[&str]) {
        for name in self.members.keys().filter(|name| !known.contains(&name.as_str())) {
            self.errors.add(format!("{}.{}", self.parent, shown(name)), Code::UnknownField, "does not exist here");
        }
    }
}

/// A member's name as far as an answer repeats it: a number put into a name must not come back.
fn shown(name: &str) -> &str {
    let plain = name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if plain { name } else { "?" }
}
