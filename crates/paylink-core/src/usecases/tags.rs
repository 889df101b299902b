//! A merchant's catalogue of tags: made, renamed, taken out, read.
//!
//! A catalogue is one document per merchant, and small. Where a tag stands is a document of its own, written before the
//! tag is: one without the other says nothing.

use super::fields::{check, put_text};
use crate::{
    Caller, Code, Error, FieldErrors, MerchantId, Paylink, Stored, TagId, TypedId, Version,
    forms::{Patch, TagForm},
    ports::{PageOf, Position, StoreError},
    records::TagRecord,
    values::tag_key,
};

const CATALOGUE: &str = "tags";
const PLACE: &str = "tag";
/// Tags of one merchant, those that were taken out included.
const MOST: usize = 1000;
const ATTEMPTS: u32 = 24;
const TITLE: usize = 40;

impl Paylink {
    /// Puts a tag into the catalogue of `merchant_id` (implied for callers bound to one merchant).
    ///
    /// # Errors
    /// `forbidden`, field errors.
    pub async fn create_tag(
        &self,
        caller: &Caller,
        merchant_id: Option<&str>,
        form: &TagForm,
    ) -> Result<TagRecord, Error> {
        caller.may_write()?;
        let mut errors = form.unread.clone();
        let mut title = None;
        put_text("title", &form.title, TITLE, &mut title, &mut errors);
        if title.is_none() && !errors.names("title") {
            errors.add("title", Code::Required, Code::Required.meaning());
        }
        let merchant = self.payee(caller, merchant_id, || errors.clone()).await?.value.id;
        errors.finish()?;
        let title = title.unwrap_or_default();
        let now = self.now();
        let tag = TagRecord {
            id: self.new_id(),
            merchant_id: merchant,
            title,
            created_by: caller.key,
            deleted_at: None,
            created_at: now,
            updated_at: now,
        };
        self.store.put_document(PLACE, &tag.id.to_string(), None, &written(&merchant)?).await?;
        self.change_catalogue(merchant, |tags| {
            title_is_free(tags, &tag)?;
            if tags.len() >= MOST {
                return Err(Error::field("title", Code::TooMany, "a merchant has at most 1000 tags"));
            }
            tags.push(tag.clone());
            Ok(tag.clone())
        })
        .await
    }

    /// Renames a tag; links keep the word they were given.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, field errors.
    pub async fn update_tag(&self, caller: &Caller, id: &str, form: &TagForm) -> Result<TagRecord, Error> {
        let old = self.tag(caller, id).await?;
        caller.may_write()?;
        let mut errors = form.unread.clone();
        match &form.title {
            Patch::Keep => {}
            Patch::Clear => errors.add("title", Code::Required, Code::Required.meaning()),
            Patch::Set(title) => {
                check("title", title, TITLE, &mut errors);
            }
        }
        errors.finish()?;
        let now = self.now();
        self.change_catalogue(old.merchant_id, |tags| {
            let found = tags.iter().find(|tag| tag.id == old.id && tag.deleted_at.is_none()).cloned();
            let mut tag = found.ok_or_else(|| Error::of(Code::NotFound))?;
            if let Some(title) = form.title.set().filter(|title| **title != tag.title) {
                tag = TagRecord { title: title.clone(), updated_at: now, ..tag };
                title_is_free(tags, &tag)?;
            }
            replace(tags, &tag);
            Ok(tag)
        })
        .await
    }

    /// Takes a tag out of the catalogue; links keep the word.
    ///
    /// # Errors
    /// `not_found`, `forbidden`.
    pub async fn delete_tag(&self, caller: &Caller, id: &str) -> Result<(), Error> {
        let old = self.tag(caller, id).await?;
        caller.may_write()?;
        let now = self.now();
        self.change_catalogue(old.merchant_id, |tags| {
            replace(tags, &TagRecord { deleted_at: Some(now), updated_at: now, ..old.clone() });
            Ok(())
        })
        .await
    }

