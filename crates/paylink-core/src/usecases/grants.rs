//! Leave to act for a while without showing a secret each time: for a payer in front of a link, and for the holder of a
//! key. The adapter signs what is granted here.

use crate::{
    ApiKeyId, Caller, Code, Error, Link, LinkId, Paylink, Timestamp, TokenId,
    records::{LinkRecord, MerchantRecord, PaymentRecord},
    views::LinkView,
};
use std::time::Duration;

/// Life of a payer's token.
const PAYER_LIFE: Duration = Duration::from_secs(3600);
/// Life of a token in place of a key.
const KEY_LIFE: Duration = Duration::from_secs(24 * 3600);

/// Leave to see and pay one link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayerGrant {
    /// Which.
    pub link_id: LinkId,
    /// From when on.
    pub issued_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// Identity of the token.
    pub token_id: TokenId,
}

/// Leave to do what an API key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyGrant {
    /// Which key.
    pub key: ApiKeyId,
    /// From when on.
    pub issued_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// Identity of the token.
    pub token_id: TokenId,
}

/// What the bearer of a payer's token may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayerSight {
    /// The link.
    pub link: LinkView,
    /// Its payee.
    pub merchant: MerchantRecord,
    /// The last attempt to pay it.
    pub latest: Option<PaymentRecord>,
}

impl Paylink {
    /// What a payer's token shows.
    ///
    /// # Errors
    /// `unauthenticated` when the link is gone.
    pub async fn payer_sight(&self, id: LinkId) -> Result<PayerSight, Error> {
        let gone = || Error::of(Code::Unauthenticated);
        let found = self.store.link(id).await?.filter(|link| link.value.deleted_at.is_none());
        let record: LinkRecord = Link::restore(found.ok_or_else(gone)?.value)?.into_record();
        let merchant = self.store.merchant(record.merchant_id).await?.ok_or_else(gone)?.value;
        let totals = self.totals_of(&record).await?;
        let link = self.link_view(record, totals, self.now())?;
        let latest = self.latest_payment(&link).await?.map(|view| view.payment);
        Ok(PayerSight { link, merchant, latest })
    }

    /// Leave for whoever has the address of a link, for an hour.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn grant_payer_token(&self, slug: &str) -> Result<PayerGrant, Error> {
        let link_id = self.link_for_payer(slug).await?.value.id;
        let (issued_at, expires_at, token_id) = self.span(PAYER_LIFE);
        Ok(PayerGrant { link_id, issued_at, expires_at, token_id })
    }

    /// Leave for whoever has shown an API key by its id and its secret, for a day.
    ///
    /// # Errors
    /// `unauthenticated`, also when the secret is that of another key.
    pub async fn grant_key_token(&self, id: &str, secret: &str) -> Result<KeyGrant, Error> {
        let refused = || Error::of(Code::Unauthenticated);
        let named: ApiKeyId = id.parse().map_err(|_| refused())?;
        let key = self.authenticate_key(secret).await?.key.filter(|key| *key == named).ok_or_else(refused)?;
        let (issued_at, expires_at, token_id) = self.span(KEY_LIFE);
        Ok(KeyGrant { key, issued_at, expires_at, token_id })
    }

    /// The caller behind a key whose holder has proved it: a token whose signature and claims the adapter has verified, or a
    /// session. The key may do what it may do
    /// now, and nothing once it is revoked.
    ///
    /// # Errors
    /// `unauthenticated`.
    pub async fn caller_for_key(&self, id: ApiKeyId) -> Result<Caller, Error> {
        let refused = || Error::of(Code::Unauthenticated);
        let key = self.store.api_key(id).await?.ok_or_else(refused)?.value;
        if key.revoked_at.is_some() {
            return Err(refused());
        }
        Ok(Caller::of_key(&key))
    }

    /// From the whole second in which it is granted.
    fn span(&self, life: Duration) -> (Timestamp, Timestamp, TokenId) {
        let now = self.now();
        let issued_at = Timestamp::from_micros(now.seconds().saturating_mul(1_000_000)).unwrap_or(now);
        (issued_at, issued_at.plus(life), TokenId::from_random(self.random()))
    }
}
