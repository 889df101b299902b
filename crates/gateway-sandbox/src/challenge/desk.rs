//! Showing and answering challenges.

use super::ChallengeView;
use crate::{SandboxGateway, charge::Answer};
use paylink_core::{PaymentId, Timestamp, ports::StoreError};

impl SandboxGateway {
    /// The challenge with this id (the last part of the address in `ActionRequired`), open or ended.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn challenge(&self, id: &str) -> Result<Option<ChallengeView>, StoreError> {
        Ok(self.find_challenge(id, self.clock.now()).await?.map(|(_, view)| view))
    }

    /// Approves or declines the payment; the challenge as it is then. The first answer counts, a later one
    /// changes nothing.
    ///
    /// # Errors
    /// When the store does not answer; asking again is safe.
    pub async fn answer_challenge(&self, id: &str, approve: bool) -> Result<Option<ChallengeView>, StoreError> {
        let now = self.clock.now();
        let Some((key, _)) = self.find_challenge(id, now).await? else { return Ok(None) };
        let answer = if approve { Answer::Approved } else { Answer::Declined };
        let entry = self.end_challenge(key, answer, now).await?;
        Ok(entry.and_then(|entry| ChallengeView::of(&entry, id, now)))
    }

    async fn find_challenge(&self, id: &str, now: Timestamp) -> Result<Option<(PaymentId, ChallengeView)>, StoreError> {
        let Some(key) = id.split_once('-').and_then(|(key, _)| key.parse::<PaymentId>().ok()) else { return Ok(None) };
        let Some(stored) = self.current_charge(key, now).await? else { return Ok(None) };
        Ok(ChallengeView::of(&stored.value, id, now).map(|view| (key, view)))
    }
}
