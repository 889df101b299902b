//! A payer sees and removes a saved card or account with the signed address in a receipt.

use crate::{
    Actor, ChangeSet, Error, Paylink, PaymentMethodId, Secret, Stored,
    engine::Decided,
    hash::sha256_hex,
    ports::{Page, PaymentMethodPage},
    records::{PaymentMethodRecord, RevokedBy},
};
use subtle::ConstantTimeEq as _;

/// Hexadecimal digits of a proof: 128 bits.
const PROOF: usize = 32;

impl Paylink {
    /// The address where the payer sees and removes the method. The proof in it is keyed: an id alone opens nothing.
    pub(crate) fn payment_method_url(&self, method: PaymentMethodId) -> String {
        format!(
            "{}/payment-methods/{method}-{}",
            self.settings.public_url,
            proof_of(method, &self.settings.origin_secret)
        )
    }

    /// The page of a saved method. Opening it changes nothing, because mail scanners open it too.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn payment_method_page(&self, token: &str) -> Result<Page, Error> {
        match self.proved_method(token).await? {
            Some(stored) => self.method_words(stored.value).await,
            None => Ok(Page::NotFound),
        }
    }

    /// Removes the method, and with it every other record of the same card or account that the merchant has of this
    /// customer: whoever removes a card means the card. Again changes nothing.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn remove_payment_method(&self, token: &str) -> Result<Page, Error> {
        let Some(proved) = self.proved_method(token).await? else { return Ok(Page::NotFound) };
        let (id, payer) = (proved.value.id, Actor::Payer(proved.value.link_id));
        let remove = || async {
            let missing = || Error::internal(format!("payment method {id} is gone"));
            let stored = self.store.payment_method(id).await?.ok_or_else(missing)?;
            let mut changes = ChangeSet::new();
            for same in self.same_means(&stored.value).await? {
                self.revoke_method(&mut changes, same, RevokedBy::Payer, "requested");
            }
            let method = self.revoke_method(&mut changes, stored, RevokedBy::Payer, "requested");
            Ok(Decided { changes, view: method })
        };
        let method = self.run(payer, remove).await?;
        self.method_words(method).await
    }

    /// Other records of the same card or account.
    async fn same_means(&self, method: &PaymentMethodRecord) -> Result<Vec<Stored<PaymentMethodRecord>>, Error> {
        let Some(customer) = method.customer_id else { return Ok(Vec::new()) };
        let mut rows = self.methods_of(customer, None).await?;
        rows.retain(|other| other.value.id != method.id && other.value.details == method.details);
        Ok(rows)
    }

    /// The method a token is of, if the token proves that its holder was given it.
    async fn proved_method(&self, token: &str) -> Result<Option<Stored<PaymentMethodRecord>>, Error> {
        let Some((id, proof)) = token.rsplit_once('-') else { return Ok(None) };
        let Ok(id) = id.parse::<PaymentMethodId>() else { return Ok(None) };
        // links in receipts outlive the secret they were made with
        let right = |secret| bool::from(proof_of(id, secret).as_bytes().ct_eq(proof.as_bytes()));
        if !self.settings.secrets().map(right).fold(false, |any, one| any | one) {
            return Ok(None);
        }
        Ok(self.store.payment_method(id).await?)
    }

    async fn method_words(&self, method: PaymentMethodRecord) -> Result<Page, Error> {
        let Some(merchant) = self.store.merchant(method.merchant_id).await? else { return Ok(Page::NotFound) };
        let merchant = merchant.value;
        Ok(Page::PaymentMethod(Box::new(PaymentMethodPage {
            merchant_name: merchant.name,
            merchant_website: merchant.website,
            accent_color: merchant.accent_color,
            details: method.details,
            saved_at: method.created_at,
            removed_at: method.revoked.map(|end| end.at),
            timezone: merchant.timezone.name().to_owned(),
        })))
    }
}

fn proof_of(method: PaymentMethodId, secret: &Secret) -> String {
    let digest = sha256_hex(&format!("payment method\n{method}\n{}", secret.expose()));
    digest.chars().take(PROOF).collect()
}
