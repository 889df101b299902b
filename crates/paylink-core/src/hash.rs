//! Hashing for things that are stored but must not be readable: API keys, payer addresses.

use crate::Secret;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest, Sha256};

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        for half in [byte >> 4, byte & 15] {
            out.extend(char::from_digit(u32::from(half), 16));
        }
        out
    })
}

/// SHA-256 of `text`, in hexadecimal.
#[must_use]
pub fn sha256_hex(text: &str) -> String {
    sha256_hex_of(text.as_bytes())
}

/// SHA-256 of `bytes`, in hexadecimal.
#[must_use]
pub fn sha256_hex_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// HMAC-SHA256 of a label under a secret of the server: one key per purpose, so that the secret itself never signs.
#[must_use]
pub fn derived(secret: &Secret, label: &str) -> [u8; 32] {
    // HMAC takes keys of any length; the other arm cannot be reached
    Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes())
        .map(|mac| mac.chain_update(label).finalize().into_bytes().into())
        .unwrap_or_default()
}
