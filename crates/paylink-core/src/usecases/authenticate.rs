//! From presented credentials to a caller.

use crate::{Caller, Code, Error, Paylink, Role, hash::sha256_hex, usecases::access_keys::has_checksum};
use subtle::ConstantTimeEq as _;

impl Paylink {
    /// The caller behind an API key. Garbage is told by its checksum, without asking the store.
    ///
    /// # Errors
    /// `unauthenticated`, `storage_unavailable`.
    pub async fn authenticate_key(&self, presented: &str) -> Result<Caller, Error> {
        let refused = || Error::of(Code::Unauthenticated);
        let hash = sha256_hex(presented);
        if let Some(admin) = &self.settings.admin_key {
            let expected = sha256_hex(admin.expose());
            if bool::from(expected.as_bytes().ct_eq(hash.as_bytes())) {
                return Ok(Caller::platform(Role::Admin, None));
            }
        }
        if !has_checksum(presented) {
            return Err(refused());
        }
        let key = self.store.api_key_by_hash(&hash).await?.ok_or_else(refused)?.value;
        if key.revoked_at.is_some() || !bool::from(key.secret_hash.as_bytes().ct_eq(hash.as_bytes())) {
            return Err(refused());
        }
        Ok(Caller::of_key(&key))
    }
}
