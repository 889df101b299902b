//! Links and saved methods: what a link offers, whether that stands, and what its payer agreed to.

use super::pay_check::Wish;
use crate::{
    Change, Code, CustomerId, Error, FieldErrors, Paylink, Stored, Timestamp,
    forms::{LinkForm, Patch},
    link::{has_expired, keep_to},
    records::{Consent, Keeping, LinkRecord, MerchantRecord, Method, PaymentMethodRecord},
    views::LinkView,
};
use std::net::IpAddr;

/// With what a link may be paid.
pub(crate) enum Offer {
    /// With any card or account of the methods it takes.
    AnyMeans,
    /// With this saved one, and no other.
    Kept(Box<Stored<PaymentMethodRecord>>),
    /// With nothing: the saved one has expired or was taken back.
    Gone,
}

/// A form, and the saved method that the link of it will offer.
pub(super) struct LinkMethod {
    /// The form, with what is wrong about the method among its errors.
    pub form: LinkForm,
    method: Option<Stored<PaymentMethodRecord>>,
}

impl LinkMethod {
    /// Leaves `link` only what the method can pay.
    pub(super) fn narrow(&self, link: &mut LinkRecord) -> Result<(), Error> {
        let Some(stored) = &self.method else { return Ok(()) };
        if keep_to(link, stored.value.method) {
            return Ok(());
        }
        let detail = match stored.value.method {
            Method::Card => "the saved method is a card, and the link takes none",
            Method::Ach => "the saved method is a bank account, and the link takes none",
        };
        Err(Error::field("payment_methods", Code::NotSupported, detail))
    }

    /// The customer of a link that names this one: the method's, which must not be another's.
    pub(super) fn owner(&self, named: Option<CustomerId>) -> Result<Option<CustomerId>, Error> {
        let owner = self.method.as_ref().and_then(|stored| stored.value.customer_id);
        match (named, owner) {
            (Some(named), Some(owner)) if named != owner => {
                let detail = "the saved method belongs to another customer";
                Err(Error::field("payment_method_id", Code::NotSupported, detail))
            }
            (named, owner) => Ok(named.or(owner)),
        }
    }

    /// The method must not have changed meanwhile.
    pub(super) fn expected(&self) -> Option<Change> {
        self.method.as_ref().map(|stored| Change::ExpectPaymentMethod(stored.value.id, stored.version))
    }
}

impl Paylink {
    /// What `link` can be paid with at `now`.
    pub(crate) async fn offer_of(&self, link: &LinkRecord, now: Timestamp) -> Result<Offer, Error> {
        let Some(id) = link.details.payment_method_id else { return Ok(Offer::AnyMeans) };
        let found = self.store.payment_method(id).await?;
        let usable = found.filter(|stored| {
            let method = &stored.value;
            method.merchant_id == link.merchant_id
                && method.revoked.is_none()
                && method.gateway_reference.is_some()
                && !has_expired(&method.details, now)
        });
        Ok(usable.map_or(Offer::Gone, |stored| Offer::Kept(Box::new(stored))))
    }

    /// The link as shown, not payable once the saved method that it offers is gone.
    pub(crate) async fn with_offer(&self, mut view: LinkView) -> Result<LinkView, Error> {
        if view.payable && view.link.details.payment_method_id.is_some() {
            view.payable = !matches!(self.offer_of(&view.link, self.now()).await?, Offer::Gone);
        }
        Ok(view)
    }

    /// The saved method that a link made or changed by `form` will offer. One that it did not offer before has to be
    /// usable; of one that it did, only the kind matters.
    pub(super) async fn link_method(
        &self,
        form: &LinkForm,
        base: Option<&LinkRecord>,
        merchant: &MerchantRecord,
        now: Timestamp,
    ) -> Result<LinkMethod, Error> {
        let before = base.and_then(|link| link.details.payment_method_id);
        let mut errors = FieldErrors::default();
        if form.save_payment_method.set() == Some(&true) && self.consents.is_none() {
            errors.add("save_payment_method", Code::NotAvailable, Code::NotAvailable.meaning());
        }
        let wanted = match &form.payment_method_id {
            Patch::Keep => before,
            Patch::Clear => None,
            Patch::Set(text) => text.parse().ok(),
        };
        let mut method = None;
        if let Some(id) = wanted {
            let found = self.store.payment_method(id).await?.filter(|stored| stored.value.merchant_id == merchant.id);
            let stands = |stored: &Stored<PaymentMethodRecord>| {
                stored.value.revoked.is_none() && !has_expired(&stored.value.details, now)
            };
            match &found {
                None => errors.add("payment_method_id", Code::InvalidId, "there is no such payment method"),
                Some(stored) if before != Some(id) && !stands(stored) => {
                    let code = Code::PaymentMethodUnavailable;
                    errors.add("payment_method_id", Code::InvalidValue, code.meaning());
                }
                Some(_) => method = found,
            }
        }
        let mut form = form.clone();
        form.unread.extend(errors);
        Ok(LinkMethod { form, method })
    }

    /// The evidence that the payer agreed to have the means kept, if the payer did.
    pub(super) async fn consent_given(
        &self,
        wish: &Wish,
        link: &LinkRecord,
        address: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<Keeping>, Error> {
        let Some(version) = &wish.consent else { return Ok(None) };
        let missing = || Error::internal("the merchant of a link is gone");
        let merchant = self.store.merchant(link.merchant_id).await?.ok_or_else(missing)?.value;
        let text = self.consents.as_ref().and_then(|texts| texts.of_version(&merchant.name, version));
        let not_shown = || {
            let detail = "not the words that the page shows now; load it again";
            Error::field("consent_version", Code::InvalidValue, detail)
        };
        let text = text.ok_or_else(not_shown)?;
        let address = address.and_then(|text| text.parse::<IpAddr>().ok()).map(|ip| ip.to_canonical().to_string());
        Ok(Some(Keeping::Asked {
            consent: Consent { text: text.text, text_version: text.version, locale: text.locale, at: now, address },
        }))
    }
}
