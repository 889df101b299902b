//! What payers send: the word that opens a link, and the means they pay with.
//!
//! The original takes account and card numbers. This server takes tokens of its gateway; numbers it hands on, without
//! looking, to a gateway that plays the processor itself, and to no other.

use super::rules::{required, some_words, words};
use crate::json::{Fields, Node, Object};
use paylink_core::{
    Error, FieldErrors,
    forms::{BillingForm, PayForm},
};
use serde_json::{Value, json};

/// What a payer pays with. Debug output hides it.
#[derive(Clone, PartialEq, Eq)]
pub enum MeansWanted {
    /// A token of the gateway.
    Token(String),
    /// Numbers, as the gateway's own counter takes them.
    Numbers(Value),
    /// An account at Plaid.
    Plaid(String),
}

impl std::fmt::Debug for MeansWanted {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("[redacted]")
    }
}

/// A payer's wish to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayerWish {
    /// With what.
    pub means: MeansWanted,
    /// Everything else; the token comes from the means.
    pub form: PayForm,
}

/// A wish, or what is wrong with it.
pub type PayerPayment = Result<PayerWish, Error>;

/// Reads the body that opens a link.
///
/// # Errors
/// Field errors.
pub fn link_token(body: Object) -> Result<String, Error> {
    let mut fields = Fields::of(body);
    let link = fields.text("link");
    let link = required(&mut fields, "link", link);
    fields.finish().finish()?;
    Ok(link)
}

/// Reads the body of a payment by bank debit.
///
/// # Errors
/// Field errors.
pub fn ach_pay(body: Object) -> PayerPayment {
    let mut fields = Fields::of(body);
    let name = some_words(&mut fields, "individualName", 22);
    let name = required(&mut fields, "individualName", name);
    let holder = name.clone();
    let account = fields.object("account", |account| {
        let token = account.text("token").into_set();
        let plaid = account.text("account_id").into_set();
        let routing = either(account, &["routing", "routingNumber"]);
        let number = either(account, &["account", "accountNumber"]);
        let kind = either(account, &["accountType", "subtype", "type"]);
        match (token, plaid) {
            (Some(token), _) => MeansWanted::Token(token),
            (None, Some(account)) => MeansWanted::Plaid(account),
            (None, None) => {
                let routing = required(account, "routing", patch(routing));
                let number = required(account, "account", patch(number));
                MeansWanted::Numbers(json!({"bank_account": {
                    "routing_number": routing,
                    "account_number": number,
                    "account_type": kind.unwrap_or_else(|| "checking".to_owned()).to_lowercase(),
                    "holder_name": holder,
                }}))
            }
        }
    });
    finished(fields, "account", account.into_set(), ("ach", Some(name), None))
}

/// Reads the body of a payment by card.
///
/// # Errors
/// Field errors.
pub fn card_pay(body: Object) -> PayerPayment {
    let mut fields = Fields::of(body);
    let card = fields.object("clearCard", |card| {
        if let Some(token) = card.text("token").into_set() {
            return MeansWanted::Token(token);
        }
        let number = either(card, &["number", "pan", "cardNumber"]);
        let number = required(card, "number", patch(number));
        let code = either(card, &["cvv", "cvc", "cvv2"]);
        let months = either(card, &["expirationMonth", "expMonth"]);
        let years = either(card, &["expirationYear", "expYear"]);
        let short = either(card, &["exp", "expiration", "expirationDate"]);
        let (month, year) = match (months, years, short) {
            (Some(month), Some(year), _) => (month, year),
            (_, _, Some(short)) => split(&short),
            (_, _, None) => (String::new(), String::new()),
        };
        let whole = |text: &str| text.parse::<u16>().ok();
        let year = whole(&year).map(|year| if year < 100 { year.saturating_add(2000) } else { year });
        MeansWanted::Numbers(json!({"card": {
            "number": number, "exp_month": whole(&month), "exp_year": year, "cvc": code,
        }}))
    });
    let owner = fields.object("owner", owner);
    let (name, billing) = required(&mut fields, "owner", owner);
    finished(fields, "clearCard", card.into_set(), ("card", name, billing))
}

/// Who owns the card: the name, and where they live.
fn owner(owner: &mut Fields) -> (Option<String>, Option<BillingForm>) {
    let name = owner.object("name", |name| {
        let first = some_words(name, "first", 50);
        let first = required(name, "first", first);
        let middle = words(name, "middle", 50).into_set().unwrap_or_default();
        let last = some_words(name, "last", 50);
        let last = required(name, "last", last);
        let suffix = words(name, "suffix", 50).into_set().unwrap_or_default();
        let parts = [first, middle, last, suffix];
        parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
    });
    let name = required(owner, "name", name);
    let billing = owner.object("address", |address| BillingForm {
        line1: words(address, "addressLine1", 100).into_set(),
        line2: words(address, "addressLine2", 100).into_set(),
        city: words(address, "city", 100).into_set(),
        state: words(address, "state", 100).into_set(),
        postal_code: words(address, "postalCode", 20).into_set(),
        // two letters, or left out
        country: words(address, "country", 50).into_set().filter(|text| text.len() == 2),
    });
    // the phone number is read and not kept
    let _ = owner.object("phone", |phone| (either(phone, &["countryCode"]), either(phone, &["number"])));
    (Some(name).filter(|name| !name.is_empty()), billing.into_set())
}

/// The first of these fields that says something: a text, or a number as it was written.
fn either(fields: &mut Fields, names: &[&str]) -> Option<String> {
    let mut found = None;
    for name in names {
        let text = match fields.left().get(*name) {
            Some(Node::Number(_) | Node::Text(_)) => fields.amount(name).into_set(),
            Some(_) | None => fields.text(name).into_set(),
        };
        found = found.or(text.filter(|text| !text.is_empty()));
    }
    found
}

/// `MMYY`, `MM/YY` or `MM/YYYY`.
fn split(short: &str) -> (String, String) {
    let digits: String = short.chars().filter(char::is_ascii_digit).collect();
    digits.split_at_checked(2).map_or_else(Default::default, |(month, year)| (month.to_owned(), year.to_owned()))
}

fn finished(
    mut fields: Fields,
    name: &str,
    means: Option<MeansWanted>,
    (method, payer_name, billing): (&str, Option<String>, Option<BillingForm>),
) -> PayerPayment {
    let given = means.is_some();
    if !given {
        required::<String>(&mut fields, name, paylink_core::forms::Patch::Keep);
    }
    let errors: FieldErrors = fields.finish();
    errors.finish()?;
    let form = PayForm { method: Some(method.to_owned()), payer_name, billing, ..PayForm::default() };
    Ok(PayerWish { means: means.unwrap_or(MeansWanted::Token(String::new())), form })
}

fn patch(text: Option<String>) -> paylink_core::forms::Patch<String> {
    text.map_or(paylink_core::forms::Patch::Keep, paylink_core::forms::Patch::Set)
}
