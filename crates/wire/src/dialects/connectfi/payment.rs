//! Making and changing a payment: from its fields to the form of a link.
//!
//! Who pays has no field of its own: name, mail address and phone number are found among the merchant's own fields.

use super::rules::{id, methods, required, required_id, some_words, words};
use crate::json::{Fields, Node, Object};
use paylink_core::{
    Code, Error,
    forms::{CustomerForm, LinkForm, Patch},
    records::CustomField,
};

/// A change of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentChange {
    /// Which.
    pub id: String,
    /// To what.
    pub form: LinkForm,
}

/// Reads a body that names a payment and nothing else.
///
/// # Errors
/// Field errors.
pub fn one_payment(body: Object) -> Result<String, Error> {
    let mut fields = Fields::of(body);
    let id = required_id(&mut fields, "cFiTransactionId");
    fields.finish().finish()?;
    Ok(id)
}

/// Reads the body of a new payment.
#[must_use]
pub fn create_payment(body: Object) -> LinkForm {
    form(Fields::lenient(body))
}

/// Reads the body of a change.
#[must_use]
pub fn update_payment(body: Object) -> PaymentChange {
    let mut fields = Fields::lenient(body);
    let given = id(&mut fields, "cFiTransactionId");
    let id = required(&mut fields, "cFiTransactionId", given);
    PaymentChange { id, form: form(fields) }
}

fn form(mut fields: Fields) -> LinkForm {
    let own = own_fields(&mut fields);
    let due = match fields.text("dueDate") {
        Patch::Set(text) if text.is_empty() => Patch::Clear,
        Patch::Set(text) => match super::times::day_of(&text) {
            Some(day) => Patch::Set(day.to_string()),
            None => {
                fields.refuse("dueDate", Code::InvalidDate, "must match format \"date\" or \"date-time\"");
                Patch::Keep
            }
        },
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
    };
    LinkForm {
        invoice_number: words(&mut fields, "invoiceNumber", 50),
        amount: fields.amount("amount"),
        currency: fields.text("currency"),
        due_date: due,
        description: words(&mut fields, "description", 500),
        payment_methods: methods(&mut fields, "availablePaymentType"),
        customer: own.as_deref().map_or(Patch::Keep, |own| payer(own).map_or(Patch::Clear, Patch::Set)),
        custom_fields: own.map_or(Patch::Keep, Patch::Set),
        unread: fields.finish(),
        ..LinkForm::default()
    }
}

/// The merchant's own fields, in their order, with whatever else is said of each.
fn own_fields(fields: &mut Fields) -> Option<Vec<CustomField>> {
    if !fields.left().contains_key("fields") {
        fields.refuse("fields", Code::Required, "must have required property 'fields'");
        return None;
    }
    let read = fields.objects("fields", |item| {
        let index = item.whole("index");
        let index = required(item, "index", index);
        if !item.left().contains_key("code") {
            item.refuse("code", Code::Required, "must have required property 'code'");
        }
        let code = words(item, "code", 50).into_set();
        // a caption may be empty, but not missing
        let label = match item.left().get("label") {
            Some(Node::Text(text)) if text.is_empty() => {
                item.raw("label");
                String::new()
            }
            Some(_) | None => {
                let label = some_words(item, "label", 500);
                required(item, "label", label)
            }
        };
        let value = match item.left().get("value") {
            Some(Node::Text(_)) => item.text("value").into_set(),
            Some(_) | None => None,
        };
        let names: Vec<String> = item.left().keys().cloned().collect();
        let more = names.into_iter().filter_map(|name| Some((name.clone(), item.raw(&name)?.to_json()))).collect();
        CustomField { index, code, label, value, more }
    });
    match read {
        Patch::Set(items) => Some(items),
        Patch::Clear => {
            fields.refuse("fields", Code::InvalidType, "must be array");
            None
        }
        Patch::Keep => None,
    }
}

/// Who pays, as far as the fields tell.
fn payer(own: &[CustomField]) -> Option<CustomerForm> {
    let find = |names: &[&str]| {
        let named = |text: &str| names.contains(&plain(text).as_str());
        let by_code = own.iter().find(|field| field.code.as_deref().is_some_and(named));
        let found = by_code.or_else(|| own.iter().find(|field| named(&field.label)));
        found.and_then(|field| field.value.as_deref()).map(str::trim).filter(|text| !text.is_empty())
    };
    let parts = [find(&["firstname", "first"]), find(&["lastname", "last"])];
    let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let whole = find(&["name", "fullname", "payername", "customername"]).map(str::to_owned);
    let name = Some(joined).filter(|name| !name.is_empty()).or(whole);
    let email = find(&["email", "emailaddress", "payeremail", "customeremail"]).map(str::to_owned);
    let phone = find(&["phone", "cellphone", "phonenumber", "mobile"]).and_then(dialled);
    let known = name.is_some() || email.is_some() || phone.is_some();
    known.then(|| CustomerForm { name, email, phone, ..CustomerForm::default() })
}

/// A key or caption as it is compared.
fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// A number as the core reads it, if it can be called from anywhere; others stay among the fields alone.
fn dialled(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let number = match (text.starts_with('+'), digits.len()) {
        (true, _) => format!("+{digits}"),
        (false, 10) => format!("+1{digits}"),
        (false, _) => format!("+{digits}"),
    };
    number.parse::<paylink_core::Phone>().ok().map(|phone| phone.as_str().to_owned())
}
