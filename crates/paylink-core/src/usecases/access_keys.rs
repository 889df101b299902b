//! API keys: made (the secret is shown once), listed, revoked.

use super::fields::check;
use super::listing::{Slice, at};
use crate::{
    ApiKeyId, Caller, Change, ChangeSet, Code, Error, FieldErrors, MerchantId, Once, Paylink, Reply, Role, Secret,
    Stored,
    engine::Decided,
    forms::{ApiKeyForm, ListQuery},
    hash::sha256_hex,
    records::ApiKeyRecord,
    views::Listed,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// Every secret begins like this, so that leaked ones can be found.
const PREFIX: &str = "paylink_sk_";

/// A key just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewApiKey {
    /// The key.
    pub key: ApiKeyRecord,
    /// Its secret; stored nowhere.
    pub secret: Secret,
}

/// `paylink_sk_`, 43 characters of 256 random bits, 8 of their CRC-32.
fn write_secret(random: [u8; 32]) -> String {
    let body = URL_SAFE_NO_PAD.encode(random);
    format!("{PREFIX}{body}{:08x}", crc32fast::hash(body.as_bytes()))
}

/// Whether a presented secret can be one of ours at all.
pub(crate) fn has_checksum(presented: &str) -> bool {
    let Some((body, sum)) = presented.strip_prefix(PREFIX).and_then(|rest| rest.split_at_checked(43)) else {
        return false;
    };
    sum == format!("{:08x}", crc32fast::hash(body.as_bytes()))
}

impl Paylink {
    /// Makes an API key.
    ///
    /// # Errors
    /// `forbidden`, field errors.
    pub async fn create_api_key(
        &self,
        caller: &Caller,
        form: &ApiKeyForm,
        once: Option<Once<'_, NewApiKey>>,
    ) -> Result<Reply<NewApiKey>, Error> {
        caller.is_key()?;
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let (name, role, merchant_id) = self.check_key(caller, form).await?;
            let secret = write_secret(self.random());
            let hint = secret.chars().skip(secret.len().saturating_sub(4)).collect();
            let key = ApiKeyRecord {
                id: self.new_id(),
                name,
                role,
                merchant_id,
                secret_hash: sha256_hex(&secret),
                hint,
                revoked_at: None,
                created_at: self.now(),
            };
            let changes = ChangeSet::new().with(Change::InsertApiKey(key.clone()));
            Ok(Decided { changes, view: NewApiKey { key, secret: Secret::new(secret) } })
        })
        .await
    }

    async fn check_key(&self, caller: &Caller, form: &ApiKeyForm) -> Result<(String, Role, Option<MerchantId>), Error> {
        let mut errors = form.unread.clone();
        let name = form.name.clone().unwrap_or_default();
        match &form.name {
            Some(name) => {
                check("name", name, 100, &mut errors);
            }
            None => errors.add("name", Code::Required, "a name is required"),
        }
        let role = form.role.as_deref().map(Role::named);
        match role {
            None => errors.add("role", Code::Required, "admin or read_only"),
            Some(None) => errors.add("role", Code::InvalidValue, "admin or read_only"),
            Some(Some(_)) => {}
        }
        let merchant = match form.merchant_id.as_deref() {
            None => caller.merchant(),
            Some(text) => match self.visible_merchant(caller, text).await {
                Ok(found) => Some(found.value.id),
                Err(error) if error.code == Code::NotFound => {
                    errors.add("merchant_id", Code::InvalidId, "there is no such merchant");
                    None
                }
                Err(error) => return Err(error),
            },
        };
        errors.finish()?;
        Ok((name, role.flatten().unwrap_or(Role::ReadOnly), merchant))
    }

    /// API keys, newest first, revoked ones included.
    ///
    /// # Errors
    /// `forbidden`, `invalid_parameter`.
    pub async fn api_keys(&self, caller: &Caller, query: &ListQuery) -> Result<Listed<ApiKeyRecord>, Error> {
        caller.is_key()?;
        let mut errors = FieldErrors::default();
        let slice = Slice::read(query, caller, "api_keys", "", &mut errors);
        errors.finish()?;
        let rows = self.store.api_keys(caller.merchant(), slice.page()).await?;
        Ok(slice.list(rows, |key| at(key.created_at, key.id)))
    }

    /// One API key.
    ///
    /// # Errors
    /// `forbidden`, `not_found`.
    pub async fn api_key(&self, caller: &Caller, id: &str) -> Result<ApiKeyRecord, Error> {
        Ok(self.visible_key(caller, id).await?.value)
    }

    /// Revokes an API key; doing so again changes nothing.
    ///
    /// # Errors
    /// `forbidden`, `not_found`.
    pub async fn revoke_api_key(&self, caller: &Caller, id: &str) -> Result<ApiKeyRecord, Error> {
        caller.may_write()?;
        self.run(caller, || async move {
            let Stored { value: key, version } = self.visible_key(caller, id).await?;
            if key.revoked_at.is_some() {
                return Ok(Decided { changes: ChangeSet::new(), view: key });
            }
            let key = ApiKeyRecord { revoked_at: Some(self.now()), ..key };
            let change = Change::UpdateApiKey(Stored { value: key.clone(), version });
            Ok(Decided { changes: ChangeSet::new().with(change), view: key })
        })
        .await
    }

    async fn visible_key(&self, caller: &Caller, id: &str) -> Result<Stored<ApiKeyRecord>, Error> {
        caller.is_key()?;
        let not_found = || Error::of(Code::NotFound);
        let id: ApiKeyId = id.parse().map_err(|_| not_found())?;
        let found = self.store.api_key(id).await?;
        found
            .filter(|key| caller.merchant().is_none() || key.value.merchant_id == caller.merchant())
            .ok_or_else(not_found)
    }
}
