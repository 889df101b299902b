//! What a payer sent, checked; and the limits that make card testing useless.

use super::{
    fields::{check, text_code},
    tries::Try,
};
use crate::{
    Code, Email, Error, FieldErrors, Link, LinkId, Paylink, PaymentMethodId, Timestamp,
    forms::{BillingForm, PayForm},
    hash::sha256_hex,
    ports::Declines,
    records::{Billing, Method},
    values::{TextError, check_text},
};
use std::{
    net::{IpAddr, Ipv6Addr},
    time::Duration,
};

/// A payer's wish that keeps every rule.
pub(super) struct Wish {
    pub method: Method,
    /// `None`: the saved method of the link pays.
    pub token: Option<String>,
    /// The version of the words to which the payer has agreed.
    pub consent: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub billing: Option<Billing>,
}

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
/// By when payments on their way may have turned out well.
const SOON: Duration = Duration::from_secs(1);

/// Checks `form` against what `link` takes.
pub(super) fn check_wish(form: &PayForm, link: &Link) -> Result<Wish, Error> {
    let mut errors = form.unread.clone();
    let method = form.method.as_deref().map(|name| Method::named(name).filter(|method| link.price(*method).is_some()));
    match method {
        None => errors.add("method", Code::Required, "card or ach"),
        Some(None) => errors.add("method", Code::InvalidValue, "not a method this payment link takes"),
        Some(Some(_)) => {}
    }
    let saved = link.record().details.payment_method_id;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    match &form.token {
        Some(_) if saved.is_some() => {
            errors.add("token", Code::NotSupported, "this payment link offers a saved method and no other");
        }
        None if saved.is_some() => {}
        None => errors.add("token", Code::Required, "the token the gateway gave for the card or account"),
        Some(text) => match check_text(text, 255) {
            // random tokens hold what looks like a card number now and then; card numbers hold no letters
            Err(TextError::CardData)
                if text.bytes().all(plain) && text.bytes().any(|byte| byte.is_ascii_alphabetic()) => {}
            Err(error) => errors.add("token", text_code(error), error.to_string()),
            Ok(()) if !text.bytes().all(plain) => errors.add("token", Code::InvalidToken, Code::InvalidToken.meaning()),
            Ok(()) => {}
        },
    }
    check_saved(form, link, &mut errors);
    if let Some(name) = &form.payer_name {
        check("payer.name", name, 100, &mut errors);
    }
    let email = form.payer_email.as_deref().map(str::parse::<Email>);
    if matches!(email, Some(Err(_))) {
        errors.add("payer.email", Code::InvalidEmail, Code::InvalidEmail.meaning());
    }
    let billing = form.billing.as_ref().map(|billing| check_billing(billing, &mut errors));
    errors.finish()?;
    Ok(Wish {
        method: method.flatten().ok_or_else(|| Error::of(Code::Required))?,
        token: form.token.clone(),
        consent: form.consent_version.clone().filter(|_| form.save_payment_method == Some(true)),
        name: form.payer_name.clone(),
        email: form.payer_email.clone(),
        billing,
    })
}

/// A payer uses the link's saved method or enters another; only with the latter can one be kept.
fn check_saved(form: &PayForm, link: &Link, errors: &mut FieldErrors) {
    let details = &link.record().details;
    let wanted = form.payment_method_id.as_deref().map(str::parse::<PaymentMethodId>);
    let field = "payment_method_id";
    match (details.payment_method_id, wanted) {
        (None, None) => {}
        (None, Some(_)) => errors.add(field, Code::NotSupported, "this payment link offers no saved method"),
        (Some(_), None) => errors.add(field, Code::Required, "the saved method that this payment link offers"),
        (Some(offered), Some(Ok(id))) if id == offered => {}
        (Some(_), Some(_)) => errors.add(field, Code::InvalidValue, "not the method that this payment link offers"),
    }
    if form.save_payment_method != Some(true) {
        return;
    }
    if !details.save_payment_method {
        errors.add("save_payment_method", Code::NotSupported, "this payment link does not ask for it");
    } else if form.consent_version.is_none() {
        errors.add("consent_version", Code::Required, "the version of the words to which the payer agreed");
    }
}

fn check_billing(form: &BillingForm, errors: &mut FieldErrors) -> Billing {
    let fields = [
        ("billing.line1", &form.line1, 100),
        ("billing.line2", &form.line2, 100),
        ("billing.city", &form.city, 100),
        ("billing.state", &form.state, 100),
        ("billing.postal_code", &form.postal_code, 20),
        ("billing.country", &form.country, 2),
    ];
    for (field, text, max) in fields {
        if let Some(text) = text {
            check(field, text, max, errors);
        }
    }
    let letters = |text: &String| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if form.country.as_ref().is_some_and(|country| !letters(country)) {
        errors.add("billing.country", Code::InvalidValue, "two capital letters (ISO 3166-1)");
    }
    Billing {
        line1: form.line1.clone(),
        line2: form.line2.clone(),
        city: form.city.clone(),
        state: form.state.clone(),
        postal_code: form.postal_code.clone(),
        country: form.country.clone(),
    }
}

impl Paylink {
    /// The form in which a payer's network address is stored. Of an IPv6 address only the network counts:
    /// its 64 last bits are the payer's to choose.
    pub(super) fn hashed_origin(&self, origin: Option<&str>) -> Option<String> {
        let origin = match origin?.parse::<IpAddr>().map(|address| address.to_canonical()) {
            Ok(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).to_string(),
            Ok(IpAddr::V4(address)) => address.to_string(),
            Err(_) => origin?.to_owned(),
        };
        Some(sha256_hex(&format!("{}\n{origin}", self.settings.origin_secret.expose())))
    }

    /// Refuses when too many payments were declined lately: 3 a minute or 7 an hour from one address, 20 an hour on one link.
    /// What is given back stands for the payment until its outcome is stored.
    pub(super) async fn check_declines(
        &self,
        link: LinkId,
        origin: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<Try>, Error> {
        if !self.settings.decline_limits {
            return Ok(None);
        }
        // counted before the declines are read: one that ends in between is seen twice, never missed
        let (one, others) = origin.map(|origin| self.tries.begin(origin)).unzip();
        let others: u64 = others.unwrap_or_default();
        let mut limits = vec![(Declines::OnLink(link), HOUR, 20, 0)];
        if let Some(origin) = origin {
            limits.push((Declines::FromOrigin(origin.to_owned()), MINUTE, 3, others));
            limits.push((Declines::FromOrigin(origin.to_owned()), HOUR, 7, others));
        }
        for (of, span, most, under_way) in limits {
            let declined = self.store.declines(&of, now.minus(span)).await?;
            if declined.saturating_add(under_way) >= most {
                let wait = if declined >= most { span } else { SOON };
                return Err(Error::of(Code::TooManyDeclines).retry_after(wait));
            }
        }
        Ok(one)
    }
}
