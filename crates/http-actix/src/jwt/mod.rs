//! Tokens: JWTs that act for one merchant or show one link for an hour, or stand for an API key for a day.
//!
//! One algorithm, fixed here; every claim required; keys derived from the server's secret, so that the secret
//! itself never signs anything.

mod provider;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, TokenData, Validation};
use paylink_core::{
    ApiKeyId, Audience, Code, Error, KeyGrant, LinkId, PayerGrant, PresentedToken, Secret, Timestamp, TokenGrant,
    TokenId,
    hash::{derived, hex},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Who a token is for, how long it lives at most, and in seconds.
struct Kind {
    audience: &'static str,
    max_life: i64,
}

/// Acts for a merchant on a surface.
const fn merchant(surface: Audience) -> Kind {
    Kind { audience: surface.name(), max_life: 3600 }
}

/// Sees and pays one link.
const PAYER: Kind = Kind { audience: "paylink:payer", max_life: 3600 };
/// Stands in place of an API key.
const KEY: Kind = Kind { audience: "paylink:key", max_life: 24 * 3600 };

/// Longest token that is looked at, in bytes.
const MAX_TOKEN: usize = 4096;
/// How far two clocks may differ, in seconds.
const LEEWAY: i64 = 30;

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims<S> {
    iss: String,
    aud: String,
    sub: S,
    iat: i64,
    exp: i64,
    jti: String,
    /// Which of the merchant's tokens end together.
    #[serde(default)]
    epoch: i64,
}

/// What is granted, and from when until when.
struct Leave<S> {
    sub: S,
    times: (Timestamp, Timestamp),
    token: TokenId,
    epoch: i64,
}

/// The keys that sign and check tokens.
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

    /// Writes down what the core granted a merchant.
    pub(crate) fn sign(&self, grant: &TokenGrant) -> Result<String, Error> {
        let (times, epoch) = ((grant.issued_at, grant.expires_at), grant.epoch);
        self.signed(&merchant(grant.audience), Leave { sub: grant.merchant_id, times, token: grant.token_id, epoch })
    }

    /// The same for a payer.
    pub(crate) fn sign_payer(&self, grant: &PayerGrant) -> Result<String, Error> {
        let times = (grant.issued_at, grant.expires_at);
        self.signed(&PAYER, Leave { sub: grant.link_id, times, token: grant.token_id, epoch: 0 })
    }

    /// The same for the holder of an API key.
    pub(crate) fn sign_key(&self, grant: &KeyGrant) -> Result<String, Error> {
        let times = (grant.issued_at, grant.expires_at);
        self.signed(&KEY, Leave { sub: grant.key, times, token: grant.token_id, epoch: 0 })
    }

    /// What a presented merchant token says, if it is ours, for this surface, and of now.
    pub(crate) fn verify(&self, token: &str, surface: Audience, now: Timestamp) -> Result<PresentedToken, Error> {
        let (claims, token_id) = self.checked(&merchant(surface), token, now)?;
        Ok(PresentedToken { merchant_id: claims.sub, token_id, epoch: claims.epoch })
    }

    /// The link a presented token shows, and which token it is.
    pub(crate) fn verify_payer(&self, token: &str, now: Timestamp) -> Result<(LinkId, TokenId), Error> {
        self.checked(&PAYER, token, now).map(|(claims, token)| (claims.sub, token))
    }

    /// The key a presented token stands for.
    pub(crate) fn verify_key(&self, token: &str, now: Timestamp) -> Result<ApiKeyId, Error> {
        self.checked(&KEY, token, now).map(|(claims, _)| claims.sub)
    }

    fn signed<S: Serialize>(&self, kind: &Kind, leave: Leave<S>) -> Result<String, Error> {
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: kind.audience.to_owned(),
            sub: leave.sub,
            iat: leave.times.0.seconds(),
            exp: leave.times.1.seconds(),
            jti: leave.token.to_string(),
            epoch: leave.epoch,
        };
        jsonwebtoken::encode(&self.header, &claims, &self.encoding)
            .map_err(|_| Error::internal("a token could not be signed"))
    }

    fn checked<S: DeserializeOwned + Clone>(
        &self,
        kind: &Kind,
        token: &str,
        now: Timestamp,
    ) -> Result<(Claims<S>, TokenId), Error> {
        self.read(kind, token, now.seconds()).ok_or_else(|| Error::of(Code::Unauthenticated))
    }

    fn read<S: DeserializeOwned + Clone>(&self, kind: &Kind, token: &str, now: i64) -> Option<(Claims<S>, TokenId)> {
        if token.len() > MAX_TOKEN {
            return None;
        }
        let named = jsonwebtoken::decode_header(token).ok()?.kid?;
        let (name, key) = self.known.iter().find(|(name, _)| *name == named)?;
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        rules.set_issuer(&[&self.issuer]);
        rules.set_audience(&[kind.audience]);
        // Times are compared below, by the server's clock.
        rules.validate_exp = false;
        let TokenData { header, claims } = jsonwebtoken::decode::<Claims<S>>(token, key, &rules).ok()?;
        let id = claims.jti.parse().ok()?;
        let current = is_current((claims.iat, claims.exp), kind.max_life, now);
        (is_ours(&header, name) && current).then_some((claims, id))
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
