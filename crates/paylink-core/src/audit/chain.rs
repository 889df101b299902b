//! Seals: each covers entries and the seal before it, so that nothing sealed can be changed, removed or slipped in
//! without every later seal having to be made anew; and that takes the server's key.

use crate::{
    Secret,
    hash::{derived, hex},
    records::{AuditRecord, SealRecord, SealedEntry},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest, Sha256};

/// The hash before the first seal.
pub(crate) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A key that signs seals, derived from a secret of the server.
#[derive(Clone)]
pub(crate) struct SealKey {
    /// Its name in a seal.
    pub id: String,
    key: [u8; 32],
}

impl SealKey {
    /// The key that a secret gives.
    pub(crate) fn of(secret: &Secret) -> Self {
        let name = derived(secret, "paylink audit seal v1 key id");
        Self { id: hex(name.get(..8).unwrap_or_default()), key: derived(secret, "paylink audit seal v1") }
    }

    /// The signature of a seal's hash.
    pub(crate) fn mac(&self, hash: &str) -> String {
        // HMAC takes keys of any length; the other arm cannot be reached
        Hmac::<Sha256>::new_from_slice(&self.key)
            .map(|mac| hex(&mac.chain_update(hash).finalize().into_bytes()))
            .unwrap_or_default()
    }
}

/// Fields one after the other, each with its length before it, so that no two rows give the same bytes.
struct Fields(Sha256);

impl Fields {
    fn of(what: &str) -> Self {
        Self(Sha256::new()).text(what)
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.update(bytes);
        self
    }

    fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    fn number(self, number: i64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    fn maybe(self, bytes: Option<&[u8]>) -> Self {
        match bytes {
            Some(bytes) => self.bytes(&[1]).bytes(bytes),
            None => self.bytes(&[0]),
        }
    }

    fn hex(self) -> String {
        hex(&self.0.finalize())
    }
}

/// The digest of an entry: SHA-256 over all its fields.
pub(crate) fn digest(entry: &AuditRecord) -> String {
    use crate::TypedId as _;
    let AuditRecord { id, merchant_id, actor, actor_id, action, kind, subject, version, state, request_id, created_at } =
        entry;
    Fields::of("paylink audit entry v1")
        .bytes(id.uuid().as_bytes())
        .maybe(merchant_id.map(|id| id.uuid().into_bytes()).as_ref().map(<[u8; 16]>::as_slice))
        .text(actor.name())
        .maybe(actor_id.as_deref().map(str::as_bytes))
        .text(action)
        .text(kind.name())
        .bytes(subject.as_bytes())
        .number(*version)
        .maybe(state.as_deref().map(str::as_bytes))
        .maybe(request_id.as_deref().map(str::as_bytes))
        .number(created_at.micros())
        .hex()
}

/// The hash of a seal that follows one with the hash `before`.
pub(crate) fn hash_of(before: &str, seal: &SealRecord) -> String {
    let SealRecord { number, entries, hash: _, key_id, mac: _, created_at } = seal;
    let mut fields =
        Fields::of("paylink audit seal v1").text(before).number(*number).text(key_id).number(created_at.micros());
    for SealedEntry { id, digest } in entries {
        fields = fields.text(&id.to_string()).maybe(digest.as_deref().map(str::as_bytes));
    }
    fields.hex()
}

/// What a look at a seal comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It follows the seal before it and is signed.
    Sound,
    /// It follows, but its key is not known here any more.
    UnknownKey,
    /// Its hash is not that of what stands in it and before it.
    Broken,
    /// Its signature is not the server's.
    Forged,
}

/// Whether a seal holds, after one with the hash `before`.
pub(crate) fn verdict(before: &str, seal: &SealRecord, keys: &[SealKey]) -> Verdict {
    if hash_of(before, seal) != seal.hash {
        return Verdict::Broken;
    }
    match keys.iter().find(|key| key.id == seal.key_id) {
        None => Verdict::UnknownKey,
        Some(key) if key.mac(&seal.hash) == seal.mac => Verdict::Sound,
        Some(_) => Verdict::Forged,
    }
}