    /// One tag.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn tag(&self, caller: &Caller, id: &str) -> Result<TagRecord, Error> {
        let found = self.tag_in_any_state(caller, id).await?;
        found.filter(|tag| tag.deleted_at.is_none()).ok_or_else(|| Error::of(Code::NotFound))
    }

    /// Whether this id belongs to a tag that the caller could see until it was taken out.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn was_tag_deleted(&self, caller: &Caller, id: &str) -> Result<bool, Error> {
        Ok(self.tag_in_any_state(caller, id).await?.is_some_and(|tag| tag.deleted_at.is_some()))
    }

    /// The catalogue of one merchant, or for the platform those of all, oldest merchant first.
    ///
    /// # Errors
    /// `not_found` for a foreign merchant.
    pub async fn tags(&self, caller: &Caller, merchant_id: Option<&str>) -> Result<Vec<TagRecord>, Error> {
        let one = match (merchant_id, caller.merchant()) {
            (Some(text), _) => Some(self.visible_merchant(caller, text).await?.value.id),
            (None, own) => own,
        };
        let merchants = match one {
            Some(merchant) => vec![merchant],
            None => self.all_merchants().await?,
        };
        let mut tags = Vec::new();
        for merchant in merchants {
            tags.extend(self.catalogue(merchant).await?.0.into_iter().filter(|tag| tag.deleted_at.is_none()));
        }
        Ok(tags)
    }

    async fn all_merchants(&self) -> Result<Vec<MerchantId>, Error> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let rows = self.store.merchants(PageOf { after, limit: 100 }).await?;
            let last = rows.last().map(|row| Position { created_at: row.value.created_at, id: row.value.id.uuid() });
            all.extend(rows.into_iter().map(|row| row.value.id));
            match last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
        all.reverse();
        Ok(all)
    }

    async fn tag_in_any_state(&self, caller: &Caller, id: &str) -> Result<Option<TagRecord>, Error> {
        let Ok(id) = id.parse::<TagId>() else { return Ok(None) };
        let Some(place) = self.store.document(PLACE, &id.to_string()).await? else { return Ok(None) };
        let merchant: MerchantId = read(&place.value)?;
        if !caller.sees(merchant) {
            return Ok(None);
        }
        Ok(self.catalogue(merchant).await?.0.into_iter().find(|tag| tag.id == id))
    }

    async fn catalogue(&self, merchant: MerchantId) -> Result<(Vec<TagRecord>, Option<Version>), Error> {
        match self.store.document(CATALOGUE, &merchant.to_string()).await? {
            None => Ok((Vec::new(), None)),
            Some(Stored { value, version }) => Ok((read(&value)?, Some(version))),
        }
    }

    /// Decides on a catalogue and writes it, again while others write it too.
    async fn change_catalogue<V: Send>(
        &self,
        merchant: MerchantId,
        decide: impl Fn(&mut Vec<TagRecord>) -> Result<V, Error> + Send,
    ) -> Result<V, Error> {
        for attempt in 0..ATTEMPTS {
            let (mut tags, version) = self.catalogue(merchant).await?;
            let view = decide(&mut tags)?;
            match self.store.put_document(CATALOGUE, &merchant.to_string(), version, &written(&tags)?).await {
                Ok(_) => return Ok(view),
                Err(StoreError::Stale { .. }) => self.pause(attempt).await,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::of(Code::StorageUnavailable))
    }
}

fn title_is_free(tags: &[TagRecord], wanted: &TagRecord) -> Result<(), Error> {
    let key = tag_key(&wanted.title);
    let taken = |tag: &TagRecord| tag.deleted_at.is_none() && tag.id != wanted.id && tag_key(&tag.title) == key;
    if tags.iter().any(taken) {
        let mut errors = FieldErrors::default();
        errors.add("title", Code::InvalidValue, "another tag of the merchant has this title");
        return errors.finish();
    }
    Ok(())
}

fn replace(tags: &mut [TagRecord], tag: &TagRecord) {
    for old in tags.iter_mut().filter(|old| old.id == tag.id) {
        old.clone_from(tag);
    }
}

fn written<T: serde::Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::internal("a catalogue of tags cannot be written"))
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| Error::internal("a catalogue of tags is damaged"))
}
