//! A payer's wish to pay. The one body strangers send: nothing in it may name a price or a card.

use super::later::not_yet;
use crate::json::{Fields, Node, Object};
use paylink_core::{
    Code, contains_card_data,
    forms::{BillingForm, PayForm},
    names_card_data,
};

/// Reads the body of `POST /v1/checkout/{slug}/payments`.
#[must_use]
pub fn payment(body: Object) -> PayForm {
    let mut fields = Fields::of(body);
    refuse_card_data(&mut fields);
    for name in ["amount", "currency"] {
        if !matches!(fields.raw(name), None | Some(Node::Null)) {
            fields.refuse(name, Code::AmountNotAllowed, Code::AmountNotAllowed.meaning());
        }
    }
    not_yet(&mut fields, "captcha_token", &[]);
    let payer = fields.object("payer", |payer| (payer.text("name").into_set(), payer.text("email").into_set()));
    let (payer_name, payer_email) = payer.into_set().unwrap_or_default();
    PayForm {
        method: fields.text("method").into_set(),
        token: fields.text("token").into_set(),
        payment_method_id: fields.text("payment_method_id").into_set(),
        save_payment_method: fields.flag("save_payment_method").into_set(),
        consent_version: fields.text("consent_version").into_set(),
        payer_name,
        payer_email,
        billing: fields.object("billing", billing).into_set(),
        unread: fields.finish(),
    }
}

fn billing(fields: &mut Fields) -> BillingForm {
    let mut text = |name| fields.text(name).into_set();
    BillingForm {
        line1: text("line1"),
        line2: text("line2"),
        city: text("city"),
        state: text("state"),
        postal_code: text("postal_code"),
        country: text("country"),
    }
}

/// Names every field, at any depth, that carries a card or account number instead of a token.
fn refuse_card_data(fields: &mut Fields) {
    let mut found = Vec::new();
    for (name, node) in fields.left() {
        let number_as_token = name == "token" && is_number(node);
        if names_payment_data(name) || holds_payment_data(node) || number_as_token {
            found.push(name.clone());
        }
    }
    for name in found {
        fields.raw(&name);
        fields.refuse_key(&name, Code::CardDataNotAllowed, Code::CardDataNotAllowed.meaning());
    }
}

fn holds_payment_data(node: &Node) -> bool {
    match node {
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) => false,
        Node::List(items) => items.iter().any(holds_payment_data),
        Node::Object(members) => {
            members.iter().any(|(name, inner)| names_payment_data(name) || holds_payment_data(inner))
        }
    }
}

fn names_payment_data(name: &str) -> bool {
    names_card_data(name)
        || matches!(
            name.to_ascii_lowercase().replace(['_', '-', ' '], "").as_str(),
            "card" | "number" | "cardno" | "accountnumber" | "accountno" | "bankaccount" | "routingnumber" | "iban"
        )
}

/// A card number in the place of the token; real tokens hold letters.
fn is_number(token: &Node) -> bool {
    match token {
        Node::Number(text) => contains_card_data(text),
        Node::Text(text) => !text.bytes().any(|byte| byte.is_ascii_alphabetic()) && contains_card_data(text),
        Node::Null | Node::Bool(_) | Node::List(_) | Node::Object(_) => false,
    }
}
