//! Merchant tokens: leave to act as one merchant for an hour, and the end of all that were given.

use crate::{
    Actor, Audience, Caller, Change, ChangeSet, Code, Error, MerchantId, Once, Paylink, Reply, Stored, Timestamp,
    TokenId, engine::Decided, forms::TokenForm, records::MerchantRecord,
};
use std::time::Duration;

/// Leave to act as one merchant for a while; the adapter signs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenGrant {
    /// For whom.
    pub merchant_id: MerchantId,
    /// On which surface.
    pub audience: Audience,
    /// From when on.
    pub issued_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// Identity of the token.
    pub token_id: TokenId,
    /// Which of the merchant's tokens end together: see [`PresentedToken::epoch`].
    pub epoch: i64,
}

/// A token that was shown, once the adapter has verified its signature, its times and its audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresentedToken {
    /// For whom.
    pub merchant_id: MerchantId,
    /// Identity of the token.
    pub token_id: TokenId,
    /// The `tokens_valid_after` of the merchant when the token was made, in microseconds, or 0. A revocation always
    /// changes it, so that a token made just before and one made just after are told apart whatever clocks say.
    pub epoch: i64,
}

/// Life of a merchant token.
const TOKEN_LIFE: Duration = Duration::from_secs(3600);

fn epoch(merchant: &MerchantRecord) -> i64 {
    merchant.tokens_valid_after.map_or(0, Timestamp::micros)
}

impl Paylink {
    /// Leave to act as a merchant for an hour, on one surface.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, field errors.
    pub async fn grant_merchant_token(
        &self,
        caller: &Caller,
        id: &str,
        form: &TokenForm,
        once: Option<Once<'_, TokenGrant>>,
    ) -> Result<Reply<TokenGrant>, Error> {
        let id = self.visible_merchant(caller, id).await?.value.id;
        caller.is_key()?;
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let audience = read_audience(form)?;
            let merchant = self.store.merchant(id).await?.ok_or_else(|| Error::of(Code::NotFound))?.value;
            let now = self.now();
            let issued_at = Timestamp::from_micros(now.seconds().saturating_mul(1_000_000)).unwrap_or(now);
            let grant = TokenGrant {
                merchant_id: id,
                audience,
                issued_at,
                expires_at: issued_at.plus(TOKEN_LIFE),
                token_id: TokenId::from_random(self.random()),
                epoch: epoch(&merchant),
            };
            let entry = self.granted(Actor::from(caller), &grant);
            Ok(Decided { changes: ChangeSet::new().with(Change::InsertAudit(vec![entry])), view: grant })
        })
        .await
    }

    /// Ends every merchant token of a merchant that was made so far.
    ///
    /// # Errors
    /// `not_found`, `forbidden`.
    pub async fn revoke_merchant_tokens(
        &self,
        caller: &Caller,
        id: &str,
        once: Option<Once<'_, MerchantRecord>>,
    ) -> Result<Reply<MerchantRecord>, Error> {
        let id = self.visible_merchant(caller, id).await?.value.id;
        caller.is_key()?;
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let Stored { value: old, version } =
                self.store.merchant(id).await?.ok_or_else(|| Error::of(Code::NotFound))?;
            let now = self.now();
            // later than the last one even if the clock is not
            let later = old.tokens_valid_after.map_or(now, |last| now.max(last.plus(Duration::from_micros(1))));
            let value = MerchantRecord { tokens_valid_after: Some(later), updated_at: now, ..old };
            let change = Change::UpdateMerchant(Stored { value: value.clone(), version });
            Ok(Decided { changes: ChangeSet::new().with(change), view: value })
        })
        .await
    }

    /// The caller behind a merchant token whose signature and claims the adapter has verified.
    ///
    /// # Errors
    /// `unauthenticated` when the merchant does not exist or has ended its tokens since.
    pub async fn caller_for_token(&self, token: &PresentedToken) -> Result<Caller, Error> {
        let refused = || Error::of(Code::Unauthenticated);
        let merchant = self.store.merchant(token.merchant_id).await?.ok_or_else(refused)?.value;
        if epoch(&merchant) != token.epoch {
            return Err(refused());
        }
        Ok(Caller::merchant_token(merchant.id, token.token_id))
    }
}

fn read_audience(form: &TokenForm) -> Result<Audience, Error> {
    let mut errors = form.unread.clone();
    let audience = match form.audience.as_deref() {
        None => Some(Audience::Api),
        Some(name) => Audience::named(name),
    };
    if audience.is_none() {
        errors.add("audience", Code::InvalidValue, "paylink:v1 or paylink:dashboard");
    }
    errors.finish()?;
    Ok(audience.unwrap_or(Audience::Api))
}
