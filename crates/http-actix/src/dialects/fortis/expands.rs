//! Records that are asked for with another one: `?expand=contact,payment_url`.

use super::listing::{Merchants, found};
use crate::{call::Call, failure::Failure};
use paylink_core::{
    Caller, MerchantId,
    forms::{ListQuery, SuppressionQuery},
    records::{Channel, TagRecord},
    views::LinkView,
};
use paylink_wire::dialects::fortis::{Ask, Contact, LinkRow, Location, QuickFile, Tag, User};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, btree_map::Entry};

/// What was read for the expands of one answer.
#[derive(Default)]
pub(super) struct Expands {
    pub(super) merchants: Merchants,
    contacts: BTreeMap<String, Value>,
    users: BTreeMap<String, Value>,
    tags: BTreeMap<MerchantId, Vec<TagRecord>>,
}

impl Expands {
    /// Adds what is asked for to a paylink or a quick invoice.
    pub(super) async fn of_link<R: LinkRow>(
        &mut self,
        (call, caller, ask): (&Call, &Caller, &Ask),
        view: &LinkView,
        shown: &mut R,
    ) -> Result<(), Failure> {
        let (link, customer) = (&view.link, view.link.details.customer.as_ref());
        let at = (call, caller);
        if ask.expands("payment_url") {
            shown.expands().insert("payment_url", json!(view.url));
        }
        if ask.expands("contact") {
            let contact = self.contact(at, shown.contact_id()).await?;
            shown.expands().insert("contact", contact);
        }
        if ask.expands("location") {
            let location = self.location(at, link.merchant_id).await?;
            shown.expands().insert("location", location);
        }
        if ask.expands("created_user") {
            let user = self.user(at, shown.created_user_id()).await?;
            shown.expands().insert("created_user", user);
        }
        if ask.expands("tags") {
            let tags = self.tags(at, link.merchant_id, &link.details.tags).await?;
            shown.expands().insert("tags", tags);
        }
        if ask.expands("files") {
            let files = call.paylink().attachments(caller, &link.id.to_string(), &ListQuery::all()).await?.rows;
            let files: Vec<QuickFile> = files.into_iter().map(|file| QuickFile::of(file, link.id)).collect();
            shown.expands().insert("files", written(&files));
        }
        for (name, channel) in [("email_blacklist", Channel::Email), ("sms_blacklist", Channel::Sms)] {
            if ask.expands(name) {
                let address = customer.and_then(|customer| customer.address(channel));
                let entry = blacklist(at, link.merchant_id, (channel, address)).await?;
                shown.expands().insert(name, entry);
            }
        }
        Ok(())
    }

    /// A contact by its id.
    pub(super) async fn contact(&mut self, at: (&Call, &Caller), id: Option<&str>) -> Result<Value, Failure> {
        let Some(id) = id else { return Ok(Value::Null) };
        if let Some(known) = self.contacts.get(id) {
            return Ok(known.clone());
        }
        let read = found(at.0.paylink().customer(at.1, id).await)?;
        let value = read.map_or(Value::Null, |view| written(&Contact::from(&view).at(&at.0.base())));
        self.contacts.insert(id.to_owned(), value.clone());
        Ok(value)
    }

    /// A location by its id.
    pub(super) async fn location(&mut self, at: (&Call, &Caller), id: MerchantId) -> Result<Value, Failure> {
        let merchant = self.merchants.get(at.0, at.1, id).await?;
        let shown = merchant.map(|merchant| Location::of(merchant, at.0.paylink().logo_urls(merchant)));
        Ok(shown.map_or(Value::Null, |location| written(&location.at(&at.0.base()))))
    }

    /// A user by its id, which may be that of the location where no key is known.
    pub(super) async fn user(&mut self, at: (&Call, &Caller), id: &str) -> Result<Value, Failure> {
        if let Some(known) = self.users.get(id) {
            return Ok(known.clone());
        }
        let read = if at.1.token().is_some() { None } else { found(at.0.paylink().api_key(at.1, id).await)? };
        let value = read.map_or_else(|| json!({"id": id}), |key| written(&User::from(&key)));
        self.users.insert(id.to_owned(), value.clone());
        Ok(value)
    }

    /// The tags of a link: those of the catalogue as records, others as words.
    async fn tags(&mut self, at: (&Call, &Caller), merchant: MerchantId, words: &[String]) -> Result<Value, Failure> {
        if words.is_empty() {
            return Ok(json!([]));
        }
        if let Entry::Vacant(place) = self.tags.entry(merchant) {
            place.insert(at.0.paylink().tags(at.1, Some(&merchant.to_string())).await?);
        }
        let catalogue = self.tags.get(&merchant).map(Vec::as_slice).unwrap_or_default();
        let record = |word: &String| catalogue.iter().find(|tag| tag.title.to_lowercase() == word.to_lowercase());
        let tag = |word: &String| match record(word) {
            Some(tag) => written(&Tag::from(tag).at(&at.0.base())),
            None => json!({"id": null, "location_id": merchant, "title": word}),
        };
        Ok(Value::Array(words.iter().map(tag).collect()))
    }
}

/// Whether an address gets nothing.
async fn blacklist(
    (call, caller): (&Call, &Caller),
    merchant: MerchantId,
    (channel, address): (Channel, Option<&str>),
) -> Result<Value, Failure> {
    let Some(address) = address else { return Ok(Value::Null) };
    let query = SuppressionQuery {
        channel: Some(channel.name().to_owned()),
        address: Some(address.to_owned()),
        ..SuppressionQuery::default()
    };
    let listed = call.paylink().suppressions(caller, &query).await?;
    let entry = listed.rows.iter().find(|one| one.merchant_id.is_none_or(|owner| owner == merchant));
    Ok(json!({
        "id": entry.map(|one| one.id),
        "isBlacklisted": entry.is_some(),
        "detail": entry.is_some(),
        "created_ts": entry.map(|one| one.created_at.seconds()),
    }))
}

/// A record as JSON.
pub(super) fn written(value: &impl Serialize) -> Value {
    // plain structs of texts and numbers are always written
    serde_json::to_value(value).unwrap_or_default()
}
