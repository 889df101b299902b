//! Saved methods in the shop: links that ask to keep a card, and links that offer one.

use crate::shop::{PLATFORM, Paid, Shop, ach, card, one_time};
use paylink_core::{
    Caller, Error, PaymentMethodId,
    forms::{LinkForm, Patch, PayForm, PaymentMethodQuery},
    ports::{PageOf, PaymentMethodFilter, PaymentMethodReader as _},
    records::PaymentMethodRecord,
    views::{LinkView, PaymentMethodView},
};

/// The address that payers of these tests come from.
pub(crate) const ADDRESS: &str = "203.0.113.7";

/// A link over 12.50 that asks to keep the means of payment.
pub(crate) fn asking() -> LinkForm {
    LinkForm { save_payment_method: Patch::Set(true), ..one_time() }
}

/// The box was ticked.
pub(crate) fn ticked(form: PayForm) -> PayForm {
    PayForm { save_payment_method: Some(true), consent_version: Some("plain-1".to_owned()), ..form }
}

/// A link over 12.50 that offers this method.
pub(crate) fn offering(id: PaymentMethodId) -> LinkForm {
    LinkForm { payment_method_id: Patch::Set(id.to_string()), ..one_time() }
}

/// Pays with the method that the link offers.
pub(crate) fn with_method(id: PaymentMethodId) -> PayForm {
    PayForm { token: None, payment_method_id: Some(id.to_string()), ..card("") }
}

impl Shop {
    /// Pays from [`ADDRESS`].
    pub(crate) async fn pay_from_home(&self, link: &LinkView, key: &str, form: &PayForm) -> Paid {
        crate::shop::pay_through(&self.paylink, &link.link, key, form, Some(ADDRESS)).await
    }

    /// Every saved method there is, newest first.
    pub(crate) async fn methods(&self) -> Vec<PaymentMethodRecord> {
        let page = PageOf { after: None, limit: 1000 };
        let rows = self.store.payment_methods(&PaymentMethodFilter::default(), page).await.expect("the store");
        rows.into_iter().map(|row| row.value).collect()
    }

    /// A card that was saved with this token.
    pub(crate) async fn saved(&self, token: &str) -> PaymentMethodRecord {
        self.saved_on(&asking(), token).await
    }

    /// The same on a link of this form, which asks.
    pub(crate) async fn saved_on(&self, form: &LinkForm, token: &str) -> PaymentMethodRecord {
        let link = self.link(form).await;
        let form = if token.starts_with("tok_ach") { ach(token) } else { card(token) };
        let paid = self.pay_from_home(&link, "save", &ticked(form)).await;
        self.gateway.settle(paid.id());
        self.pass(crate::shop::minutes(1)).await;
        self.methods().await.into_iter().find(|method| method.payment_id == paid.id()).expect("a saved method")
    }

    /// The method as the merchant sees it now.
    pub(crate) async fn method(&self, id: PaymentMethodId) -> PaymentMethodView {
        self.try_method(&PLATFORM, id).await.expect("the method")
    }

    pub(crate) async fn try_method(&self, caller: &Caller, id: PaymentMethodId) -> Result<PaymentMethodView, Error> {
        self.paylink.payment_method(caller, &id.to_string()).await
    }

    pub(crate) async fn revoke(&self, id: PaymentMethodId) -> PaymentMethodView {
        self.paylink.revoke_payment_method(&PLATFORM, &id.to_string()).await.expect("revoked")
    }

    pub(crate) async fn listed(&self, caller: &Caller, query: &PaymentMethodQuery) -> Vec<PaymentMethodId> {
        let listed = self.paylink.payment_methods(caller, query).await.expect("a list");
        listed.rows.into_iter().map(|row| row.method.id).collect()
    }
}
