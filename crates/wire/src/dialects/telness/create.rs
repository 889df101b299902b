//! What a new link is asked for with.

use crate::json::{Fields, Node, Object};
use paylink_core::{
    Code, Timestamp,
    forms::{CustomerForm, LinkForm, Patch},
};
use std::time::Duration;

/// How long a link lasts whose end is not given.
pub const LIFE: Duration = Duration::from_secs(30 * 24 * 3600);

/// The names under which each address is taken, the documented one first.
const SUCCESS: &[&str] = &["successUrl", "successRedirectUrl", "redirectUrl", "returnUrl"];
const CANCEL: &[&str] = &["cancelUrl", "cancelRedirectUrl"];

/// Reads the body of `POST /payment-links`, sent at `now`. Fields that are not known are left aside.
///
/// What is to be paid is an order or an invoice; as an extension `amount`, with `currency` and `customer`, may stand
/// in their place.
#[must_use]
pub fn create_link(body: Object, now: Timestamp) -> LinkForm {
    let mut fields = Fields::lenient(body);
    let priced = mentions(&fields, "amount");
    let named = mentions(&fields, "orderId") || mentions(&fields, "invoiceId");
    let (mut order_id, invoice_id) = (fields.text("orderId"), fields.text("invoiceId"));
    if !named && !priced {
        fields.refuse("orderId", Code::Required, "exactly one of orderId and invoiceId is required");
    }
    if !priced && order_id.set().is_none() && invoice_id.set().is_none() {
        // nothing that could be paid: what is wrong has been said, and no amount is missing
        order_id = Patch::Set(String::new());
    }
    let save = fields.flag("savePaymentProfile");
    let default = fields.flag("setAsDefaultPaymentProfile");
    if default.set() == Some(&true) && save.set() != Some(&true) {
        let detail = "only together with savePaymentProfile";
        fields.refuse("setAsDefaultPaymentProfile", Code::NotSupported, detail);
    }
    let ends_at = match fields.text("expiresAt") {
        Patch::Keep => Patch::Set(now.plus(LIFE).to_string()),
        given @ (Patch::Clear | Patch::Set(_)) => given,
    };
    LinkForm {
        order_id,
        invoice_id,
        amount: fields.amount("amount"),
        currency: fields.text("currency"),
        customer: customer(&mut fields),
        payment_method_id: fields.text("paymentProfileId"),
        save_payment_method: save,
        description: fields.text("description"),
        redirect_url: address(&mut fields, SUCCESS),
        cancel_url: address(&mut fields, CANCEL),
        ends_at,
        metadata: metadata(&mut fields),
        unread: fields.finish(),
        ..LinkForm::default()
    }
}

fn mentions(fields: &Fields, name: &str) -> bool {
    fields.left().get(name).is_some_and(|node| *node != Node::Null)
}

/// The first of these names that is there.
fn address(fields: &mut Fields, names: &[&str]) -> Patch<String> {
    let mut found = Patch::Keep;
    for name in names {
        let said = fields.text(name);
        if !found.is_mentioned() {
            found = said;
        }
    }
    found
}

/// The payer: one that is known by its id, or in words.
fn customer(fields: &mut Fields) -> Patch<CustomerForm> {
    let by_id = fields.text("customerId");
    let said = fields.object("customer", |inner| CustomerForm {
        id: inner.text("customerId").into_set(),
        name: inner.text("name").into_set(),
        email: inner.text("email").into_set(),
        phone: inner.text("msisdn").into_set(),
        external_id: inner.text("referenceId").into_set(),
        locale: inner.text("preferredLocale").into_set(),
        ..CustomerForm::default()
    });
    match (said, by_id) {
        (Patch::Keep | Patch::Clear, Patch::Set(id)) => {
            Patch::Set(CustomerForm { id: Some(id), ..CustomerForm::default() })
        }
        (said, _) => said,
    }
}

/// Numbers, `true` and `false` are kept as the text they are.
fn metadata(fields: &mut Fields) -> Patch<Vec<(String, String)>> {
    let members = match fields.raw("metadata") {
        None => return Patch::Keep,
        Some(Node::Null) => return Patch::Clear,
        Some(Node::Object(members)) => members,
        Some(Node::Bool(_) | Node::Number(_) | Node::Text(_) | Node::List(_)) => {
            fields.refuse("metadata", Code::InvalidType, "must be an object");
            return Patch::Keep;
        }
    };
    let mut pairs = Vec::with_capacity(members.len());
    for (key, node) in members {
        match node {
            Node::Text(text) | Node::Number(text) => pairs.push((key, text)),
            Node::Bool(flag) => pairs.push((key, flag.to_string())),
            Node::Null => {}
            Node::List(_) | Node::Object(_) => {
                fields.refuse("metadata", Code::InvalidType, "values are texts, numbers, true or false");
            }
        }
    }
    Patch::Set(pairs)
}
