//! The book of charges: every promise is one conditional write on the document of its key.

use super::{Answer, ChargeDocument, ChargeEntry, Course, NewIds, Standing};
use crate::{
    SandboxGateway,
    documents::{ROUNDS, contended},
    reason::Reason,
    scenario::Scenario,
};
use paylink_core::{
    PaymentId, Stored, Timestamp,
    ports::{ChargeRequest, StoreError},
};

/// What a request to charge found.
pub(crate) enum Begun {
    /// Its token cannot be charged; now it is certain that the key never will be.
    Refused,
    /// It made the charge.
    Now(ChargeEntry, Scenario),
    /// An earlier call had made it.
    Before(Stored<ChargeEntry>),
}

impl SandboxGateway {
    /// What became of `key` as of `now`; what the clock has changed is written down before it is told.
    async fn current(&self, key: PaymentId, now: Timestamp) -> Result<Option<Stored<ChargeDocument>>, StoreError> {
        let name = key.to_string();
        for _ in 0..ROUNDS {
            let Some(mut stored) = self.documents.get::<ChargeDocument>(&name).await? else { return Ok(None) };
            let news = match &mut stored.value {
                ChargeDocument::Refused => false,
                ChargeDocument::Charged(entry) => entry.tell_news(now),
            };
            if !news {
                return Ok(Some(stored));
            }
            if self.documents.put(&name, Some(stored.version), &stored.value).await? {
                stored.version = stored.version.next();
                return Ok(Some(stored));
            }
        }
        Err(contended::<ChargeDocument>(&name))
    }

    /// The charge of `key` as of `now`, if it has one.
    pub(crate) async fn current_charge(
        &self,
        key: PaymentId,
        now: Timestamp,
    ) -> Result<Option<Stored<ChargeEntry>>, StoreError> {
        Ok(match self.current(key, now).await? {
            Some(Stored { value: ChargeDocument::Charged(value), version }) => Some(Stored { value: *value, version }),
            Some(Stored { value: ChargeDocument::Refused, .. }) | None => None,
        })
    }

    /// Finds the key's charge or makes it. The document under the key is created once: whoever creates it
    /// decides, everyone else reads it. A refusal is written there too, so that no slower call of the same
    /// key can still charge after a faster one was told that nothing happened.
    pub(crate) async fn begin(&self, request: &ChargeRequest, now: Timestamp) -> Result<Begun, StoreError> {
        let name = request.key.to_string();
        for _ in 0..ROUNDS {
            match self.current(request.key, now).await? {
                Some(Stored { value: ChargeDocument::Refused, .. }) => return Ok(Begun::Refused),
                Some(Stored { value: ChargeDocument::Charged(value), version }) => {
                    return Ok(Begun::Before(Stored { value: *value, version }));
                }
                None => {}
            }
            let Some(means) = self.means_of(request, now).await? else {
                if self.documents.put(&name, None, &ChargeDocument::Refused).await? {
                    return Ok(Begun::Refused);
                }
                continue;
            };
            let scenario = means.scenario;
            let ids = NewIds {
                reference: format!("ch_{}", self.random()),
                challenge: format!("{}-{}", request.key, self.random()),
                vault: format!("vlt_{}_{}", request.key, self.random()),
            };
            let entry = ChargeEntry::open(request, means, ids, now, &self.settings);
            let document = ChargeDocument::Charged(Box::new(entry));
            let created = self.documents.put(&name, None, &document).await?;
            if let (ChargeDocument::Charged(entry), true) = (document, created) {
                return Ok(Begun::Now(*entry, scenario));
            }
        }
        Err(contended::<ChargeDocument>(&name))
    }

    /// A key whose first call was lost is sent again: the bank hears of it too late and declines.
    pub(crate) async fn decline_lost(
        &self,
        key: PaymentId,
        mut stored: Stored<ChargeEntry>,
    ) -> Result<ChargeEntry, StoreError> {
        stored.value.course = Course::Declined { reason: Reason::ProcessingError };
        let document = ChargeDocument::Charged(Box::new(stored.value.clone()));
        // a lost race means that another call of this key has written the same
        self.documents.put(&key.to_string(), Some(stored.version), &document).await?;
        Ok(stored.value)
    }

    /// Ends the key's challenge with `outcome` if it still waits for one; the charge as it is then.
    pub(crate) async fn end_challenge(
        &self,
        key: PaymentId,
        outcome: Answer,
        now: Timestamp,
    ) -> Result<Option<ChargeEntry>, StoreError> {
        let name = key.to_string();
        for _ in 0..ROUNDS {
            let Some(Stored { mut value, version }) = self.current_charge(key, now).await? else { return Ok(None) };
            if value.standing(now) != Standing::AwaitsPayer {
                return Ok(Some(value));
            }
            value.answer_challenge(outcome);
            let document = ChargeDocument::Charged(Box::new(value));
            let written = self.documents.put(&name, Some(version), &document).await?;
            if let (ChargeDocument::Charged(entry), true) = (document, written) {
                return Ok(Some(*entry));
            }
        }
        Err(contended::<ChargeDocument>(&name))
    }
}
