//! Merchant tokens: JWTs of one hour that act for one merchant.
//!
//! One algorithm, fixed here; every claim required; keys derived from the server's secret, so that the secret
//! itself never signs anything.

mod provider;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, TokenData, Validation};
use paylink_core::{
    Audience, Code, Error, MerchantId, PresentedToken, Secret, Timestamp, TokenGrant,
    hash::{derived, hex},
};
use serde::{Deserialize, Serialize};

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
    /// Which of the merchant's tokens end together.
    #[serde(default)]
    epoch: i64,
}

/// The keys that sign and check merchant tokens.
pub(crate) struct TokenKeys {
    encoding: EncodingKey,
    header: Header,
    /// By the name in a token's header; the first is the one that signs.
    known: Vec<(String, DecodingKey)>,
    issuer: String,
}

/// The name of the key that a secret gives, and the key.
fn key(secret: &Secret) -> (String, [u8; 32]) {
    let name = derived(secret, "paylink merchant token v1 key id");
    (hex(name.get(..8).unwrap_or_default()), derived(secret, "paylink merchant token v1"))
}

impl TokenKeys {
    /// Derives the keys; `previous` secrets still check, `issuer` is the server's public URL.
    pub(crate) fn new(secret: &Secret, previous: &[Secret], issuer: &str) -> Self {
        provider::install();
        let (name, signing) = key(secret);
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some(name);
        let checking = |secret: &Secret| {
            let (name, key) = key(secret);
            (name, DecodingKey::from_secret(&key))
        };
        Self {
            encoding: EncodingKey::from_secret(&signing),
            header,
            known: std::iter::once(secret).chain(previous).map(checking).collect(),
            issuer: issuer.to_owned(),
        }
    }

    /// Writes down what the core granted.
    pub(crate) fn sign(&self, grant: &TokenGrant) -> Result<String, Error> {
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: grant.audience.name().to_owned(),
            sub: grant.merchant_id,
            iat: grant.issued_at.seconds(),
            exp: grant.expires_at.seconds(),
            jti: grant.token_id.to_string(),
            epoch: grant.epoch,
        };
        jsonwebtoken::encode(&self.header, &claims, &self.encoding)
            .map_err(|_| Error::internal("a merchant token could not be signed"))
    }

    /// What a presented token says, if it is ours, for this surface, and of now.
    pub(crate) fn verify(&self, token: &str, surface: Audience, now: Timestamp) -> Result<PresentedToken, Error> {
        self.checked(token, surface, now.seconds()).ok_or_else(|| Error::of(Code::Unauthenticated))
    }

    fn checked(&self, token: &str, surface: Audience, now: i64) -> Option<PresentedToken> {
        if token.len() > MAX_TOKEN {
            return None;
        }
        let named = jsonwebtoken::decode_header(token).ok()?.kid?;
        let (name, key) = self.known.iter().find(|(name, _)| *name == named)?;
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        rules.set_issuer(&[&self.issuer]);
        rules.set_audience(&[surface.name()]);
        // Times are compared below, by the server's clock.
        rules.validate_exp = false;
        let TokenData { header, claims } = jsonwebtoken::decode::<Claims>(token, key, &rules).ok()?;
        let token_id = claims.jti.parse().ok()?;
        let shown = PresentedToken { merchant_id: claims.sub, token_id, epoch: claims.epoch };
        (is_ours(&header, name) && is_current(&claims, now)).then_some(shown)
    }
}

/// Headers that make a verifier fetch or accept a key are refused, and so is anything that must be understood.
fn is_ours(header: &Header, name: &str) -> bool {
    let foreign = header.crit.is_some()
        || header.jku.is_some()
        || header.jwk.is_some()
        || header.x5u.is_some()
        || header.x5c.is_some()
        || header.enc.is_some()
        || header.zip.is_some()
        || !header.extras.inner().is_empty();
    !foreign && header.kid.as_deref() == Some(name) && header.typ.as_deref().is_none_or(|typ| typ == "JWT")
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
