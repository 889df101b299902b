//! Merchant tokens: JWTs of one hour that act for one merchant.
//!
//! One algorithm, fixed here; every claim required; keys derived from the server's secret, so that the secret
//! itself never signs anything.

mod provider;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, TokenData, Validation};
use paylink_core::{Code, Error, MerchantId, Secret, Timestamp, TokenGrant, TokenId, hash::hex};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// The native API's audience; other surfaces have their own.
const AUDIENCE: &str = "paylink:v1";
/// Longest token that is looked at, in bytes.
const MAX_TOKEN: usize = 4096;
/// Longest life of a token, in seconds.
const MAX_LIFE: i64 = 3600;
/// How far two clocks may differ, in seconds.
const LEEWAY: i64 = 30;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    sub: MerchantId,
    iat: i64,
    exp: i64,
    jti: String,
}

/// The keys that sign and check merchant tokens.
pub(crate) struct TokenKeys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    header: Header,
    issuer: String,
}

/// HMAC-SHA256 of a label under the server's secret: one key per purpose.
fn derived(secret: &Secret, label: &str) -> Vec<u8> {
    // HMAC takes keys of any length; the other arm cannot be reached.
    Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes())
        .map(|mac| mac.chain_update(label).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}

impl TokenKeys {
    /// Derives the keys; `issuer` is the server's public URL.
    pub(crate) fn new(secret: &Secret, issuer: &str) -> Self {
        provider::install();
        let key = derived(secret, "paylink merchant token v1");
        let name = derived(secret, "paylink merchant token v1 key id");
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some(hex(name.get(..8).unwrap_or_default()));
        Self {
            encoding: EncodingKey::from_secret(&key),
            decoding: DecodingKey::from_secret(&key),
            header,
            issuer: issuer.to_owned(),
        }
    }

    /// Writes down what the core granted.
    pub(crate) fn sign(&self, grant: &TokenGrant) -> Result<String, Error> {
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            sub: grant.merchant_id,
            iat: grant.issued_at.seconds(),
            exp: grant.expires_at.seconds(),
            jti: grant.token_id.to_string(),
        };
        jsonwebtoken::encode(&self.header, &claims, &self.encoding)
            .map_err(|_| Error::internal("a merchant token could not be signed"))
    }

    /// The merchant a presented token acts for, and which token it is.
    pub(crate) fn verify(&self, token: &str, now: Timestamp) -> Result<(MerchantId, TokenId), Error> {
        self.checked(token, now.seconds()).ok_or_else(|| Error::of(Code::Unauthenticated))
    }

    fn checked(&self, token: &str, now: i64) -> Option<(MerchantId, TokenId)> {
        if token.len() > MAX_TOKEN {
            return None;
        }
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        rules.set_issuer(&[&self.issuer]);
        rules.set_audience(&[AUDIENCE]);
        // Times are compared below, by the server's clock.
        rules.validate_exp = false;
        let TokenData { header, claims } = jsonwebtoken::decode::<Claims>(token, &self.decoding, &rules).ok()?;
        let token = claims.jti.parse().ok()?;
        (self.is_ours(&header) && is_current(&claims, now)).then_some((claims.sub, token))
    }

    /// Headers that make a verifier fetch or accept a key are refused, and so is anything that must be understood.
    fn is_ours(&self, header: &Header) -> bool {
        let foreign = header.crit.is_some()
            || header.jku.is_some()
            || header.jwk.is_some()
            || header.x5u.is_some()
            || header.x5c.is_some()
            || header.enc.is_some()
            || header.zip.is_some()
            || !header.extras.inner().is_empty();
        !foreign && header.kid == self.header.kid && header.typ.as_deref().is_none_or(|typ| typ == "JWT")
    }
}

fn is_current(claims: &Claims, now: i64) -> bool {
    let life = claims.exp.checked_sub(claims.iat);
    let begun = claims.iat <= now.saturating_add(LEEWAY);
    let not_over = now < claims.exp.saturating_add(LEEWAY);
    life.is_some_and(|life| (1..=MAX_LIFE).contains(&life)) && begun && not_over
}

/// Whether a presented credential has the shape of a JWT, so that it is not looked up as an API key.
pub(crate) fn looks_like_token(credential: &str) -> bool {
    credential.bytes().filter(|byte| *byte == b'.').count() == 2
}
