//! Reading the audit log: who changed what, with what was there before.

use super::listing::{Slice, at, created_filter, merchant_filter};
use crate::{
    Actor, ApiKeyId, Caller, Code, Error, FieldErrors, LinkId, Paylink, Stored, Timestamp, TokenId, TypedId as _,
    Version,
    audit::Note,
    forms::AuditQuery,
    ports::{AuditFilter, StoreError},
    records::{ActorKind, AuditRecord, AuditSubject, Queue},
    usecases::TokenGrant,
    views::{AuditFields, AuditView, Listed},
};
use serde_json::Value;
use std::{collections::HashMap, time::Duration};
use uuid::Uuid;

impl Paylink {
    /// Entries of the audit log, newest first. A key of a merchant sees the entries of its merchant, the platform all.
    ///
    /// # Errors
    /// `forbidden` for merchant tokens; `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn audit_log(&self, caller: &Caller, query: &AuditQuery) -> Result<Listed<AuditView>, Error> {
        caller.is_key()?;
        let mut errors = FieldErrors::default();
        let (created_from, created_until) =
            created_filter(query.created_after.as_deref(), query.created_before.as_deref(), &mut errors);
        let (actor, actor_id) = read_actor(query.actor.as_deref(), &mut errors);
        let filter = AuditFilter {
            merchant_id: merchant_filter(caller, query.merchant_id.as_deref(), &mut errors)?,
            actor,
            actor_id,
            action: read_action(query.action.as_deref(), &mut errors),
            subject: read_subject(query.subject.as_deref(), &mut errors),
            created_from,
            created_until,
        };
        let slice = Slice::read(&query.list, caller, "audit_log", &format!("{filter:?}"), &mut errors);
        errors.finish()?;
        let rows = self.store.audit_log(&filter, slice.page()).await?;
        let rows = rows.into_iter().map(|value| Stored { value, version: Version::FIRST }).collect();
        let listed = slice.list(rows, |entry: &AuditRecord| at(entry.created_at, entry.id));
        Ok(Listed { rows: self.with_changes(listed.rows).await?, next: listed.next })
    }

    /// How many entries wait for a seal, and how long the first of them has waited.
    ///
    /// # Errors
    /// `storage_unavailable`.
    pub async fn audit_backlog(&self) -> Result<(u64, Duration), Error> {
        let (waiting, first) = self.store.audit_backlog().await?;
        let since = first.and_then(|id| {
            let millis = i64::try_from(id.uuid().as_u128() >> 80).ok()?;
            Timestamp::from_micros(millis.saturating_mul(1000)).ok()
        });
        Ok((waiting, since.map(|since| self.now().since(since)).unwrap_or_default()))
    }

    /// The entry that tells of a token.
    pub(crate) fn granted(&self, actor: Actor, grant: &TokenGrant) -> AuditRecord {
        let state = serde_json::json!({
            "merchant_id": grant.merchant_id,
            "audience": grant.audience,
            "expires_at": grant.expires_at,
        });
        self.audit_note(
            actor,
            Note {
                merchant: Some(grant.merchant_id),
                kind: AuditSubject::MerchantToken,
                subject: grant.token_id.uuid(),
                verb: "created",
                state: state.to_string(),
            },
        )
    }

    /// Compares each entry with the one before it of the same row, by the row's version.
    async fn with_changes(&self, entries: Vec<AuditRecord>) -> Result<Vec<AuditView>, Error> {
        let before = |entry: &AuditRecord| (entry.subject, entry.version.saturating_sub(1));
        let wanted: Vec<(Uuid, i64)> = entries.iter().filter(|entry| entry.version > 1).map(before).collect();
        let found = if wanted.is_empty() { Vec::new() } else { self.store.audit_of(&wanted).await? };
        let found: HashMap<(Uuid, i64), AuditRecord> =
            found.into_iter().map(|entry| ((entry.subject, entry.version), entry)).collect();
        entries.into_iter().map(|entry| compared(found.get(&before(&entry)), entry)).collect()
    }
}

/// Reads a kind of party, or one party.
fn read_actor(text: Option<&str>, errors: &mut FieldErrors) -> (Option<ActorKind>, Option<String>) {
    let Some(text) = text else { return (None, None) };
    if let Some(kind) = ActorKind::named(text) {
        return (Some(kind), None);
    }
    let one = if text.parse::<ApiKeyId>().is_ok() {
        Some(ActorKind::ApiKey)
    } else if text.parse::<TokenId>().is_ok() {
        Some(ActorKind::MerchantToken)
    } else if text.parse::<LinkId>().is_ok() {
        Some(ActorKind::Payer)
    } else {
        Queue::named(text).map(|_| ActorKind::Job)
    };
    if one.is_none() {
        errors.add("actor", Code::InvalidParameter, "a kind of actor, or the id of one");
    }
    (one, Some(text.to_owned()))
}

/// Reads an action: a known kind of row, a dot, a verb.
fn read_action(text: Option<&str>, errors: &mut FieldErrors) -> Option<String> {
    let text = text?;
    let verb = text.split_once('.').filter(|(kind, _)| AuditSubject::named(kind).is_some()).map(|(_, verb)| verb);
    let letters =
        |verb: &str| (1..=32).contains(&verb.len()) && verb.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if !verb.is_some_and(letters) {
        errors.add("action", Code::InvalidParameter, "a kind of object, a dot and a verb, e.g. payment_link.updated");
    }
    Some(text.to_owned())
}

fn read_subject(text: Option<&str>, errors: &mut FieldErrors) -> Option<Uuid> {
    let subject = AuditSubject::bits(text?);
    if subject.is_none() {
        errors.add("subject", Code::InvalidParameter, "the id of something that is logged");
    }
    subject
}

/// The entry with the fields in which its row differs from what it was.
fn compared(before: Option<&AuditRecord>, entry: AuditRecord) -> Result<AuditView, Error> {
    let old = before.map(fields).transpose()?.flatten();
    let new = fields(&entry)?;
    let (before, after) = match (old, new) {
        (Some(old), Some(new)) => {
            let differs = |name: &&String| old.get(*name) != new.get(*name);
            let names: Vec<&String> = old.keys().chain(new.keys()).filter(differs).collect();
            let of = |row: &AuditFields| {
                names.iter().map(|name| ((*name).clone(), row.get(*name).cloned().unwrap_or(Value::Null))).collect()
            };
            (Some(of(&old)), Some(of(&new)))
        }
        (old, new) => (old, new),
    };
    Ok(AuditView { entry, before, after })
}

fn fields(entry: &AuditRecord) -> Result<Option<AuditFields>, Error> {
    let Some(text) = entry.state.as_deref() else { return Ok(None) };
    let damaged = |_| StoreError::Corrupt {
        entity: "audit entry",
        id: entry.id.to_string(),
        problem: "its state is no JSON object".to_owned(),
    };
    Ok(Some(serde_json::from_str(text).map_err(damaged)?))
}
