//! A payer ends requests and reminders with the link in a message.

use super::logos::page_logo;
use super::suppressions::Unwanted;
use crate::{
    Actor, ChangeSet, Error, MessageId, Paylink, Secret,
    engine::Decided,
    hash::sha256_hex,
    ports::{Page, UnsubscribePage},
    records::{MessageRecord, SuppressionReason},
};
use subtle::ConstantTimeEq as _;

/// Hexadecimal digits of a proof: 128 bits.
const PROOF: usize = 32;

impl Paylink {
    /// The address that ends messages like this one. The proof in it is keyed, so that nobody can end another's.
    pub(crate) fn unsubscribe_url(&self, message: MessageId) -> String {
        format!(
            "{}/unsubscribe/{message}-{}",
            self.settings.public_url,
            proof_of(message, &self.settings.origin_secret)
        )
    }

    /// The page that asks whether to end such messages. Opening it changes nothing, because scanners open it too.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn unsubscribe_page(&self, token: &str) -> Result<Page, Error> {
        match self.proved_message(token).await? {
            Some(message) => self.unsubscribe_words(&message, false).await,
            None => Ok(Page::NotFound),
        }
    }

    /// Ends requests and reminders of the message's merchant to its recipient, by its way. Again changes nothing.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn unsubscribe(&self, token: &str) -> Result<Page, Error> {
        let Some(message) = self.proved_message(token).await? else { return Ok(Page::NotFound) };
        let unwanted = Unwanted::recipient_of(&message, SuppressionReason::Unsubscribed);
        let end = || async {
            let mut changes = ChangeSet::new();
            self.suppress(&mut changes, &unwanted).await?;
            Ok(Decided { changes, view: () })
        };
        self.run(Actor::Payer(message.link_id), end).await?;
        self.unsubscribe_words(&message, true).await
    }

    /// The message a token is of, if the token proves that its holder has got the message.
    async fn proved_message(&self, token: &str) -> Result<Option<MessageRecord>, Error> {
        let Some((id, proof)) = token.rsplit_once('-') else { return Ok(None) };
        let Ok(id) = id.parse::<MessageId>() else { return Ok(None) };
        // links in messages outlive the secret they were made with
        let right = |secret| bool::from(proof_of(id, secret).as_bytes().ct_eq(proof.as_bytes()));
        if !self.settings.secrets().map(right).fold(false, |any, one| any | one) {
            return Ok(None);
        }
        Ok(self.store.message(id).await?.map(|message| message.value))
    }

    async fn unsubscribe_words(&self, message: &MessageRecord, done: bool) -> Result<Page, Error> {
        let Some(merchant) = self.store.merchant(message.merchant_id).await? else { return Ok(Page::NotFound) };
        let merchant = merchant.value;
        Ok(Page::Unsubscribe(Box::new(UnsubscribePage {
            logo: page_logo(&merchant),
            merchant_name: merchant.name,
            merchant_website: merchant.website,
            accent_color: merchant.accent_color,
            channel: message.channel,
            done,
        })))
    }
}

fn proof_of(message: MessageId, secret: &Secret) -> String {
    let digest = sha256_hex(&format!("unsubscribe\n{message}\n{}", secret.expose()));
    digest.chars().take(PROOF).collect()
}
