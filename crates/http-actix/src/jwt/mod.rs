//! Tokens: JWTs that act for one merchant or show one link for an hour, or stand for an API key for a day.
//!
//! One algorithm, fixed here; every claim required; keys derived from the server's secret, so that the secret
//! itself never signs anything.

mod provider;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, TokenData, Validation};
use paylink_core::{
    ApiKeyId, Code, Error, KeyGrant, LinkId, MerchantId, PayerGrant, Secret, Timestamp, TokenGrant, TokenId, hash::hex,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::Sha256;

/// Who a token is for, how long it lives at most, and in seconds.
struct Kind {
    audience: &'static str,
    max_life: i64,
}

/// Acts for a merchant.
const MERCHANT: Kind = Kind { audience: "paylink:v1", max_life: 3600 };
/// Sees and pays one link.
const PAYER: Kind = Kind { audience: "paylink:payer", max_life: 3600 };
/// Stands in place of an API key.
const KEY: Kind = Kind { audience: "paylink:key", max_life: 24 * 3600 };

/// Longest token that is looked at, in bytes.
const MAX_TOKEN: usize = 4096;
/// How far two clocks may differ, in seconds.
const LEEWAY: i64 = 30;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims<S> {
    iss: String,
    aud: String,
    sub: S,
    iat: i64,
    exp: i64,
    jti: String,
}

/// The keys that sign and check tokens.
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

    /// Writes down what the core granted a merchant.
    pub(crate) fn sign(&self, grant: &TokenGrant) -> Result<String, Error> {
        self.signed(&MERCHANT, grant.merchant_id, (grant.issued_at, grant.expires_at), grant.token_id)
    }

    /// The same for a payer.
    pub(crate) fn sign_payer(&self, grant: &PayerGrant) -> Result<String, Error> {
        self.signed(&PAYER, grant.link_id, (grant.issued_at, grant.expires_at), grant.token_id)
    }

    /// The same for the holder of an API key.
    pub(crate) fn sign_key(&self, grant: &KeyGrant) -> Result<String, Error> {
        self.signed(&KEY, grant.key, (grant.issued_at, grant.expires_at), grant.token_id)
    }

    /// The merchant a presented token acts for, and which token it is.
    pub(crate) fn verify(&self, token: &str, now: Timestamp) -> Result<(MerchantId, TokenId), Error> {
        self.checked(&MERCHANT, token, now.seconds()).ok_or_else(|| Error::of(Code::Unauthenticated))
    }

    /// The link a presented token shows, and which token it is.
    pub(crate) fn verify_payer(&self, token: &str, now: Timestamp) -> Result<(LinkId, TokenId), Error> {
        self.checked(&PAYER, token, now.seconds()).ok_or_else(|| Error::of(Code::Unauthenticated))
    }

    /// The key a presented token stands for.
    pub(crate) fn verify_key(&self, token: &str, now: Timestamp) -> Result<ApiKeyId, Error> {
        let checked = self.checked(&KEY, token, now.seconds());
        checked.map(|(key, _)| key).ok_or_else(|| Error::of(Code::Unauthenticated))
    }

    fn signed(
        &self,
        kind: &Kind,
        sub: impl Serialize,
        (from, until): (Timestamp, Timestamp),
        token: TokenId,
    ) -> Result<String, Error> {
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: kind.audience.to_owned(),
            sub,
            iat: from.seconds(),
            exp: until.seconds(),
            jti: token.to_string(),
        };
        jsonwebtoken::encode(&self.header, &claims, &self.encoding)
            .map_err(|_| Error::internal("a token could not be signed"))
    }

    fn checked<S: DeserializeOwned + Clone>(&self, kind: &Kind, token: &str, now: i64) -> Option<(S, TokenId)> {
        if token.len() > MAX_TOKEN {
            return None;
        }
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        rules.set_issuer(&[&self.issuer]);
        rules.set_audience(&[kind.audience]);
        // Times are compared below, by the server's clock.
        rules.validate_exp = false;
        let TokenData { header, claims } = jsonwebtoken::decode::<Claims<S>>(token, &self.decoding, &rules).ok()?;
        let id = claims.jti.parse().ok()?;
        let current = is_current((claims.iat, claims.exp), kind.max_life, now);
        (self.is_ours(&header) && current).then_some((claims.sub, id))
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

fn is_current((iat, exp): (i64, i64), max_life: i64, now: i64) -> bool {
    let life = exp.checked_sub(iat);
    let begun = iat <= now.saturating_add(LEEWAY);
    let not_over = now < exp.saturating_add(LEEWAY);
    life.is_some_and(|life| (1..=max_life).contains(&life)) && begun && not_over
}

/// Whether a presented credential has the shape of a JWT, so that it is not looked up as an API key.
pub(crate) fn looks_like_token(credential: &str) -> bool {
    credential.bytes().filter(|byte| *byte == b'.').count() == 2
}
