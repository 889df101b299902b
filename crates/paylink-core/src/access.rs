//! Who is asking, and what that lets them do. Tenant ids come from here and nowhere else.

use crate::{
    ApiKeyId, Code, Error, MerchantId, TokenId,
    records::{ApiKeyRecord, named},
};
use serde::{Deserialize, Serialize};

/// What an API key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything.
    Admin,
    /// Reading.
    ReadOnly,
}

impl Role {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::ReadOnly => "read_only",
        }
    }

    /// The role with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Admin, Self::ReadOnly].into_iter().find(|role| role.name() == name)
    }
}

named! {
    /// The surface a merchant token is for. One surface refuses the tokens of another.
    Audience {
        /// The API under `/v1`.
        Api = "paylink:v1",
        /// The merchant's dashboard inside another site.
        Dashboard = "paylink:dashboard",
    }
}

/// A caller whose credentials have been checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// The API key used, if it was a stored one.
    pub key: Option<ApiKeyId>,
    role: Role,
    merchant: Option<MerchantId>,
    token: Option<TokenId>,
}

impl Caller {
    /// The platform itself: sees every merchant.
    #[must_use]
    pub const fn platform(role: Role, key: Option<ApiKeyId>) -> Self {
        Self { key, role, merchant: None, token: None }
    }

    /// A key that acts for one merchant only.
    #[must_use]
    pub const fn merchant_key(merchant: MerchantId, role: Role, key: ApiKeyId) -> Self {
        Self { key: Some(key), role, merchant: Some(merchant), token: None }
    }

    /// The holder of a stored API key.
    pub(crate) const fn of_key(key: &ApiKeyRecord) -> Self {
        match key.merchant_id {
            Some(merchant) => Self::merchant_key(merchant, key.role, key.id),
            None => Self::platform(key.role, Some(key.id)),
        }
    }

    /// The bearer of a merchant token: one merchant, for an hour.
    #[must_use]
    pub const fn merchant_token(merchant: MerchantId, token: TokenId) -> Self {
        Self { key: None, role: Role::Admin, merchant: Some(merchant), token: Some(token) }
    }

    /// The merchant token shown, if it was one.
    #[must_use]
    pub const fn token(&self) -> Option<TokenId> {
        self.token
    }

    /// The only merchant this caller can see; `None` for the platform.
    #[must_use]
    pub const fn merchant(&self) -> Option<MerchantId> {
        self.merchant
    }

    /// The caller's role.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Whether the caller may see what belongs to `merchant`.
    #[must_use]
    pub fn sees(&self, merchant: MerchantId) -> bool {
        self.merchant.is_none_or(|own| own == merchant)
    }

    /// Refuses callers that may only read.
    ///
    /// # Errors
    /// `forbidden`.
    pub fn may_write(&self) -> Result<(), Error> {
        match self.role {
            Role::Admin => Ok(()),
            Role::ReadOnly => Err(Error::new(Code::Forbidden, "this API key may only read")),
        }
    }

    /// Refuses everyone but the platform's own keys.
    ///
    /// # Errors
    /// `forbidden`.
    pub fn is_platform(&self) -> Result<(), Error> {
        match self.merchant {
            None => Ok(()),
            Some(_) => Err(Error::new(Code::Forbidden, "only a key of the platform may do this")),
        }
    }

    /// Refuses merchant tokens: they act on links and payments, never on credentials or webhooks.
    ///
    /// # Errors
    /// `forbidden`.
    pub fn is_key(&self) -> Result<(), Error> {
        match self.token {
            None => Ok(()),
            Some(_) => Err(Error::new(Code::Forbidden, "a merchant token may not do this")),
        }
    }

    /// The space in which this caller's idempotency keys live.
    #[must_use]
    pub fn scope(&self) -> String {
        self.merchant.map_or_else(|| "platform".to_owned(), |id| id.to_string())
    }
}
