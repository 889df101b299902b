//! A payer ends requests and reminders with the link in a message.

use crate::{MessageId, Paylink, hash::sha256_hex};

impl Paylink {
    /// The address that ends messages like this one. The proof in it is keyed, so that nobody can end another's.
    pub(crate) fn unsubscribe_url(&self, message: MessageId) -> String {
        format!("{}/unsubscribe/{message}-{}", self.settings.public_url, self.unsubscribe_proof(message))
    }

    fn unsubscribe_proof(&self, message: MessageId) -> String {
        let digest = sha256_hex(&format!("unsubscribe\n{message}\n{}", self.settings.origin_secret.expose()));
        digest.chars().take(32).collect()
    }
}
